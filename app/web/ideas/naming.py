"""Ideas that a form names: ticked, or typed as numbers and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable

from app.domain.accounts.models import Actor
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.queries.pages import Moved, find_idea
from app.kit.i18n import gettext
from app.kit.problems import Invalid, NotFound
from app.web.numbers import row_named

_APART = re.compile(r"[\s,;]+")
_NAMED = re.compile(r"(?:\S*/ideas/|#)?(\d{1,10})(?:[-?#/]\S*)?", re.ASCII)
# More than any form takes: what is beyond was not typed by hand.
NAMED_MOST = 60


def named_ideas(ticked: Iterable[str], typed: str, who: Actor) -> list[Idea]:
    """Return the ideas that were ticked and those that were typed, each once, in that order.

    One that was joined with another stands for that one.

    :raises Invalid: on ``ideas``, naming what is no idea that the reader may see.
    """
    words = [word for word in (*ticked, *_APART.split(typed)) if word]
    return list(dict.fromkeys(_named(word, who) for word in words[:NAMED_MOST]))


def numbers_in(words: Iterable[str]) -> list[int]:
    """Return the numbers of ideas among these words, each once; what is none is left out."""
    found = (row_named(word) for word in words)
    return list(dict.fromkeys(number for number in found if number))[:NAMED_MOST]


def _named(word: str, who: Actor) -> Idea:
    said = _NAMED.fullmatch(word)
    number = row_named(said.group(1)) if said else None
    if number is not None:
        try:
            return find_idea(number, who)
        except Moved as moved:
            return find_idea(moved.idea_id, who)
        except NotFound:
            pass
    raise Invalid("ideas", gettext("There is no idea “%(word)s”.", word=word[:80]))
