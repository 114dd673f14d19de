"""Answers, replies, edits, histories, quotes and previews on the web."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.forum.actions.editing import edit_answer
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.rules import REPLIES_LOADED
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_tag
from tests.factories.forum import make_answer, make_question, make_reply, make_text

BODY = "Set the channel to one, six or eleven, then wait a night."
ANOTHER = "Set the channel to six, then wait two nights."


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


# -- answers ----------------------------------------------------------------------------------


def test_bob_answers_and_lands_on_his_answer(client: Any, sign_in: Any, bob: Any) -> None:
    question = make_question()
    sign_in(client, bob)
    response = client.post(f"/questions/{question.id}/answers", data={"body": BODY})
    answer = db.session.scalars(select(Answer)).one()
    assert response.status_code == 303
    assert response.location.endswith(f"?answer={answer.id}#answer-{answer.id}")
    assert BODY in text_of(client.get(response.location))


def test_a_second_click_answers_nothing_twice(client: Any, sign_in: Any, bob: Any) -> None:
    question = make_question()
    sign_in(client, bob)
    page = text_of(client.get(f"/questions/{question.id}-{question.slug}"))
    number = re.search(r'name="nonce" value="([\w-]+)"', page)
    assert number
    data = {"body": BODY, "nonce": number[1]}
    places = {client.post(f"/questions/{question.id}/answers", data=data).location for _ in "123"}
    assert len(places) == 1
    other = client.post(f"/questions/{question.id}/answers", data=data | {"body": ANOTHER})
    assert other.status_code == 422
    assert ANOTHER in text_of(other)


def test_a_refused_answer_comes_back_with_its_text(client: Any, sign_in: Any, bob: Any) -> None:
    question = make_question()
    sign_in(client, bob)
    response = client.post(f"/questions/{question.id}/answers", data={"body": "Too short."})
    assert response.status_code == 422
    assert "Too short.</textarea>" in text_of(response)


def test_an_answer_to_a_locked_question_is_refused_and_kept(
    client: Any, sign_in: Any, bob: Any
) -> None:
    question = make_question(locked_at=clock.now())
    sign_in(client, bob)
    response = client.post(f"/questions/{question.id}/answers", data={"body": BODY})
    assert response.status_code == 403
    assert BODY in text_of(response)
    assert "locked" in text_of(response)


@pytest.mark.parametrize("nonce", ["\x00", "a b", "x" * 65, "é", ""])
def test_a_strange_number_of_a_form_posts_once_anew(
    client: Any, sign_in: Any, bob: Any, nonce: str
) -> None:
    question = make_question()
    sign_in(client, bob)
    to = f"/questions/{question.id}/answers"
    assert client.post(to, data={"body": BODY, "nonce": nonce}).status_code == 303


def test_an_answers_permalink_leads_to_its_place(client: Any) -> None:
    answer = make_answer()
    response = client.get(f"/answers/{answer.id}")
    assert response.status_code == 302
    assert f"?answer={answer.id}#answer-{answer.id}" in response.location


def test_a_hidden_answers_permalink_is_not_there(client: Any) -> None:
    answer = make_answer(hidden_at=clock.now())
    assert client.get(f"/answers/{answer.id}").status_code == 404


# -- replies ----------------------------------------------------------------------------------


def test_replies_stand_under_questions_answers_and_replies(
    client: Any, sign_in: Any, bob: Any
) -> None:
    answer = make_answer()
    under = make_reply(answer=answer)
    sign_in(client, bob)
    for kind, number in (
        ("questions", answer.question_id),
        ("answers", answer.id),
        ("replies", under.id),
    ):
        assert client.get(f"/{kind}/{number}/replies/new").status_code == 200
        sent = client.post(f"/{kind}/{number}/replies", data={"body": f"About {kind}"})
        assert sent.status_code == 303
        assert f"About {kind}" in text_of(client.get(sent.location))
    made = db.session.execute(
        select(Reply.answer_id, Reply.parent_id).where(Reply.author_id == bob.id).order_by(Reply.id)
    ).all()
    assert [tuple(row) for row in made] == [(None, None), (answer.id, None), (answer.id, under.id)]


def test_a_refused_reply_comes_back_with_its_text(client: Any, sign_in: Any, bob: Any) -> None:
    answer = make_answer()
    sign_in(client, bob)
    response = client.post(f"/answers/{answer.id}/replies", data={"body": "?"})
    assert response.status_code == 422
    assert "?</textarea>" in text_of(response)


def test_nobody_replies_to_what_they_cannot_see(client: Any, sign_in: Any, bob: Any) -> None:
    reply = make_reply(answer=make_answer(hidden_at=clock.now()))
    sign_in(client, bob)
    assert client.get(f"/replies/{reply.id}/replies/new").status_code == 404
    assert client.post(f"/replies/{reply.id}/replies", data={"body": "Hello"}).status_code == 404


def test_a_replys_permalink_opens_the_page_its_answer_stands_on(client: Any) -> None:
    question = make_question(answers=25)
    last = make_answer(question)
    reply = make_reply(answer=last, body="Deep under the last answer.")
    response = client.get(f"/replies/{reply.id}")
    assert response.status_code == 302
    assert "Deep under the last answer." in text_of(client.get(response.location))


def test_further_replies_have_a_page(client: Any) -> None:
    answer = make_answer()
    with unit_of_work():
        for n in range(REPLIES_LOADED + 3):
            db.session.add(
                Reply(
                    question_id=answer.question_id,
                    answer_id=answer.id,
                    author_id=answer.author_id,
                    body=f"Number {n}.",
                    body_parts=[f"<p>Number {n}.</p>"],
                )
            )
        answer.reply_count = REPLIES_LOADED + 3
    page = text_of(client.get(f"/questions/{answer.question_id}", follow_redirects=True))
    more = re.search(rf'href="(/answers/{answer.id}/replies\?after=[^"]+)"', page)
    assert more
    further = text_of(client.get(more[1]))
    assert f"Number {REPLIES_LOADED + 2}." in further
    assert "Number 5." not in further


# -- edits ------------------------------------------------------------------------------------


def edit_data(**more: Any) -> dict[str, Any]:
    return {"body": ANOTHER, "base_edition": "1"} | more


def test_an_answer_is_edited_by_its_author(client: Any, sign_in: Any, bob: Any) -> None:
    answer = make_answer(author=bob, body=BODY)
    sign_in(client, bob)
    assert BODY in text_of(client.get(f"/answers/{answer.id}/edit"))
    assert client.post(f"/answers/{answer.id}/edit", data=edit_data()).status_code == 303
    assert db.session.get(Answer, answer.id).body == ANOTHER


def test_mallory_edits_nothing_of_bobs(client: Any, sign_in: Any, bob: Any, mallory: Any) -> None:
    answer = make_answer(author=bob)
    reply = make_reply(answer=answer, author=bob)
    sign_in(client, mallory)
    for url in (f"/answers/{answer.id}/edit", f"/replies/{reply.id}/edit"):
        assert client.get(url).status_code == 403
        assert client.post(url, data=edit_data()).status_code == 403
    assert client.post(f"/questions/{answer.question_id}/edit", data=edit_data()).status_code == 403


def test_two_who_edit_at_once_see_both_texts(client: Any, sign_in: Any, bob: Any, sue: Any) -> None:
    answer = make_answer(author=bob, body=BODY)
    theirs = make_text("Set the channel to thirteen, then wait a night.")
    write(edit_answer, answer, by=sue, body=theirs, base_edition=1)
    sign_in(client, bob)
    response = client.post(f"/answers/{answer.id}/edit", data=edit_data())
    assert response.status_code == 409
    page = text_of(response)
    assert theirs.source in page
    assert f"{ANOTHER}</textarea>" in page
    assert "<del>" in page
    assert re.search(r'name="base_edition" value="2"', page)
    again = client.post(f"/answers/{answer.id}/edit", data=edit_data(base_edition="2"))
    assert again.status_code == 303


def test_a_question_is_edited_with_all_that_belongs_to_it(
    client: Any, sign_in: Any, alice: Any
) -> None:
    product = make_product(fields=[{"name": "system", "label": "System", "required": False}])
    make_tag("wifi")
    question = make_question(author=alice)
    sign_in(client, alice)
    assert client.get(f"/questions/{question.id}/edit").status_code == 200
    data = edit_data(title="Why do the walrus lights flicker?", tags="wifi", product=product.slug)
    sent = client.post(f"/questions/{question.id}/edit", data=data | {"field-system": "9"})
    assert sent.status_code == 303
    db.session.refresh(question)
    assert (question.title, question.body) == ("Why do the walrus lights flicker?", ANOTHER)
    assert (question.product_id, question.fields) == (product.id, {"system": "9"})
    assert [tag.name for tag in question.tags] == ["wifi"]


def test_a_trusted_member_changes_the_tags_alone(client: Any, sign_in: Any, tess: Any) -> None:
    question = make_question()
    sign_in(client, tess)
    page = text_of(client.get(f"/questions/{question.id}/edit"))
    assert "Change tags" in page
    assert "<textarea" not in page
    data = edit_data(tags="wifi, lamp", title="Something else entirely")
    assert client.post(f"/questions/{question.id}/edit", data=data).status_code == 303
    db.session.refresh(question)
    assert [tag.name for tag in question.tags] == ["lamp", "wifi"]
    assert "Something else" not in question.title


def test_a_draft_of_an_edit_comes_back(client: Any, sign_in: Any, bob: Any) -> None:
    answer = make_answer(author=bob, body=BODY)
    sign_in(client, bob)
    client.post("/drafts", data=edit_data(place=f"edit:answer:{answer.id}"))
    assert ANOTHER in text_of(client.get(f"/answers/{answer.id}/edit"))


# -- histories, quotes, previews --------------------------------------------------------------


def test_a_history_shows_what_each_edit_changed(client: Any, bob: Any) -> None:
    answer = make_answer(author=bob, body=BODY)
    write(edit_answer, answer, by=bob, body=make_text(ANOTHER), base_edition=1, comment="Shorter")
    page = text_of(client.get(f"/answers/{answer.id}/history"))
    assert "Shorter" in page
    assert "<ins>two</ins>" in page
    assert "as it was written" in page


def test_what_was_never_edited_says_so(client: Any) -> None:
    question = make_question()
    assert "Nobody has edited this" in text_of(client.get(f"/questions/{question.id}/history"))


@pytest.mark.parametrize("what", ["history", "quote", "edit", "replies/new"])
def test_of_a_hidden_post_strangers_learn_nothing(
    client: Any, sign_in: Any, mallory: Any, what: str
) -> None:
    question = make_question(body="The walrus canary.", hidden_at=clock.now())
    answer = make_answer(body="The walrus canary.", hidden_at=clock.now())
    for signed in (False, True):
        if signed:
            sign_in(client, mallory)
        for url in (f"/questions/{question.id}/{what}", f"/answers/{answer.id}/{what}"):
            response = client.get(url, follow_redirects=True)
            assert "canary" not in text_of(response)
            assert signed is False or response.status_code == 404


def test_a_moderator_reads_the_history_of_a_hidden_answer(
    client: Any, sign_in: Any, morgan: Any
) -> None:
    answer = make_answer(hidden_at=clock.now())
    sign_in(client, morgan)
    assert client.get(f"/answers/{answer.id}/history").status_code == 200


def test_a_quote_is_plain_markdown(client: Any, bob: Any) -> None:
    answer = make_answer(author=bob, body="One\n\n> an older quote\n\nTwo <b>")
    response = client.get(f"/answers/{answer.id}/quote")
    assert response.mimetype == "text/plain"
    assert text_of(response).startswith("> @bob:\n>\n> One")
    assert "older quote" not in text_of(response)


def test_a_preview_is_what_posting_makes(client: Any) -> None:
    page = text_of(client.post("/preview", data={"text": "**bold** <script>alert(1)</script>"}))
    assert "<strong>bold</strong>" in page
    assert "<script>" not in page


def test_a_preview_says_what_will_be_refused(client: Any) -> None:
    page = text_of(client.post("/preview", data={"text": "> " * 400 + "deep"}))
    assert "callout" in page


def test_every_form_of_writing_works_from_another_page_without_scripts(
    client: Any, sign_in: Any, bob: Any
) -> None:
    question = make_question()
    sign_in(client, bob)
    url = f"/questions/{question.id}/answers"
    preview = client.post(url, data={"body": "**bold** and more of it", "preview": "1"})
    assert "<strong>bold</strong>" in text_of(preview)
    kept = client.post(url, data={"body": BODY, "save_draft": "1"})
    assert "Draft saved" in text_of(kept)
    assert db.session.scalar(select(func.count(Answer.id))) == 0
    assert BODY in text_of(client.get(f"/questions/{question.id}-{question.slug}"))
