"""Closing the loop: each thread behind a delivered idea is told once, its asker is asked."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.domain.accounts.models import Actor, User
from app.domain.accounts.texts import Text, prepare
from app.domain.forum.actions.accepting import accept_answer, mark_also_works
from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.posting import lock
from app.domain.forum.actions.replying import reply
from app.domain.forum.actions.sharing import record_outcome
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import may_accept, may_answer, may_see
from app.domain.ideas.models.ideas import Idea, StatusChange
from app.domain.ideas.queries.links import states_of
from app.domain.loop.actions.paining import counted_questions
from app.domain.loop.events import LoopOpened, SolvedAsked, SolvedSaid, ThreadDue
from app.domain.loop.models import Closing
from app.domain.loop.policy import may_say_solved, meet, meet_in_thread
from app.domain.loop.rules import idea_place, words_for_thread
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict

Key = tuple[int, int]


@dataclass(frozen=True)
class Telling:
    """What a thread is to be told, prepared before the unit of work."""

    text: Text
    # It said so as of then; a thread solved meanwhile is told otherwise.
    is_solved: bool


def open_loop(idea_id: int, change_id: int) -> None:
    """An idea was delivered: every thread behind it is due. Delivered anew, it is told anew."""
    idea = db.session.get_one(Idea, idea_id)
    for row in counted_questions(idea):
        found = db.session.get(Closing, (idea_id, row.id))
        if found is not None and found.change_id == change_id:
            continue
        if found is None:
            found = Closing(idea_id=idea_id, question_id=row.id)
            db.session.add(found)
        found.state, found.change_id, found.asker_id = "waiting", change_id, row.author_id
        found.answer_id = found.reply_id = found.answered_at = None
        found.why, found.at = "", clock.now()
        db.session.flush()
        publish(ThreadDue(idea_id, row.id, change_id))
    publish(LoopOpened(idea_id, change_id))


def prepare_telling(idea_id: int, question_id: int, change_id: int) -> Telling | None:
    """Return what a thread is to be told; nothing when it was told. Renders: outside any unit."""
    closing = db.session.get(Closing, (idea_id, question_id))
    if closing is None or closing.change_id != change_id or closing.state != "waiting":
        return None
    idea = db.session.get_one(Idea, idea_id)
    question = db.session.get_one(Question, question_id)
    change = db.session.get_one(StatusChange, change_id)
    words = words_for_thread(
        idea.title, idea_place(idea.id, idea.slug), change.reason, is_solved=question.is_solved
    )
    return Telling(prepare(words), question.is_solved)


def tell_thread(idea_id: int, question_id: int, change_id: int, telling: Telling) -> None:
    """Post in a thread, as whoever delivered the idea, that it is here. Told once, it stays told.

    The post and the note of it are one unit: whatever dies in the middle, none is without the
    other.

    :raises Conflict: when the thread was solved, or opened again, since the text was prepared.
    """
    question = lock(db.session.get_one(Question, question_id))
    closing = _locked((idea_id, question_id))
    if closing is None or closing.change_id != change_id or closing.state != "waiting":
        return
    idea = db.session.get_one(Idea, idea_id)
    change = db.session.get_one(StatusChange, change_id)
    by = db.session.get(User, change.by_id) if change.by_id is not None else None
    why = _why_not(idea, question, by)
    if why or by is None:
        closing.state, closing.why = "passed-over", why or "refused"
        return
    if question.is_solved != telling.is_solved:
        raise Conflict(_l("The thread changed meanwhile."))
    _post(closing, question, by, telling)


def _post(closing: Closing, question: Question, by: User, telling: Telling) -> None:
    closing.at = clock.now()
    if telling.is_solved:
        closing.reply_id = reply(question, by=by, body=telling.text, in_person=False).id
        closing.state = "told"
        return
    posted = answer(question, by=by, body=telling.text, in_person=False)
    closing.answer_id = posted.id
    if closing.asker_id == by.id:
        closing.state = "told"
        return
    closing.state = "asked"
    db.session.flush()
    publish(SolvedAsked(closing.idea_id, question.id, posted.id, closing.asker_id, by.id))


def _why_not(idea: Idea, question: Question, by: User | None) -> str:
    """Return why a thread is passed over, as a key of rules.PASSED_OVER; empty when it is not."""
    reasons = {
        "undone": idea.status != "delivered",
        "unlinked": states_of(idea.id).get(question.id) != "confirmed",
        "hidden": question.is_hidden or question.merged_into_id is not None,
        "elsewhere": not meet(idea.space, question.space),
        "private": not meet_in_thread(idea, question),
        "locked": question.locked_at is not None,
        "archived": question.archived_at is not None,
    }
    for why, holds in reasons.items():
        if holds:
            return why
    allowed = by is not None and may_see(by, question) and may_answer(by, question)
    return "" if allowed else "refused"


def say_solved(closing: Closing, *, by: Actor, solved: bool) -> None:
    """The asker says whether what was delivered solved it. Yes makes the answer the solution.

    Where another answer is the solution by now, this one works, too.

    :raises Conflict: when nothing was asked, or it was said to be solved before.
    """
    answered = db.session.get(Answer, closing.answer_id or 0)
    if answered is not None:
        lock(answered.question)
    db.session.refresh(closing, with_for_update={"key_share": True})
    require(may_say_solved(by, closing))
    if closing.state == "solved" and solved:
        return
    if closing.state not in ("asked", "not-solved") or answered is None:
        raise Conflict(_l("Nobody asks about this any more. The thread says where it stands."))
    if solved:
        _take_as_solution(answered, by)
    if closing.state != ("solved" if solved else "not-solved"):
        _settle(closing, solved=solved)


def _take_as_solution(answered: Answer, by: Actor) -> None:
    question = answered.question
    if not may_accept(by, question, answered):
        # Two threads became one: whoever asked the other says so for themselves.
        record_outcome(answered, who=f"m:{by.id}", by=by, worked=True)
    elif question.accepted_answer_id is None:
        accept_answer(answered, by=by)
    else:
        mark_also_works(answered, by=by)


def note_solution(answer_id: int) -> None:
    """An answer that a delivered idea gave is a solution, wherever its asker said so."""
    for closing in _of_answer(answer_id, "asked", "not-solved"):
        _settle(closing, solved=True)


def take_back_solution(answer_id: int) -> None:
    """It is a solution no more: its asker may be asked, and say, again."""
    for closing in _of_answer(answer_id, "solved"):
        closing.state, closing.answered_at = "asked", None
    db.session.flush()


def _settle(closing: Closing, *, solved: bool) -> None:
    closing.state = "solved" if solved else "not-solved"
    closing.answered_at = clock.now()
    db.session.flush()
    publish(SolvedSaid(closing.idea_id, closing.question_id, closing.asker_id, solved))


def move_closings(question_id: int, into_id: int) -> None:
    """A thread was merged into another: what it was told stands there now."""
    target = db.session.get_one(Question, into_id)
    moved = select(Closing).where(Closing.question_id == question_id)
    for closing in db.session.scalars(moved).all():
        there = db.session.get(Closing, (closing.idea_id, into_id))
        if there is not None:
            if closing.state == "waiting":
                closing.state, closing.why = "passed-over", "hidden"
            continue
        closing.question_id = into_id
        if closing.state == "waiting":
            closing.asker_id = target.author_id
            publish(ThreadDue(closing.idea_id, into_id, closing.change_id))
    db.session.flush()


def _of_answer(answer_id: int, *states: str) -> list[Closing]:
    found = select(Closing).where(Closing.answer_id == answer_id, Closing.state.in_(states))
    return list(db.session.scalars(found.with_for_update(key_share=True)))


def _locked(key: Key) -> Closing | None:
    found = db.session.get(Closing, key)
    if found is not None:
        db.session.refresh(found, with_for_update={"key_share": True})
    return found
