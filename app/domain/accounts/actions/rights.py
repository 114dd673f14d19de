"""Roles and trust: given and taken by admins or from the shell, each with a trace."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.accounts.actions.browsers import end_all_browsers
from app.domain.accounts.events import RoleGranted, RoleWithdrawn, TrustSet
from app.domain.accounts.models import ROLES, TRUST_LEVELS, Actor, RoleGrant, User
from app.domain.accounts.policy import may_grant_roles, may_set_trust
from app.domain.accounts.rules import REASON_LONGEST
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid

# What everybody is; nobody is given it or loses it.
_ORDINARY = "member"


def grant_role(member: User, role: str, *, reason: str = "", by: Actor) -> None:
    """The member gets a staff role. Their browsers sign in anew, so that it counts at once."""
    require(may_grant_roles(by, member))
    _refuse_unknown(role, reason)
    if role == _ORDINARY:
        for held in list(member.staff_roles):
            withdraw_role(member, held, reason=reason, by=by)
        return
    if role in member.staff_roles:
        return
    member.staff_roles = sorted({*member.staff_roles, role})
    db.session.add(RoleGrant(user_id=member.id, role=role, reason=reason, granted_by_id=by.id))
    end_all_browsers(member)
    publish(RoleGranted(member.id, role))


def withdraw_role(member: User, role: str, *, reason: str = "", by: Actor) -> None:
    """The member loses a staff role, and every browser of theirs is signed out."""
    require(may_grant_roles(by, member))
    _refuse_unknown(role, reason)
    if role not in member.staff_roles:
        return
    member.staff_roles = [held for held in member.staff_roles if held != role]
    for grant in _open_grants(member, role):
        grant.withdrawn_at = clock.now()
        grant.withdrawn_by_id = by.id
        grant.withdrawn_reason = reason
    end_all_browsers(member)
    publish(RoleWithdrawn(member.id, role))


def set_trust(member: User, trust: str, *, reason: str = "", by: Actor) -> None:
    """Say by hand how far a member is trusted; the trace is kept beside that of the roles."""
    require(may_set_trust(by, member))
    if trust not in TRUST_LEVELS:
        raise Invalid("trust", _l("Choose one of: %(levels)s.", levels=", ".join(TRUST_LEVELS)))
    _refuse_long(reason)
    if trust == member.trust:
        return
    for former in _open_grants(member, "trust: %"):
        former.withdrawn_at, former.withdrawn_by_id = clock.now(), by.id
    member.trust = trust
    trace = RoleGrant(user_id=member.id, role=f"trust: {trust}", reason=reason, granted_by_id=by.id)
    db.session.add(trace)
    publish(TrustSet(member.id, trust))


def _refuse_unknown(role: str, reason: str) -> None:
    if role not in ROLES:
        raise Invalid("role", _l("Choose one of: %(roles)s.", roles=", ".join(ROLES)))
    _refuse_long(reason)


def _refuse_long(reason: str) -> None:
    if len(reason) > REASON_LONGEST:
        raise Invalid("reason", _l("Use at most %(most)d characters.", most=REASON_LONGEST))


def _open_grants(member: User, role: str) -> list[RoleGrant]:
    """Return the traces still open of a role; ``trust: %`` means any level of trust."""
    return list(
        db.session.scalars(
            select(RoleGrant).where(
                RoleGrant.user_id == member.id,
                RoleGrant.role.like(role),
                RoleGrant.withdrawn_at.is_(None),
            )
        )
    )
