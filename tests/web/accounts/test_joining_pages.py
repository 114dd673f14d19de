"""Joining by the pages: one answer for every address, one button behind the letter's link."""

from datetime import timedelta

import pytest

from app.domain.accounts.models import User
from app.domain.accounts.queries import member_by_handle
from app.kit import clock
from app.kit.db import db
from tests.factories.accounts import PASSWORD, letters, link_in, make_signer_in, sent_to


def join(client, email="pia@example.com", handle="pia", password=PASSWORD, **more):
    data = {"email": email, "handle": handle, "password": password, **more}
    return client.post("/join", data=data)


def is_signed_in(client):
    return client.get("/settings").status_code == 200


def found(handle):
    return member_by_handle(handle)


def confirmation(address="pia@example.com"):
    return link_in(sent_to(address)[-1], "/confirm")


def test_joining_proves_the_address_and_goes_on_where_one_was(client, session):
    response = join(client, next="/questions/ask?title=Lamp")
    assert response.location == "/confirm"
    assert not is_signed_in(client)
    link = confirmation()
    assert client.get(link).status_code == 200
    response = client.post(link)
    assert (response.status_code, response.location) == (303, "/questions/ask?title=Lamp")
    assert is_signed_in(client)


def test_a_mail_program_that_opens_the_link_changes_nothing(client, app, session):
    join(client)
    link = confirmation()
    for _ in range(3):
        assert app.test_client().get(link).status_code == 200
        assert app.test_client().head(link).status_code == 200
    assert found("pia").is_pending


def test_another_browser_proves_the_address_but_signs_in_itself(client, app, session):
    join(client)
    other = app.test_client()
    response = other.post(confirmation())
    assert response.location.startswith("/signin")
    assert not is_signed_in(other)
    assert found("pia").is_confirmed


def test_the_link_signs_in_once(client, session):
    join(client)
    link = confirmation()
    client.post(link)
    client.post("/signout")
    assert client.post(link).location.startswith("/signin")
    assert not is_signed_in(client)


def test_a_link_older_than_a_day_is_gone(client, session):
    join(client)
    link = confirmation()
    clock.freeze(clock.now() + timedelta(hours=24, minutes=1))
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "a.b.c", "%00", "..%2f..", "💥", "x" * 2000])
def test_a_made_up_link_is_gone(client, session, token):
    for page in ("confirm", "recover", "address"):
        assert client.get(f"/{page}/{token}").status_code in {404, 410}


def test_a_taken_address_is_answered_like_a_free_one(client, app, session):
    make_signer_in("bob")
    fresh, taken = app.test_client(), app.test_client()
    answers = [
        join(fresh, "pia@example.com", "pia"),
        join(taken, "bob@example.com", "bobby"),
    ]
    assert len({(a.status_code, a.location, a.text) for a in answers}) == 1
    assert [mail.to for mail in letters()] == ["pia@example.com", "bob@example.com"]
    assert "already" in letters()[1].text
    assert "/confirm/" not in letters()[1].text
    pages = [browser.get("/confirm").text for browser in (fresh, taken)]
    assert len({"".join(p for p in page.splitlines() if "csrf" not in p) for page in pages}) == 1


def test_the_account_joined_first_with_an_address_dies_when_its_owner_joins(client, app, session):
    attacker = app.test_client()
    join(attacker, handle="attacker", password="attackers own words")
    stolen_link = confirmation()
    join(client, handle="pia")
    assert client.get(stolen_link).status_code == 410
    client.post(confirmation())
    assert is_signed_in(client)
    answer = attacker.post(
        "/signin", data={"email": "pia@example.com", "password": "attackers own words"}
    )
    assert answer.status_code == 422
    assert db.session.query(User).count() == 1


def test_the_letter_comes_again_when_it_is_asked_for(client, session):
    join(client)
    first = confirmation()
    assert client.post("/confirm", data={"email": "pia@example.com"}).status_code == 200
    assert len(sent_to("pia@example.com")) == 2
    # Nothing was proven meanwhile, so the older letter is as good.
    assert client.get(first).status_code == 200


def test_asking_again_is_answered_alike_for_every_address(client, session):
    make_signer_in("bob")
    join(client)
    texts = set()
    for address in ("pia@example.com", "bob@example.com", "who@example.com"):
        answer = client.post("/confirm", data={"email": address})
        text = answer.text.replace(address, "")
        texts.add("".join(line for line in text.splitlines() if "csrf" not in line))
    assert len(texts) == 1


@pytest.mark.parametrize(
    "field,value",
    [
        ("email", "no-address"), ("email", "pia@example"), ("email", "p\u00efa@example.com"),
        ("email", "a@b.test\r\nBcc: x@y.test"), ("handle", "admin"), ("handle", "\u0430lice"),
        ("handle", "x"), ("name", "Moderator"), ("name", "evil.test"), ("password", "short"),
        ("password", "password1"), ("password", "pia@example.com"), ("password", "x" * 129),
    ],
)  # fmt: skip
def test_a_refused_form_comes_back_with_what_was_typed(client, session, field, value):
    typed = {"email": "pia@example.com", "handle": "pia", "name": "Pia", "password": PASSWORD}
    answer = client.post("/join", data=typed | {field: value})
    assert answer.status_code == 422
    assert "aria-invalid" in answer.text
    assert PASSWORD not in answer.text
    assert db.session.query(User).count() == 0


def test_no_field_beyond_the_form_is_taken(client, session):
    join(
        client, staff_roles="admin", trust="super-user", points="99", confirmed_at="2020-01-01",
        active="", id="1", handle_key="zzz", external_source="demo",
    )  # fmt: skip
    member = found("pia")
    assert (member.staff_roles, member.trust, member.points) == ([], "new", 0)
    assert member.confirmed_at is None
    assert member.external_source is None


def test_without_a_token_nobody_joins(client, session):
    client.sends_token = False
    assert join(client).status_code == 400
    assert db.session.query(User).count() == 0


@pytest.mark.parametrize("host", ["evil.test", "localhost.evil.test", "evil.test:80"])
def test_a_strange_host_is_refused_and_never_in_a_letter(client, session, host):
    client.sends_token = False
    assert client.get("/join", headers={"Host": host}).status_code == 400
    client.sends_token = True
    join(client)
    client.post("/confirm", data={"email": "pia@example.com"}, headers={"X-Forwarded-Host": host})
    for letter in letters():
        assert "evil" not in letter.text + letter.html
        assert "http://localhost/confirm/" in letter.text


def test_no_token_is_stored(client, session):
    join(client)
    token = confirmation().removeprefix("/confirm/")
    for table in db.metadata.sorted_tables:
        assert token not in repr(db.session.execute(table.select()).all())
