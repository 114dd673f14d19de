"""Earning: whoever has what a badge asks for gets it, once for each occasion, and keeps it.

What was earned is looked up outside a unit of work, for that may read much; only the new awards
are written in one. Two that find the same are no harm: an award's key is badge, member, occasion.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import User
from app.domain.badges.counting import Members, Since, Tally, tallies
from app.domain.badges.events import BadgeAwarded
from app.domain.badges.models import Award
from app.domain.badges.queries import BadgeRow, all_badges, everybody
from app.domain.badges.rules import NEWS_FOR, SWEEP_STEP, Criterion
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import write

log = logging.getLogger("pukka.badges")

# Awards that one unit of work keeps.
KEPT_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Earned:
    """What somebody has earned, and by what."""

    badge: str
    member_id: int
    occasion: str
    at: datetime
    subject_kind: str = ""
    subject_id: int | None = None


def consider(
    members: Members,
    countables: Collection[str] | None = None,
    *,
    subjects: Collection[tuple[str, int]] | None = None,
    quiet: bool = False,
) -> int:
    """Give these members what they have earned, and return how much was new.

    :param countables: look at badges that count one of these alone; None: at every badge.
    :param subjects: for badges about one post, look at these alone.
    :param quiet: announce nothing: for a history that comes in as a whole.
    """
    badges = [
        badge
        for badge in all_badges()
        if badge.criterion and (countables is None or badge.criterion.count in countables)
    ]
    earned = _not_awarded_yet(_earned(badges, members, subjects), members)
    return sum(write(_keep, batch, quiet=quiet) for batch in _batches(earned, KEPT_AT_ONCE))


def sweep(*, quiet: bool = False) -> int:
    """Give everybody what they have earned: finds what no announcement told of, such as readers.

    Members are taken in steps by their ids, so that neither memory nor a transaction grows with
    the community.
    """
    everyone, given = everybody(), 0
    for first in range(everyone.start, everyone.stop, SWEEP_STEP):
        given += consider(range(first, first + SWEEP_STEP), quiet=quiet)
        db.session.rollback()
    if given:
        log.info("%s badges were given in a sweep", given)
    return given


# -- who earned what ------------------------------------------------------------------------------


def _earned(
    badges: Sequence[BadgeRow],
    members: Members,
    subjects: Collection[tuple[str, int]] | None,
) -> list[Earned]:
    """Return what these members have by now, awarded before or not."""
    found: list[Earned] = []
    once = [badge for badge in badges if not _is_periodic(badge)]
    criteria = _lowest(badge.criterion for badge in once if badge.criterion)
    rows = dict(zip(criteria, tallies(criteria.values(), members, subjects=subjects), strict=True))
    for badge in once:
        assert badge.criterion is not None  # noqa: S101 - chosen so by the caller
        for tally in rows[badge.criterion.measure]:
            found += _occasions(badge, badge.criterion, tally)
    for badge in badges:
        if _is_periodic(badge) and badge.criterion:
            found += _again(badge, badge.criterion, members)
    return found


def _is_periodic(badge: BadgeRow) -> bool:
    """Whether it can be earned again by what comes later, within a period each time."""
    return badge.is_repeatable and badge.criterion is not None and badge.criterion.days is not None


def _lowest(criteria: Iterable[Criterion]) -> dict[Criterion, Criterion]:
    """Return for each measure the criterion that asks for least of it: one count serves all."""
    lowest: dict[Criterion, Criterion] = {}
    for criterion in criteria:
        known = lowest.get(criterion.measure)
        if known is None or criterion.at_least < known.at_least:
            lowest[criterion.measure] = criterion
    return lowest


def _occasions(badge: BadgeRow, criterion: Criterion, tally: Tally) -> Iterator[Earned]:
    if tally.amount < criterion.at_least:
        return
    at = _moment(criterion, tally)
    if criterion.per:
        kind, number = tally.kind, tally.subject_id
        is_post = criterion.per == "post"
        subject = (kind, number) if is_post else ("", None)
        occasion = f"{kind}:{number}" if badge.is_repeatable else ""
        yield Earned(badge.key, tally.member_id, occasion, at, *subject)
    elif badge.is_repeatable:  # one for each so many
        for time in range(1, tally.amount // criterion.at_least + 1):
            yield Earned(badge.key, tally.member_id, str(time), at)
    else:
        yield Earned(badge.key, tally.member_id, "", at)


def _moment(criterion: Criterion, tally: Tally) -> datetime:
    """A badge is dated by what earned it, so that imported history does not look like today's."""
    if not criterion.countable.dated:
        return clock.now()
    return tally.first_at if criterion.at_least == 1 else tally.last_at


def _again(badge: BadgeRow, criterion: Criterion, members: Members) -> Iterator[Earned]:
    """A badge of a period: only what came since the last one counts for the next."""
    (rows,) = tallies([criterion], members, since={criterion: Since(badge.key)})
    times = {
        row[0]: row[1]
        for row in db.session.execute(
            select(Award.user_id, func.count())
            .where(Award.badge == badge.key, Award.user_id.in_([r.member_id for r in rows]))
            .group_by(Award.user_id)
        )
    }
    for tally in rows:
        occasion = str(times.get(tally.member_id, 0) + 1)
        yield Earned(badge.key, tally.member_id, occasion, tally.last_at)


def _not_awarded_yet(earned: list[Earned], members: Members) -> list[Earned]:
    """Leave out what was awarded before, revoked or not: most of it, in a sweep."""
    if not earned:
        return []
    theirs = (
        Award.user_id.between(members.start, members.stop - 1)
        if isinstance(members, range)
        else Award.user_id.in_(members)
    )
    rows = db.session.execute(select(Award.badge, Award.user_id, Award.occasion).where(theirs))
    known = {(badge, member_id, occasion) for badge, member_id, occasion in rows}
    return [it for it in earned if (it.badge, it.member_id, it.occasion) not in known]


def _batches(earned: list[Earned], size: int) -> Iterator[list[Earned]]:
    rest = iter(earned)
    while batch := list(islice(rest, size)):
        yield batch


# -- keeping it -----------------------------------------------------------------------------------


def _keep(earned: list[Earned], *, quiet: bool = False) -> int:
    """Write new awards, and say so to those who can read it."""
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    values = [
        {
            "badge": it.badge,
            "user_id": it.member_id,
            "occasion": it.occasion,
            "awarded_at": it.at,
            "subject_kind": it.subject_kind,
            "subject_id": it.subject_id,
            "reason": "",
            "revoked_reason": "",
        }
        for it in earned
    ]
    rows = db.session.execute(
        insert(Award)
        .values(values)
        .on_conflict_do_nothing()
        .returning(Award.badge, Award.user_id, Award.occasion)
    ).all()
    if not quiet:
        _tell(earned, {(row.badge, row.user_id, row.occasion) for row in rows})
    return len(rows)


def _tell(earned: list[Earned], kept: set[tuple[str, int, str]]) -> None:
    """Announce what is new and news: what was earned long ago is history."""
    since = clock.now() - NEWS_FOR
    fresh = {(it.badge, it.member_id, it.occasion) for it in earned if it.at > since}
    told = _with_an_account({member_id for _, member_id, _ in fresh & kept})
    for badge, member_id, occasion in sorted(fresh & kept):
        if member_id in told:
            publish(BadgeAwarded(member_id, badge, occasion, None))


def _with_an_account(member_ids: Collection[int]) -> set[int]:
    """Return those who can sign in: nobody reads what is told to an unclaimed, imported member."""
    if not member_ids:
        return set()
    return set(
        db.session.scalars(
            select(User.id).where(User.id.in_(member_ids), User.email.is_not(None), User.active)
        )
    )
