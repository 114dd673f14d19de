"""What the cast thinks of posts: votes, me toos, outcomes. Sums beyond the cast belong to nobody.

The content says how many; who they were is drawn, the same in each run. Not everybody votes on
everything: whoever signs in as one of the cast still finds something to do.
"""

from __future__ import annotations

import hashlib
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from app.demo.reading import Entry
from app.demo.stage import Stage
from app.domain.forum.models.posts import Answer, Post
from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.models.votes import Outcome, Vote
from app.domain.forum.queries.posts import kind_of
from app.kit.db import db

Row = dict[str, Any]

# Whoever came later than this has not read much yet, and did not vote.
SETTLED = timedelta(days=14)
# The part of the cast that votes on one post, and that says to have one question too, at most.
VOTERS, AFFECTED = 0.6, 0.3
# One in so many who voted for a solution says that it worked; one in so many is still stuck.
FIXED, STUCK, TRIED = 4, 25, 10
_MEMBERS_TRIED = 6


@dataclass
class Opinions:
    """What is thought of one thread: gathered first, then stored in three statements."""

    stage: Stage
    draw: random.Random
    votes: list[Row] = field(default_factory=list)
    too: list[Row] = field(default_factory=list)
    outcomes: list[Row] = field(default_factory=list)

    def vote(self, post: Post, total: int) -> None:
        """Give a post so many votes: of the cast as far as it goes, the rest as an imported sum."""
        since = post.asked_at if isinstance(post, Question) else post.posted_at
        voters = self._drawn(total, VOTERS, but=post.author_id)
        post.imported_score = total - len(voters)
        self.votes += [
            {
                "voter_id": voter,
                "subject_kind": kind_of(post),
                "subject_id": post.id,
                "value": 1,
                "at": self._moment(voter, since),
            }
            for voter in voters
        ]

    def say_me_too(self, question: Question, total: int) -> None:
        """Let so many people have a question, too."""
        affected = self._drawn(total, AFFECTED, but=question.author_id)
        question.imported_too = total - len(affected)
        self.too += [
            {
                "question_id": question.id,
                "who": f"m:{member}",
                "at": self._moment(member, question.asked_at),
            }
            for member in affected
        ]

    def report(self, answer: Answer, asker: int, votes: int, solved: datetime | None) -> None:
        """Let people say whether an answer worked: many for a solution, few for the others."""
        worked = votes // FIXED if solved else votes // TRIED
        members = self._drawn(min(worked, _MEMBERS_TRIED), VOTERS, but=answer.author_id)
        said = {f"m:{m}": self._moment(m, answer.posted_at) for m in members if m != asker}
        if solved and asker != answer.author_id:
            said[f"m:{asker}"] = solved
        stuck = votes // STUCK
        guests = [_guest(answer, n) for n in range(max(0, worked - len(said)) + stuck)]
        span = self.stage.now - answer.posted_at
        said |= {guest: answer.posted_at + span * self.draw.random() for guest in guests}
        self.outcomes += [
            {"answer_id": answer.id, "who": who, "worked": who not in guests[:stuck], "at": at}
            for who, at in said.items()
        ]

    def store(self) -> None:
        """Store what was gathered; call inside a unit of work."""
        for kind, rows in ((Vote, self.votes), (MeToo, self.too), (Outcome, self.outcomes)):
            if rows:
                db.session.execute(insert(kind), rows)

    def _moment(self, member: int, since: datetime) -> datetime:
        return self.stage.between(self.draw, member, since)

    def _drawn(self, total: int, share: float, *, but: int) -> list[int]:
        settled = self.stage.now - SETTLED
        joined = self.stage.joined
        able = [member for member in sorted(joined) if member != but and joined[member] <= settled]
        return self.draw.sample(able, max(0, min(total, round(len(able) * share))))


def give_thanks(stage: Stage, entry: Entry) -> bool:
    """Let somebody vote on one member's answers, one after the other; say whether they had not.

    Each takes the place of an imported vote or of somebody else's, so that scores stay what the
    content says. Call inside a unit of work.
    """
    voter, author = stage.member(entry["by"]), stage.member(entry["to"])
    if db.session.scalar(select(Vote.voter_id).where(Vote.voter_id == voter).limit(1)) is not None:
        return False
    answers = db.session.scalars(
        select(Answer)
        .join(Question, Question.id == Answer.question_id)
        .where(
            Answer.author_id == author,
            Answer.hidden_at.is_(None),
            Answer.score > 0,
            Question.hidden_at.is_(None),
            Question.space_id == stage.default_space,
        )
        .order_by(Answer.posted_at.desc())
        .limit(int(entry["votes"]))
    ).all()
    for number, answer in enumerate(answers):
        _make_room(answer)
        at = stage.at(entry["ago"]) + timedelta(seconds=number * int(entry["seconds"]))
        db.session.add(
            Vote(voter_id=voter, subject_kind="answer", subject_id=answer.id, value=1, at=at)
        )
    return True


def _make_room(answer: Answer) -> None:
    if answer.imported_score > 0:
        answer.imported_score -= 1
        return
    votes = select(Vote).where(Vote.subject_kind == "answer", Vote.subject_id == answer.id)
    db.session.delete(db.session.scalars(votes.order_by(Vote.voter_id).limit(1)).one())


def _guest(answer: Answer, number: int) -> str:
    """Name a visitor as a browser's key would."""
    return "g:" + hashlib.sha256(f"{answer.external_id} {number}".encode()).hexdigest()
