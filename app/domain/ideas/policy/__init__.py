"""Who may see, propose, vote, decide: the one place to compare authors and rights of ideas."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, or_, true

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants, may, must_be_member, owns
from app.domain.catalog.policy import may_see_space, space_ids_visible_to
from app.domain.ideas.models.ideas import Idea, OfficialReply, SavedView
from app.domain.ideas.models.voices import IdeaComment
from app.domain.ideas.rules import (
    BUDGET,
    HELD_FOR,
    PETITIONERS,
    REPLY_WITHIN_DAYS,
    REVIEW_QUESTIONS,
    REVIEW_VOTES,
    SILENT_FOR,
)
from app.domain.ideas.rules.machine import MAY_GO_SILENT
from app.kit.decisions import Decision, no, yes
from app.kit.i18n import lazy_gettext as _l
from app.kit.settings import declare

VOTE_BUDGET = declare(
    "ideas.vote_budget",
    default=False,
    help=_l(
        "Give each member a budget of votes on open ideas, by trust: 2, 4, 6 or 10. A vote comes"
        " back when its idea ends."
    ),
)
REVIEW_AT_VOTES = declare(
    "ideas.review_votes", default=REVIEW_VOTES, help=_l("At how many votes review opens by itself.")
)
REVIEW_AT_QUESTIONS = declare(
    "ideas.review_questions",
    default=REVIEW_QUESTIONS,
    help=_l("At how many linked questions review opens by itself."),
)
REPLY_WITHIN = declare(
    "ideas.reply_within_days",
    default=REPLY_WITHIN_DAYS,
    help=_l("Within how many working days the first official reply is due. It is shown publicly."),
)
ARCHIVE_AFTER = declare(
    "ideas.archive_after_days",
    default=SILENT_FOR.days,
    help=_l("After how many days of silence an idea is archived."),
)
PETITION_AT = declare(
    "ideas.petitioners",
    default=PETITIONERS,
    help=_l(
        "How many who voted have a refusal looked at again, or bring an archived idea back: there"
        " all of them are enough where fewer voted."
    ),
)
HOLD_FIRST = declare(
    "ideas.hold_hours",
    default=int(HELD_FOR.total_seconds() // 3600),
    help=_l(
        "For how many hours at most a newcomer's idea waits to be looked at before everybody sees"
        " it. 0 holds none."
    ),
)


# -- seeing -----------------------------------------------------------------------------------


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ``Idea`` for those the actor may read: the twin of may_see.

    The space decides. What is hidden is read by its author and those who see hidden content,
    what is held by its author and those who open ideas.
    """
    return and_(
        (Idea.space_id + 0).in_(space_ids_visible_to(actor)),
        _unless(Idea.hidden_at.is_(None), actor, Permission.SEE_HIDDEN),
        _unless(Idea.held_at.is_(None), actor, Permission.KEEP_IDEAS),
    )


def listed_for(actor: Actor) -> ColumnElement[bool]:
    """Return the condition on ``Idea`` for lists: seen by everybody there, and not merged."""
    return and_(
        (Idea.space_id + 0).in_(space_ids_visible_to(actor)),
        Idea.hidden_at.is_(None),
        Idea.held_at.is_(None),
        Idea.merged_into_id.is_(None),
    )


def _unless(shown: ColumnElement[bool], actor: Actor, right: Permission) -> ColumnElement[bool]:
    if actor.is_guest:
        return shown
    if grants(actor, right):
        return true()
    return or_(shown, Idea.author_id == actor.id)


def may_see(actor: Actor, idea: Idea) -> bool:
    """Say whether the actor may read an idea: the twin of visible_to."""
    if not may_see_space(actor, idea.space):
        return False
    if idea.is_hidden and not (owns(actor, idea) or grants(actor, Permission.SEE_HIDDEN)):
        return False
    return not idea.is_held or owns(actor, idea) or grants(actor, Permission.KEEP_IDEAS)


def may_see_comment(actor: Actor, comment: IdeaComment) -> bool:
    """A hidden comment is read by its author and those who see hidden content."""
    if not may_see(actor, comment.idea):
        return False
    return not comment.is_hidden or owns(actor, comment) or grants(actor, Permission.SEE_HIDDEN)


# -- members ----------------------------------------------------------------------------------


def may_propose(actor: Actor) -> Decision:
    """Proposing an idea."""
    return may(actor, Permission.SUGGEST_IDEA)


def is_held_at_first(actor: Actor) -> bool:
    """Say whether the actor's ideas wait to be looked at: newcomers', where a site holds them."""
    if HOLD_FIRST.get() <= 0 or actor.is_guest:
        return False
    return actor.trust == "new" and not grants(actor, Permission.KEEP_IDEAS)


def _must_be_there(actor: Actor, idea: Idea) -> Decision:
    if not may_see(actor, idea):
        return no(_l("There is no such idea."))
    if idea.is_hidden:
        return no(_l("This idea is hidden."))
    return yes


def may_back(actor: Actor) -> Decision:
    """Backing ideas at all. Those who decide about them vote on behalf of customers instead."""
    allowed = may(actor, Permission.VOTE_IDEA)
    decides = grants(actor, Permission.DECIDE_IDEA) and not grants(actor, Permission.MANAGE_SITE)
    if allowed and decides:
        return no(_l("You decide about ideas: vote on behalf of a customer instead."))
    return allowed


def may_vote(actor: Actor, idea: Idea) -> Decision:
    """Backing this idea, while it is open."""
    if not (there := _must_be_there(actor, idea)):
        return there
    allowed = may_back(actor)
    if allowed and not idea.is_open:
        return no(_l("This idea was decided. It takes no more votes."))
    return allowed


def may_take_vote_back(actor: Actor, idea: Idea) -> Decision:
    """Taking back one's own vote, as long as the idea is open."""
    if not (there := _must_be_there(actor, idea)):
        return there
    if not idea.is_open:
        return no(_l("This idea was decided. Its votes stand."))
    return must_be_member(actor)


def budget_of(actor: Actor) -> int | None:
    """Return how many open ideas the actor may back at once; None where nobody counts."""
    if not VOTE_BUDGET.get() or actor.is_guest:
        return None
    return BUDGET[actor.trust]


def may_vote_on_behalf(actor: Actor, idea: Idea) -> Decision:
    """Voting for a customer whom one spoke to."""
    if not (there := _must_be_there(actor, idea)):
        return there
    if not idea.is_open:
        return no(_l("This idea was decided. It takes no more votes."))
    return may(actor, Permission.VOTE_ON_BEHALF)


def may_comment(actor: Actor, idea: Idea) -> Decision:
    """Commenting; also on what was decided, but not on what was merged away."""
    if not (there := _must_be_there(actor, idea)):
        return there
    if idea.merged_into_id is not None:
        return no(_l("This idea was joined with another. Comment there."))
    return may(actor, Permission.ANSWER)


def may_agree(actor: Actor, comment: IdeaComment) -> Decision:
    """Agreeing with somebody else's comment."""
    if not may_see_comment(actor, comment) or comment.is_hidden:
        return no(_l("There is no such comment."))
    if owns(actor, comment):
        return no(_l("You cannot agree with yourself."))
    return may(actor, Permission.VOTE_UP)


def may_follow(actor: Actor, idea: Idea) -> Decision:
    """Following an idea one may read."""
    there = _must_be_there(actor, idea)
    return must_be_member(actor) if there else there


def may_edit(actor: Actor, idea: Idea) -> Decision:
    """Authors while nobody decided yet; those who edit others' posts, and the team, always."""
    if not may_see(actor, idea):
        return no(_l("There is no such idea."))
    if grants(actor, Permission.EDIT_OTHERS) or grants(actor, Permission.DECIDE_IDEA):
        return yes
    if not owns(actor, idea):
        return no(_l("Only its author and the team can edit this idea."))
    if idea.status not in ("new", "needs-votes", "under-review", "more-info"):
        return no(_l("It was decided already: comment on it instead of changing it."))
    return must_be_member(actor)


def may_edit_comment(actor: Actor, comment: IdeaComment) -> Decision:
    """Authors, and those who edit others' posts."""
    if not may_see_comment(actor, comment):
        return no(_l("There is no such comment."))
    if owns(actor, comment):
        return must_be_member(actor)
    return may(actor, Permission.EDIT_OTHERS)


def may_petition(actor: Actor, idea: Idea) -> Decision:
    """Asking for an archived idea or against a refusal; whoever voted, and only once for all."""
    if not (there := _must_be_there(actor, idea)):
        return there
    if idea.status == "archived":
        if idea.revived_at is not None:
            return no(_l("It was brought back once already. Suggest it anew if it still matters."))
        return must_be_member(actor)
    if idea.status != "declined":
        return no(_l("There is nothing to ask for: this idea is not archived or declined."))
    if idea.appealed_at is not None:
        return no(_l("The refusal was looked at again already. It stands."))
    return must_be_member(actor)


def may_link(actor: Actor, idea: Idea, subject_author_id: int | None = None) -> Decision:
    """Saying that a question is behind an idea, or not: helpers, the team, and its own asker."""
    if not (there := _must_be_there(actor, idea)):
        return there
    if not actor.is_guest and subject_author_id == actor.id:
        return must_be_member(actor)
    return may(actor, Permission.LINK_IDEAS)


# -- the team ---------------------------------------------------------------------------------

# Of the statuses, those that keep a board tidy. All others are decisions.
_KEEPING = frozenset({"needs-votes", "under-review", "archived"})


def _must_be_public(actor: Actor, idea: Idea) -> Decision:
    """What few can see is not decided in public."""
    there = _must_be_there(actor, idea)
    if there and idea.is_held:
        return no(_l("This idea waits to be looked at. Open it to everybody first."))
    return there


def may_set_status(actor: Actor, idea: Idea, after: str) -> Decision:
    """Taking an idea one step on. Moderators keep the board, the product team decides.

    What the team promised, the team alone goes back on.
    """
    if not (there := _must_be_public(actor, idea)):
        return there
    if idea.merged_into_id is not None:
        return no(_l("This idea was joined with another. Decide there."))
    if after == "duplicate":
        return may(actor, Permission.MERGE_IDEAS)
    if after in _KEEPING and idea.status in MAY_GO_SILENT:
        return may(actor, Permission.KEEP_IDEAS)
    return may(actor, Permission.DECIDE_IDEA)


def may_merge(actor: Actor, idea: Idea, target: Idea) -> Decision:
    """Joining an idea with another that says the same."""
    if not may_see(actor, target):
        return no(_l("There is no such idea."))
    if not (there := _must_be_public(actor, idea)):
        return there
    return may(actor, Permission.MERGE_IDEAS)


def may_keep(actor: Actor, idea: Idea) -> Decision:
    """Opening a newcomer's idea, moving it to another place, archiving it."""
    if not may_see(actor, idea):
        return no(_l("There is no such idea."))
    return may(actor, Permission.KEEP_IDEAS)


def may_hide(actor: Actor, idea: Idea) -> Decision:
    """Taking an idea or a comment under it from view, and showing it again."""
    if not may_see(actor, idea):
        return no(_l("There is no such idea."))
    return may(actor, Permission.HIDE)


def may_decide(actor: Actor, idea: Idea) -> Decision:
    """Owning, estimating, noting, saying when it is expected."""
    if not may_see(actor, idea):
        return no(_l("There is no such idea."))
    return may(actor, Permission.DECIDE_IDEA)


def may_reply(actor: Actor, idea: Idea) -> Decision:
    """Saying officially, to everybody, where an idea stands."""
    if not (there := _must_be_public(actor, idea)):
        return there
    if idea.merged_into_id is not None:
        return no(_l("This idea was joined with another. Reply there."))
    return may(actor, Permission.DECIDE_IDEA)


def may_edit_reply(actor: Actor, reply: OfficialReply) -> Decision:
    """Official replies are the team's, whoever of them wrote it."""
    return may_decide(actor, reply.idea)


def may_see_desk(actor: Actor) -> Decision:
    """The product team's desk, with its notes, estimates and saved views."""
    return may(actor, Permission.DECIDE_IDEA)


def may_drop_view(actor: Actor, view: SavedView) -> Decision:
    """A saved view is its owner's, also when the team shares it."""
    if actor.id != view.owner_id:
        return no(_l("Only who saved this view can drop it."))
    return may_see_desk(actor)


def may_see_held(actor: Actor) -> Decision:
    """The list of newcomers' ideas that wait to be looked at."""
    return may(actor, Permission.KEEP_IDEAS)


def may_edit_themes(actor: Actor) -> Decision:
    """Making themes and naming their partners."""
    return may(actor, Permission.DECIDE_IDEA)


def may_be_partner(member: Actor) -> bool:
    """Say whether a member can answer for a theme or an idea: whoever decides about ideas."""
    return grants(member, Permission.DECIDE_IDEA)


def may_edit_machine(actor: Actor) -> Decision:
    """Changing which status may follow which."""
    return may(actor, Permission.MANAGE_SITE)
