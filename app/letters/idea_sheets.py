"""What every letter about an idea has in common: its head, its ways out, why it comes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup, escape
from sqlalchemy import select

from app import links
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaVote
from app.domain.ideas.queries.machine import machine
from app.kit.db import db
from app.kit.i18n import gettext
from app.letters.readers import Reader, here, idea_stops, stop_of_idea
from app.letters.sheets import Act, Quote, Sheet

Outcome = tuple[Sheet | None, str]


@dataclass(frozen=True)
class Told:
    """What one letter about an idea says, before it has a head and ways out."""

    heading: str
    words: list[str] = field(default_factory=list)
    quote: Quote | None = None
    # What stands before the idea's title in the subject; else the heading.
    about: str = ""
    ask: str = ""
    acts: Sequence[Act] = ()
    why: str = ""
    # The first of several addresses a letter may lead to; else the idea's.
    url: str = ""


def sheet_of(told: Told, idea: Idea, reader: Reader, kind: str = "idea") -> Sheet:
    """Return the letter: the idea on top, one way to open it, and how to hear no more of it."""
    url = idea_address(idea)
    subject = gettext("%(what)s: %(title)s", what=told.about or told.heading, title=idea.title)
    return Sheet(
        subject=subject,
        heading=told.heading,
        preheader=told.quote.text[:240] if told.quote else (told.words or [idea.title])[0],
        about=(idea.title, url),
        words=told.words,
        quote=told.quote,
        ask=told.ask,
        acts=list(told.acts) or [Act("filled", gettext("Open the idea"), told.url or url)],
        why=told.why or why(idea, reader),
        stops=idea_stops(reader, idea.id, kind),
        unsubscribe=stop_of_idea(reader, "idea", idea.id, kind),
    )


def why(idea: Idea, reader: Reader) -> str:
    """Return why the reader hears of an idea."""
    if idea.author_id == reader.actor.id:
        return gettext("You get this because you suggested the idea.")
    if has_voted(idea, reader):
        return gettext("You get this because you voted for the idea.")
    return gettext("You get this because you voted for the idea or follow it.")


def has_voted(idea: Idea, reader: Reader) -> bool:
    """Say whether the reader backs an idea now."""
    vote = select(IdeaVote.idea_id).where(
        IdeaVote.idea_id == idea.id, IdeaVote.voter_id == reader.actor.id
    )
    return db.session.scalar(vote) is not None


def idea_address(idea: Idea) -> str:
    """Return an idea's page as a whole address."""
    return here(links.idea_url(idea.id, idea.slug))


def status_word(status: str) -> str:
    """Return what a status is called here."""
    return str(machine().label(status))


def expected_words(idea: Idea) -> list[str]:
    """Return when an idea is expected, where somebody said so and it is not here yet."""
    if not idea.expected or not idea.is_open:
        return []
    return [
        gettext("Expected: %(expected)s. That is what is intended, not a promise.",
                expected=idea.expected)
    ]  # fmt: skip


def said(name: str, words: str, note: str = "") -> Quote | None:
    """Return plain words of somebody as both ways of a mail show them."""
    if not words:
        return None
    html = Markup("<br>").join(escape(line) for line in words.splitlines())
    return Quote(name=name, note=note, html=html, text=words)
