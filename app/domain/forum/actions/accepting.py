"""The solution, and the marks beside it: also works, and the brand's recommendation."""

from __future__ import annotations

from app.domain.accounts.models import Actor
from app.domain.forum.actions.counting import add_accepted
from app.domain.forum.actions.posting import id_of, lock
from app.domain.forum.events import (
    AcceptanceWithdrawn,
    AlsoWorksMarked,
    AlsoWorksWithdrawn,
    AnswerAccepted,
    AnswerRecommended,
    RecommendationWithdrawn,
)
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import may_accept, may_recommend, may_withdraw_acceptance
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict


def accept_answer(answer: Answer, *, by: Actor, instead_of: int | None = None) -> None:
    """Mark the answer that solved the question. There is one; accepting it again changes nothing.

    ``instead_of`` is the id of the solution that the page showed, when another one is to replace
    it: whoever decides knows what they replace.

    :raises Conflict: when another answer is the solution by now; ``accepted_answer_id`` says which.
    """
    question = lock(answer.question)
    db.session.refresh(answer)
    require(may_accept(by, question, answer))
    accepted_id = question.accepted_answer_id
    if accepted_id == answer.id:
        return
    if accepted_id is not None:
        if accepted_id != instead_of:
            raise Conflict(
                _l("Another answer is the solution already. Mark this one as “also works”."),
                accepted_answer_id=accepted_id,
            )
        require(may_withdraw_acceptance(by, question))
        _withdraw(question, by)
    question.accept(answer.id, by_id=id_of(by), at=clock.now())
    answer.also_works_at = answer.also_works_by_id = None
    db.session.flush()
    add_accepted(question, answer.author_id, 1)
    publish(AnswerAccepted(answer.id, question.id, answer.author_id, id_of(by)))


def withdraw_acceptance(question: Question, *, by: Actor) -> None:
    """Take back that the question is solved; where nothing is accepted, nothing changes."""
    lock(question)
    require(may_withdraw_acceptance(by, question))
    if question.accepted_answer_id is not None:
        _withdraw(question, by)


def drop_acceptance(question: Question, by: Actor) -> None:
    """Withdraw without asking who may: for verbs that asked for a greater right already."""
    if question.accepted_answer_id is not None:
        _withdraw(question, by)


def _withdraw(question: Question, by: Actor) -> None:
    accepted = db.session.get_one(Answer, question.accepted_answer_id)
    add_accepted(question, accepted.author_id, -1)
    question.reopen()
    db.session.flush()
    publish(AcceptanceWithdrawn(accepted.id, question.id, accepted.author_id, id_of(by)))


def mark_also_works(answer: Answer, *, by: Actor) -> None:
    """A further solution beside the accepted one; those who may accept may say so."""
    question = lock(answer.question)
    lock(answer)
    require(may_accept(by, question, answer))
    if answer.also_works_at is not None or question.accepted_answer_id == answer.id:
        return
    answer.also_works_at, answer.also_works_by_id = clock.now(), by.id
    db.session.flush()
    publish(AlsoWorksMarked(answer.id, question.id, id_of(by)))


def withdraw_also_works(answer: Answer, *, by: Actor) -> None:
    """Take the mark of a further solution back."""
    question = lock(answer.question)
    lock(answer)
    require(may_accept(by, question))
    if answer.also_works_at is None:
        return
    answer.also_works_at = answer.also_works_by_id = None
    db.session.flush()
    publish(AlsoWorksWithdrawn(answer.id, question.id, id_of(by)))


def recommend(answer: Answer, *, by: Actor) -> None:
    """The brand recommends an answer, whatever the asker accepted."""
    lock(answer)
    require(may_recommend(by, answer))
    if answer.recommended_at is not None:
        return
    answer.recommended_at, answer.recommended_by_id = clock.now(), by.id
    db.session.flush()
    publish(AnswerRecommended(answer.id, answer.question_id, id_of(by)))


def withdraw_recommendation(answer: Answer, *, by: Actor) -> None:
    """The brand no longer recommends the answer."""
    lock(answer)
    require(may_recommend(by, answer))
    if answer.recommended_at is None:
        return
    answer.recommended_at = answer.recommended_by_id = None
    db.session.flush()
    publish(RecommendationWithdrawn(answer.id, answer.question_id, id_of(by)))
