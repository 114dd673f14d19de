"""The criterion engine: how many of what a criterion counts each of some members has.

What a database can add up is added up there, for all criteria in one statement. Hours, days and
streaks are read by each member's own clock, which only we know: those facts are read in order of
the members and folded one member at a time, so that memory does not grow with their number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, Select, func, literal, select, union_all

from app.domain.accounts.models import User
from app.domain.badges.facts.columns import Within
from app.domain.badges.facts.sources import days_between, facts_of
from app.domain.badges.models import Award
from app.domain.badges.rules import Criterion, longest_run, within_hours
from app.domain.catalog.models import Tag
from app.domain.catalog.queries import product_tree
from app.domain.forum.models.questions import question_tags
from app.kit import clock
from app.kit.columns import UtcDateTime
from app.kit.db import db

# The members a count is about: a few by their ids, or all whose id lies in a range.
Members = Collection[int] | range
# Facts that are read at a time.
READ_AT_ONCE = 2000
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_u = User.__table__.c


@dataclass(frozen=True, slots=True)
class Tally:
    """What one member has of something, about one thing when the criterion says ``per``."""

    member_id: int
    kind: str
    subject_id: int
    amount: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Since:
    """Count only what came after the last award of this badge: nothing is counted twice."""

    badge: str


def count_of(criterion: Criterion, member_ids: Members) -> dict[int, int]:
    """Return how many each member has; who has none is left out.

    Of a criterion about one post, product or tag: the most that the member has about one.
    """
    return _best(tallies([criterion], member_ids)[0])


def counts_of(criteria: Collection[Criterion], member_id: int) -> dict[Criterion, int]:
    """Return how many one member has of each measure; criteria that share one are counted once."""
    measures = list(dict.fromkeys(criterion.measure for criterion in criteria))
    found = tallies(measures, [member_id])
    have = {m: _best(rows).get(member_id, 0) for m, rows in zip(measures, found, strict=True)}
    return {criterion: have[criterion.measure] for criterion in criteria}


def tallies(
    criteria: Collection[Criterion],
    members: Members,
    *,
    since: Mapping[Criterion, Since] | None = None,
    subjects: Collection[tuple[str, int]] | None = None,
) -> list[list[Tally]]:
    """Return for each criterion who has how many, where that is ``at_least`` as many.

    One statement for all that the database adds up, and one for each that needs a clock.

    :param subjects: look at these posts alone, for criteria about one post.
    """
    listed = list(criteria)
    found: list[list[Tally]] = [[] for _ in listed]
    summed = []
    for number, criterion in enumerate(listed):
        facts = _chosen(criterion, members, (since or {}).get(criterion), subjects)
        if criterion.needs_clock:
            found[number] = [*_by_the_clock(facts, criterion)]
        else:
            summed.append(_added_up(facts, criterion, number))
    if summed:
        for number, *row in db.session.execute(union_all(*summed)):
            found[number].append(Tally(*row))
    return found


def _best(rows: Iterable[Tally]) -> dict[int, int]:
    best: dict[int, int] = {}
    for row in rows:
        best[row.member_id] = max(best.get(row.member_id, 0), row.amount)
    return best


# -- which facts ----------------------------------------------------------------------------------


def _within(members: Members) -> Within:
    if isinstance(members, range):
        return lambda column: column.between(members.start, members.stop - 1)
    return lambda column: column.in_(members)


def _chosen(
    criterion: Criterion,
    members: Members,
    since: Since | None,
    subjects: Collection[tuple[str, int]] | None,
) -> Select[Any]:
    """Return the facts that this criterion counts: member, thing, amount, moments."""
    f = facts_of(criterion.count, _within(members)).c
    conditions = _about(f, criterion)
    if criterion.days is not None:
        conditions.append(f.at >= clock.now() - timedelta(days=criterion.days))
    if criterion.question_age is not None:
        conditions.append(days_between(f.asked_at, f.done_at) >= criterion.question_age)
    if criterion.membership is not None:
        joined = select(_u.joined_at).where(_u.id == f.member_id).scalar_subquery()
        conditions.append(days_between(joined, f.done_at) >= criterion.membership)
    if since is not None:
        conditions.append(f.at > _last_award(since, f.member_id))
    if subjects is not None and criterion.per == "post":
        conditions.append(f.subject_id.in_([number for _, number in subjects]))
    kind, thing, source = _things(f, criterion)
    return (
        select(f.member_id, kind.label("kind"), thing.label("thing"), f.amount, f.at, f.done_at)
        .select_from(source)
        .where(*conditions)
    )


def _about(f: Any, criterion: Criterion) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if criterion.tag:
        tagged = select(question_tags.c.question_id).join(Tag, Tag.id == question_tags.c.tag_id)
        conditions.append(f.question_id.in_(tagged.where(Tag.name == criterion.tag)))
    if criterion.product:
        node = product_tree().by_slug.get(criterion.product)
        conditions.append(f.product_id.in_(node.descendant_ids if node else ()))
    if criterion.per == "product":
        conditions.append(f.product_id.is_not(None))
    return conditions


def _things(f: Any, criterion: Criterion) -> tuple[Any, Any, Any]:
    """Return what facts are gathered by, and from where: kind and number of the thing."""
    source = f.member_id.table
    if criterion.per == "post":
        return f.kind, f.subject_id, source
    if criterion.per == "product":
        return literal("product"), f.product_id, source
    if criterion.per == "tag":
        tagged = source.join(question_tags, question_tags.c.question_id == f.question_id)
        return literal("tag"), question_tags.c.tag_id, tagged
    return literal(""), literal(0), source


def _last_award(since: Since, member: Any) -> ColumnElement[Any]:
    last = select(func.max(Award.awarded_at)).where(
        Award.badge == since.badge, Award.user_id == member
    )
    return func.coalesce(last.scalar_subquery(), literal(_LONG_AGO, type_=UtcDateTime()))


# -- how many -------------------------------------------------------------------------------------


def _added_up(facts: Select[Any], criterion: Criterion, number: int) -> Select[Any]:
    f = facts.subquery().c
    total = func.sum(f.amount)
    return (
        select(
            literal(number),
            f.member_id,
            f.kind,
            f.thing,
            total,
            func.min(f.at, type_=UtcDateTime()),
            func.max(f.at, type_=UtcDateTime()),
        )
        .group_by(f.member_id, f.kind, f.thing)
        .having(total >= criterion.at_least)
    )


def _by_the_clock(facts: Select[Any], criterion: Criterion) -> Iterator[Tally]:
    f = facts.subquery().c
    statement = (
        select(f.member_id, f.kind, f.thing, f.at, f.done_at, f.amount, _u.time_zone)
        .join(User.__table__, _u.id == f.member_id)
        .order_by(f.member_id, f.kind, f.thing)
        .execution_options(yield_per=READ_AT_ONCE)
    )
    rows = db.session.execute(statement)
    for (member_id, kind, thing), own in groupby(rows, key=lambda row: tuple(row[:3])):
        amount, moments = _folded(own, criterion)
        if amount >= criterion.at_least:
            yield Tally(member_id, kind, thing, amount, min(moments), max(moments))


def _folded(rows: Iterable[Any], criterion: Criterion) -> tuple[int, list[datetime]]:
    """Return what one member's facts come to, and their moments."""
    total, days, moments = 0, set[date](), list[datetime]()
    for row in rows:
        local = row.done_at.astimezone(zone_of(row.time_zone))
        if criterion.hours is not None and not within_hours(local, criterion.hours):
            continue
        total += row.amount
        days.add(local.date())
        moments.append(row.at)
    gathered = criterion.countable.gathered
    if gathered == "streak":
        return longest_run(days), moments
    return (len(days) if gathered == "days" else total), moments


@lru_cache(maxsize=1024)
def zone_of(name: str) -> ZoneInfo:
    """Return a member's time zone; one that this machine does not know is UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")
