"""Roles, trust and groups on the web: admins alone, freshly signed in, never their own."""

from datetime import timedelta

import pytest

from app.kit import clock
from tests.factories.accounts import PASSWORD, make_group, make_signer_in


@pytest.fixture
def boss(session):
    return make_signer_in("boss", staff_roles=["admin"])


@pytest.fixture
def fresh(client, boss):
    client.post("/signin", data={"email": "boss", "password": PASSWORD})
    return client


GIVE = {"role": "moderator", "reason": "helps daily"}


def test_an_admin_gives_and_takes_roles(fresh, bob):
    assert fresh.get("/members/bob/roles").status_code == 200
    assert fresh.post("/members/bob/roles", data=GIVE).status_code == 303
    assert bob.staff_roles == ["moderator"]
    page = fresh.get("/members/bob/roles").text
    assert "helps daily" in page
    fresh.post("/members/bob/roles", data=GIVE | {"withdraw": "y"})
    assert bob.staff_roles == []


def test_an_admin_sets_trust(fresh, bob):
    data = {"trust": "trusted", "reason": "ten good answers"}
    assert fresh.post("/members/bob/trust", data=data).status_code == 303
    assert bob.trust == "trusted"


def test_a_reason_is_asked_for(fresh, bob):
    assert fresh.post("/members/bob/roles", data={"role": "editor"}).status_code == 422
    assert fresh.post("/members/bob/trust", data={"trust": "trusted"}).status_code == 422
    assert (bob.staff_roles, bob.trust) == ([], "member")


@pytest.mark.parametrize("role", ["owner", "", "member"])
def test_a_role_that_is_none_is_refused(fresh, bob, role):
    assert fresh.post("/members/bob/roles", data=GIVE | {"role": role}).status_code == 422


def test_nobody_changes_their_own(fresh, boss):
    assert fresh.post("/members/boss/roles", data=GIVE).status_code == 403
    assert (
        fresh.post("/members/boss/trust", data={"trust": "new", "reason": "x"}).status_code == 403
    )
    assert boss.staff_roles == ["admin"]
    assert "Nobody changes their own" in fresh.get("/members/boss/roles").text


def test_after_ten_minutes_the_password_is_asked_for_again(fresh, bob):
    clock.freeze(clock.now() + timedelta(minutes=11))
    refused = fresh.post("/members/bob/roles", data=GIVE)
    assert refused.location == "/signin/again?next=/members/bob/roles"
    assert bob.staff_roles == []
    again = {"next": "/members/bob/roles"}
    assert fresh.post("/signin/again", data=again | {"password": "wrong"}).status_code == 422
    before = fresh.get_cookie("sid").value
    allowed = fresh.post("/signin/again", data=again | {"password": PASSWORD})
    assert allowed.location == "/members/bob/roles"
    assert fresh.get_cookie("sid").value != before
    assert fresh.post("/members/bob/roles", data=GIVE).status_code == 303


@pytest.mark.parametrize("person", ["bob", "morgan", "hanna", "erin", "sue", "nora"])
def test_others_do_not_even_see_the_page(request, as_member, alice, person):
    browser = as_member(request.getfixturevalue(person))
    for path in ("/members/alice/roles", "/admin/groups"):
        assert browser.get(path).status_code == 403
    assert browser.post("/members/alice/roles", data=GIVE).status_code == 403
    assert browser.post("/members/alice/trust", data={"trust": "trusted"}).status_code == 403
    assert browser.post("/admin/groups", data={"name": "x"}).status_code == 403
    assert alice.staff_roles == []


def test_a_visitor_is_sent_to_sign_in(client, alice):
    assert client.get("/members/alice/roles").location.startswith("/signin?next=")
    assert client.post("/members/alice/roles", data=GIVE).location.startswith("/signin")


def test_groups_are_made_and_filled(fresh, bob):
    made = fresh.post("/admin/groups", data={"name": "Beta testers", "about": "They try."})
    assert made.location == "/admin/groups/beta-testers"
    assert "Beta testers" in fresh.get("/admin/groups").text
    page = "/admin/groups/beta-testers"
    assert fresh.post(page, data={"handle": "@Bob"}).status_code == 303
    assert "Bob" in fresh.get(page).text
    assert fresh.post(page, data={"handle": "nobody"}).status_code == 422
    assert fresh.post(f"{page}/members/bob/removal").status_code == 303
    assert "Nobody belongs" in fresh.get(page).text


def test_a_second_group_of_a_name_is_refused(fresh):
    make_group("Beta")
    assert fresh.post("/admin/groups", data={"name": "beta"}).status_code == 422
    assert fresh.get("/admin/groups/unknown").status_code == 404
