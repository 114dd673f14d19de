"""Badges as pages read them: what there is, who holds it, who is on the way."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, desc, func, or_, select

from app.domain.accounts.models import User
from app.domain.accounts.policy import members_shown
from app.domain.accounts.queries import Face, face_columns, face_of
from app.domain.badges.catalogue import CATALOGUE
from app.domain.badges.counting import counts_of
from app.domain.badges.models import Award, CustomBadge
from app.domain.badges.rules import HOLDERS_A_PAGE, TIERS, Criterion, criterion_from
from app.domain.catalog.models import Product, Tag
from app.kit.db import db
from app.kit.pages import Page, order, slice_of

# How many of the things that one badge was earned about are named on a member's page.
NAMED = 100


@dataclass(frozen=True)
class BadgeRow:
    """A badge, of the catalogue or made here. ``criterion`` is None where staff alone give it."""

    key: str
    name: Any
    about: Any
    icon: str
    tier: str
    is_repeatable: bool
    criterion: Criterion | None
    is_custom: bool = False
    is_retired: bool = False


@dataclass(frozen=True)
class HeldRow:
    """A badge that a member holds: how many times, when last, and what about, where it is named."""

    badge: BadgeRow
    times: int
    last_at: datetime
    things: tuple[str, ...] = ()


@dataclass(frozen=True)
class AheadRow:
    """A badge that a member does not hold yet: so many of what it asks for are there."""

    badge: BadgeRow
    have: int
    need: int


@dataclass(frozen=True)
class HolderRow:
    """Who holds a badge: since when, for what, and by whose hand if somebody gave it."""

    face: Face
    occasion: str
    awarded_at: datetime
    thing: str
    subject_kind: str
    subject_id: int | None
    by: Face | None
    reason: str


@dataclass(frozen=True)
class Rarity:
    """How many members hold each badge, of how many."""

    members: int
    holders: dict[str, int]


# -- what there is --------------------------------------------------------------------------------

_BUILT_IN = {
    badge.key: BadgeRow(
        badge.key,
        badge.name,
        badge.about,
        badge.icon,
        badge.tier,
        badge.is_repeatable,
        badge.criterion,
    )
    for badge in CATALOGUE.values()
}


def badge_named(key: str) -> BadgeRow | None:
    """Return a badge by its key; no statement for one of the catalogue."""
    if key in _BUILT_IN:
        return _BUILT_IN[key]
    made = custom_badge(key)
    return None if made is None else _row_of(made)


def badges_named(keys: Collection[str]) -> dict[str, BadgeRow]:
    """Return badges by key; one statement when one of them was made here."""
    found = {key: _BUILT_IN[key] for key in keys if key in _BUILT_IN}
    made = set(keys) - found.keys()
    if made:
        rows = db.session.scalars(select(CustomBadge).where(CustomBadge.key.in_(made)))
        found |= {row.key: _row_of(row) for row in rows}
    return found


def all_badges(*, retired: bool = False) -> list[BadgeRow]:
    """Return every badge, bronze first, those of the catalogue before those made here."""
    statement = select(CustomBadge).order_by(CustomBadge.id)
    if not retired:
        statement = statement.where(CustomBadge.retired_at.is_(None))
    rows = [*_BUILT_IN.values(), *map(_row_of, db.session.scalars(statement))]
    return sorted(rows, key=lambda row: TIERS.index(row.tier))


def custom_badge(key: str) -> CustomBadge | None:
    return db.session.scalar(select(CustomBadge).where(CustomBadge.key == key))


def _row_of(made: CustomBadge) -> BadgeRow:
    return BadgeRow(
        key=made.key,
        name=made.name,
        about=made.about,
        icon=made.icon,
        tier=made.tier,
        is_repeatable=made.is_repeatable,
        criterion=criterion_from(made.criterion),
        is_custom=True,
        is_retired=made.retired_at is not None,
    )


def everybody() -> range:
    """Return all members as a range of ids."""
    first, last = db.session.execute(select(func.min(User.id), func.max(User.id))).one()
    # From the first id there is: what numbers were given away before costs no step.
    return range(first or 1, (last or 0) + 1)


def rarity() -> Rarity:
    """Return how many hold each badge. Two counts over everybody: keep the answer a while."""
    rows = db.session.execute(
        select(Award.badge, func.count(Award.user_id.distinct()))
        .where(Award.revoked_at.is_(None))
        .group_by(Award.badge)
    )
    holders = {row[0]: row[1] for row in rows}
    members = db.session.scalar(select(func.count()).select_from(User).where(members_shown()))
    return Rarity(members or 0, holders)


# -- who holds it ---------------------------------------------------------------------------------

_LATEST = order(desc(Award.awarded_at), Award.user_id, Award.occasion)


def holders_of(key: str, after: str | None = None, before: str | None = None) -> Page[HolderRow]:
    """Return one page of those who hold a badge, newest first; two statements at most."""
    giver = User.__table__.alias("givers")
    statement = (
        select(Award, *face_columns(), *face_columns(giver.c, "by"))
        .join(User, User.id == Award.user_id)
        .outerjoin(giver, giver.c.id == Award.by_id)
        .where(Award.badge == key, Award.revoked_at.is_(None), members_shown())
    )
    page = slice_of(
        statement,
        _LATEST,
        after=after,
        before=before,
        size=HOLDERS_A_PAGE,
        run=lambda chosen: db.session.execute(chosen).all(),
        key_of=lambda row: (row.Award.awarded_at, row.Award.user_id, row.Award.occasion),
    )
    names = _things_named(row.Award.occasion for row in page.items)
    return page.map(lambda row: _holder(row, names))


def _holder(row: Any, names: dict[str, str]) -> HolderRow:
    award: Award = row.Award
    return HolderRow(
        face=face_of(row),
        occasion=award.occasion,
        awarded_at=award.awarded_at,
        thing=names.get(award.occasion, ""),
        subject_kind=award.subject_kind,
        subject_id=award.subject_id,
        by=None if award.by_id is None else face_of(row, "by"),
        reason=award.reason,
    )


def award_of(key: str, member_id: int, occasion: str = "") -> Award | None:
    """Return one award, revoked or not."""
    return db.session.get(Award, (key, member_id, occasion))


def held_by(member_id: int) -> list[HeldRow]:
    """Return what a member holds, newest first, each badge once; three statements at most."""
    rows = db.session.execute(
        select(Award.badge, func.count(), func.max(Award.awarded_at))
        .where(Award.user_id == member_id, Award.revoked_at.is_(None))
        .group_by(Award.badge)
    ).all()
    badges = badges_named([row[0] for row in rows])
    things = _things_of(member_id) if any(_is_about_a_place(b) for b in badges.values()) else {}
    held = [
        HeldRow(badges[key], times, last_at, tuple(things.get(key, ())))
        for key, times, last_at in rows
        if key in badges
    ]
    return sorted(held, key=lambda row: row.last_at, reverse=True)


def badge_counts(member_ids: Collection[int]) -> dict[int, int]:
    """Return how many badges each of these members holds, every time counted. One statement."""
    rows = db.session.execute(
        select(Award.user_id, func.count())
        .where(Award.user_id.in_(member_ids), Award.revoked_at.is_(None))
        .group_by(Award.user_id)
    )
    return {row[0]: row[1] for row in rows}


def ahead_of(
    member_id: int, held: Collection[str], *, only: BadgeRow | None = None
) -> list[AheadRow]:
    """Return what a member is on the way to, the nearest first.

    What is there in full is not on the way any more: it comes with the next sweep, or staff took
    it back. One statement for what the database adds up, one for each criterion of hours or days.
    """
    badges = [only] if only else all_badges()
    wanted = [b for b in badges if b.key not in held and b.criterion is not None]
    have = counts_of([b.criterion for b in wanted if b.criterion], member_id) if wanted else {}
    rows = [AheadRow(b, have[b.criterion], b.criterion.at_least) for b in wanted if b.criterion]
    nearest = sorted(rows, key=lambda row: (-row.have / row.need, row.need))
    return [row for row in nearest if row.have < row.need]


# -- what about -----------------------------------------------------------------------------------


def _is_about_a_place(badge: BadgeRow) -> bool:
    return badge.criterion is not None and badge.criterion.per in {"product", "tag"}


def _things_of(member_id: int) -> dict[str, list[str]]:
    """Return the products and tags that a member's badges were earned about, by badge."""
    about_place = or_(Award.occasion.like("product:%"), Award.occasion.like("tag:%"))
    rows = db.session.execute(
        select(Award.badge, Award.occasion)
        .where(and_(Award.user_id == member_id, Award.revoked_at.is_(None), about_place))
        .order_by(Award.awarded_at.desc(), Award.occasion)
        .limit(NAMED)
    ).all()
    names = _things_named(row.occasion for row in rows)
    found: dict[str, list[str]] = {}
    for badge, occasion in rows:
        if occasion in names:
            found.setdefault(badge, []).append(names[occasion])
    return found


def _things_named(occasions: Iterable[str]) -> dict[str, str]:
    """Return the names of the products and tags among these occasions; one statement, or none."""
    ids: dict[str, set[int]] = {"product": set(), "tag": set()}
    for occasion in occasions:
        kind, _, number = occasion.partition(":")
        if kind in ids and number.isdecimal():
            ids[kind].add(int(number))
    if not any(ids.values()):
        return {}
    products = select(Product.id, Product.name).where(Product.id.in_(ids["product"]))
    tags = select(Tag.id, Tag.name).where(Tag.id.in_(ids["tag"]))
    found = {f"product:{row.id}": row.name for row in db.session.execute(products)}
    return found | {f"tag:{row.id}": row.name for row in db.session.execute(tags)}
