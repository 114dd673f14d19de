"""People as pages read them: rows, not entities."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, desc, func, or_, select

from app.domain.accounts import names
from app.domain.accounts.models import (
    TRUST_PREFIX,
    FormerHandle,
    Group,
    Membership,
    RoleGrant,
    SignInSession,
    User,
)
from app.domain.accounts.permissions import BY_ROLE, Permission
from app.domain.accounts.policy import members_shown
from app.domain.accounts.rules import (
    COMPLETIONS,
    MEMBERS_A_PAGE,
    ROLES_BY_WEIGHT,
    address_key,
    weightiest,
)
from app.kit import clock
from app.kit.db import db
from app.kit.pages import Page, order, slice_of

# The most keys that one condition names; SQLite takes more, other databases want fewer.
CHUNK = 500


@dataclass(frozen=True)
class Face:
    """Somebody beside what they wrote. ``picture`` is a file's name, ``role`` the label's."""

    id: int
    handle: str
    name: str
    picture: str | None
    role: str
    trust: str
    points: int


_FIELDS = ("id", "handle", "name", "picture", "staff_roles", "trust", "points")


def face_columns(entity: Any = User, prefix: str = "author") -> tuple[ColumnElement[Any], ...]:
    """Return the columns that ``face_of`` reads, for a query that joins people to something."""
    return tuple(getattr(entity, field).label(f"{prefix}_{field}") for field in _FIELDS)


def face_of(row: Any, prefix: str = "author") -> Face:
    """Read a face from a row selected with ``face_columns``."""
    values = {field: row._mapping[f"{prefix}_{field}"] for field in _FIELDS}  # noqa: SLF001 - SQLAlchemy's public name for it
    role = weightiest(values.pop("staff_roles") or [])
    return Face(role=role, **values)


def faces(ids: Iterable[int | None]) -> dict[int, Face]:
    """Return the faces of these members by id."""
    found: dict[int, Face] = {}
    for chunk in _chunks({i for i in ids if i is not None}):
        rows = db.session.execute(select(*face_columns()).where(User.id.in_(chunk)))
        found |= {face.id: face for face in map(face_of, rows)}
    return found


def ids_by_handle(handles: Collection[str]) -> dict[str, int]:
    """Return the members that these handles name, as they were written: for mentions.

    Case does not matter; a lookalike names nobody. Former handles still name their member.
    """
    found: dict[str, int] = {}
    wanted = {handle: names.handle_key(handle) for handle in handles}
    for chunk in _chunks(set(wanted.values())):
        current = select(User.handle_key, User.handle, User.id).where(
            User.handle_key.in_(chunk), members_shown()
        )
        former = select(FormerHandle.handle_key, FormerHandle.handle, FormerHandle.user_id).where(
            FormerHandle.handle_key.in_(chunk), FormerHandle.user_id.is_not(None)
        )
        rows = [*db.session.execute(former), *db.session.execute(current)]
        known = {key: (handle, member_id) for key, handle, member_id in rows}
        for written, key in wanted.items():
            handle, member_id = known.get(key, ("", None))
            if member_id is not None and names.same_handle(handle, written):
                found[written] = member_id
    return found


def handles_by_id(ids: Iterable[int]) -> dict[int, str]:
    """Return the present handles of these members: mentions are stored as ids."""
    found: dict[int, str] = {}
    for chunk in _chunks(set(ids)):
        rows = db.session.execute(select(User.id, User.handle).where(User.id.in_(chunk)))
        found |= {row.id: row.handle for row in rows}
    return found


def member_by_handle(handle: str) -> User | None:
    """Return the member with this handle, whatever its case; lookalikes find nobody."""
    member = db.session.scalar(select(User).where(User.handle_key == names.handle_key(handle)))
    return member if member is not None and names.same_handle(member.handle, handle) else None


def member_by_former_handle(handle: str) -> User | None:
    """Return the member who once had this handle."""
    return db.session.scalar(
        select(User)
        .join(FormerHandle, FormerHandle.user_id == User.id)
        .where(FormerHandle.handle_key == names.handle_key(handle))
    )


def member_by_address(address: str) -> User | None:
    """Return the member with this address, proven or not."""
    return db.session.scalar(select(User).where(User.email_key == address_key(address)))


def member_by_identity(identity: str) -> User | None:
    """Return the member whom somebody signing in means: by address or by handle."""
    return member_by_address(identity) if "@" in identity else member_by_handle(identity)


def handle_is_taken(handle: str, *, but_for: int | None = None) -> bool:
    """Say whether somebody has, had or just tried a handle that people would confuse with it."""
    key = names.handle_key(handle)
    owner = db.session.scalar(select(User.id).where(User.handle_key == key))
    if owner is not None:
        return owner != but_for
    held = db.session.execute(
        select(FormerHandle.user_id).where(
            FormerHandle.handle_key == key,
            or_(FormerHandle.until.is_(None), FormerHandle.until > clock.now()),
        )
    ).first()
    return held is not None and (held.user_id is None or held.user_id != but_for)


def members_like(prefix: str, limit: int = COMPLETIONS) -> list[Face]:
    """Return members whose handle or name begins with this: for completing a mention."""
    start = prefix.strip().lstrip("@").replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    if not start:
        return []
    pattern = start.lower() + "%"
    rows = db.session.execute(
        select(*face_columns())
        .where(
            members_shown(),
            or_(
                func.lower(User.handle).like(pattern, escape="\\"),
                func.lower(User.name).like(pattern, escape="\\"),
            ),
        )
        .order_by(User.points.desc(), User.id)
        .limit(limit)
    )
    return [face_of(row) for row in rows]


@dataclass(frozen=True)
class MemberRow:
    """One line of the list of members."""

    face: Face
    joined_at: datetime
    question_count: int
    answer_count: int
    accepted_count: int


def member_list(after: str | None = None, before: str | None = None) -> Page[MemberRow]:
    """Return a page of members, those with most points first."""
    statement = select(
        *face_columns(),
        User.joined_at,
        User.question_count,
        User.answer_count,
        User.accepted_count,
    ).where(members_shown())
    page = slice_of(
        statement,
        order(desc(User.points), User.id),
        after=after,
        before=before,
        size=MEMBERS_A_PAGE,
        run=lambda select_: db.session.execute(select_).all(),
        key_of=lambda row: (row.author_points, row.author_id),
    )
    return page.map(
        lambda row: MemberRow(
            face_of(row), row.joined_at, row.question_count, row.answer_count, row.accepted_count
        )
    )


@dataclass(frozen=True)
class MemberPage:
    """What the page of a member shows of the member; the door adds what they wrote."""

    face: Face
    bio_parts: list[Any]
    location: str
    joined_at: datetime
    seen_at: datetime | None
    question_count: int
    answer_count: int
    accepted_count: int
    is_claimed: bool
    external_url: str | None


_PAGE_FIELDS = [field.name for field in fields(MemberPage) if field.name != "face"]


def member_page(member: User) -> MemberPage:
    """Return what a member's page shows; no statement beyond the member's own row."""
    return MemberPage(
        face=face_of_member(member),
        **{field: getattr(member, field) for field in _PAGE_FIELDS},
    )


def face_of_member(member: User) -> Face:
    """Return the face of a member who is loaded already."""
    values = {field: getattr(member, field) for field in _FIELDS if field != "staff_roles"}
    return Face(role=weightiest(member.staff_roles), **values)


def personas(source: str = "demo") -> list[Face]:
    """Return the demo community's cast, whom a visitor may look around as, by weight of role."""
    rows = db.session.execute(
        select(*face_columns())
        .where(User.external_source == source, User.active)
        .order_by(User.points.desc(), User.id)
    )
    cast = [face_of(row) for row in rows]
    weights = [*ROLES_BY_WEIGHT, ""]
    return sorted(cast, key=lambda face: weights.index(face.role))


def staff_who_may(permission: Permission) -> list[Face]:
    """Return the staff whose role grants a right, by name: those a form can name. One statement."""
    granting = {role for role, rights in BY_ROLE.items() if permission in rights}
    rows = db.session.execute(
        select(*face_columns()).where(User.staff_roles != [], User.active).order_by(User.handle_key)
    )
    return [face_of(row) for row in rows if granting & set(row.author_staff_roles)]


def traces_of(member: User) -> list[RoleGrant]:
    """Return how a member came by roles and trust, newest first."""
    return list(
        db.session.scalars(
            select(RoleGrant).where(RoleGrant.user_id == member.id).order_by(RoleGrant.id.desc())
        )
    )


def open_trust_of(ids: Collection[int]) -> dict[int, RoleGrant]:
    """Return by whom the present level of these members was given; one by hand comes first."""
    rows = db.session.scalars(
        select(RoleGrant)
        .where(
            RoleGrant.user_id.in_(ids),
            RoleGrant.role.like(f"{TRUST_PREFIX}%"),
            RoleGrant.withdrawn_at.is_(None),
        )
        .order_by(RoleGrant.by_rules.desc(), RoleGrant.id)
    )
    return {row.user_id: row for row in rows}


def browsers_of(member: User) -> list[SignInSession]:
    """Return where a member is signed in, the latest seen first."""
    return list(
        db.session.scalars(
            select(SignInSession)
            .where(SignInSession.user_id == member.id, SignInSession.expires_at > clock.now())
            .order_by(SignInSession.seen_at.desc(), SignInSession.id_hash)
        )
    )


def group_ids_of(member: User) -> set[int]:
    """Return the groups that a member belongs to."""
    return set(
        db.session.scalars(select(Membership.group_id).where(Membership.user_id == member.id))
    )


def group_by_slug(slug: str) -> Group | None:
    return db.session.scalar(select(Group).where(Group.slug == slug))


@dataclass(frozen=True)
class GroupRow:
    """A group and how many belong to it."""

    id: int
    slug: str
    name: str
    about: str
    is_lounge: bool
    member_count: int


def groups() -> list[GroupRow]:
    """Return every group by name."""
    rows = db.session.execute(
        select(
            *(Group.id, Group.slug, Group.name, Group.about, Group.is_lounge),
            func.count(Membership.user_id),
        )
        .outerjoin(Membership)
        .group_by(Group.id)
        .order_by(Group.name)
    )
    return [GroupRow(*row) for row in rows]


def group_members(group: Group) -> list[Face]:
    """Return who belongs to a group, by handle."""
    rows = db.session.execute(
        select(*face_columns())
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.group_id == group.id)
        .order_by(User.handle_key)
    )
    return [face_of(row) for row in rows]


def _chunks(keys: Iterable[Any]) -> Iterable[list[Any]]:
    listed = list(keys)
    return (listed[i : i + CHUNK] for i in range(0, len(listed), CHUNK))
