"""Reading a thread, and the small acts on it."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.models.votes import Outcome, Vote
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.factories.catalog import make_space
from tests.factories.forum import make_answer, make_question, make_reply


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def url_of(question: Question) -> str:
    return f"/questions/{question.id}-{question.slug}"


# -- reading ----------------------------------------------------------------------------------


def test_the_list_names_questions_and_keeps_its_filter(client: Any) -> None:
    make_question("The walrus lamp is dark")
    make_answer(make_question("The ocelot lamp is dark"), accepted=True)
    page = text_of(client.get("/questions?state=solved"))
    assert "ocelot" in page
    assert "walrus" not in page
    assert "state=solved" in page


def test_a_wrong_slug_leads_to_the_right_address(client: Any) -> None:
    question = make_question()
    for wrong in (f"/questions/{question.id}", f"/questions/{question.id}-other"):
        response = client.get(f"{wrong}?sort=newest")
        assert (response.status_code, response.location) == (301, url_of(question) + "?sort=newest")


def test_a_merged_question_leads_to_the_other(client: Any) -> None:
    question = make_question()
    merged = make_question(merged_into_id=question.id)
    response = client.get(url_of(merged))
    assert response.status_code == 301
    assert response.location == f"/questions/{question.id}"


@pytest.mark.parametrize("number", ["0", "99999999", "9" * 30])
def test_a_question_that_is_not_there(client: Any, number: str) -> None:
    assert client.get(f"/questions/{number}").status_code == 404


def test_a_visitors_page_is_for_everybody(client: Any) -> None:
    question = make_question(answers=2)
    make_reply(question)
    response = client.get(url_of(question))
    assert response.status_code == 200
    assert "csrf_token" not in text_of(response)
    assert "Set-Cookie" not in response.headers
    assert response.headers["Cache-Control"].startswith("public")


def test_the_solution_stands_first(client: Any) -> None:
    question = make_question()
    make_answer(question, body="An ocelot idea.", score=50, imported_score=50)
    make_answer(question, body="The walrus solution.", accepted=True)
    page = text_of(client.get(url_of(question))).split('id="answer-', 1)[1]
    assert page.index("walrus solution") < page.index("ocelot idea")


def test_long_threads_come_in_pages_by_key(client: Any) -> None:
    question = make_question(answers=23)
    first = text_of(client.get(f"{url_of(question)}?sort=oldest"))
    assert first.count('id="answer-') == 20
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert text_of(client.get(older)).count('id="answer-') == 3
    assert client.get(f"{url_of(question)}?after=nonsense").status_code == 422


def test_a_hidden_question_is_there_for_its_asker_and_moderators(
    client: Any, sign_in: Any, alice: Any, mallory: Any, morgan: Any
) -> None:
    question = make_question("The walrus canary sings", author=alice, hidden_at=clock.now())
    assert client.get(url_of(question)).status_code == 404
    for member, status in ((mallory, 404), (alice, 200), (morgan, 200)):
        sign_in(client, member)
        assert client.get(url_of(question)).status_code == status


def test_a_closed_space_is_closed(client: Any, sign_in: Any, mallory: Any) -> None:
    question = make_question("The walrus canary sings", space=make_space("group"))
    sign_in(client, mallory)
    assert client.get(url_of(question)).status_code == 404
    assert "canary" not in text_of(client.get("/questions"))


def test_a_hidden_answer_leaves_a_line_and_no_text(client: Any) -> None:
    question = make_question()
    make_answer(question, body="The walrus canary.", hidden_at=clock.now())
    assert "canary" not in text_of(client.get(url_of(question)))


def test_the_page_costs_the_same_for_three_and_for_twenty(client: Any, statements: Any) -> None:
    counts = []
    for answers in (3, 19):
        question = make_question(answers=answers)
        make_reply(question)
        client.get(url_of(question))
        with statements() as ran:
            client.get(url_of(question))
        counts.append(len(ran))
    assert counts[0] == counts[1]


# -- votes ------------------------------------------------------------------------------------


def test_a_vote_is_cast_changed_and_withdrawn(client: Any, sign_in: Any, bob: Any) -> None:
    question = make_question()
    sign_in(client, bob)
    headers = {"X-Fragment": f"vote-question-{question.id}"}
    for value, score in ((1, 1), (1, 1), (-1, -1), (0, 0)):
        to = f"/questions/{question.id}/vote"
        answer = client.post(to, data={"value": value}, headers=headers)
        assert answer.status_code == 200
        assert f'id="vote-question-{question.id}"' in text_of(answer)
        assert db.session.scalar(select(Question.score)) == score
    assert db.session.scalar(select(func.count()).select_from(Vote)) == 0


def test_nobody_votes_for_themselves(client: Any, sign_in: Any, alice: Any) -> None:
    question = make_question(author=alice)
    sign_in(client, alice)
    assert client.post(f"/questions/{question.id}/vote", data={"value": 1}).status_code == 403


def test_a_visitors_vote_leads_through_the_sign_in(client: Any, sign_in: Any, bob: Any) -> None:
    answer = make_answer()
    response = client.get(f"/answers/{answer.id}/vote?value=1")
    assert response.location.startswith("/signin?next=/answers/")
    sign_in(client, bob)
    assert "Vote up" in text_of(client.get(f"/answers/{answer.id}/vote?value=1"))


@pytest.mark.parametrize("value", ["2", "x", "\x00", "1e9"])
def test_a_vote_is_up_down_or_none(client: Any, sign_in: Any, bob: Any, value: str) -> None:
    question = make_question()
    sign_in(client, bob)
    assert client.post(f"/questions/{question.id}/vote", data={"value": value}).status_code == 404


# -- acceptance and marks ---------------------------------------------------------------------


def test_alice_accepts_and_takes_it_back(client: Any, sign_in: Any, alice: Any) -> None:
    question = make_question(author=alice)
    answer = make_answer(question)
    sign_in(client, alice)
    fragment = {"X-Fragment": "thread"}
    page = text_of(client.post(f"/answers/{answer.id}/acceptance", headers=fragment))
    assert "Accepted answer" in page
    assert "<html" not in page
    assert client.post(f"/answers/{answer.id}/acceptance").status_code == 303
    assert client.post(f"/answers/{answer.id}/acceptance/withdrawal").status_code == 303
    db.session.refresh(question)
    assert not question.is_solved
    assert client.post(f"/answers/{answer.id}/acceptance/withdrawal").status_code == 409


def test_another_answer_takes_the_place_of_the_one_that_was_seen(
    client: Any, sign_in: Any, alice: Any
) -> None:
    question = make_question(author=alice)
    first = make_answer(question, accepted=True)
    second = make_answer(question, body="This one is even better, I think.")
    sign_in(client, alice)
    page = text_of(client.get(f"/questions/{question.id}", follow_redirects=True))
    assert f'name="instead_of" value="{first.id}"' in page
    path = f"/answers/{second.id}/acceptance"
    assert client.post(path).status_code == 409
    assert client.post(path, data={"instead_of": first.id}).status_code == 303
    assert client.post(path, data={"instead_of": first.id}).status_code == 303


def test_tess_is_not_offered_to_accept_her_own_answer_for_alice(
    client: Any, sign_in: Any, tess: Any
) -> None:
    question = make_question()
    own, other = make_answer(question, author=tess), make_answer(question)
    sign_in(client, tess)
    page = text_of(client.get(f"/questions/{question.id}", follow_redirects=True))
    assert f'action="/answers/{other.id}/acceptance"' in page
    assert f'action="/answers/{own.id}/acceptance"' not in page
    assert "Somebody else has to say" in text_of(client.get(f"/answers/{own.id}/acceptance"))


def test_mallory_cannot_accept_for_alice(client: Any, sign_in: Any, mallory: Any) -> None:
    answer = make_answer()
    sign_in(client, mallory)
    assert client.post(f"/answers/{answer.id}/acceptance").status_code == 403
    assert client.post(f"/answers/{answer.id}/also-works").status_code == 403
    assert client.post(f"/answers/{answer.id}/recommendation").status_code == 403


def test_marks_beside_the_solution_come_and_go(client: Any, sign_in: Any, morgan: Any) -> None:
    answer = make_answer()
    sign_in(client, morgan)
    for mark, word in (("also-works", "Also works"), ("recommendation", "Recommended by")):
        assert client.post(f"/answers/{answer.id}/{mark}").status_code == 303
        assert word in text_of(client.get(url_of(answer.question)))
        assert client.post(f"/answers/{answer.id}/{mark}/withdrawal").status_code == 303
    db.session.refresh(answer)
    assert (answer.also_works_at, answer.recommended_at) == (None, None)


# -- guests' facts ----------------------------------------------------------------------------


def test_a_guest_has_this_question_too_once(client: Any) -> None:
    question = make_question()
    assert client.get(f"/questions/{question.id}/too").status_code == 200
    for _ in range(2):
        assert client.post(f"/questions/{question.id}/too").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(MeToo)) == 1
    assert db.session.scalar(select(Question.too_count)) == 1
    assert client.post(f"/questions/{question.id}/too/withdrawal").status_code == 303
    assert db.session.scalar(select(Question.too_count)) == 0


def test_a_guest_with_an_address_is_asked_to_confirm(client: Any) -> None:
    question = make_question()
    data = {"email": "guest@example.com"}
    page = client.post(f"/questions/{question.id}/too", data=data, follow_redirects=True)
    assert "Open the mail we sent you" in text_of(page)
    refused = client.post(f"/questions/{question.id}/too", data={"email": "nobody"})
    assert refused.status_code == 422


def test_it_worked_is_said_and_taken_back_by_guests(client: Any) -> None:
    answer = make_answer(accepted=True)
    assert client.get(f"/answers/{answer.id}/outcome/yes").status_code == 200
    client.post(f"/answers/{answer.id}/outcome/yes")
    client.post(f"/answers/{answer.id}/outcome/no")
    db.session.refresh(answer)
    assert (answer.fixed_count, answer.stuck_count) == (0, 1)
    client.post(f"/answers/{answer.id}/outcome/withdrawal")
    assert db.session.scalar(select(func.count()).select_from(Outcome)) == 0


def test_a_reader_is_counted_without_token_or_session(client: Any) -> None:
    question = make_question()
    client.sends_token = False
    response = client.post(f"/questions/{question.id}/view")
    assert response.status_code == 204
    assert "Set-Cookie" not in response.headers
    assert db.session.scalar(select(Question.view_count)) == 1


# -- what helpers and the brand say -----------------------------------------------------------


def test_a_helper_asks_for_information_and_the_askers_reply_gives_it(
    client: Any, sign_in: Any, tess: Any, alice: Any
) -> None:
    question = make_question(author=alice)
    sign_in(client, tess)
    assert client.post(f"/questions/{question.id}/info-request").status_code == 303
    assert "More information is needed" in text_of(client.get(url_of(question)))
    sign_in(client, alice)
    client.post(f"/questions/{question.id}/replies", data={"body": "It is firmware 9."})
    assert "More information is needed" not in text_of(client.get(url_of(question)))


def test_a_claim_is_told_to_helpers_alone(
    client: Any, sign_in: Any, tess: Any, sue: Any, mallory: Any
) -> None:
    question = make_question()
    sign_in(client, tess)
    assert client.post(f"/questions/{question.id}/claim").status_code == 303
    sign_in(client, sue)
    assert "Tess is writing an answer" in text_of(client.get(url_of(question)))
    assert client.post(f"/questions/{question.id}/claim").status_code == 409
    sign_in(client, mallory)
    assert "is writing an answer" not in text_of(client.get(url_of(question)))
    assert client.post(f"/questions/{question.id}/claim").status_code == 403
    sign_in(client, tess)
    assert client.post(f"/questions/{question.id}/claim/withdrawal").status_code == 303


def test_the_brands_status_is_said_by_the_product_team(
    client: Any, sign_in: Any, hanna: Any, mallory: Any
) -> None:
    question = make_question()
    to, data = (
        f"/questions/{question.id}/status",
        {"word": "fixed", "version": "9.1", "note": "Soon."},
    )
    sign_in(client, mallory)
    assert client.post(to, data=data).status_code == 403
    sign_in(client, hanna)
    assert client.get(to).status_code == 200
    assert client.post(to, data=data).status_code == 303
    page = text_of(client.get(url_of(question)))
    assert "Fixed in 9.1" in page
    assert "Soon." in page


def test_every_fact_is_shown(client: Any) -> None:
    other = make_question()
    question = make_question(
        locked_at=clock.now(), archived_at=clock.now(), needs_info_at=clock.now(),
        status="investigating", duplicate_of_id=other.id,
    )  # fmt: skip
    make_answer(question, accepted=True)
    page = text_of(client.get(url_of(question)))
    for word in (
        "Solved",
        "Locked",
        "Archived",
        "Needs information",
        "Being investigated",
        "Asked before",
    ):
        assert word in page


def test_accepting_stays_possible_when_all_else_is_closed(
    client: Any, sign_in: Any, alice: Any
) -> None:
    question = make_question(author=alice)
    answer = make_answer(question)
    with unit_of_work():
        question.locked_at = question.archived_at = clock.now()
    sign_in(client, alice)
    assert client.post(f"/answers/{answer.id}/acceptance").status_code == 303
    db.session.refresh(question)
    assert question.is_solved


def test_a_closed_question_offers_nothing_that_it_refuses(
    client: Any, sign_in: Any, bob: Any
) -> None:
    question = make_question(locked_at=clock.now())
    make_answer(question)
    path = f"/questions/{question.id}-{question.slug}"
    for signed in (False, True):
        if signed:
            sign_in(client, bob)
        page = text_of(client.get(path))
        assert "This question is locked." in page
        assert f'action="/questions/{question.id}/answers"' not in page
        assert "/replies/new" not in page
        assert f'action="/questions/{question.id}/too"' not in page


def test_the_asker_is_not_asked_whether_they_have_it_too(
    client: Any, sign_in: Any, alice: Any, bob: Any
) -> None:
    question = make_question(author=alice)
    path = f"/questions/{question.id}-{question.slug}"
    sign_in(client, alice)
    assert "Me too" not in text_of(client.get(path))
    sign_in(client, bob)
    assert "Me too" in text_of(client.get(path))
