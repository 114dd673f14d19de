"""Roles and trust: given and taken by admins or from the shell, each with a trace."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert, select, update

from app.domain.accounts.actions.browsers import end_all_browsers
from app.domain.accounts.events import RoleGranted, RoleWithdrawn, TrustSet
from app.domain.accounts.models import (
    ROLES,
    TRUST_LEVELS,
    TRUST_PREFIX,
    Actor,
    RoleGrant,
    User,
)
from app.domain.accounts.policy import may_grant_roles, may_set_trust
from app.domain.accounts.rules import REASON_LONGEST
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid

# Why the rules gave a level: its bar was reached, or the one above was not any more; the level
# was there before the rules looked; an admin let them decide.
RULED = ("rose", "fell", "found", "released")
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
    """Say by hand how far a member is trusted: that stands until the rules decide again."""
    require(may_set_trust(by, member))
    if trust not in TRUST_LEVELS:
        raise Invalid("trust", _l("Choose one of: %(levels)s.", levels=", ".join(TRUST_LEVELS)))
    _refuse_long(reason)
    if trust == member.trust and is_pinned(member):
        return
    _close_trust(member, by.id, reason)
    changed, member.trust = trust != member.trust, trust
    role = f"{TRUST_PREFIX}{trust}"
    db.session.add(RoleGrant(user_id=member.id, role=role, reason=reason, granted_by_id=by.id))
    if changed:
        publish(TrustSet(member.id, trust))


def release_trust(member: User, *, reason: str = "", by: Actor) -> None:
    """Let the rules decide again about a level that was given by hand; until then it stands."""
    require(may_set_trust(by, member))
    _refuse_long(reason)
    if not is_pinned(member):
        raise Conflict(_l("The rules decide about this level already."))
    _close_trust(member, by.id, reason)
    rule_trust([(member, member.trust)], "released")


def rule_trust(changes: Sequence[tuple[User, str]], why: str) -> None:
    """The rules say how far members are trusted, and why: a key of RULED. Nobody is asked."""
    db.session.execute(
        update(RoleGrant)
        .where(
            RoleGrant.user_id.in_([member.id for member, _ in changes]),
            RoleGrant.role.like(f"{TRUST_PREFIX}%"),
            RoleGrant.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=clock.now(), withdrawn_reason=why)
    )
    for member, trust in changes:
        member.trust = trust
    traces = [
        {"user_id": member.id, "role": f"{TRUST_PREFIX}{trust}", "reason": why, "by_rules": True}
        for member, trust in changes
    ]
    db.session.execute(insert(RoleGrant), traces)


def is_pinned(member: User) -> bool:
    """Say whether somebody gave the present level by hand."""
    return any(not grant.by_rules for grant in _open_grants(member, f"{TRUST_PREFIX}%"))


def _close_trust(member: User, by_id: int | None, reason: str) -> None:
    for former in _open_grants(member, f"{TRUST_PREFIX}%"):
        former.withdrawn_at, former.withdrawn_by_id = clock.now(), by_id
        former.withdrawn_reason = reason


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
