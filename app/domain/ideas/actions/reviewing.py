"""Review opens by itself, when enough voted or enough questions are behind an idea."""

from __future__ import annotations

from sqlalchemy import func, select

from app.domain.ideas.actions.locks import lock
from app.domain.ideas.actions.stepping import step
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaLink
from app.domain.ideas.policy import REVIEW_AT_QUESTIONS, REVIEW_AT_VOTES
from app.kit.db import db

WAITING = ("new", "needs-votes")


def open_review(idea: Idea) -> bool:
    """Open the review of an idea that has enough behind it by now; say whether it was opened.

    From then on the clock runs that the team's first reply stops.
    """
    if idea.status not in WAITING:
        return False
    lock(idea)
    # What few can see waits; it is looked at again when it is opened to everybody.
    if idea.status not in WAITING or idea.is_hidden or idea.is_held:
        return False
    code = _enough(idea)
    if code is None:
        return False
    step(idea, "under-review", code=code)
    return True


def _enough(idea: Idea) -> str | None:
    votes, questions = REVIEW_AT_VOTES.get(), REVIEW_AT_QUESTIONS.get()
    if 0 < votes <= idea.vote_count:
        return "votes"
    if 0 < questions <= _questions(idea):
        return "questions"
    return None


def _questions(idea: Idea) -> int:
    # Counted from the rows: the counter on the idea is the pain's, reckoned after this.
    counted = select(func.count()).where(
        IdeaLink.idea_id == idea.id,
        IdeaLink.subject_kind == "question",
        IdeaLink.state == "confirmed",
    )
    return db.session.scalar(counted) or 0
