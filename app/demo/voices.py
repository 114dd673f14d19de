"""Who of the cast backs which idea and agrees with which comment. The rest is an imported sum."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from app.demo.stage import Stage
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import CommentVote, IdeaComment, IdeaVote
from app.domain.ideas.rules.trend import trend, trend_of_sum
from app.kit.db import db

# Whoever came later than this has not read much yet, and did not vote.
SETTLED = timedelta(days=14)
# The part of the cast that backs one idea, and that agrees with one comment, at most.
VOTERS, AGREE_MOST = 0.45, 7
# Where an imported sum stands in time: half of its votes came this soon, or half the way to now.
_MOST_BY = timedelta(days=60)


@dataclass
class Voices:
    """What is thought of one idea, drawn the same in each run."""

    stage: Stage
    draw: random.Random

    def vote(self, idea: Idea, total: int, *, is_joined: bool) -> None:
        """Give an idea so many votes, its author's among them; call inside a unit of work."""
        voters = [] if is_joined else self._voters(idea, total)
        if voters:
            db.session.execute(insert(IdeaVote), voters)
        idea.vote_count, idea.imported_votes = total, total - len(voters)
        if is_joined:
            idea.carried_votes = total
        middle = self.stage.soon_after(idea.proposed_at, _MOST_BY / timedelta(hours=1))
        idea.imported_trend = trend_of_sum(idea.imported_votes, middle)
        moments = [row["at"] for row in voters]
        idea.trend = trend(idea.proposed_at, moments, idea.imported_trend)
        idea.active_at = max([idea.active_at, *moments]) if idea.is_open else idea.active_at
        self._agree(idea)

    def _voters(self, idea: Idea, total: int) -> list[dict[str, Any]]:
        stage = self.stage
        others = self._able(but={idea.author_id, *stage.officials.values()})
        drawn = self.draw.sample(others, min(total - 1, round(len(others) * VOTERS)))
        until = stage.now if idea.is_open else idea.status_since
        return [
            {
                "voter_id": member,
                "idea_id": idea.id,
                "at": self._moment(idea, member, until),
                "charged": idea.is_open,
            }
            for member in [idea.author_id, *drawn]
        ]

    def _moment(self, idea: Idea, member: int, until: datetime) -> datetime:
        """Authors vote as they propose, everybody else between then and the end."""
        if member == idea.author_id:
            return idea.proposed_at
        since = min(max(idea.proposed_at, self.stage.joined[member]), until)
        return since + (until - since) * self.draw.random() ** 2

    def _agree(self, idea: Idea) -> None:
        comments = select(IdeaComment).where(IdeaComment.idea_id == idea.id)
        for comment in db.session.scalars(comments.order_by(IdeaComment.id)):
            if _is_agreed(comment):
                continue
            able = self._able(but={comment.author_id})
            drawn = self.draw.sample(able, self.draw.randint(0, min(AGREE_MOST, len(able))))
            for member in drawn:
                at = self.stage.between(self.draw, member, comment.posted_at)
                db.session.add(CommentVote(voter_id=member, comment_id=comment.id, at=at))
            comment.score = len(drawn)
        idea.comment_count = (
            db.session.scalar(select(func.count()).where(IdeaComment.idea_id == idea.id)) or 0
        )

    def _able(self, but: set[int]) -> list[int]:
        settled = self.stage.now - SETTLED
        joined = self.stage.joined
        return [m for m in sorted(joined) if m not in but and joined[m] <= settled]


def _is_agreed(comment: IdeaComment) -> bool:
    return comment.score > 0
