"""'Solved now?' as its asker meets it: on the question, and on a page of two buttons."""

from __future__ import annotations

from typing import Any

from app.kit.db import db
from tests.factories.forum import make_answer, make_question
from tests.factories.loop import a_linked_idea, closing_of, delivered


def test_the_asker_is_asked_and_says_yes(hanna: Any, alice: Any, as_member: Any) -> None:
    question = make_question(author=alice)
    idea = a_linked_idea(question, by=hanna)
    delivered(idea, by=hanna)
    browser = as_member(alice)
    place = f"/ideas/{idea.id}/solved/{question.id}"
    shown = browser.get(f"/questions/{question.id}-{question.slug}").text
    assert "Solved now?" in shown
    assert place in shown
    page = browser.get(place)
    assert "Yes, this solved it" in page.text
    answered = browser.post(place, data={"solved": "yes"})
    assert answered.status_code == 303
    db.session.expire_all()
    assert question.is_solved
    assert "Solved now?" not in browser.get(f"/questions/{question.id}-{question.slug}").text
    assert "Thank you for telling" in browser.get(place).text


def test_no_is_kept_and_may_be_changed(hanna: Any, alice: Any, as_member: Any) -> None:
    question = make_question(author=alice)
    idea = a_linked_idea(question, by=hanna)
    delivered(idea, by=hanna)
    place = f"/ideas/{idea.id}/solved/{question.id}"
    browser = as_member(alice)
    assert browser.post(place, data={"solved": "no"}).status_code == 303
    assert closing_of(idea, question).state == "not-solved"
    assert "You said that it does not solve it" in browser.get(place).text


def test_nonsense_is_not_there(hanna: Any, alice: Any, as_member: Any) -> None:
    question = make_question(author=alice)
    idea = a_linked_idea(question, by=hanna)
    delivered(idea, by=hanna)
    place = f"/ideas/{idea.id}/solved/{question.id}"
    assert as_member(alice).post(place, data={"solved": "maybe"}).status_code == 404


def test_others_find_nothing_and_visitors_sign_in(
    hanna: Any, alice: Any, bob: Any, as_member: Any, client: Any
) -> None:
    question = make_question(author=alice)
    idea = a_linked_idea(question, by=hanna)
    delivered(idea, by=hanna)
    place = f"/ideas/{idea.id}/solved/{question.id}"
    assert as_member(bob).get(place).status_code == 404
    assert client.get(place).headers["Location"] == f"/signin?next={place}"
    assert "Solved now?" not in client.get(f"/questions/{question.id}-{question.slug}").text


def test_an_asker_whose_question_was_solved_before_reads_so(
    hanna: Any, alice: Any, as_member: Any
) -> None:
    question = make_question(author=alice)
    make_answer(question, accepted=True)
    idea = a_linked_idea(question, by=hanna)
    delivered(idea, by=hanna)
    page = as_member(alice).get(f"/ideas/{idea.id}/solved/{question.id}")
    assert "It was solved before." in page.text
