"""Joining an idea with another that says the same: nothing that anybody said is lost."""

from __future__ import annotations

from typing import Any

from sqlalchemy import and_, exists, literal, select, update

from app.domain.accounts.models import Actor
from app.domain.ideas.actions import voting
from app.domain.ideas.actions.locks import id_of, insert_missing, lock_both
from app.domain.ideas.actions.reviewing import open_review
from app.domain.ideas.actions.stepping import check_way, is_answer, step
from app.domain.ideas.events import IdeasJoining, IdeasMerged
from app.domain.ideas.models.ideas import Idea, IdeaNote, StatusChange
from app.domain.ideas.models.rounds import story_ideas
from app.domain.ideas.models.voices import IdeaComment, IdeaFollow, IdeaLink
from app.domain.ideas.policy import may_merge
from app.domain.ideas.queries.history import latest_change
from app.domain.ideas.queries.machine import machine
from app.domain.ideas.rules.reasons import checked_reason
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid


def merge(
    idea: Idea, target: Idea, *, by: Actor, reason: str, seen: str | None = None
) -> StatusChange:
    """Give everything of an idea to another; the address of the first leads to the second.

    Voters are carried once, whoever backs both already counts once. Comments, followers, links,
    customers and notes go along.

    :raises Invalid: on ``target``, ``reason`` or ``status``.
    :raises Conflict: when somebody else decided meanwhile.
    """
    lock_both(idea, target)
    require(may_merge(by, idea, target))
    if idea.merged_into_id == target.id and (made := latest_change(idea)):
        return made
    _check_pair(idea, target)
    check_way(idea, "duplicate", machine(), seen)
    words = checked_reason(reason, needed=True)
    _move_comments(idea, target)
    # Counts both anew, comments and all.
    publish(IdeasJoining(idea.id, target.id, id_of(by)))
    carried = voting.carry(idea, target)
    _carry_followers(idea.id, target.id)
    _carry_links(idea.id, target.id)
    _move(IdeaNote, IdeaNote.idea_id == idea.id, idea_id=target.id)
    _carry_stories(idea.id, target.id)
    # What was joined with this one before points on, so that nobody follows a chain.
    _move(Idea, Idea.merged_into_id == idea.id, merged_into_id=target.id)
    idea.merged_into_id, idea.carried_votes = target.id, carried
    target.active_at = max(target.active_at, idea.active_at)
    change = step(
        idea,
        "duplicate",
        by_id=id_of(by),
        reason=words,
        target_id=target.id,
        is_answer=is_answer(by, "duplicate", words),
    )
    publish(IdeasMerged(idea.id, target.id, id_of(by), carried))
    open_review(target)
    return change


def _check_pair(idea: Idea, target: Idea) -> None:
    if idea.id == target.id or target.merged_into_id is not None:
        raise Invalid("target", _l("Choose another idea that was not joined itself."))
    if target.is_hidden or target.is_held:
        raise Invalid("target", _l("Not everybody can see that idea. Choose another."))
    same = idea.space_id == target.space_id
    both_public = {idea.space.visibility, target.space.visibility} == {"public"}
    if not same and not both_public:
        raise Invalid("target", _l("The ideas have different readers. Move one of them first."))


def _move_comments(idea: Idea, target: Idea) -> None:
    moved = IdeaComment.idea_id == idea.id
    _move(IdeaComment, and_(moved, IdeaComment.came_from_id.is_(None)), came_from_id=idea.id)
    _move(IdeaComment, moved, idea_id=target.id)


def _carry_followers(idea_id: int, target_id: int) -> None:
    follows = IdeaFollow.__table__.c
    carried = select(follows.user_id, literal(target_id), follows.scope, follows.at).where(
        follows.idea_id == idea_id
    )
    columns = ["user_id", "idea_id", "scope", "at"]
    insert_missing(IdeaFollow, columns, carried, ["user_id", "idea_id"])


def _carry_links(idea_id: int, target_id: int) -> None:
    links = IdeaLink.__table__.c
    theirs = IdeaLink.__table__.alias("theirs")
    # What a person confirmed under the one is confirmed, whatever search said under the other.
    confirmed = exists().where(
        theirs.c.idea_id == idea_id,
        theirs.c.subject_kind == IdeaLink.subject_kind,
        theirs.c.subject_id == IdeaLink.subject_id,
        theirs.c.state == "confirmed",
    )
    suggested = and_(IdeaLink.idea_id == target_id, IdeaLink.state == "suggested")
    _move(IdeaLink, and_(suggested, confirmed), state="confirmed")
    columns = ["subject_kind", "subject_id", "state", "score", "suggested_at", "by_id", "at"]
    carried = select(literal(target_id), *(links[name] for name in columns)).where(
        links.idea_id == idea_id, links.state != "rejected"
    )
    insert_missing(
        IdeaLink, ["idea_id", *columns], carried, ["idea_id", "subject_kind", "subject_id"]
    )


def _carry_stories(idea_id: int, target_id: int) -> None:
    told = select(story_ideas.c.story_id, literal(target_id)).where(
        story_ideas.c.idea_id == idea_id
    )
    columns = ["story_id", "idea_id"]
    insert_missing(story_ideas, columns, told, columns)


def _move(kind: Any, condition: Any, **values: Any) -> None:
    db.session.execute(
        update(kind).where(condition).values(**values).execution_options(synchronize_session=False)
    )
