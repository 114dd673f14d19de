"""Whom something about ideas concerns: voters, followers, authors, a handful of them at a time."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, select, union

from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import RoundIdea, Stake
from app.domain.ideas.models.voices import IdeaComment, IdeaFollow, IdeaVote
from app.domain.notifications.rules import FOLLOWERS_AT_ONCE
from app.kit.db import db

# Who follows so hears of comments; who follows in either way hears of decisions.
EVERYTHING, DECISIONS = ("all",), ("all", "decisions")


def of_decision(idea_ids: Collection[int]) -> list[Select[int]]:
    """Whoever voted for these ideas, follows or wrote them, and did not stop that idea."""
    return [_voters(idea_ids), _followers(idea_ids, DECISIONS), _authors(idea_ids)]


def of_comment(comment: IdeaComment) -> list[Select[int]]:
    """Whoever follows all of an idea, wrote it, or wrote what the comment answers."""
    less = exists().where(
        IdeaFollow.user_id == Idea.author_id,
        IdeaFollow.idea_id == Idea.id,
        IdeaFollow.scope != "all",
    )
    author = select(Idea.author_id).where(Idea.id == comment.idea_id, ~less)
    above = select(IdeaComment.author_id).where(IdeaComment.id == comment.parent_id)
    return [_followers([comment.idea_id], EVERYTHING), author, above]


def of_round(round_id: int, *, closed: bool) -> list[Select[int]]:
    """Whoever follows or wrote an idea of a round, and at its end whoever placed coins."""
    listed = list(
        db.session.scalars(select(RoundIdea.idea_id).where(RoundIdea.round_id == round_id))
    )
    hearers = [_followers(listed, DECISIONS), _authors(listed)]
    if closed:
        hearers.append(select(Stake.user_id).where(Stake.round_id == round_id))
    return hearers


def handful(hearers: Sequence[Select[int]], past: int) -> list[int]:
    """Return the next members after ``past``, each once, in the order of their ids."""
    everyone = union(*hearers).subquery()
    [member] = everyone.c
    found = select(member).where(member > past).order_by(member).limit(FOLLOWERS_AT_ONCE)
    return list(db.session.scalars(found))


def _voters(idea_ids: Collection[int]) -> Select[int]:
    return select(IdeaVote.voter_id).where(
        IdeaVote.idea_id.in_(idea_ids), ~_stopped(IdeaVote.voter_id, IdeaVote.idea_id)
    )


def _followers(idea_ids: Collection[int], scopes: Collection[str]) -> Select[int]:
    return select(IdeaFollow.user_id).where(
        IdeaFollow.idea_id.in_(idea_ids), IdeaFollow.scope.in_(scopes)
    )


def _authors(idea_ids: Collection[int]) -> Select[int]:
    return select(Idea.author_id).where(Idea.id.in_(idea_ids), ~_stopped(Idea.author_id, Idea.id))


def _stopped(member: Any, idea_id: Any) -> ColumnElement[bool]:
    return exists().where(
        IdeaFollow.user_id == member, IdeaFollow.idea_id == idea_id, IdeaFollow.scope == "none"
    )
