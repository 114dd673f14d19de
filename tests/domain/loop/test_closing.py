"""A delivered idea tells each thread behind it once, and asks its asker whether that solves it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from app.domain.forum.actions.accepting import accept_answer, withdraw_acceptance
from app.domain.forum.actions.duplicates import merge_question
from app.domain.forum.actions.states import archive_question, hide_post, lock_question
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.rules import ANSWERS_A_MINUTE
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.queries.history import latest_change
from app.domain.loop import reactions
from app.domain.loop.actions import closing
from app.domain.loop.actions.pairing import part
from app.domain.loop.events import SolvedSaid, ThreadDue
from app.domain.loop.queries.closings import asked_here, closings_of, find_closing
from app.domain.loop.queries.pain import pain_of
from app.kit import events
from app.kit.db import db
from app.kit.jobs import Job, run_all
from app.kit.problems import Conflict, Forbidden, NotFound
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_space
from tests.factories.forum import make_answer, make_question
from tests.factories.ideas import an_idea
from tests.factories.loop import a_linked_idea, closing_of, delivered


def answers_of(question: Question) -> Sequence[Answer]:
    found = db.session.query(Answer).filter_by(question_id=question.id)
    return found.order_by(Answer.id).all()


def replies_of(question: Question) -> Sequence[Reply]:
    return db.session.query(Reply).filter_by(question_id=question.id).all()


def asked(hanna: Any, question: Question) -> Idea:
    idea = a_linked_idea(question, by=hanna)
    delivered(idea, by=hanna)
    return idea


# -- telling --------------------------------------------------------------------------------------


def test_an_open_thread_gets_an_answer_and_a_solved_one_a_reply(hanna: Any, alice: Any) -> None:
    waiting, solved = make_question(author=alice), make_question()
    make_answer(solved, accepted=True)
    idea = a_linked_idea(waiting, solved, by=hanna)
    delivered(idea, by=hanna)
    [answer] = answers_of(waiting)
    assert answer.author_id == hanna.id
    assert f"/ideas/{idea.id}-{idea.slug}" in answer.body
    assert "app 6.6" in answer.body
    [reply] = replies_of(solved)
    assert reply.author_id == hanna.id
    assert len(answers_of(solved)) == 1
    assert closing_of(idea, waiting).state == "asked"
    assert closing_of(idea, solved).state == "told"
    assert pain_of(idea, alice).told == 2


def test_the_words_of_title_and_reason_stay_words(hanna: Any, bob: Any) -> None:
    question = make_question()
    idea = an_idea("A [trap](https://evil.example) for *everybody*")
    a_linked_idea(question, by=hanna, idea=idea)
    delivered(idea, by=hanna, reason="Ask @bob\n\n# and see https://evil.example today, all of you")
    [answer] = answers_of(question)
    shown = "".join(part for part in answer.body_parts if isinstance(part, str))
    assert "evil.example" in shown
    assert 'href="https://evil' not in shown
    assert "<h1" not in shown
    assert not any(isinstance(part, dict) and "mention" in part for part in answer.body_parts)


def test_repeated_jobs_tell_each_thread_once(hanna: Any) -> None:
    question = make_question()
    idea = a_linked_idea(question, by=hanna)
    change = delivered(idea, by=hanna)
    due = ThreadDue(idea.id, question.id, change)
    for _ in range(3):
        reactions.tell_thread(due)
    with unit_of_work():
        closing.open_loop(idea.id, change)
    run_all()
    assert len(answers_of(question)) == 1


def test_a_crash_in_the_middle_leaves_neither_post_nor_note_and_the_next_run_both(
    hanna: Any,
) -> None:
    question = make_question()
    idea = a_linked_idea(question, by=hanna)
    change = delivered(idea, by=hanna, run=False)
    telling = closing.prepare_telling(idea.id, question.id, change)
    assert telling is not None

    def tell_and_die(text: closing.Telling) -> None:
        closing.tell_thread(idea.id, question.id, change, text)
        assert len(answers_of(question)) == 1
        raise SystemExit

    with pytest.raises(SystemExit):
        write(tell_and_die, telling)
    assert answers_of(question) == []
    assert closing_of(idea, question).state == "waiting"
    run_all()
    assert len(answers_of(question)) == 1
    # The text that was prepared before comes too late.
    write(closing.tell_thread, idea.id, question.id, change, telling)
    assert len(answers_of(question)) == 1


def test_a_thread_solved_since_the_text_was_made_is_told_otherwise(hanna: Any) -> None:
    question = make_question()
    idea = a_linked_idea(question, by=hanna)
    change = delivered(idea, by=hanna, run=False)
    telling = closing.prepare_telling(idea.id, question.id, change)
    assert telling is not None
    make_answer(question, accepted=True)
    with pytest.raises(Conflict):
        write(closing.tell_thread, idea.id, question.id, change, telling)
    run_all()
    assert closing_of(idea, question).state == "told"
    assert len(replies_of(question)) == 1


def test_an_idea_that_is_delivered_twice_tells_twice(hanna: Any) -> None:
    question = make_question()
    idea = a_linked_idea(question, by=hanna)
    delivered(idea, by=hanna)
    delivered(idea, by=hanna, reason="It came back with app 6.7, for real this time.")
    assert len(answers_of(question)) == 2


def test_many_threads_are_told_whatever_a_member_may_post_in_a_minute(hanna: Any) -> None:
    questions = [make_question() for _ in range(ANSWERS_A_MINUTE + 2)]
    idea = a_linked_idea(*questions, by=hanna)
    delivered(idea, by=hanna)
    assert db.session.query(Job).filter(Job.error.is_not(None)).count() == 0
    assert all(len(answers_of(question)) == 1 for question in questions)


def test_what_is_closed_hidden_or_unlinked_is_passed_over_and_says_why(
    hanna: Any, morgan: Any
) -> None:
    locked, archived, hidden, unlinked, told = (make_question() for _ in range(5))
    idea = a_linked_idea(locked, archived, hidden, unlinked, told, by=hanna)
    change = delivered(idea, by=hanna, run=False)
    write(lock_question, locked, by=morgan)
    write(archive_question, archived, by=morgan)
    write(hide_post, hidden, by=morgan)
    write(part, idea, unlinked, by=hanna)
    run_all()
    why = {row.question_id: row.why for row in closings_of(idea.id, morgan)}
    assert why == {
        locked.id: "locked",
        archived.id: "archived",
        hidden.id: "hidden",
        unlinked.id: "unlinked",
        told.id: "",
    }
    assert answers_of(locked) == answers_of(archived) == answers_of(hidden) == []
    assert change == latest_change(idea).id


def test_whoever_delivered_it_and_left_posts_nothing(hanna: Any) -> None:
    question = make_question()
    idea = a_linked_idea(question, by=hanna)
    delivered(idea, by=hanna, run=False)
    with unit_of_work():
        hanna.active = False
    run_all()
    assert closing_of(idea, question).why == "refused"
    assert answers_of(question) == []


def test_an_idea_that_not_everybody_reads_is_not_named_in_a_thread_that_they_do(ada: Any) -> None:
    question = make_question()
    idea = an_idea("A secret that members alone may read", space=make_space("members"))
    a_linked_idea(question, by=ada, idea=idea)
    delivered(idea, by=ada)
    assert closing_of(idea, question).why == "private"
    assert answers_of(question) == []


def test_a_merged_thread_is_told_where_it_went(hanna: Any, morgan: Any) -> None:
    question, target = make_question(), make_question()
    idea = a_linked_idea(question, by=hanna)
    delivered(idea, by=hanna, run=False)
    write(merge_question, question, into=target, by=morgan)
    run_all()
    assert len(answers_of(target)) == 1
    assert closing_of(idea, target).asker_id == target.author_id


# -- solved now? ----------------------------------------------------------------------------------


def test_yes_makes_the_answer_the_solution_by_the_asker(
    hanna: Any, alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = make_question(author=alice)
    idea = asked(hanna, question)
    said: list[SolvedSaid] = []
    monkeypatch.setitem(events._now, SolvedSaid, [said.append])
    assert [one.idea_title for one in asked_here(question.id, alice)] == [idea.title]
    write(closing.say_solved, closing_of(idea, question), by=alice, solved=True)
    db.session.refresh(question)
    assert question.accepted_answer_id == answers_of(question)[0].id
    assert question.accepted_by_id == alice.id
    assert closing_of(idea, question).state == "solved"
    assert said == [SolvedSaid(idea.id, question.id, alice.id, solved=True)]
    assert asked_here(question.id, alice) == []
    # Pressed twice, it is said once.
    write(closing.say_solved, closing_of(idea, question), by=alice, solved=True)
    assert len(said) == 1


def test_no_leaves_the_thread_open_and_may_become_yes(hanna: Any, alice: Any) -> None:
    question = make_question(author=alice)
    idea = asked(hanna, question)
    write(closing.say_solved, closing_of(idea, question), by=alice, solved=False)
    assert closing_of(idea, question).state == "not-solved"
    assert not question.is_solved
    write(closing.say_solved, closing_of(idea, question), by=alice, solved=True)
    assert closing_of(idea, question).state == "solved"
    with pytest.raises(Conflict):
        write(closing.say_solved, closing_of(idea, question), by=alice, solved=False)


def test_nobody_else_says_so_or_sees_that_it_is_asked(hanna: Any, alice: Any, bob: Any) -> None:
    question = make_question(author=alice)
    idea = asked(hanna, question)
    with pytest.raises(Forbidden):
        write(closing.say_solved, closing_of(idea, question), by=bob, solved=True)
    with pytest.raises(NotFound):
        find_closing(idea.id, question.id, bob)
    assert asked_here(question.id, bob) == []


def test_accepted_on_the_thread_it_is_solved_and_withdrawn_it_is_asked_again(
    hanna: Any, alice: Any
) -> None:
    question = make_question(author=alice)
    idea = asked(hanna, question)
    write(accept_answer, answers_of(question)[0], by=alice)
    assert closing_of(idea, question).state == "solved"
    write(withdraw_acceptance, question, by=alice)
    assert closing_of(idea, question).state == "asked"


def test_nobody_is_asked_on_a_thread_that_another_answer_solved(hanna: Any, alice: Any) -> None:
    question = make_question(author=alice)
    asked(hanna, question)
    write(accept_answer, make_answer(question), by=alice)
    assert asked_here(question.id, alice) == []


def test_beside_another_solution_it_works_too(hanna: Any, alice: Any) -> None:
    question = make_question(author=alice)
    idea = asked(hanna, question)
    other = make_answer(question)
    write(accept_answer, other, by=alice)
    write(closing.say_solved, closing_of(idea, question), by=alice, solved=True)
    db.session.expire_all()
    assert question.accepted_answer_id == other.id
    assert answers_of(question)[0].also_works_at is not None
    assert closing_of(idea, question).state == "solved"


def test_whoever_asked_a_thread_that_was_merged_says_so_for_themselves(
    hanna: Any, morgan: Any, alice: Any
) -> None:
    question, target = make_question(author=alice), make_question()
    idea = asked(hanna, question)
    write(merge_question, question, into=target, by=morgan)
    # The letter that asked her names the thread by its old number.
    found = find_closing(idea.id, question.id, alice)
    write(closing.say_solved, found, by=alice, solved=True)
    db.session.expire_all()
    assert closing_of(idea, target).state == "solved"
    assert target.accepted_answer_id is None
    assert answers_of(target)[0].fixed_count == 1


def test_the_teams_own_question_is_answered_and_nobody_is_asked(hanna: Any) -> None:
    question = make_question(author=hanna)
    idea = asked(hanna, question)
    assert closing_of(idea, question).state == "told"
    assert len(answers_of(question)) == 1
