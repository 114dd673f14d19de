"""Footprints: which browser, which network, as keyed hashes; nothing of a visitor who reads."""

from datetime import timedelta

import pytest

from app import create_app
from app.domain.accounts.actions.footprints import note_footprints, sweep_footprints
from app.domain.accounts.models import Footprint, SignInSession
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from app.web import footprints as room
from tests.conftest import settings_for
from tests.factories.accounts import PASSWORD, make_signer_in

HERE = {"environ_base": {"REMOTE_ADDR": "203.0.113.77"}}


def sign_in(client, who="pia", **more):
    return client.post("/signin", data={"email": who, "password": PASSWORD}, **(HERE | more))


def cookie_of(response):
    sent = response.headers.getlist("Set-Cookie")
    return next((it for it in sent if it.startswith("device=")), "")


def footprints(**values):
    return db.session.query(Footprint).filter_by(**values).all()


def test_signing_in_leaves_hashes_of_browser_and_network(client, session):
    pia = make_signer_in()
    cookie = cookie_of(sign_in(client))
    assert all(
        rule in cookie for rule in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=31536000")
    )
    found = footprints(user_id=pia.id)
    assert sorted(it.kind for it in found) == ["device", "network"]
    number = client.get_cookie("device").value
    for it in found:
        assert len(it.key) == 64
        assert number not in it.key
        assert "203.0" not in it.key


def test_two_accounts_of_one_browser_leave_the_same_footprint(client, session):
    for who in ("pia", "otto"):
        make_signer_in(who)
        sign_in(client, who)
        client.post("/signout")
    [one, other] = footprints(kind="device")
    assert one.key == other.key
    assert one.user_id != other.user_id


def test_another_browser_of_the_same_network_is_told_apart(app, client, session):
    make_signer_in()
    sign_in(client)
    sign_in(app.test_client(), environ_base={"REMOTE_ADDR": "203.0.113.9"})
    assert len(footprints(kind="device")) == 2
    assert len(footprints(kind="network")) == 1


@pytest.mark.parametrize("sent", ["short", "x" * 44, "é" * 43, "<b>" * 15])
def test_a_number_that_is_not_ours_is_replaced(client, session, sent):
    make_signer_in()
    client.set_cookie("device", sent)
    sign_in(client)
    assert client.get_cookie("device").value != sent


def test_a_visitor_who_reads_gets_no_number(client, bob):
    for path in ("/", "/questions", "/signin", "/members/bob"):
        assert not cookie_of(client.get(path, **HERE))
    assert footprints() == []


def test_a_refused_sign_in_leaves_nothing(client, session):
    make_signer_in()
    response = client.post("/signin", data={"email": "pia", "password": "wrong"}, **HERE)
    assert response.status_code == 422
    assert not cookie_of(response)
    assert footprints() == []


def test_a_signed_in_browser_leaves_one_footprint_a_day(client, session):
    make_signer_in()
    start = clock.now().replace(hour=9, minute=0)
    clock.freeze(start)
    sign_in(client)
    elsewhere = {"environ_base": {"REMOTE_ADDR": "198.51.100.1"}}
    clock.freeze(start + timedelta(hours=2))
    assert not cookie_of(client.get("/settings", **elsewhere))
    assert len(footprints(kind="network")) == 1
    clock.freeze(start + timedelta(days=1))
    assert client.get("/settings", **elsewhere).status_code == 200
    assert len(footprints(kind="network")) == 2
    [device] = footprints(kind="device")
    assert (device.first_at, device.last_at) == (start, start + timedelta(days=1))


def test_on_https_the_cookie_belongs_to_the_host_alone(app, tmp_path, session):
    secure = create_app(
        settings_for(tmp_path, app.settings.database_url, base_url="https://x.example")
    )
    with secure.test_request_context("https://x.example/"):
        assert room.cookie_name() == "__Host-device"


def test_old_footprints_are_forgotten(bob, alice):
    with unit_of_work():
        note_footprints(bob.id, {"device": "d" * 64, "network": "n" * 64})
    clock.freeze(clock.now() + timedelta(days=80))
    with unit_of_work():
        note_footprints(alice.id, {"device": "d" * 64})
        note_footprints(bob.id, {"network": "n" * 64})
    clock.freeze(clock.now() + timedelta(days=20))
    sweep_footprints()
    assert sorted((it.user_id, it.kind) for it in footprints()) == sorted(
        [(alice.id, "device"), (bob.id, "network")]
    )


@pytest.mark.parametrize(
    "address, network",
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("127.0.0.1", ""),
        ("::1", ""),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_a_network_is_the_first_bits_of_an_address(address, network):
    assert room.network_of(address) == network


def test_a_session_that_never_signed_in_here_leaves_only_its_network(client, bob, as_member):
    browser = as_member(bob)
    with unit_of_work():
        db.session.query(SignInSession).update({"seen_at": clock.now() - timedelta(days=2)})
    browser.get("/settings", **HERE)
    assert [it.kind for it in footprints(user_id=bob.id)] == ["network"]
