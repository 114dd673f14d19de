"""Whose threads they are: ``by:`` lists what somebody asked, wrote, and answered."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.models import Guest, User
from app.domain.forum.actions.answering import answer
from app.domain.moderation.actions import hide, merge, restore
from app.domain.search import actions
from app.domain.search.queries import Result, Results, Wanted, search
from app.kit import fulltext, jobs
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_space
from tests.factories.forum import make_answer, make_question, make_text
from tests.people import make_member

GUEST = Guest()

pytestmark = pytest.mark.usefixtures("session")


def found(words: str, *, actor: Any = GUEST, **within: Any) -> Results:
    return search(Wanted(words, **within), actor=actor, limit=50)


def ids(words: str, *, actor: Any = GUEST, **within: Any) -> list[int]:
    return [result.id for result in found(words, actor=actor, **within).items]


def one(words: str, *, actor: Any = GUEST) -> Result:
    (result,) = found(words, actor=actor).items
    assert isinstance(result, Result)
    return result


def text(result: Result) -> str:
    return "".join(words for words, _ in result.excerpt)


def test_what_somebody_answered_is_theirs_as_what_they_asked(alice: User, bob: User) -> None:
    asked = make_question("ocelot one", author=alice)
    answered = make_question("ocelot two", author=bob)
    make_question("ocelot three", author=bob)
    mine = make_answer(answered, author=alice)
    actions.rebuild()
    assert set(ids("ocelot by:alice")) == {asked.id, answered.id}
    assert set(ids("by:alice")) == {asked.id, answered.id}
    assert set(ids("ocelot", author="alice")) == {asked.id, answered.id}
    told = {result.id: result for result in found("ocelot by:alice").items}
    assert told[asked.id].answered_by is None
    assert told[answered.id].answered_by.id == alice.id
    assert told[answered.id].answer_id == mine.id
    assert found("ocelot by:alice").total == 2


def test_what_somebody_asked_or_answered_is_left_out_with_a_minus(alice: User, bob: User) -> None:
    make_question("ocelot one", author=alice)
    make_answer(make_question("ocelot two", author=bob), author=alice)
    other = make_question("ocelot three", author=bob)
    actions.rebuild()
    assert ids("ocelot -by:alice") == [other.id]


def test_several_people_have_the_threads_of_any_of_them(alice: User, bob: User) -> None:
    question = make_question("ocelot")
    make_answer(question, author=alice, body="Feed it.")
    his = make_answer(question, author=bob, body="Feed the ocelot fish.")
    actions.rebuild()
    result = one("fish by:alice by:bob")
    assert (result.answer_id, result.answered_by) == (his.id, result.answered_by)
    assert result.answered_by
    assert result.answered_by.id == bob.id


def test_their_answer_with_the_words_is_the_one_shown(alice: User) -> None:
    question = make_question("The lamp", body="An ocelot, an ocelot, an ocelot sat on my walrus.")
    make_answer(question, body="The ocelot and the walrus.", score=9, imported_score=9)
    make_answer(question, author=alice, body="Wait a while.", score=5, imported_score=5)
    hers = make_answer(question, author=alice, body="Ask the ocelot.")
    actions.rebuild()
    result = one("ocelot walrus by:alice")
    assert result.answer_id == hers.id
    assert result.is_by_answer
    assert text(result) == "Ask the ocelot."


def test_without_words_the_best_of_their_answers_is_shown(alice: User) -> None:
    question = make_question("The lamp", body="An ocelot.")
    make_answer(question, author=alice, body="Wait a while.")
    best = make_answer(question, author=alice, body="Switch it off.", score=5, imported_score=5)
    actions.rebuild()
    result = one("by:alice")
    assert (result.answer_id, text(result)) == (best.id, "Switch it off.")
    accepted = make_answer(question, author=alice, body="Change the bulb.", accepted=True)
    assert one("by:alice").answer_id == accepted.id


def test_words_may_stand_anywhere_in_the_thread(alice: User) -> None:
    question = make_question("The lamp", body="An ocelot sat on it.")
    hers = make_answer(question, author=alice, body="Wait a while.")
    actions.rebuild()
    result = one("ocelot by:alice")
    assert (result.answer_id, result.is_by_answer) == (hers.id, False)
    assert text(result) == "An ocelot sat on it."
    assert result.answered_by


def test_a_hidden_answer_is_nobodys_at_once_and_in_the_index(alice: User, morgan: User) -> None:
    question = make_question("ocelot")
    hers = make_answer(question, author=alice)
    actions.rebuild()
    write(hide, hers, reason="spam", by=morgan)
    # The index still knows it; what is shown does not.
    assert ids("ocelot by:alice") == []
    assert ids("ocelot by:alice", actor=morgan) == []
    jobs.run_all()
    assert (
        fulltext.current().find(fulltext.Query("ocelot", filters={"by": [str(alice.id)]})).hits
        == []
    )
    write(restore, hers, by=morgan)
    jobs.run_all()
    assert ids("ocelot by:alice") == [question.id]


def test_an_answer_makes_a_thread_theirs_and_a_merge_takes_it_along(
    alice: User, morgan: User
) -> None:
    question, other = make_question("ocelot one"), make_question("ocelot two")
    actions.rebuild()
    write(answer, question, by=alice, body=make_text("I would feed the animal a fish."))
    jobs.run_all()
    assert ids("ocelot by:alice") == [question.id]
    write(merge, question, into=other, by=morgan)
    jobs.run_all()
    assert ids("ocelot by:alice") == [other.id]


def test_answers_where_one_may_not_read_are_not_told(alice: User, bob: User) -> None:
    club = make_space("members")
    question = make_question("ocelot", space=club)
    make_answer(question, author=alice)
    actions.rebuild()
    assert ids("ocelot by:alice", actor=bob) == [question.id]
    shut = found("ocelot by:alice")
    assert (list(shut.items), shut.total) == ([], 0)


def test_who_is_nobody_to_others_is_found_by_nobody() -> None:
    member = make_member("walrus_fan")
    make_answer(make_question("ocelot"), author=member)
    actions.rebuild()
    assert len(ids("by:walrus_fan")) == 1
    with unit_of_work():
        member.email, member.confirmed_at = "walrus@example.org", None
    assert ids("by:walrus_fan") == []


def test_me_is_whoever_is_signed_in(alice: User, bob: User) -> None:
    question = make_question("ocelot one", author=bob)
    make_answer(question, author=alice)
    other = make_question("ocelot two", author=bob)
    actions.rebuild()
    assert ids("ocelot by:me", actor=alice) == [question.id]
    assert set(ids("ocelot by:@ME", actor=bob)) == {question.id, other.id}
    assert ids("ocelot -by:me", actor=alice) == [other.id]
    assert ids("ocelot by:me") == []
