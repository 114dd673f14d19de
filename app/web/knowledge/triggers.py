"""What set a change off, as its pages tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import links
from app.domain.knowledge.models.articles import ArticleRevision
from app.domain.knowledge.models.use import ArticleFlag
from app.domain.knowledge.rules import FLAG_REASONS
from app.kit.db import db
from app.kit.i18n import gettext
from app.web.people import Person, person


@dataclass(frozen=True)
class ShownFlag:
    """What somebody said is not right."""

    id: int
    reason: Any
    words: str
    heading: str
    at: datetime
    flagger: Person | None
    outcome: str | None
    answer: str


@dataclass(frozen=True)
class Trigger:
    """What set a change off: a flag, or one line with an address."""

    words: str
    url: str = ""
    flag: ShownFlag | None = None


def shown_flag(flag: ArticleFlag | None) -> ShownFlag | None:
    """Return a flag as templates draw it."""
    if flag is None:
        return None
    return ShownFlag(
        id=flag.id,
        reason=FLAG_REASONS.get(flag.reason, flag.reason),
        words=flag.words,
        heading=flag.block.heading if flag.block else "",
        at=flag.at,
        flagger=person(flag.flagger) if flag.flagger else None,
        outcome=flag.outcome,
        answer=flag.answer,
    )


def trigger_of(revision: ArticleRevision) -> Trigger | None:
    """Return what set a change off; nothing when nobody said."""
    kind, number = revision.trigger_kind, revision.trigger_id
    if kind == "flag" and number:
        flag = shown_flag(db.session.get(ArticleFlag, number))
        return Trigger(gettext("Somebody flagged it"), flag=flag) if flag else None
    if kind == "question" and number:
        return Trigger(gettext("A question"), links.question_url(number))
    if kind == "idea" and number:
        return Trigger(gettext("An idea that was delivered"), links.idea_url(number))
    if kind == "rollback" and number:
        back = db.session.get(ArticleRevision, number)
        words = gettext("It brings back text %(number)s", number=back.number if back else "")
        return Trigger(words)
    words = {"health": gettext("Its health"), "search": gettext("A search that found nothing")}
    return Trigger(words[kind]) if kind in words else None
