"""Limits: over all processes, kind to the owner, honest about when to come back."""

from datetime import timedelta

import pytest

from app import create_app
from app.kit import clock, limits
from app.kit.db import db
from app.kit.limits import LimitCount
from app.kit.work import write
from app.web.accounts.limits import DatabaseStorage, network
from tests.conftest import settings_for
from tests.factories.accounts import PASSWORD, link_in, make_signer_in, sent_to

FROM = "REMOTE_ADDR"


def try_in(client, typed="not the password", who="pia", network="10.0.0.1"):
    return client.post(
        "/signin",
        data={"email": who, "password": typed},
        environ_overrides={FROM: network},
    )


def join(client, number, network="10.0.0.1"):
    data = {"email": f"p{number}@example.com", "handle": f"pia_{number}a", "password": PASSWORD}
    return client.post("/join", data=data, environ_overrides={FROM: network})


@pytest.fixture
def _at_the_hour(session):
    clock.freeze(clock.now().replace(minute=0, second=1, microsecond=0))


@pytest.mark.usefixtures("_at_the_hour")
def test_a_network_signs_in_ten_times_a_minute(client):
    for number in range(10):
        assert try_in(client, who=f"somebody{number}").status_code == 422
    refused = try_in(client, who="somebody")
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert "try again" in refused.text
    assert try_in(client, who="x", network="10.0.0.2").status_code == 422
    clock.freeze(clock.now() + timedelta(seconds=61))
    assert try_in(client, who="somebody").status_code == 422


@pytest.mark.usefixtures("_at_the_hour")
def test_reading_the_page_is_not_limited(client):
    for _ in range(15):
        assert client.get("/signin").status_code == 200


@pytest.mark.usefixtures("_at_the_hour")
def test_a_thousand_guesses_from_fifty_networks_are_mostly_not_looked_at(client):
    make_signer_in()
    looked_at = 0
    for number in range(100):
        answer = try_in(client, network=f"10.0.{number % 50}.1")
        looked_at += answer.status_code == 422
        clock.freeze(clock.now() + timedelta(seconds=5))
    assert looked_at <= 20


@pytest.mark.usefixtures("_at_the_hour")
def test_the_pause_grows_with_the_failures(client):
    make_signer_in()
    pauses = []
    for number in range(14):
        answer = try_in(client, network=f"10.0.{number}.1")
        if answer.status_code == 429:
            pauses.append(int(answer.headers["Retry-After"]))
            clock.freeze(clock.now() + timedelta(seconds=pauses[-1] + 1))
    assert pauses
    assert pauses == sorted(pauses)
    assert max(pauses) <= 15 * 60


@pytest.mark.usefixtures("_at_the_hour")
def test_an_unknown_member_is_limited_like_a_known_one(client):
    make_signer_in()
    answers = {
        who: [try_in(client, who=who, network=f"10.{n}.{i}.1").status_code for i in range(8)]
        for n, who in enumerate(("pia", "who@example.com"))
    }
    assert answers["pia"] == answers["who@example.com"]
    assert 429 in answers["pia"]


@pytest.mark.usefixtures("_at_the_hour")
def test_the_right_password_wipes_the_failures(client, app):
    make_signer_in()
    for _ in range(3):
        for number in range(4):
            assert try_in(client, network=f"10.0.{number}.1").status_code == 422
        assert try_in(app.test_client(), PASSWORD, network="10.0.9.1").status_code == 303


@pytest.mark.usefixtures("_at_the_hour")
def test_a_stranger_never_keeps_the_owner_out(client, app):
    make_signer_in()
    for number in range(10):
        try_in(app.test_client(), network=f"10.0.{number}.1")
    assert try_in(client, PASSWORD, network="10.1.0.1").status_code == 429
    client.post("/recover", data={"email": "pia@example.com"})
    link = link_in(sent_to("pia@example.com")[-1], "/recover")
    client.post(link, data={"password": "quite another phrase"})
    assert try_in(client, "quite another phrase", network="10.1.0.1").status_code == 303


@pytest.mark.usefixtures("_at_the_hour")
def test_a_letter_of_ones_own_opens_no_way_to_others(client, app):
    make_signer_in()
    make_signer_in("rex")
    client.post("/recover", data={"email": "rex@example.com"})
    link = link_in(sent_to("rex@example.com")[-1], "/recover")
    client.post(link, data={"password": "quite another phrase"})
    for number in range(6):
        try_in(app.test_client(), network=f"10.0.{number}.1")
    assert try_in(client, network="10.1.0.1").status_code == 429


@pytest.mark.usefixtures("_at_the_hour")
def test_a_network_joins_five_times_an_hour(client, app):
    for number in range(5):
        assert join(app.test_client(), number).status_code == 303
    refused = join(app.test_client(), 5)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3601
    assert join(app.test_client(), 6, network="10.0.0.2").status_code == 303


@pytest.mark.usefixtures("_at_the_hour")
def test_a_mistyped_form_is_no_joining(client):
    for _ in range(8):
        answer = client.post("/join", data={"email": "x", "handle": "y", "password": "z"})
        assert answer.status_code == 422
    assert join(client, 1).status_code == 303


@pytest.mark.parametrize(
    "address,counted",
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:0db8:0001:0002"),
        ("2001:db8:1:2::ffff", "2001:0db8:0001:0002"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        ("", "unknown"),
        ("unix", "unknown"),
    ],
)
def test_one_customers_network_is_counted_as_one(app, address, counted):
    with app.test_request_context(environ_base={FROM: address}):
        assert network() == counted


def test_the_table_counts_from_the_first_use_and_starts_again(session):
    storage = DatabaseStorage("database://")
    assert [storage.incr("key", 60) for _ in range(3)] == [1, 2, 3]
    assert storage.get("key") == 3
    assert storage.get_expiry("key") == pytest.approx(clock.now().timestamp() + 60, abs=5)
    clock.freeze(clock.now() + timedelta(seconds=61))
    assert storage.get("key") == 0
    assert storage.incr("key", 60) == 1
    storage.clear("key")
    assert storage.get("key") == 0
    assert storage.check()


def test_addresses_are_not_kept_as_they_are(client, session):
    try_in(client, who="secret@example.com", network="203.0.113.99")
    kept = repr([row.key for row in db.session.query(LimitCount)])
    assert "secret" not in kept
    assert "203.0.113" not in kept


def test_windows_that_are_over_are_swept(session):
    DatabaseStorage("database://").incr("key", 60)
    clock.freeze(clock.now() + timedelta(seconds=61))
    write(limits.sweep)
    assert db.session.query(LimitCount).count() == 0


@pytest.mark.loopback
@pytest.mark.needs("redis")
def test_with_redis_the_counts_live_there(tmp_path, redis_server):
    site = create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/r.db", redis_url=redis_server))
    with site.app_context():
        db.create_all()
        client = site.test_client()
        token = client.get("/token").get_json()["token"]
        answers = [
            client.post(
                "/signin",
                data={"email": f"somebody{number}", "password": "not right at all"},
                headers={"X-CSRFToken": token},
            ).status_code
            for number in range(12)
        ]
        kept = [row.key for row in db.session.query(LimitCount)]
        db.session.remove()
        db.engine.dispose()
    assert 429 in answers
    assert not [key for key in kept if key.startswith("key:")]
    create_app(settings_for(tmp_path, f"sqlite:///{tmp_path}/r.db"))
