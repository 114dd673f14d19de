"""Who may see, open and take part in rounds, and tell what became of ideas."""

from __future__ import annotations

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants, may
from app.domain.catalog.policy import may_see_space
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Round, Story
from app.domain.ideas.policy import may_see
from app.kit.decisions import Decision, no, yes
from app.kit.i18n import lazy_gettext as _l


def may_open_round(actor: Actor) -> Decision:
    """Opening, closing and concluding a round."""
    return may(actor, Permission.DECIDE_IDEA)


def may_see_round(actor: Actor, round_: Round) -> bool:
    """A round is read by whoever sees its space."""
    return may_see_space(actor, round_.space)


def may_place_coins(actor: Actor, round_: Round) -> Decision:
    """Placing coins while a round is open: members, not those who decide."""
    if not may_see_round(actor, round_):
        return no(_l("There is no such round."))
    if round_.closed_at is not None:
        return no(_l("This round is closed. Its result is below."))
    if not round_.is_open:
        return no(_l("The time of this round is over. Its result follows in a few minutes."))
    allowed = may(actor, Permission.VOTE_IDEA)
    if not allowed:
        return allowed
    if grants(actor, Permission.DECIDE_IDEA) and not grants(actor, Permission.MANAGE_SITE):
        return no(_l("You decide about ideas: the coins are the members’."))
    return yes


def may_place_coins_on(actor: Actor, round_: Round, idea: Idea) -> Decision:
    """Placing coins on one idea of a round: not on what was decided since it opened."""
    if not may_see(actor, idea) or idea.is_hidden:
        return no(_l("There is no such idea."))
    if not idea.is_open:
        return no(_l("This idea was decided meanwhile. Place your coins on another one."))
    return may_place_coins(actor, round_)


def may_see_story(actor: Actor, story: Story) -> bool:
    """A story is read by whoever sees its space; a withdrawn one by the team."""
    if not may_see_space(actor, story.space):
        return False
    return story.withdrawn_at is None or grants(actor, Permission.DECIDE_IDEA)


def may_tell_story(actor: Actor) -> Decision:
    """Posting, editing and withdrawing an "idea in action"."""
    return may(actor, Permission.DECIDE_IDEA)
