"""How much hurts behind an idea: threads, different people, me-toos, hours."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.domain.forum.actions.accepting import accept_answer
from app.domain.forum.actions.duplicates import merge_question
from app.domain.forum.actions.sharing import share, unshare
from app.domain.forum.actions.states import hide_post, move_question
from app.domain.ideas.actions import linking
from app.domain.ideas.models.ideas import Idea
from app.domain.loop.actions.paining import reckon_all, wrong_counts
from app.domain.loop.actions.pairing import pair, part
from app.domain.loop.queries.pain import ideas_ahead_of, links_of, pain_of
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.db import db
from app.kit.jobs import run_all
from app.kit.problems import Conflict, Forbidden, Invalid
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_space
from tests.factories.forum import make_answer, make_question
from tests.factories.ideas import an_idea
from tests.factories.loop import a_linked_idea, somebody_has_it_too


def counted(idea: Idea) -> tuple[int, int, int]:
    db.session.refresh(idea)
    return idea.question_count, idea.affected_count, idea.too_count


def test_three_linked_threads_count_three_and_one_unlinked_two(tess: Any, alice: Any) -> None:
    mine = [make_question(author=alice) for _ in range(2)]
    other = make_question()
    idea = a_linked_idea(*mine, other, by=tess)
    assert counted(idea) == (3, 2, 0)
    write(part, idea, other, by=tess)
    assert counted(idea) == (2, 1, 0)


def test_a_person_counts_once_in_however_many_threads(tess: Any, alice: Any) -> None:
    one, two = make_question(author=alice), make_question()
    idea = a_linked_idea(one, two, by=tess)
    somebody_has_it_too(one, two)
    write(share, two, who=f"m:{alice.id}", by=alice)
    run_all()
    assert counted(idea) == (2, 3, 3)


def test_a_guest_and_an_imported_sum_count_and_leave_again(tess: Any, guest: Any) -> None:
    question = make_question(imported_too=5)
    idea = a_linked_idea(question, by=tess)
    assert counted(idea) == (1, 6, 5)
    write(share, question, who="g:browser", by=guest)
    run_all()
    assert counted(idea) == (1, 7, 6)
    write(unshare, question, who="g:browser", by=guest)
    run_all()
    assert counted(idea) == (1, 6, 5)


def test_hours_run_until_a_thread_is_solved(tess: Any, alice: Any) -> None:
    begun = clock.now() - timedelta(hours=10)
    question = make_question(author=alice, asked_at=begun)
    idea = a_linked_idea(question, by=tess)
    assert idea.waited_hours == 10
    answer = make_answer(question)
    clock.freeze(begun + timedelta(hours=30))
    write(accept_answer, answer, by=alice)
    run_all()
    clock.freeze(begun + timedelta(days=9))
    reckon_all()
    db.session.refresh(idea)
    assert idea.waited_hours == 30


def test_hours_of_an_open_thread_are_kept_by_the_nightly_reckoning(tess: Any) -> None:
    idea = a_linked_idea(make_question(), by=tess)
    clock.freeze(clock.now() + timedelta(hours=24))
    assert reckon_all() == 1
    db.session.refresh(idea)
    assert idea.waited_hours == 24


def test_a_hidden_thread_does_not_count(tess: Any, morgan: Any) -> None:
    question = make_question()
    idea = a_linked_idea(question, by=tess)
    write(hide_post, question, by=morgan)
    run_all()
    assert counted(idea) == (0, 0, 0)


def test_a_merged_thread_brings_its_links_along(tess: Any, morgan: Any) -> None:
    question, target = make_question(), make_question()
    idea = a_linked_idea(question, by=tess)
    write(merge_question, question, into=target, by=morgan)
    run_all()
    assert counted(idea)[0] == 1
    assert [row.id for row in pain_of(idea, tess).rows] == [target.id]


def test_a_merged_thread_confirms_what_was_suggested_there(tess: Any, morgan: Any) -> None:
    question, target = make_question(), make_question()
    idea = a_linked_idea(question, by=tess)
    write(linking.suggest, idea.id, Subject("question", target.id), 3.0)
    write(merge_question, question, into=target, by=morgan)
    run_all()
    assert counted(idea)[0] == 1


def test_wrong_counters_are_found_and_set_right(tess: Any) -> None:
    idea = a_linked_idea(make_question(), by=tess)
    assert wrong_counts() == {}
    with unit_of_work():
        idea.affected_count = 40
    assert wrong_counts() == {idea.id: (1, 1, 0)}
    reckon_all()
    assert wrong_counts() == {}
    assert counted(idea) == (1, 1, 0)


# -- who may say so, and where --------------------------------------------------------------------


def test_a_stranger_links_only_their_own_question(mallory: Any) -> None:
    idea, own, other = an_idea(), make_question(author=mallory), make_question()
    with pytest.raises(Forbidden):
        write(pair, idea, other, by=mallory)
    write(pair, idea, own, by=mallory)
    assert counted(idea)[0] == 1


def test_a_thread_that_not_every_reader_of_the_idea_may_read_is_not_linked(ada: Any) -> None:
    idea, question = an_idea(), make_question(space=make_space("members"))
    with pytest.raises(Forbidden):
        write(pair, idea, question, by=ada)


def test_a_thread_that_moved_out_of_sight_counts_no_more(
    tess: Any, morgan: Any, guest: Any
) -> None:
    question = make_question()
    idea = a_linked_idea(question, by=tess)
    write(move_question, question, by=morgan, space=make_space("members"), product=None)
    run_all()
    assert counted(idea) == (0, 0, 0)
    assert pain_of(idea, guest).rows == []
    assert ideas_ahead_of(question.id, question.author_id, tess).rows == []


def test_nothing_but_questions_is_linked(tess: Any, hanna: Any, morgan: Any) -> None:
    idea = an_idea()
    with pytest.raises(Invalid):
        write(linking.link, idea, Subject("article", 1), by=tess)


def test_what_was_joined_with_another_takes_no_links(tess: Any) -> None:
    idea, target = an_idea(), an_idea()
    with unit_of_work():
        idea.merged_into_id = target.id
    with pytest.raises(Conflict):
        write(pair, idea, make_question(), by=tess)


def test_who_said_what_is_kept_and_shown_to_those_who_sort_it_out(tess: Any, bob: Any) -> None:
    yes, no = make_question(), make_question()
    idea = a_linked_idea(yes, no, by=tess)
    write(part, idea, no, by=tess)
    shown = links_of(idea, tess)
    assert [row.id for row in shown.rejected] == [no.id]
    assert shown.people[tess.id].handle == "tess"
    assert links_of(idea, bob).rejected == []


def test_what_is_beside_an_idea_takes_two_statements_however_much_it_is(
    tess: Any, guest: Any, statements: Callable[[], Any]
) -> None:
    idea = a_linked_idea(*(make_question() for _ in range(8)), by=tess)
    with statements() as ran:
        shown = pain_of(idea, guest)
    assert len(ran) <= 4, ran  # two of them read the idea and its space anew
    assert (len(shown.rows), shown.more, shown.questions) == (5, 3, 8)
