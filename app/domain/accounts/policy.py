"""Who may do what to people, and the two questions every other room asks: grants, owns."""

from __future__ import annotations

from typing import Any, Protocol

from sqlalchemy import ColumnElement, or_

from app.domain.accounts.models import Actor, Group, User
from app.domain.accounts.permissions import BY_ROLE, BY_TRUST, PRIVILEGES, Permission, rank
from app.domain.accounts.privileges import requirements
from app.kit.decisions import Decision, no, yes
from app.kit.i18n import lazy_gettext as _l


class Authored(Protocol):
    """Anything that has an author."""

    author_id: int


def grants(actor: Actor, permission: Permission) -> bool:
    """Say whether one of the actor's roles, their trust, or their points and trust grant the right.

    A member who has not confirmed an address, or was closed, has no rights at all.
    """
    if actor.is_guest or not actor.active or not actor.is_confirmed:
        return False
    if any(permission in BY_ROLE.get(role, ()) for role in actor.staff_roles):
        return True
    if permission in PRIVILEGES:
        return requirements()[permission].is_met(actor.points, actor.trust)
    return permission in BY_TRUST[actor.trust]


def owns(actor: Actor, thing: Authored) -> bool:
    """Say whether the actor wrote it. A guest owns nothing."""
    return not actor.is_guest and thing.author_id == actor.id


def is_self(actor: Actor, member: User) -> bool:
    """Say whether the member is the actor."""
    return not actor.is_guest and actor.id == member.id


def must_be_member(actor: Actor) -> Decision:
    """Refuse guests and the unconfirmed, telling each what to do."""
    if actor.is_guest:
        return no(_l("Sign in first. What you typed is kept."))
    if not actor.active:
        return no(_l("This account is closed."))
    if not actor.is_confirmed:
        return no(_l("Confirm your e-mail address first: the link is in your mail."))
    return yes


def may(actor: Actor, permission: Permission) -> Decision:
    """Turn a right into a decision with a reason."""
    member = must_be_member(actor)
    if not member:
        return member
    if grants(actor, permission):
        return yes
    return must_earn(actor, permission)


def must_earn(actor: Actor, permission: Permission) -> Decision:
    """Refuse a right, and say how far away it is: points to go, the trust it takes, or staff."""
    if permission in PRIVILEGES:
        need = requirements()[permission]
        lacking = need.points - actor.points
        trusted = rank(actor.trust) >= rank(need.trust)
        if lacking > 0 and trusted:
            return no(
                _l(
                    "This takes %(points)s points: you have %(have)s, %(lacking)s to go.",
                    points=need.points,
                    have=actor.points,
                    lacking=lacking,
                )
            )
        if lacking > 0:
            return no(
                _l(
                    "This takes %(points)s points (you have %(have)s) and the trust level "
                    "“%(trust)s”. Your page shows what is missing.",
                    points=need.points,
                    have=actor.points,
                    trust=need.trust,
                )
            )
        return no(_needs_trust(need.trust))
    for trust, granted in BY_TRUST.items():
        if permission in granted:
            return no(_needs_trust(trust))
    return no(_l("Only staff can do this."))


def _needs_trust(trust: str) -> Any:
    return _l(
        "This takes the trust level “%(trust)s”. Your page shows what is missing.", trust=trust
    )


def may_grant_roles(actor: Actor, member: User) -> Decision:
    """Only admins give roles, and nobody changes their own."""
    if is_self(actor, member):
        return no(_l("Nobody changes their own roles."))
    return may(actor, Permission.GRANT_ROLES)


def may_edit_member(actor: Actor, member: User) -> Decision:
    """A profile belongs to its member."""
    if is_self(actor, member):
        return yes
    return no(_l("Only the member can change this."))


def may_see_member(actor: Actor, member: User) -> Decision:
    """A member is public once their address was proven, or when they came with an import."""
    if member.is_pending and not is_self(actor, member):
        return no(_l("There is no such member."))
    return yes


def members_shown() -> ColumnElement[bool]:
    """Return the condition on ``User`` for those others may see: the twin of may_see_member."""
    return or_(User.confirmed_at.is_not(None), User.email.is_(None))


def may_set_trust(actor: Actor, member: User) -> Decision:
    """Only admins set trust by hand, and nobody their own."""
    if is_self(actor, member):
        return no(_l("Nobody changes their own trust."))
    return may(actor, Permission.GRANT_ROLES)


def may_manage_groups(actor: Actor) -> Decision:
    """Groups decide who sees a space, so they are the admins'."""
    return may(actor, Permission.MANAGE_GROUPS)


def may_join_lounge(actor: Actor, group: Group) -> Decision:
    """A lounge is open to those who earned it, and to staff."""
    if not group.is_lounge:
        return no(_l("Only an admin can add somebody to this group."))
    return may(actor, Permission.JOIN_LOUNGE)


def may_leave_lounge(actor: Actor, group: Group) -> Decision:
    """Whoever is in a lounge may leave it, also without the right to come in again."""
    if not group.is_lounge:
        return no(_l("Only an admin can take somebody out of this group."))
    return must_be_member(actor)
