"""Lounges: whoever earned the right comes and goes; whoever lost it leaves."""

from __future__ import annotations

from sqlalchemy import Select, select, tuple_, update
from sqlalchemy.orm import joinedload

from app.domain.accounts.events import MembershipChanged
from app.domain.accounts.models import LOUNGE, Actor, Group, Membership, RoleGrant, User
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants, may_join_lounge, may_leave_lounge, may_manage_groups
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.work import write

# Members looked at in one unit of work.
_BATCH = 500


def join_lounge(group: Group, *, by: Actor) -> None:
    """A member enters, with a trace; entering twice is entering once."""
    require(may_join_lounge(by, group))
    if isinstance(by, User) and db.session.get(Membership, (group.id, by.id)) is None:
        db.session.add(Membership(group_id=group.id, user_id=by.id, by_self=True))
        db.session.add(RoleGrant(user_id=by.id, role=LOUNGE, granted_by_id=by.id))
        publish(MembershipChanged(by.id, group.id))


def leave_lounge(group: Group, *, by: Actor) -> None:
    """A member leaves a lounge, however they came in."""
    require(may_leave_lounge(by, group))
    held = db.session.get(Membership, (group.id, by.id))
    if held is not None:
        end_membership(held, by_id=by.id)


def set_lounge(group: Group, *, is_lounge: bool, by: Actor) -> None:
    """Make a group a lounge, or one that admins fill; who came in alone leaves with the change."""
    require(may_manage_groups(by))
    if group.is_lounge and not is_lounge:
        for held in db.session.scalars(_came_alone().where(Membership.group_id == group.id)):
            end_membership(held, by_id=by.id)
    group.is_lounge = is_lounge


def leave_lost_lounges() -> int:
    """Let those leave who came by a right that they lost; how many did is returned.

    Opens its own units. Who was added by an admin stays, and staff have the right by their role.
    """
    left = 0
    after: tuple[int, int] | None = (0, 0)
    while after is not None:
        found, after = write(_leave_some, after)
        left += found
    return left


def _leave_some(after: tuple[int, int]) -> tuple[int, tuple[int, int] | None]:
    some = db.session.scalars(
        _came_alone()
        .join(Group, Group.id == Membership.group_id)
        .where(Group.is_lounge, tuple_(Membership.user_id, Membership.group_id) > after)
        .order_by(Membership.user_id, Membership.group_id)
        .options(joinedload(Membership.user))
        .limit(_BATCH)
    ).all()
    lost = [held for held in some if not grants(held.user, Permission.JOIN_LOUNGE)]
    last = (some[-1].user_id, some[-1].group_id) if len(some) == _BATCH else None
    for held in lost:
        end_membership(held, by_id=None)
    return len(lost), last


def _came_alone() -> Select[Membership]:
    return select(Membership).where(Membership.by_self)


def end_membership(held: Membership, *, by_id: int | None) -> None:
    """Somebody belongs to a group no more; None: by the rules."""
    db.session.delete(held)
    db.session.execute(
        update(RoleGrant)
        .where(
            RoleGrant.user_id == held.user_id,
            RoleGrant.role == LOUNGE,
            RoleGrant.withdrawn_at.is_(None),
        )
        .values(
            withdrawn_at=clock.now(),
            withdrawn_by_id=by_id,
            withdrawn_reason="" if by_id else "fell",
        )
    )
    publish(MembershipChanged(held.user_id, held.group_id))
