"""A forgotten password: one answer for every address, one use of one link, no way in by it."""

from datetime import timedelta

import pytest

from app.domain.accounts.models import SignInSession
from app.kit import clock, jobs
from app.kit.db import db
from tests.factories.accounts import PASSWORD, letters, link_in, make_signer_in, sent_to

NEW = "quite another phrase"


def ask(client, address="pia@example.com"):
    return client.post("/recover", data={"email": address})


def link(address="pia@example.com"):
    return link_in(sent_to(address)[-1], "/recover")


def sign_in(client, password):
    return client.post("/signin", data={"email": "pia", "password": password}).status_code


def is_signed_in(client):
    return client.get("/settings").status_code == 200


def test_recovering_sets_the_password_signs_nobody_in_and_ends_sessions(client, app, session):
    make_signer_in()
    old_browser = app.test_client()
    sign_in(old_browser, PASSWORD)
    ask(client)
    here = link()
    assert client.get(here).status_code == 200
    response = client.post(here, data={"password": NEW})
    assert (response.status_code, response.location) == (303, "/signin?next=/")
    assert not is_signed_in(client)
    assert not is_signed_in(old_browser)
    assert db.session.query(SignInSession).where(SignInSession.user_id.is_not(None)).count() == 0
    assert sign_in(client, PASSWORD) == 422
    assert sign_in(client, NEW) == 303
    assert "password" in sent_to("pia@example.com")[-1].subject


def test_the_link_works_once(client, session):
    make_signer_in()
    ask(client)
    here = link()
    client.post(here, data={"password": NEW})
    assert client.get(here).status_code == 410
    assert client.post(here, data={"password": "third time lucky"}).status_code == 410
    assert sign_in(client, NEW) == 303


def test_opening_the_link_changes_nothing_and_leaves_it_working(client, app, session):
    make_signer_in()
    ask(client)
    here = link()
    for _ in range(3):
        assert app.test_client().get(here).status_code == 200
        assert app.test_client().head(here).status_code == 200
    assert sign_in(app.test_client(), PASSWORD) == 303
    assert client.post(here, data={"password": NEW}).status_code == 303


def test_only_the_last_letter_works(client, session):
    make_signer_in()
    ask(client)
    first = link()
    ask(client)
    second = link()
    assert client.get(first).status_code == 410
    assert client.post(first, data={"password": NEW}).status_code == 410
    assert client.post(second, data={"password": NEW}).status_code == 303


def test_a_link_older_than_half_an_hour_is_gone(client, session):
    make_signer_in()
    ask(client)
    here = link()
    clock.freeze(clock.now() + timedelta(minutes=29))
    assert client.get(here).status_code == 200
    clock.freeze(clock.now() + timedelta(minutes=2))
    assert client.get(here).status_code == 410


def test_a_changed_password_voids_the_letter(client, session):
    make_signer_in()
    ask(client)
    here = link()
    sign_in(client, PASSWORD)
    client.post("/settings/password", data={"present": PASSWORD, "password": NEW})
    client.post("/signout")
    assert client.get(here).status_code == 410


def test_a_weak_password_is_refused_and_the_link_stays(client, session):
    make_signer_in()
    ask(client)
    here = link()
    for weak in ("short", "password1", "pia@example.com"):
        assert client.post(here, data={"password": weak}).status_code == 422
    assert client.post(here, data={"password": NEW}).status_code == 303


def test_every_address_is_answered_alike_and_at_the_same_cost(client, session, statements):
    make_signer_in()
    make_signer_in("gone", active=False)
    texts, costs = set(), set()
    for address in ("pia@example.com", "who@example.com", "gone@example.com"):
        client.get("/recover")
        with statements() as ran:
            answer = ask(client, address)
        costs.add(len(ran))
        text = answer.text.replace(address, "")
        texts.add("".join(line for line in text.splitlines() if "csrf" not in line))
    assert len(texts) == 1
    assert len(costs) == 1
    assert [mail.to for mail in letters()] == ["pia@example.com"]


def test_the_look_up_is_left_to_the_worker(client, session):
    make_signer_in()
    ask(client)
    assert db.session.query(jobs.Job).count() == 1


def test_recovering_proves_an_address_that_was_not_proven(client, session):
    member = make_signer_in(confirmed=False)
    ask(client)
    client.post(link(), data={"password": NEW})
    assert member.is_confirmed
    assert sign_in(client, NEW) == 303


@pytest.mark.parametrize("host", ["evil.test", "localhost@evil.test"])
def test_the_letters_link_names_this_site_whatever_the_host(client, session, host):
    make_signer_in()
    client.post(
        "/recover",
        data={"email": "pia@example.com"},
        headers={"X-Forwarded-Host": host, "Forwarded": f"host={host}"},
    )
    assert "evil" not in letters()[-1].text
    assert link()


def test_a_letter_can_be_asked_for_three_times_an_hour(client, session):
    make_signer_in()
    for address in ("pia@example.com", "who@example.com"):
        for _ in range(3):
            assert ask(client, address).status_code == 200
        refused = ask(client, address.upper())
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) > 0
    assert len(sent_to("pia@example.com")) <= 3


def test_recovering_keeps_the_way_back_and_what_a_guest_typed(client, session):
    make_signer_in()
    with client.session_transaction() as kept:
        kept["guest_key"] = "drafts of a guest"
    client.post("/recover", data={"email": "pia@example.com", "next": "/questions/ask?x=1"})
    response = client.post(link(), data={"password": NEW})
    assert response.location == "/signin?next=/questions/ask?x%3D1"
    with client.session_transaction() as kept:
        assert kept["guest_key"] == "drafts of a guest"
