"""Who may give points, and who may change what gives them."""

from __future__ import annotations

from app.domain.accounts.models import Actor, User
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import is_self, may
from app.domain.reputation.models.cases import Case
from app.kit.decisions import Decision, no
from app.kit.i18n import lazy_gettext as _l


def may_award_points(actor: Actor, member: User) -> Decision:
    """Staff give points and take them back; nobody gives themselves any."""
    if is_self(actor, member):
        return no(_l("Nobody awards points to themselves."))
    if member.is_pending:
        return no(_l("This member has not confirmed their address yet."))
    return may(actor, Permission.AWARD_POINTS)


def may_change_economy(actor: Actor) -> Decision:
    """Prices, caps and requirements are the admins'."""
    return may(actor, Permission.SET_ECONOMY)


def may_judge_votes(actor: Actor) -> Decision:
    """Suspicious votes are looked into by staff."""
    return may(actor, Permission.JUDGE_VOTES)


def may_judge_case(actor: Actor, case: Case) -> Decision:
    """Nobody decides about a case that they are part of."""
    if actor.id in {*case.voter_ids, *case.author_ids}:
        return no(_l("You are part of this case: somebody else decides about it."))
    return may_judge_votes(actor)
