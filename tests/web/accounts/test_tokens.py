"""Tokens for programs on the web: shown once, made with a fresh password, taken back at once."""

import html
import re
from datetime import timedelta

import pytest

from app.domain.accounts.tokens import MOST, create_token, member_of_token, tokens_of
from app.kit import clock
from app.kit.db import db
from app.kit.work import write
from tests.factories.accounts import PASSWORD, make_signer_in

LIST, NEW = "/settings/tokens", "/settings/tokens/new"


def sign_in(client, who="pia"):
    assert client.post("/signin", data={"email": who, "password": PASSWORD}).status_code == 303
    return client


def shown_text(page):
    """The token's text, as its owner copies it from the page."""
    found = re.search(r'value="(pukka_[^"]+)"', page)
    assert found
    return html.unescape(found[1])


def asks(client, text):
    return client.get("/api/v1/questions", headers={"Authorization": f"Bearer {text}"}).status_code


@pytest.fixture
def pia(session):
    return make_signer_in()


@pytest.fixture
def at_home(client, pia):
    return sign_in(client)


def test_a_token_is_made_shown_once_and_opens_the_door(at_home, app, pia):
    answer = at_home.post(NEW, data={"name": "the lamp on my desk"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-store"
    text = shown_text(answer.text)
    assert asks(app.test_client(), text) == 200
    assert member_of_token(text) == pia
    listed = at_home.get(LIST).text
    assert "the lamp on my desk" in listed
    assert text[:12] in listed
    assert text not in listed


def test_a_token_taken_back_opens_nothing_from_then_on(at_home, app, pia):
    text = shown_text(at_home.post(NEW, data={"name": "lamp"}).text)
    (token,) = tokens_of(pia)
    assert at_home.post(f"{LIST}/{token.id}/withdrawal").location == LIST
    assert asks(app.test_client(), text) == 401
    assert "lamp" not in at_home.get(LIST).text.split("<main", 1)[1]


def test_making_one_asks_for_the_password_again_when_it_was_given_long_ago(at_home, pia):
    clock.freeze(clock.now() + timedelta(minutes=11))
    assert at_home.get(LIST).status_code == 200
    again = "/signin/again?next=/settings/tokens/new"
    assert at_home.get(NEW).location == again
    assert at_home.post(NEW, data={"name": "lamp"}).location == again
    assert tokens_of(pia) == []
    at_home.post(again, data={"password": PASSWORD, "next": NEW})
    assert at_home.post(NEW, data={"name": "lamp"}).status_code == 200


def test_nobody_takes_back_or_sees_what_is_another_s(at_home, alice):
    token, _ = write(create_token, by=alice, name="alice's script")
    assert at_home.post(f"{LIST}/{token.id}/withdrawal").status_code == 404
    assert "alice&#39;s script" not in at_home.get(LIST).text
    assert tokens_of(alice) == [token]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_token_needs_a_name_that_fits(at_home, pia, name):
    assert at_home.post(NEW, data={"name": name}).status_code == 422
    assert tokens_of(pia) == []


def test_one_too_many_is_refused_with_what_to_do(at_home, pia):
    for number in range(MOST):
        write(create_token, by=pia, name=f"script {number}")
    refused = at_home.post(NEW, data={"name": "one more"})
    assert refused.status_code == 422
    assert "Withdraw one first" in refused.text
    assert 'value="one more"' in refused.text


def test_a_name_is_only_words(at_home):
    page = at_home.post(NEW, data={"name": "<script>alert(1)</script>"}).text
    assert "<script>alert" not in page


def test_a_new_password_ends_every_token(at_home, app, pia):
    text = shown_text(at_home.post(NEW, data={"name": "lamp"}).text)
    words = {"present": PASSWORD, "password": "quite another phrase"}
    assert at_home.post("/settings/password", data=words).status_code == 303
    assert asks(app.test_client(), text) == 401


@pytest.mark.parametrize("path", [LIST, NEW])
def test_visitors_sign_in_first(client, session, path):
    assert client.get(path).location == f"/signin?next={path}"
    assert client.post(f"{LIST}/1/withdrawal").location.startswith("/signin?next=")


def test_every_page_of_tokens_is_valid_html(at_home, nu):
    pages = [
        ("none", at_home.get(LIST).text),
        ("form", at_home.get(NEW).text),
        ("refused", at_home.post(NEW, data={"name": ""}).text),
        ("made", at_home.post(NEW, data={"name": 'the "lamp" & more'}).text),
        ("list", at_home.get(LIST).text),
    ]
    if db.engine.dialect.name == "sqlite":  # the pages of the other database are the same
        nu(pages)
