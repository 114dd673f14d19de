"""Ideas with questions behind them, and what a delivered one told them, for tests."""

from __future__ import annotations

from collections.abc import Sequence

from app.domain.accounts.models import User
from app.domain.forum.actions.sharing import share
from app.domain.forum.models.questions import Question
from app.domain.ideas.actions.stepping import step
from app.domain.ideas.models.ideas import Idea
from app.domain.loop.actions.pairing import pair
from app.domain.loop.models import Closing
from app.kit.db import db
from app.kit.jobs import run_all
from app.kit.work import unit_of_work, write
from tests.factories.forum import make_question
from tests.factories.ideas import an_idea
from tests.people import make_member

REASON = "It ships with app 6.6, which is out for everybody since this morning."


def a_linked_idea(*questions: Question, by: User, idea: Idea | None = None) -> Idea:
    """Return an idea behind which somebody said these questions are; three of them by default."""
    behind: Sequence[Question] = questions or [make_question() for _ in range(3)]
    made = idea or an_idea()
    for question in behind:
        write(pair, made, question, by=by)
    return made


def delivered(idea: Idea, *, by: User, reason: str = REASON, run: bool = True) -> int:
    """Deliver an idea, whatever its status was, and let the jobs run; the change is returned."""
    with unit_of_work():
        change = step(idea, "delivered", by_id=by.id, reason=reason)
        number = change.id
    if run:
        run_all()
    return number


def closing_of(idea: Idea, question: Question) -> Closing:
    """Return what the thread was told, as the database has it now."""
    db.session.expire_all()
    return db.session.get_one(Closing, (idea.id, question.id))


def somebody_has_it_too(*questions: Question, who: str | None = None) -> None:
    """Let one person say of each of these that they have it, too."""
    member = make_member(who or f"too-{questions[0].id}-{len(questions)}")
    for question in questions:
        write(share, question, who=f"m:{member.id}", by=member)
