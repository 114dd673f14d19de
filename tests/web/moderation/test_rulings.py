"""Rulings on the web: with a reason, with a trace, by those who may."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.forum.models.questions import Question
from app.kit.db import db
from tests.factories.catalog import make_product, make_space
from tests.factories.forum import make_answer, make_question


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return str(response.get_data(as_text=True))


def test_hiding_leaves_a_line_with_the_reason_and_no_text(
    client: Any, as_member: Any, morgan: User
) -> None:
    question = make_question()
    answer = make_answer(question, body="canaryword")
    browser = as_member(morgan)
    path = f"/rulings/hide/answer/{answer.id}"
    assert "Spam or advertising" in text(browser, path)
    assert browser.post(path, data={"reason": "spam", "note": "privateword"}).status_code == 303
    page = text(client, f"/questions/{question.id}-{question.slug}")
    assert "canaryword" not in page
    assert "privateword" not in page
    assert "Spam or advertising" in page
    assert "canaryword" in text(browser, f"/questions/{question.id}-{question.slug}")
    browser.post(f"/rulings/restore/answer/{answer.id}", data={"reason": "mistake"})
    assert "canaryword" in text(client, f"/questions/{question.id}-{question.slug}")


def test_a_ruling_needs_a_reason_that_fits(as_member: Any, morgan: User) -> None:
    question = make_question()
    browser = as_member(morgan)
    for data in ({}, {"reason": "nonsense"}, {"reason": "heated"}, {"reason": "other"}):
        assert browser.post(f"/rulings/hide/question/{question.id}", data=data).status_code == 422
    assert not db.session.get(Question, question.id).is_hidden


@pytest.mark.parametrize("act", ["hide", "restore", "lock", "unlock", "archive", "unarchive"])
def test_members_cannot(as_member: Any, mallory: User, act: str) -> None:
    question = make_question()
    browser = as_member(mallory)
    assert browser.get(f"/rulings/{act}/question/{question.id}").status_code == 403
    assert (
        browser.post(f"/rulings/{act}/question/{question.id}", data={"reason": "spam"}).status_code
        == 403
    )


def test_only_questions_are_locked(as_member: Any, morgan: User) -> None:
    answer = make_answer(make_question())
    assert as_member(morgan).get(f"/rulings/lock/answer/{answer.id}").status_code == 404


def test_a_locked_question_says_so_and_takes_no_answer(
    client: Any, as_member: Any, morgan: User, bob: User
) -> None:
    question = make_question()
    as_member(morgan).post(f"/rulings/lock/question/{question.id}", data={"reason": "heated"})
    path = f"/questions/{question.id}-{question.slug}"
    assert "Locked" in text(client, path)
    assert "This question is locked." in text(as_member(bob), path)


def test_moving_changes_the_audience(client: Any, as_member: Any, morgan: User) -> None:
    question, lamp = make_question(), make_product("Glow")
    private = make_space("members", name="Members")
    browser = as_member(morgan)
    assert browser.get(f"/questions/{question.id}/move").status_code == 200
    moved = browser.post(
        f"/questions/{question.id}/move",
        data={"space": private.slug, "product": lamp.slug, "reason": "wrong-space"},
    )
    assert moved.status_code == 303
    assert client.get(f"/questions/{question.id}", follow_redirects=True).status_code == 404


def test_a_merged_address_leads_to_the_other(client: Any, as_member: Any, morgan: User) -> None:
    source, target = (
        make_question("The ocelot lamp is dark"),
        make_question("The walrus lamp is dark"),
    )
    make_answer(source, body="movedanswer")
    browser = as_member(morgan)
    address = f"http://localhost/questions/{target.id}-{target.slug}"
    assert (
        browser.post(
            f"/questions/{source.id}/merge", data={"target": address, "reason": "duplicate"}
        ).status_code
        == 303
    )
    response = client.get(f"/questions/{source.id}-the-ocelot-lamp-is-dark")
    assert response.status_code == 301
    assert "movedanswer" in client.get(
        response.headers["Location"], follow_redirects=True
    ).get_data(as_text=True)


def test_duplicates_point_both_ways(client: Any, as_member: Any, tess: User) -> None:
    source, target = (
        make_question("The ocelot lamp is dark"),
        make_question("The walrus lamp is dark"),
    )
    browser = as_member(tess)
    path = f"/questions/{source.id}/duplicate"
    assert browser.post(path, data={"target": "nowhere", "reason": "duplicate"}).status_code == 422
    assert browser.post(path, data={"target": "999999", "reason": "duplicate"}).status_code == 422
    assert (
        browser.post(path, data={"target": str(target.id), "reason": "duplicate"}).status_code
        == 303
    )
    assert "The walrus lamp is dark" in text(client, f"/questions/{source.id}-{source.slug}")
    assert "The ocelot lamp is dark" in text(client, f"/questions/{target.id}-{target.slug}")
    browser.post(path + "/withdrawal")
    assert "The walrus" not in text(client, f"/questions/{source.id}-{source.slug}")
