"""Signing in: back to the place with the text kept, and nothing told to strangers."""

import pytest

from app.domain.accounts.events import MemberSignedIn
from app.kit import events
from app.kit.db import db
from app.web.accounts.security import COST
from tests.factories.accounts import PASSWORD, make_signer_in
from tests.people import make_member

WRONG = "E-mail or password is wrong."


def sign_in(client, email="pia@example.com", password=PASSWORD, **more):
    return client.post("/signin", data={"email": email, "password": password, **more})


def is_signed_in(client):
    return client.get("/settings").status_code == 200


@pytest.mark.parametrize("identity", ["pia@example.com", "PIA@Example.com", "pia", "Pia", " pia "])
def test_address_and_handle_both_sign_in(client, session, identity):
    make_signer_in()
    response = sign_in(client, identity)
    assert (response.status_code, response.location) == (303, "/")
    assert is_signed_in(client)


@pytest.mark.parametrize("place", ["/questions/42-lamp?answer=3#answer-3", "/settings/browsers"])
def test_signing_in_leads_back(client, session, place):
    make_signer_in()
    assert sign_in(client, next=place).location == place


@pytest.mark.parametrize("trick", ["//evil.test", "https://evil.test", "/\\evil.test", "/signin"])
def test_signing_in_leads_nowhere_else(client, session, trick):
    make_signer_in()
    assert sign_in(client, next=trick).location == "/"
    assert client.get("/signin", query_string={"next": trick}).location == "/"


def test_a_guest_is_sent_to_sign_in_and_comes_back(client, session):
    make_signer_in()
    response = client.get("/settings/browsers?x=1")
    assert response.status_code == 303
    page = client.get(response.location)
    assert 'name="next" value="/settings/browsers?x=1"' in page.text
    assert "you are back where you were" in page.text
    assert "What you typed is kept." not in page.text


def test_a_guest_whose_drafts_wait_is_told_so(client, session):
    with client.session_transaction() as kept:
        kept["guest_key"] = "k"
    assert "What you typed is kept." in client.get("/signin?next=/questions").text


@pytest.fixture
def refusals(client, session):
    """Ways to fail that must look alike."""
    make_signer_in()
    make_member("nopass")
    make_signer_in("gone", active=False)
    return {
        "wrong password": sign_in(client, "pia@example.com", "not the password"),
        "unknown address": sign_in(client, "who@example.com"),
        "unknown handle": sign_in(client, "whoever"),
        "no password": sign_in(client, "nopass@example.com"),
        "closed": sign_in(client, "gone@example.com"),
    }


def test_every_refusal_looks_alike(refusals):
    assert {r.status_code for r in refusals.values()} == {422}
    assert {tuple(sorted(r.headers.keys())) for r in refusals.values()} == {
        tuple(sorted(refusals["wrong password"].headers.keys()))
    }
    shapes = set()
    for response in refusals.values():
        assert WRONG in response.text
        text = response.text
        for typed in ("pia", "who", "nopass", "gone"):
            for form in (f"{typed}@example.com", f"{typed}ever"):
                text = text.replace(f'value="{form}"', 'value=""')
        shapes.add(len("".join(line for line in text.splitlines() if "csrf_token" not in line)))
    assert len(shapes) == 1


def test_an_unknown_member_costs_a_hash_like_a_known_one(client, app, session, monkeypatch):
    make_signer_in()
    checked = []
    usual = type(app.extensions["security"].pwd_context).verify

    def counting(context, *args, **kwargs):
        checked.append(args)
        return usual(context, *args, **kwargs)

    monkeypatch.setattr(type(app.extensions["security"].pwd_context), "verify", counting)
    for identity in ("pia", "who@example.com", "whoever"):
        checked.clear()
        sign_in(client, identity, "not the password")
        assert len(checked) == 1


def test_who_has_not_proven_the_address_is_sent_to_the_letter(client, session):
    make_signer_in(confirmed=False)
    response = sign_in(client)
    assert response.location == "/confirm"
    assert not is_signed_in(client)


def test_with_a_wrong_password_the_unproven_look_like_nobody(client, session):
    make_signer_in(confirmed=False)
    response = sign_in(client, password="not the password")
    assert response.status_code == 422
    assert WRONG in response.text


def test_without_a_token_nothing_happens(client, session):
    make_signer_in()
    client.sends_token = False
    assert sign_in(client).status_code == 400
    assert not is_signed_in(client)


def test_the_password_never_comes_back_in_the_page(client, session):
    response = sign_in(client, password="my secret words")
    assert "my secret words" not in response.text


def test_signing_in_hands_over_what_the_guest_kept(client, session, monkeypatch):
    member = make_signer_in()
    with client.session_transaction() as kept:
        kept["guest_key"] = "drafts of a guest"
    announced: list[MemberSignedIn] = []
    wired = {**events._now, MemberSignedIn: [announced.append]}
    monkeypatch.setattr(events, "_now", wired)
    sign_in(client)
    assert announced == [MemberSignedIn(member.id, "drafts of a guest")]


def test_a_member_who_is_signed_in_goes_on(client, session):
    make_signer_in()
    sign_in(client)
    assert client.get("/signin?next=/questions").location == "/questions"


def test_a_hash_of_another_cost_is_made_anew(client, app, session):
    dearer = app.extensions["security"].pwd_context.copy(argon2__rounds=2)
    member = make_member("pia", password=dearer.hash(PASSWORD))
    before = member.password
    assert sign_in(client).status_code == 303
    db.session.refresh(member)
    assert member.password != before
    assert "t=1" in str(member.password)
    assert is_signed_in(client)


def test_the_cost_is_what_owasp_asks_for():
    assert COST == {
        "argon2__memory_cost": 19 * 1024,
        "argon2__rounds": 2,
        "argon2__parallelism": 1,
    }


def test_forged_forms_change_no_rights(client, session):
    member = make_signer_in()
    sign_in(client, staff_roles="admin", trust="super-user", points="9999", confirmed_at="")
    assert (member.staff_roles, member.trust, member.points) == ([], "member", 0)
