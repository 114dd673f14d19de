"""From rows of the outbox to one mail, or to the reasons why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.notifications.models import Letter
from app.domain.notifications.rules import (
    ACCOUNT_KINDS,
    FOLLOW_CONFIRM,
    IDEAS_WEEK,
    POST_KINDS,
    THREAD,
    WARNING_KINDS,
)
from app.kit import clock
from app.kit.db import db
from app.kit.mail import Mail
from app.letters import articles, facts, idea_talk, idea_week, ideas, standing
from app.letters.account import account_sheet
from app.letters.posts import post_sheet
from app.letters.readers import Reader, reader_of
from app.letters.sheets import Sheet, moment_in, set_sheet, speaking

_FACTS = {
    "acceptance": facts.acceptance_sheet,
    "solved": facts.solved_sheet,
    "status": facts.status_sheet,
    "ruling": facts.ruling_sheet,
    "points": standing.points_sheet,
    "trust": standing.trust_sheet,
    "badge": standing.badge_sheet,
    "votes": standing.votes_sheet,
    "staging": standing.staging_sheet,
    "article": articles.article_sheet,
    "idea": ideas.idea_sheet,
    "comment": idea_talk.talk_sheet,
    "idea-mention": idea_talk.mention_sheet,
    "idea-ruling": idea_talk.ruling_sheet,
    IDEAS_WEEK: idea_week.week_sheet,
    FOLLOW_CONFIRM: facts.follow_confirm_sheet,
}


@dataclass(frozen=True)
class Composed:
    """One mail, the letters that are in it, and those that are not, each with a reason."""

    mail: Mail | None = None
    sent: list[int] = field(default_factory=list)
    dropped: dict[int, str] = field(default_factory=dict)


def compose(letter_ids: Sequence[int]) -> Composed:
    """Write the mail for letters to one reader. Rights and wishes are asked now."""
    letters = db.session.scalars(
        select(Letter).where(Letter.id.in_(letter_ids)).order_by(Letter.id)
    ).all()
    if not letters:
        return Composed()
    reader = reader_of(letters[0])
    if reader is None:
        return Composed(dropped=dict.fromkeys(letter_ids, "no address"))
    with speaking(reader.language):
        sheet, dropped = _sheet(letters, reader)
        if sheet is None:
            return Composed(dropped=dropped)
        sent = moment_in(clock.now(), reader.language, reader.time_zone)
        mail = set_sheet(sheet, reader.address, reader.language, sent)
    return Composed(mail, [id_ for id_ in letter_ids if id_ not in dropped], dropped)


def _sheet(letters: Sequence[Letter], reader: Reader) -> tuple[Sheet | None, dict[int, str]]:
    first = letters[0]
    if first.kind in (*POST_KINDS, THREAD):
        return post_sheet(letters, reader)
    if first.kind in (*ACCOUNT_KINDS, *WARNING_KINDS):
        if not isinstance(reader.actor, User):
            return None, {first.id: "no address"}
        sheet, reason = account_sheet(first, reader.actor)
    else:
        sheet, reason = _FACTS[first.kind](first, reader)
    return sheet, {} if sheet is not None else {first.id: reason}
