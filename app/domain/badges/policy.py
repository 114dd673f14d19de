"""Who may give badges, take them back, and make new ones."""

from __future__ import annotations

from app.domain.accounts.models import Actor, User
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import is_self, may
from app.kit.decisions import Decision, no
from app.kit.i18n import lazy_gettext as _l


def may_award_badge(actor: Actor, member: User) -> Decision:
    """Staff give badges by hand, and nobody to themselves."""
    if is_self(actor, member):
        return no(_l("Nobody awards themselves a badge."))
    if member.is_pending:
        return no(_l("This member has not confirmed their address yet."))
    return may(actor, Permission.AWARD_BADGES)


def may_revoke_badge(actor: Actor, member: User) -> Decision:
    """Staff take a badge back, and nobody their own."""
    if is_self(actor, member):
        return no(_l("Ask another member of staff to take back a badge of yours."))
    return may(actor, Permission.AWARD_BADGES)


def may_make_badges(actor: Actor) -> Decision:
    """Badges are made by those who say what gives points."""
    return may(actor, Permission.SET_ECONOMY)
