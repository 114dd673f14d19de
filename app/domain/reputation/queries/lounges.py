"""The lounges as their page shows them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from app.domain.accounts.models import Actor, Group, Membership
from app.domain.catalog.models import Space
from app.domain.catalog.policy import spaces_visible_to
from app.kit.db import db


@dataclass(frozen=True)
class Lounge:
    """A lounge; ``spaces`` are those of it that the reader may see, as (slug, name)."""

    id: int
    slug: str
    name: str
    about: str
    member_count: int
    is_in: bool
    spaces: list[tuple[str, str]]


def lounges(actor: Actor) -> list[Lounge]:
    """Return every lounge by name, in two statements."""
    mine = select(Membership.group_id).where(Membership.user_id == actor.id)
    rows = db.session.execute(
        select(
            Group.id,
            Group.slug,
            Group.name,
            Group.about,
            func.count(Membership.user_id).label("member_count"),
            Group.id.in_(mine).label("is_in"),
        )
        .outerjoin(Membership)
        .where(Group.is_lounge)
        .group_by(Group.id)
        .order_by(Group.name, Group.id)
    ).all()
    rooms: dict[int | None, list[tuple[str, str]]] = {}
    for group_id, slug, name in db.session.execute(
        select(Space.group_id, Space.slug, Space.name)
        .where(
            Space.group_id.in_([row.id for row in rows]),
            Space.visibility == "group",
            spaces_visible_to(actor),
        )
        .order_by(Space.position, Space.name)
    ):
        rooms.setdefault(group_id, []).append((slug, name))
    return [Lounge(*row, spaces=rooms.get(row.id, [])) for row in rows]
