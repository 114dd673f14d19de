"""Sessions as rows: strict, renewed, ended at once; none for a visitor who only reads."""

import hashlib
from datetime import timedelta

import pytest

from app import create_app
from app.domain.accounts.actions.browsers import sweep_sessions
from app.domain.accounts.actions.rights import grant_role
from app.domain.accounts.models import Operator, SignInSession
from app.kit import clock
from app.kit.db import db
from app.kit.work import write
from app.web.sessions import hash_of
from tests.conftest import settings_for
from tests.factories.accounts import PASSWORD, make_signer_in

READ = ["/", "/members", "/members/bob", "/questions", "/confirm/x", "/nowhere"]


def sign_in(client, who="pia", **more):
    return client.post("/signin", data={"email": who, "password": PASSWORD, **more})


def sid(client):
    cookie = client.get_cookie("sid")
    return cookie.value if cookie else None


def rows():
    return db.session.query(SignInSession).all()


def is_signed_in(client):
    return client.get("/settings").status_code == 200


@pytest.mark.parametrize("path", READ)
def test_a_visitor_who_only_reads_gets_no_cookie_and_no_row(client, bob, path):
    response = client.get(path)
    assert "Set-Cookie" not in response.headers
    assert rows() == []


def test_a_page_of_a_visitor_may_be_kept_for_all(client, bob):
    assert "public" in client.get("/members/bob").headers["Cache-Control"]


def test_a_page_of_a_member_is_never_kept(client, bob, as_member):
    response = as_member(bob).get("/members/bob")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in response.headers["Vary"]


def test_the_cookie_holds_a_random_id_and_the_row_its_hash(client, session):
    make_signer_in()
    response = sign_in(client)
    cookie = next(c for c in response.headers.getlist("Set-Cookie") if c.startswith("sid="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie
    assert len(sid(client)) >= 43  # 256 bits
    (row,) = rows()
    assert row.id_hash == hashlib.sha256(sid(client).encode()).hexdigest()
    assert sid(client) not in str(row.data)


def test_over_https_the_cookie_is_bound_to_the_host(tmp_path):
    site = create_app(
        settings_for(tmp_path, f"sqlite:///{tmp_path}/s.db", base_url="https://localhost")
    )
    with site.app_context():
        db.create_all()
        response = site.test_client().get("/signin", base_url="https://localhost")
        db.session.remove()
        db.engine.dispose()
    (cookie,) = response.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-sid=")
    assert "Secure" in cookie
    assert "Domain" not in cookie


def test_signing_in_gives_a_new_id_and_the_old_one_opens_nothing(client, app, session):
    make_signer_in()
    client.get("/signin")
    before = sid(client)
    assert before
    sign_in(client)
    assert sid(client) != before
    other = app.test_client()
    other.set_cookie("sid", before)
    assert not is_signed_in(other)


@pytest.mark.parametrize("planted", ["known", "0" * 64, "", "x" * 3000, "\u00e9", "a b"])
def test_an_id_that_no_row_knows_is_refused(client, session, planted):
    make_signer_in()
    client.set_cookie("sid", planted)
    assert not is_signed_in(client)
    sign_in(client)
    assert is_signed_in(client)
    assert sid(client) != planted


def test_the_stored_hash_is_no_way_in(client, app, session):
    make_signer_in()
    sign_in(client)
    thief = app.test_client()
    thief.set_cookie("sid", rows()[0].id_hash)
    assert not is_signed_in(thief)


def test_what_was_in_the_session_before_does_not_cross_the_sign_in(client, session):
    make_signer_in()
    with client.session_transaction() as kept:
        kept["planted"] = "x"
    sign_in(client)
    with client.session_transaction() as kept:
        assert "planted" not in kept
        assert "guest_key" not in kept


def test_signing_out_drops_the_row_and_the_cookie(client, session):
    make_signer_in()
    sign_in(client)
    old = sid(client)
    assert client.post("/signout").status_code == 303
    assert not is_signed_in(client)
    client.set_cookie("sid", old)
    assert not is_signed_in(client)
    assert all(row.user_id is None for row in rows())


def test_signing_out_needs_a_post_with_a_token(client, session):
    make_signer_in()
    sign_in(client)
    assert client.get("/signout").status_code == 405
    client.sends_token = False
    assert client.post("/signout").status_code == 400
    client.sends_token = True
    assert is_signed_in(client)


@pytest.mark.parametrize("pause,stays", [(timedelta(days=29), True), (timedelta(days=31), False)])
def test_a_session_ends_after_thirty_idle_days(client, session, pause, stays):
    make_signer_in()
    sign_in(client)
    clock.freeze(clock.now() + pause)
    assert is_signed_in(client) is stays


def test_a_session_ends_after_ninety_days_however_busy(client, session):
    make_signer_in()
    sign_in(client)
    start = clock.now()
    for day in range(20, 90, 20):
        clock.freeze(start + timedelta(days=day))
        assert is_signed_in(client)
    clock.freeze(start + timedelta(days=90, minutes=1))
    assert not is_signed_in(client)


@pytest.mark.parametrize("pause,stays", [(timedelta(hours=11), True), (timedelta(hours=13), False)])
def test_a_session_of_staff_ends_after_twelve_idle_hours(client, session, pause, stays):
    make_signer_in(staff_roles=["moderator"])
    sign_in(client)
    clock.freeze(clock.now() + pause)
    assert is_signed_in(client) is stays


def test_being_here_is_noted_at_most_every_ten_minutes(client, session):
    member = make_signer_in()
    sign_in(client)
    client.get("/settings")
    first = rows()[0].seen_at
    clock.freeze(clock.now() + timedelta(minutes=9))
    client.get("/settings")
    assert rows()[0].seen_at == first
    clock.freeze(clock.now() + timedelta(minutes=2))
    client.get("/settings")
    db.session.expire_all()
    assert rows()[0].seen_at == clock.now()
    assert member.seen_at == clock.now()


def test_a_changed_role_signs_out_everywhere(client, session):
    member = make_signer_in()
    sign_in(client)
    write(grant_role, member, "editor", by=Operator())
    assert not is_signed_in(client)


def test_a_session_carried_by_another_uniquifier_is_nobodys(client, session):
    member = make_signer_in()
    sign_in(client)
    write(lambda: setattr(member, "fs_uniquifier", "changed"))
    assert not is_signed_in(client)


def test_a_closed_account_is_signed_out(client, session):
    member = make_signer_in()
    sign_in(client)
    write(lambda: setattr(member, "active", False))
    assert not is_signed_in(client)


def test_a_session_ended_meanwhile_is_not_brought_back(client, session):
    make_signer_in()
    sign_in(client)
    with client.session_transaction() as kept:
        kept["more"] = 1
        write(db.session.query(SignInSession).delete)
    assert rows() == []


def test_ended_sessions_are_swept(client, session):
    make_signer_in()
    sign_in(client)
    clock.freeze(clock.now() + timedelta(days=31))
    sweep_sessions()
    assert rows() == []


def test_a_guest_is_forgotten_sooner_unless_drafts_wait(client, session):
    client.get("/signin")
    assert rows()[0].expires_at - rows()[0].created_at == timedelta(days=1)
    with client.session_transaction() as kept:
        kept["guest_key"] = "k"
    row = db.session.get_one(SignInSession, hash_of(sid(client)))
    db.session.refresh(row)
    assert row.expires_at - row.created_at >= timedelta(days=30)
