"""The demo's cast can be looked around as; on any other site there is none."""

from dataclasses import replace

import pytest

from tests.factories.accounts import make_signer_in
from tests.people import make_member


@pytest.fixture
def cast(session):
    make_signer_in("rex")
    return make_member(
        "ada_x", name="Ada", staff_roles=["admin"], external_source="demo", external_id="ada"
    )


@pytest.fixture
def _demo(app, monkeypatch):
    monkeypatch.setattr(app, "settings", replace(app.settings, demo=True))


def look_around(client, handle="ada_x", **more):
    return client.post("/signin/persona", data={"handle": handle, **more})


def is_signed_in(client):
    return client.get("/settings").status_code == 200


@pytest.mark.usefixtures("_demo")
def test_a_visitor_looks_around_as_one_of_the_cast(client, cast):
    page = client.get("/signin").text
    assert "Look around as" in page
    assert 'value="ada_x"' in page
    assert 'value="rex"' not in page
    assert look_around(client, next="/members").location == "/members"
    assert is_signed_in(client)
    assert client.get("/members/rex/roles").status_code == 200


@pytest.mark.usefixtures("_demo")
def test_a_persona_proves_itself_again_without_a_password(client, cast):
    look_around(client)
    page = client.get("/signin/again?next=/members/rex/roles").text
    assert "Go on as Ada" in page


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("handle", ["rex", "nobody", "", "ada_x'--"])
def test_nobody_else_is_open(client, cast, handle):
    assert look_around(client, handle).status_code == 404
    assert not is_signed_in(client)


def test_without_a_demo_there_is_no_cast(client, cast):
    assert "Look around as" not in client.get("/signin").text
    assert look_around(client).status_code == 404
    assert not is_signed_in(client)


@pytest.mark.usefixtures("_demo")
def test_a_forged_form_is_refused(client, cast):
    client.sends_token = False
    assert look_around(client).status_code == 400
    assert not is_signed_in(client)
