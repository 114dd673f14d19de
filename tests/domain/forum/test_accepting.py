"""The solution and the marks beside it."""

import pytest

from app.domain.forum.actions.accepting import (
    accept_answer,
    mark_also_works,
    recommend,
    withdraw_acceptance,
    withdraw_also_works,
    withdraw_recommendation,
)
from app.domain.forum.actions.states import archive_question, hide_post, lock_question
from app.kit.problems import Conflict, Forbidden
from app.kit.work import write
from tests.factories.forum import make_answer, make_question


def test_the_asker_accepts_and_takes_it_back(alice, bob):
    answer = make_answer(make_question(author=alice), author=bob)
    write(accept_answer, answer, by=alice)
    question = answer.question
    assert (question.accepted_answer_id, question.accepted_by_id) == (answer.id, alice.id)
    assert question.is_solved
    assert bob.accepted_count == 1
    write(withdraw_acceptance, question, by=alice)
    assert not question.is_solved
    assert question.accepted_answer_id is None
    assert bob.accepted_count == 0


def test_accepting_twice_changes_nothing(alice, bob):
    answer = make_answer(make_question(author=alice), author=bob)
    write(accept_answer, answer, by=alice)
    solved_at = answer.question.solved_at
    write(accept_answer, answer, by=alice)
    assert answer.question.solved_at == solved_at
    assert bob.accepted_count == 1


def test_mallory_cannot_accept_for_alice(alice, mallory, nora, guest, ulla):
    answer = make_answer(make_question(author=alice))
    for person in (mallory, nora, guest, ulla):
        with pytest.raises(Forbidden):
            write(accept_answer, answer, by=person)
    assert not answer.question.is_solved


def test_staff_and_trusted_members_accept_for_the_asker(tess, morgan, hanna, ada):
    for person in (tess, morgan, hanna, ada):
        answer = make_answer()
        write(accept_answer, answer, by=person)
        assert answer.question.accepted_by_id == person.id


def test_a_trusted_member_does_not_accept_their_own_answer(tess, morgan):
    mine = make_answer(author=tess)
    with pytest.raises(Forbidden):
        write(accept_answer, mine, by=tess)
    own_question = make_question(author=tess)
    write(accept_answer, make_answer(own_question, author=tess), by=tess)
    assert own_question.is_solved
    write(accept_answer, make_answer(author=morgan), by=morgan)


def test_accepting_is_possible_in_every_state(alice, morgan):
    for close in (lock_question, archive_question):
        answer = make_answer(make_question(author=alice))
        write(close, answer.question, by=morgan)
        write(accept_answer, answer, by=alice)
        assert answer.question.is_solved
        write(withdraw_acceptance, answer.question, by=alice)


def test_another_solution_has_to_be_named_to_be_replaced(alice, bob):
    question = make_question(author=alice)
    first, second = make_answer(question, author=bob), make_answer(question)
    write(accept_answer, first, by=alice)
    with pytest.raises(Conflict) as conflict:
        write(accept_answer, second, by=alice)
    assert conflict.value.details == {"accepted_answer_id": first.id}
    write(accept_answer, second, by=alice, instead_of=first.id)
    assert question.accepted_answer_id == second.id
    assert bob.accepted_count == 0


def test_a_trusted_member_does_not_undo_what_the_asker_chose(alice, tess, morgan):
    question = make_question(author=alice)
    first, second = make_answer(question), make_answer(question)
    write(accept_answer, first, by=alice)
    with pytest.raises(Forbidden):
        write(withdraw_acceptance, question, by=tess)
    with pytest.raises(Forbidden):
        write(accept_answer, second, by=tess, instead_of=first.id)
    assert question.accepted_answer_id == first.id
    write(withdraw_acceptance, question, by=morgan)
    assert not question.is_solved


def test_a_hidden_answer_solves_nothing(alice, bob, morgan):
    answer = make_answer(make_question(author=alice), author=bob)
    write(accept_answer, answer, by=alice)
    write(hide_post, answer, by=morgan)
    assert not answer.question.is_solved
    assert bob.accepted_count == 0
    with pytest.raises(Forbidden):
        write(accept_answer, answer, by=alice)


def test_more_answers_also_work(alice, mallory):
    question = make_question(author=alice)
    first, second = make_answer(question), make_answer(question)
    write(accept_answer, first, by=alice)
    with pytest.raises(Forbidden):
        write(mark_also_works, second, by=mallory)
    write(mark_also_works, second, by=alice)
    write(mark_also_works, first, by=alice)
    assert second.also_works_at is not None
    assert first.also_works_at is None, "the solution is more than that already"
    write(withdraw_also_works, second, by=alice)
    assert second.also_works_at is None


def test_the_brand_recommends_whatever_was_accepted(alice, hanna, tess):
    answer = make_answer(make_question(author=alice))
    for person in (alice, tess):
        with pytest.raises(Forbidden):
            write(recommend, answer, by=person)
    write(recommend, answer, by=hanna)
    assert answer.recommended_by_id == hanna.id
    assert not answer.question.is_solved
    write(withdraw_recommendation, answer, by=hanna)
    assert answer.recommended_at is None
