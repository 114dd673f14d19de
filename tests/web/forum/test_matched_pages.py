"""Matches on the ask form: shown, opened, fixed, followed; and asked all the same."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.forum.models.questions import MeToo, Question
from app.domain.forum.models.writing import Draft
from app.domain.notifications.models import Follow
from app.domain.search import actions as search
from app.domain.search.actions.asks import hash_of
from app.domain.search.models import Ask, AskMatch
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from app.web.search.limits import MOST
from tests.factories.accounts import PASSWORD, make_signer_in
from tests.factories.catalog import make_product, make_space
from tests.factories.forum import make_answer, make_question
from tests.factories.knowledge import an_article
from tests.web.asking import FORM, KEY, TITLE, look, make_near, say, text_of


@pytest.fixture
def near(session: Any) -> Question:
    """A solved question that matches what is typed."""
    return make_near()


def the_ask() -> Ask:
    db.session.expire_all()
    return db.session.scalars(select(Ask)).one()


def count(kind: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


# -- shown ------------------------------------------------------------------------------------


def test_a_match_shows_what_solved_it_and_what_can_be_said(client: Any, near: Question) -> None:
    page = look(client)
    assert "Turn the walrus wheel." in page
    assert f'value="question:{near.id}"' in page
    assert "This fixed it" in page
    assert "Same problem, follow" in page
    assert "<html" not in page
    assert the_ask().key_hash == hash_of(KEY)
    assert db.session.scalars(select(AskMatch.subject_id)).all() == [near.id]


def test_only_what_is_shown_to_a_form_of_ours_is_noted(client: Any, near: Question) -> None:
    assert "walrus" in text_of(client.get("/questions/matches", query_string={"title": TITLE}))
    assert "walrus" in look(client, ask="")
    assert "walrus" in look(client, ask="no")
    client.get("/questions/ask", query_string={"title": TITLE})
    assert count(Ask) == 0


def test_looking_without_scripts_is_noted_with_its_product(client: Any, near: Question) -> None:
    lights = make_product("Lights")
    strip = make_product("Strip", parent=lights)
    chosen = {"product": lights.slug, "part": strip.slug, "look": "1"}
    page = text_of(client.post("/questions/ask", data=FORM | chosen))
    assert f'name="ask" value="{KEY}"' in page
    assert the_ask().product_id == strip.id


def test_every_form_has_a_number_of_its_own(client: Any) -> None:
    numbers = {
        re.findall(r'name="ask" value="([\w-]{16,})"', text_of(client.get("/questions/ask")))[0]
        for _ in "12"
    }
    assert len(numbers) == 2


def test_nobody_answered_it_so_it_fixed_nothing(client: Any) -> None:
    make_question("The ocelot lamp is dark in the morning")
    search.rebuild()
    page = look(client)
    assert "This fixed it" not in page
    assert "Same problem, follow" in page


def test_ones_own_and_closed_questions_cannot_be_followed_from_here(
    client: Any, sign_in: Any, alice: Any
) -> None:
    make_question("The ocelot lamp is dark in the morning", author=alice)
    make_question("The ocelot lamp is dark at noon", locked_at=clock.now())
    search.rebuild()
    sign_in(client, alice)
    page = look(client)
    assert page.count("<details") == 2
    assert "Same problem, follow" not in page


def test_a_hidden_solution_and_a_hidden_question_are_not_shown(client: Any) -> None:
    question = make_question("The ocelot lamp is dark in the morning")
    answer = make_answer(question, body="Turn the walrus wheel.", accepted=True)
    secret = make_question("The ocelot lamp is dark at noon", space=make_space("group"))
    search.rebuild()
    with unit_of_work():
        answer.hidden_at = clock.now()
    page = look(client)
    assert "walrus" not in page
    assert f"question:{secret.id}" not in page
    assert f"question:{question.id}" in page


def test_a_long_solution_is_begun_and_formatting_is_kept(client: Any) -> None:
    question = make_question("The ocelot lamp is dark in the morning")
    steps = ["<ol><li>Open it</li><li>Close it</li></ol>"]
    make_answer(question, body_parts=steps, accepted=True)
    other = make_question("The ocelot lamp is dark at noon")
    make_answer(other, body="walrus " * 400 + "the end", accepted=True)
    search.rebuild()
    page = look(client)
    assert "<li>Open it</li>" in page
    assert "walrus walrus" in page
    assert "the end" not in page


# -- opened and fixed -------------------------------------------------------------------------


def test_this_fixed_it_needs_no_account_and_posts_nothing(client: Any, near: Question) -> None:
    look(client)
    answer = say(client, "fixed", near)
    assert (answer.status_code, answer.location) == (
        303,
        f"/questions/matches/fixed?match=question:{near.id}",
    )
    page = text_of(client.get(answer.location))
    assert "Nothing was posted" in page
    assert near.title in page
    ask = the_ask()
    assert (ask.fixed_kind, ask.fixed_id) == ("question", near.id)
    assert ask.opened_at is not None
    assert count(Question) == 1


def test_two_clicks_are_one(client: Any, near: Question) -> None:
    look(client)
    say(client, "fixed", near)
    first = the_ask().fixed_at
    assert say(client, "fixed", near).status_code == 303
    assert the_ask().fixed_at == first


def test_it_can_be_taken_back_and_what_was_typed_is_there(client: Any, near: Question) -> None:
    look(client)
    thanks = say(client, "fixed", near).location
    assert "It did not fix it, ask after all" in text_of(client.get(thanks))
    back = client.post("/questions/matches/fixed/withdrawal")
    assert back.location == "/questions/ask"
    page = text_of(client.get(back.location))
    assert f'value="{TITLE}"' in page
    assert f'name="ask" value="{KEY}"' in page
    assert the_ask().fixed_at is None
    assert "It did not fix it, ask after all" not in text_of(client.get(thanks))


def test_opening_is_counted_by_script(client: Any, near: Question) -> None:
    look(client)
    assert say(client, "opened", near).status_code == 204
    assert the_ask().opened_at is not None


def test_an_article_fixes_it_too(client: Any) -> None:
    article = an_article("Reset a dark ocelot lamp")
    search.rebuild()
    assert f'value="article:{article.id}"' in look(client)
    thanks = say(client, "fixed", f"article:{article.id}")
    assert "Reset a dark ocelot lamp" in text_of(client.get(thanks.location))
    assert the_ask().fixed_kind == "article"


@pytest.mark.parametrize(
    "match", ["", "question", "question:x", "idea:1", "question:999999", "x:1"]
)
def test_what_is_no_match_is_not_there(client: Any, match: str) -> None:
    assert say(client, "fixed", match).status_code == 404
    assert say(client, "followed", match).status_code == 404
    assert client.get(f"/questions/matches/fixed?match={match}").status_code == 404


def test_a_question_nobody_may_see_is_not_named_in_thanks(client: Any) -> None:
    secret = make_question("The ocelot secret", space=make_space("group"))
    assert say(client, "fixed", secret).status_code == 404
    assert say(client, "followed", secret).status_code == 404
    assert client.get(f"/questions/matches/fixed?match=question:{secret.id}").status_code == 404


def test_another_sites_form_fixes_nothing(client: Any, near: Question) -> None:
    look(client)
    client.sends_token = False
    assert say(client, "fixed", near).status_code == 400
    assert the_ask().fixed_at is None


# -- followed ---------------------------------------------------------------------------------


def test_the_same_problem_is_said_and_followed_in_one_step(
    client: Any, sign_in: Any, alice: Any
) -> None:
    question = make_question("The ocelot lamp is dark in the morning")
    search.rebuild()
    sign_in(client, alice)
    look(client)
    answer = say(client, "followed", question)
    assert answer.location == f"/questions/{question.id}-{question.slug}"
    assert "You will hear when it is solved." in text_of(client.get(answer.location))
    say(client, "followed", question)
    assert db.session.scalars(select(MeToo.who)).all() == [f"m:{alice.id}"]
    follow = db.session.scalars(select(Follow).where(Follow.user_id == alice.id)).one()
    assert (follow.question_id, follow.scope) == (question.id, "solved")
    assert the_ask().followed_at is not None
    assert count(Question) == 1


def test_a_guest_is_counted_and_asked_for_an_address(client: Any) -> None:
    question = make_question("The ocelot lamp is dark in the morning")
    search.rebuild()
    look(client)
    answer = say(client, "followed", question)
    assert answer.location == f"/questions/{question.id}/too"
    page = text_of(client.get(answer.location))
    assert "You are counted." in page
    assert "Tell me when it is solved" in page
    client.post(answer.location, data={"email": "guest@example.com"})
    assert count(MeToo) == 1
    assert db.session.scalars(select(Follow.email)).all() == ["guest@example.com"]


def test_a_guest_is_led_to_what_solved_it_and_asked_for_nothing(
    client: Any, near: Question
) -> None:
    look(client)
    answer = say(client, "followed", near)
    assert answer.location == f"/questions/{near.id}-{near.slug}"
    assert "What solved it for others stands here." in text_of(client.get(answer.location))
    assert the_ask().followed_at is not None


def test_a_member_follows_a_solved_question_whole(
    client: Any, sign_in: Any, alice: Any, near: Question
) -> None:
    sign_in(client, alice)
    look(client)
    answer = say(client, "followed", near)
    assert "You follow this question now." in text_of(client.get(answer.location))
    assert db.session.scalars(select(Follow.scope).where(Follow.user_id == alice.id)).all() == [
        "all"
    ]


# -- asked all the same -----------------------------------------------------------------------


def test_the_question_keeps_what_was_shown_for_editors(
    client: Any, as_member: Any, alice: Any, bob: Any, erin: Any, near: Question
) -> None:
    asker = as_member(alice)
    look(asker)
    places = {asker.post("/questions/ask", data=FORM | {"nonce": "n1"}).location for _ in "12"}
    assert len(places) == 1
    ask = the_ask()
    assert ask.question_id is not None
    [place] = places
    assert "Shown before this was asked" in text_of(as_member(erin).get(place.split("?")[0]))
    for reader in (client, asker, as_member(bob)):
        assert "Shown before this was asked" not in text_of(reader.get(place.split("?")[0]))


def test_a_question_posted_after_it_was_fixed_voids_that(client: Any, near: Question) -> None:
    member = make_signer_in()
    look(client)
    say(client, "fixed", near)
    signed = client.post("/signin", data={"email": member.email, "password": PASSWORD})
    assert signed.status_code == 303
    # Another tab, another form: the browser remembers.
    asked = client.post("/questions/ask", data=FORM | {"ask": "the-number-of-another"})
    assert asked.status_code == 303
    assert the_ask().voided_at is not None


def test_later_than_three_days_it_stays_fixed(
    client: Any, sign_in: Any, alice: Any, near: Question
) -> None:
    sign_in(client, alice)
    look(client)
    say(client, "fixed", near)
    clock.shift(timedelta(hours=73))
    try:
        sign_in(client, alice)
        client.post("/questions/ask", data=FORM | {"ask": ""})
    finally:
        clock.shift(timedelta(0))
    assert the_ask().voided_at is None


def test_a_guests_ask_goes_with_their_draft_through_signing_in(client: Any, near: Question) -> None:
    look(client)
    assert client.post("/questions/ask", data=FORM).location.startswith("/signin")
    [draft] = db.session.scalars(select(Draft))
    assert draft.values["ask"] == KEY
    assert f'name="ask" value="{KEY}"' in text_of(client.get("/questions/ask"))


def test_a_number_alone_is_no_draft(client: Any) -> None:
    client.post("/drafts", data={"place": "ask", "ask": KEY})
    assert count(Draft) == 0


def test_two_tabs_with_one_draft_keep_the_first_question(
    client: Any, sign_in: Any, alice: Any, near: Question
) -> None:
    sign_in(client, alice)
    look(client)
    client.post("/questions/ask", data=FORM | {"nonce": "n1"})
    first = the_ask().question_id
    client.post("/questions/ask", data=FORM | {"nonce": "n2", "title": TITLE + " again"})
    assert count(Question) == 3
    assert the_ask().question_id == first


def test_a_visitor_is_shown_only_so_many_matches_a_minute(client: Any) -> None:
    here = {"environ_base": {"REMOTE_ADDR": "203.0.113.9"}}
    client.application.extensions.pop("searches", None)
    for _ in range(MOST["matches"]):
        assert client.get("/questions/matches?title=a b c", **here).status_code == 200
    refused = client.post("/questions/matches", data=FORM, **here)
    assert refused.status_code == 429
    client.application.extensions.pop("searches", None)


def test_a_first_question_shows_editors_what_was_shown_before_once_it_is_published(
    near: Question, nora: Any, tess: Any, erin: Any, as_member: Any
) -> None:
    speaker = make_product("Speaker", stages_first=True)
    asker, given = as_member(nora), {"product": speaker.slug, "nonce": "one-form"}
    look(asker, **given)
    home = asker.post("/questions/ask", data=FORM | given).headers["Location"]
    assert home.startswith("/staging/")
    published = as_member(tess).post(f"{home}/publication", data={"base_edition": "1"})
    page = text_of(as_member(erin).get(published.headers["Location"]))
    assert "Shown before this was asked" in page
    assert "ocelot lamp is dark in the morning" in page
