"""What the cast thinks of posts: votes, me toos, outcomes. Sums beyond the cast belong to nobody.

The content says how many; who they were is drawn, the same in each run. Not everybody votes on
everything: whoever signs in as one of the cast still finds something to do.
"""

from __future__ import annotations

import hashlib
import random
from datetime import datetime
from typing import Any

from sqlalchemy import insert

from app.demo.stage import Stage
from app.domain.forum.models.posts import Answer, Post
from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.models.votes import Outcome, Vote
from app.domain.forum.queries.posts import kind_of
from app.kit.db import db

# The part of the cast that votes on one post, and that says to have one question too, at most.
VOTERS, AFFECTED = 0.6, 0.3
# One in so many who voted for a solution says that it worked; one in so many is still stuck.
FIXED, STUCK, TRIED = 4, 25, 10
_MEMBERS_TRIED = 6


def cast_votes(stage: Stage, draw: random.Random, post: Post, total: int) -> None:
    """Give a post so many votes: of the cast as far as it goes, the rest as an imported sum."""
    since = _written(post)
    voters = _drawn(stage, draw, total, VOTERS, but=post.author_id)
    post.imported_score = total - len(voters)
    rows = [
        {
            "voter_id": voter,
            "subject_kind": kind_of(post),
            "subject_id": post.id,
            "value": 1,
            "at": stage.between(draw, voter, since),
        }
        for voter in voters
    ]
    _store(Vote, rows)


def say_me_too(stage: Stage, draw: random.Random, question: Question, total: int) -> None:
    """Let so many people have a question, too."""
    affected = _drawn(stage, draw, total, AFFECTED, but=question.author_id)
    question.imported_too = total - len(affected)
    rows = [
        {
            "question_id": question.id,
            "who": f"m:{member}",
            "at": stage.between(draw, member, question.asked_at),
        }
        for member in affected
    ]
    _store(MeToo, rows)


def report_outcomes(
    stage: Stage, draw: random.Random, answer: Answer, votes: int, solved: datetime | None
) -> None:
    """Let people say whether an answer worked: many for a solution, few for the others."""
    asker = answer.question.author_id
    is_of_asker = asker == answer.author_id
    worked = votes // FIXED if solved else votes // TRIED
    members = _drawn(stage, draw, min(worked, _MEMBERS_TRIED), VOTERS, but=answer.author_id)
    said = {f"m:{m}": stage.between(draw, m, answer.posted_at) for m in members if m != asker}
    if solved and not is_of_asker:
        said[f"m:{asker}"] = solved
    guests = [_guest(answer, n) for n in range(max(0, worked - len(said)) + votes // STUCK)]
    span = stage.now - answer.posted_at
    said |= {guest: answer.posted_at + span * draw.random() for guest in guests}
    stuck = set(guests[: votes // STUCK])
    rows = [
        {"answer_id": answer.id, "who": who, "worked": who not in stuck, "at": at}
        for who, at in said.items()
    ]
    _store(Outcome, rows)


def _guest(answer: Answer, number: int) -> str:
    """Name a visitor as a browser's key would."""
    return "g:" + hashlib.sha256(f"{answer.external_id} {number}".encode()).hexdigest()


def _drawn(stage: Stage, draw: random.Random, total: int, share: float, *, but: int) -> list[int]:
    able = [member for member in sorted(stage.joined) if member != but]
    return draw.sample(able, max(0, min(total, round(len(able) * share))))


def _written(post: Post) -> datetime:
    return post.asked_at if isinstance(post, Question) else post.posted_at


def _store(kind: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        db.session.execute(insert(kind), rows)
