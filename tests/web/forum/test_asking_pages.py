"""Asking on the web: nothing typed is ever lost, and nothing is asked twice."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import func, select

from app.domain.accounts.actions.browsers import note_sign_in
from app.domain.accounts.models import Guest
from app.domain.forum import rules
from app.domain.forum.actions.drafts import owner_of
from app.domain.forum.models.questions import Question
from app.domain.forum.models.writing import Draft
from app.domain.forum.queries.posts import draft_at
from app.domain.search import actions as search
from app.kit.db import db
from app.kit.work import write
from tests.factories.catalog import make_announcement, make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question

TITLE = "The hall lights go out at three every night"
BODY = "All four lights show offline each morning. I restarted the router, no change."
FORM = {"title": TITLE, "body": BODY}


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def test_alice_asks_and_reads_what_happens_next(client: Any, sign_in: Any, alice: Any) -> None:
    sign_in(client, alice)
    answer = client.post("/questions/ask", data=FORM)
    assert answer.status_code == 303
    question = db.session.scalars(select(Question)).one()
    assert (question.title, question.author_id) == (TITLE, alice.id)
    assert answer.location == f"/questions/{question.id}-{question.slug}?asked=yes"
    page = text_of(client.get(answer.location))
    assert "Your question is posted." in page
    assert f"/members/{alice.handle}/questions" in page


def test_only_the_asker_is_told_what_happens_next(client: Any) -> None:
    question = make_question()
    page = text_of(client.get(f"/questions/{question.id}-{question.slug}?asked=yes"))
    assert "Your question is posted." not in page


def test_a_second_click_asks_nothing_twice(client: Any, sign_in: Any, alice: Any) -> None:
    sign_in(client, alice)
    number = re.search(r'name="nonce" value="([\w-]+)"', text_of(client.get("/questions/ask")))
    assert number
    places = {
        client.post("/questions/ask", data=FORM | {"nonce": number[1]}).location for _ in "12"
    }
    assert len(places) == 1
    assert db.session.scalar(select(func.count(Question.id))) == 1


def test_a_refused_question_comes_back_with_everything(
    client: Any, sign_in: Any, alice: Any
) -> None:
    product = make_product(fields=[{"name": "firmware", "label": "Firmware", "required": False}])
    sign_in(client, alice)
    given = {"title": "Too short", "body": BODY, "tags": "walrus", "product": product.slug}
    response = client.post("/questions/ask", data=given | {"field-firmware": "3.2.1"})
    assert response.status_code == 422
    page = text_of(response)
    assert all(kept in page for kept in ("Too short", BODY, "walrus", "3.2.1"))
    assert db.session.scalar(select(func.count(Question.id))) == 0


def test_title_and_text_are_both_asked_for(client: Any, sign_in: Any, alice: Any) -> None:
    sign_in(client, alice)
    page = text_of(client.post("/questions/ask", data={"title": "", "body": ""}))
    assert "Say in one sentence what is wrong." in page
    assert "Describe what happens" in page


def test_the_product_asks_for_its_fields(client: Any, sign_in: Any, alice: Any) -> None:
    lights = make_product("Lights")
    strip = make_product(
        "Strip", parent=lights, fields=[{"name": "firmware", "label": "Firmware", "required": True}]
    )
    sign_in(client, alice)
    chosen = {"product": lights.slug, "part": strip.slug, "choose": "1"}
    page = text_of(client.post("/questions/ask", data=FORM | chosen))
    assert "field-firmware" in page
    assert TITLE in page
    given = FORM | {"product": lights.slug, "part": strip.slug}
    refused = client.post("/questions/ask", data=given)
    assert refused.status_code == 422
    assert "Fill in “Firmware”." in text_of(refused)
    assert client.post("/questions/ask", data=given | {"field-firmware": "2"}).status_code == 303
    question = db.session.scalars(select(Question)).one()
    assert (question.product_id, question.fields) == (strip.id, {"firmware": "2"})


def test_a_part_of_another_product_is_not_taken(client: Any, sign_in: Any, alice: Any) -> None:
    lights, locks = make_product("Lights"), make_product("Locks")
    part = make_product("Key", parent=locks)
    sign_in(client, alice)
    client.post("/questions/ask", data=FORM | {"product": lights.slug, "part": part.slug})
    assert db.session.scalars(select(Question)).one().product_id == lights.id


def test_choosing_a_product_by_script_brings_its_part_of_the_page(client: Any) -> None:
    product = make_product(fields=[{"name": "system", "label": "System"}])
    part = make_product("Part of it", parent=product)
    make_announcement("Known trouble with the cloud", on_ask_form=True, product_id=product.id)
    headers = {"X-Fragment": "ask-parts"}
    page = text_of(client.get(f"/questions/ask?product={product.slug}", headers=headers))
    assert "<html" not in page
    assert all(word in page for word in (part.name, "System", "Known trouble with the cloud"))


def test_announcements_for_everybody_stand_on_the_form(client: Any) -> None:
    make_announcement("The cloud is down", on_ask_form=True)
    make_announcement("New colours", on_ask_form=False)
    page = text_of(client.get("/questions/ask"))
    assert "The cloud is down" in page
    assert "New colours" not in page


def test_without_scripts_a_button_looks_for_matches(client: Any) -> None:
    make_question("My ocelot lamp is dark in the morning")
    search.rebuild()
    given = FORM | {"title": "Why is the ocelot lamp dark", "look": "1"}
    response = client.post("/questions/ask", data=given)
    assert response.status_code == 200
    page = text_of(response)
    assert "<mark>ocelot</mark>" in page
    assert BODY in page


def test_a_preview_is_drawn_and_asks_nothing(client: Any, sign_in: Any, alice: Any) -> None:
    sign_in(client, alice)
    page = text_of(client.post("/questions/ask", data=FORM | {"body": "**bold**", "preview": "1"}))
    assert "<strong>bold</strong>" in page
    assert db.session.scalar(select(func.count(Question.id))) == 0


def test_the_address_fills_the_form(client: Any) -> None:
    product = make_product("Watch Bell")
    page = text_of(client.get(f"/questions/ask?title=It+rings+twice&product={product.slug}"))
    assert 'value="It rings twice"' in page
    assert re.search(rf'value="{product.slug}" checked', page)


def test_the_form_is_never_kept(client: Any) -> None:
    assert client.get("/questions/ask").headers["Cache-Control"] == "private, no-store"


def test_limits_stand_on_the_form_of_a_newcomer(client: Any, sign_in: Any, nora: Any) -> None:
    sign_in(client, nora)
    page = text_of(client.get("/questions/ask"))
    assert f"you can ask {rules.QUESTIONS_A_DAY_NEW} questions a day" in page


def test_the_limit_of_a_day_loses_no_text(client: Any, sign_in: Any, nora: Any) -> None:
    sign_in(client, nora)
    for n in range(rules.QUESTIONS_A_DAY_NEW):
        assert (
            client.post("/questions/ask", data=FORM | {"title": f"{TITLE} {n}"}).status_code == 303
        )
    refused = client.post("/questions/ask", data=FORM)
    assert refused.status_code == 429
    assert "five questions a day" in text_of(refused)
    assert BODY in text_of(refused)


def test_an_unproven_address_is_told_so_and_keeps_the_text(
    client: Any, sign_in: Any, ulla: Any
) -> None:
    sign_in(client, ulla)
    assert "Confirm your e-mail address first" in text_of(client.get("/questions/ask"))
    refused = client.post("/questions/ask", data=FORM)
    assert refused.status_code == 403
    assert BODY in text_of(refused)


def test_only_spaces_one_sees_are_offered_and_taken(
    client: Any, sign_in: Any, alice: Any, gina: Any
) -> None:
    secret = make_space("group", name="Beta kitchen")
    open_to_members = make_space("members", name="Members only")
    sign_in(client, alice)
    page = text_of(client.get("/questions/ask"))
    assert "Members only" in page
    assert "Beta kitchen" not in page
    refused = client.post("/questions/ask", data=FORM | {"space": secret.slug})
    assert refused.status_code == 422
    assert "You no longer see the space you chose." in text_of(refused)
    assert not db.session.scalars(select(Question)).all()
    client.post("/questions/ask", data=FORM | {"space": open_to_members.slug, "title": TITLE + "!"})
    assert db.session.scalars(select(Question.space_id)).all() == [open_to_members.id]


def test_tags_are_parted_by_commas(client: Any, sign_in: Any, alice: Any) -> None:
    make_tag("wifi")
    make_tag("router")
    sign_in(client, alice)
    client.post("/questions/ask", data=FORM | {"tags": " WiFi, router ,"})
    question = db.session.scalars(select(Question)).one()
    assert [tag.name for tag in question.tags] == ["router", "wifi"]


# -- guests -----------------------------------------------------------------------------------


def test_a_guests_question_waits_for_them_behind_the_sign_in(client: Any, alice: Any) -> None:
    sent = client.post("/questions/ask", data=FORM)
    assert sent.status_code == 303
    assert sent.location == "/signin?next=/questions/ask"
    assert "What you typed is kept" in text_of(client.get(sent.location))
    assert TITLE in text_of(client.get("/questions/ask"))
    hand_over(client, alice)
    assert TITLE in text_of(client.get("/questions/ask"))
    assert client.post("/questions/ask", data=FORM).status_code == 303
    assert db.session.scalar(select(func.count(Draft.id))) == 0


def test_a_guests_answer_waits_in_its_box(client: Any, alice: Any) -> None:
    question = make_question()
    sent = client.post(f"/questions/{question.id}/answers", data={"body": "Turn the walrus wheel."})
    assert sent.status_code == 303
    assert sent.location.startswith("/signin?next=/questions/")
    hand_over(client, alice)
    page = text_of(client.get(f"/questions/{question.id}-{question.slug}"))
    assert "Turn the walrus wheel.</textarea>" in page


def test_a_guests_reply_waits_in_its_form(client: Any, alice: Any) -> None:
    answer = make_answer()
    sent = client.post(f"/answers/{answer.id}/replies", data={"body": "Which walrus?"})
    assert sent.location == f"/signin?next=/answers/{answer.id}/replies/new"
    hand_over(client, alice)
    assert "Which walrus?" in text_of(client.get(f"/answers/{answer.id}/replies/new"))


def hand_over(client: Any, member: Any) -> None:
    """Sign in through the door that hands drafts over."""
    with client.session_transaction() as kept:
        key = kept["guest_key"]
    assert key not in owner_of(Guest(), key)
    write(note_sign_in, member, key)
    with client.session_transaction() as kept:
        kept.clear()
        kept["_user_id"] = member.get_id()


def test_a_visitors_form_without_a_token_is_taken_from_here_alone(client: Any) -> None:
    question = make_question()
    client.sends_token = False
    to, data = f"/questions/{question.id}/answers", {"body": "Turn the walrus wheel."}
    assert client.post(to, data=data).status_code == 400
    elsewhere = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    assert client.post(to, data=data, headers=elsewhere).status_code == 400
    here = client.post(to, data=data, headers={"Sec-Fetch-Site": "same-origin"})
    assert here.status_code == 303
    assert db.session.scalar(select(func.count(Draft.id))) == 1


def test_a_members_form_without_a_token_is_refused(client: Any, sign_in: Any, alice: Any) -> None:
    question = make_question()
    sign_in(client, alice)
    client.sends_token = False
    headers = {"Sec-Fetch-Site": "same-origin"}
    data = {"body": "Turn the walrus wheel slowly."}
    to = f"/questions/{question.id}/answers"
    assert client.post(to, data=data, headers=headers).status_code == 400


# -- drafts -----------------------------------------------------------------------------------


def test_a_draft_is_kept_and_comes_back(client: Any, sign_in: Any, alice: Any) -> None:
    sign_in(client, alice)
    kept = client.post("/drafts", data=FORM | {"place": "ask", "nonce": "n"})
    assert kept.get_json()["saved_at"]
    assert draft_at(f"m:{alice.id}", "ask") == FORM
    page = text_of(client.get("/questions/ask"))
    assert TITLE in page
    assert "Your draft is back" in page


def test_an_emptied_form_keeps_no_draft(client: Any, sign_in: Any, alice: Any) -> None:
    sign_in(client, alice)
    client.post("/drafts", data=FORM | {"place": "ask"})
    emptied = {"title": "", "body": "", "place": "ask", "product": "lights"}
    assert client.post("/drafts", data=emptied).get_json() == {"saved_at": None}
    assert draft_at(f"m:{alice.id}", "ask") is None


def test_a_draft_belongs_to_a_form_that_exists(client: Any, sign_in: Any, alice: Any) -> None:
    sign_in(client, alice)
    for place in ("", "anywhere", "answer:", "answer:1:2:3", "edit:member:1", "x" * 500, "\x00"):
        assert client.post("/drafts", data=FORM | {"place": place}).status_code == 404, place


def test_what_databases_cannot_keep_is_left_out_of_drafts(
    client: Any, sign_in: Any, alice: Any
) -> None:
    sign_in(client, alice)
    client.post("/drafts", data={"place": "ask", "body": "a\x00b"})
    assert draft_at(f"m:{alice.id}", "ask") == {"body": "ab"}


def test_drafts_are_listed_and_thrown_away(
    client: Any, sign_in: Any, alice: Any, mallory: Any
) -> None:
    question = make_question("A question about walruses")
    answer = make_answer(question)
    sign_in(client, alice)
    places = (
        "ask",
        f"answer:{question.id}",
        f"reply:answer:{answer.id}",
        f"edit:answer:{answer.id}",
    )
    for place in places:
        client.post("/drafts", data={"body": f"Typed at {place}", "place": place})
    page = text_of(client.get("/drafts"))
    assert all(f"Typed at {place}" in page for place in places)
    assert f'href="/answers/{answer.id}/replies/new"' in page
    assert "A question about walruses" in page
    draft = db.session.scalars(select(Draft).where(Draft.place == "ask")).one()
    sign_in(client, mallory)
    assert client.post(f"/drafts/{draft.id}/withdrawal").status_code == 404
    sign_in(client, alice)
    assert client.post(f"/drafts/{draft.id}/withdrawal").status_code == 303
    assert "Typed at ask" not in text_of(client.get("/drafts"))


def test_a_draft_about_a_question_one_may_no_longer_see_names_it_not(
    client: Any, sign_in: Any, alice: Any
) -> None:
    question = make_question("The secret walrus", space=make_space("group"))
    sign_in(client, alice)
    client.post("/drafts", data={"body": "Mine.", "place": f"answer:{question.id}"})
    page = text_of(client.get("/drafts"))
    assert "Mine." in page
    assert "secret walrus" not in page


def test_the_list_of_drafts_costs_the_same_for_three_and_for_thirty(
    client: Any, sign_in: Any, alice: Any, statements: Any
) -> None:
    sign_in(client, alice)
    questions = [make_question() for _ in range(30)]
    counts = []
    for some in (questions[:3], questions):
        for question in some:
            client.post("/drafts", data={"body": "Typed.", "place": f"answer:{question.id}"})
        client.get("/drafts")
        with statements() as ran:
            client.get("/drafts")
        counts.append(len(ran))
    assert counts[0] == counts[1]
