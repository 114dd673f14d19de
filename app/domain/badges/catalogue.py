"""Every badge that comes with Pukka: its words, its drawing, its tier and what it asks for.

A badge's key is for ever: awards name it. ``icon`` is a drawing of its own in ``medals.svg``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.domain.badges.rules import Criterion
from app.kit.i18n import lazy_gettext as _l

C = Criterion


@dataclass(frozen=True)
class Badge:
    """One small recognition. ``criterion`` is None for what is awarded by hand alone."""

    key: str
    name: Any
    about: Any
    icon: str
    tier: str
    criterion: Criterion | None
    is_repeatable: bool = False


_ALL = (
    # Arriving.
    Badge("welcome-mat", _l("Welcome mat"), _l("Put up a picture and a few words about yourself"),
          "door", "bronze", C("profile", 2)),
    Badge("ice-breaker", _l("Ice breaker"), _l("Asked a first question"),
          "ice", "bronze", C("questions-asked", 1)),
    Badge("helping-hand", _l("Helping hand"), _l("Answered somebody for the first time"),
          "hand", "bronze", C("answers-posted", 1)),
    Badge("first-candle", _l("First candle"), _l("Here for a year, and still posting"),
          "candle", "bronze", C("posts", 1, membership=365)),
    Badge("old-friend", _l("Old friend"), _l("Here for five years, and still posting"),
          "cake", "gold", C("posts", 1, membership=1826)),
    # Solving.
    Badge("first-light", _l("First light"), _l("A first answer that somebody accepted"),
          "sunrise", "bronze", C("answers-accepted", 1)),
    Badge("handy", _l("Handy"), _l("Ten answers that somebody accepted"),
          "spanner", "bronze", C("answers-accepted", 10)),
    Badge("full-toolbox", _l("Full toolbox"), _l("Fifty answers that somebody accepted"),
          "toolbox", "silver", C("answers-accepted", 50)),
    Badge("keystone", _l("Keystone"), _l("A hundred and fifty answers that somebody accepted"),
          "arch", "gold", C("answers-accepted", 150)),
    Badge("good-neighbour", _l("Good neighbour"), _l("Solved the first question of ten newcomers"),
          "fence", "silver", C("newcomers-helped", 10)),
    Badge("night-shift", _l("Night shift"), _l("Solved five questions between 22:00 and 6:00"),
          "moon", "silver", C("answers-accepted", 5, hours=(22, 6))),
    Badge("early-bird", _l("Early bird"), _l("Solved five questions between 5:00 and 8:00"),
          "bird", "silver", C("answers-accepted", 5, hours=(5, 8))),
    Badge("second-wind", _l("Second wind"), _l("Solved a question that had waited ninety days"),
          "sail", "silver", C("answers-accepted", 1, question_age=90)),
    Badge("side-door", _l("Side door"), _l("Three answers that worked besides the accepted one"),
          "signpost", "bronze", C("also-works", 3)),
    Badge("seal-of-approval", _l("Seal of approval"), _l("An answer that the brand recommended"),
          "seal", "silver", C("recommended", 1)),
    Badge("locksmith", _l("Locksmith"), _l("Twenty-five accepted answers about one product"),
          "key", "gold", C("answers-accepted", 25, per="product"), is_repeatable=True),
    Badge("household-name", _l("Household name"), _l("Twenty-five accepted answers under one tag"),
          "nameplate", "gold", C("answers-accepted", 25, per="tag"), is_repeatable=True),
    # Coming back.
    Badge("full-week", _l("A full week"), _l("Answered on seven days in a row"),
          "week", "bronze", C("streak", 7)),
    Badge("full-month", _l("A full month"), _l("Answered on thirty days in a row"),
          "calendar", "silver", C("streak", 30)),
    Badge("hundred-days", _l("Hundred days"), _l("Answered on a hundred days in a row"),
          "flame", "gold", C("streak", 100)),
    # Being read.
    Badge("round-of-applause", _l("Round of applause"), _l("An answer with ten votes"),
          "clap", "bronze", C("votes-on-answers", 10, per="post"), is_repeatable=True),
    Badge("standing-ovation", _l("Standing ovation"), _l("An answer with twenty-five votes"),
          "laurel", "gold", C("votes-on-answers", 25, per="post"), is_repeatable=True),
    Badge("good-question", _l("Good question"), _l("Asked what twenty-five others wondered, too"),
          "hands", "silver", C("me-toos", 25, per="post"), is_repeatable=True),
    Badge("talk-of-the-street", _l("Talk of the street"), _l("A question that a thousand read"),
          "lamp", "silver", C("readers", 1000, per="post"), is_repeatable=True),
    # Ideas.
    Badge("bright-idea", _l("Bright idea"), _l("Suggested a first idea"),
          "bulb", "bronze", C("ideas-suggested", 1)),
    Badge("town-hall", _l("Town hall"), _l("Voted for ten ideas of others"),
          "megaphone", "bronze", C("idea-votes", 10)),
    Badge("show-of-hands", _l("Show of hands"), _l("An idea that fifty others voted for"),
          "poll", "silver", C("votes-on-ideas", 50, per="post"), is_repeatable=True),
    Badge("off-the-drawing-board", _l("Off the drawing board"), _l("An idea that was delivered"),
          "blueprint", "silver", C("ideas-delivered", 1)),
    Badge("town-planner", _l("Town planner"), _l("Five ideas that were delivered"),
          "crane", "gold", C("ideas-delivered", 5)),
    # Looking after the place.
    Badge("no-loose-ends", _l("No loose ends"), _l("Said what solved ten questions of your own"),
          "knot", "silver", C("questions-solved", 10)),
    Badge("civic-duty", _l("Civic duty"), _l("Voted on fifty posts of others"),
          "ballot", "bronze", C("votes-cast", 50)),
    Badge("tidy-hands", _l("Tidy hands"), _l("Ten duplicates found or merged"),
          "broom", "silver", C("duplicates", 10)),
    Badge("red-pencil", _l("Red pencil"), _l("Improved twenty-five posts of others"),
          "pencil", "silver", C("edits", 25)),
)  # fmt: skip

CATALOGUE: dict[str, Badge] = {badge.key: badge for badge in _ALL}

# Drawings that no badge above has: for those that are made in the interface, with their words.
SPARE_ICONS: dict[str, Any] = {
    "star": _l("Star"),
    "heart": _l("Heart"),
    "ribbon": _l("Ribbon"),
    "rocket": _l("Rocket"),
    "flask": _l("Flask"),
    "microphone": _l("Microphone"),
    "cup": _l("Cup"),
    "compass": _l("Compass"),
}
