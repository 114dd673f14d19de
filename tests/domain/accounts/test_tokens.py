"""Keys for programs: kept as a hash, worth what their owner is, ended with the sessions."""

from datetime import timedelta

import pytest

from app.domain.accounts.actions.browsers import end_all_browsers
from app.domain.accounts.actions.credentials import change_address, change_password, recover
from app.domain.accounts.actions.rights import grant_role, withdraw_role
from app.domain.accounts.models import ApiToken, Guest, Operator
from app.domain.accounts.tokens import (
    KEPT,
    MOST,
    NAME_LONGEST,
    PREFIX,
    create_token,
    member_of_token,
    tokens_of,
    withdraw_token,
)
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid, NotFound
from app.kit.work import unit_of_work, write
from tests.people import make_member


def key_of(member, name="a script"):
    return write(create_token, by=member, name=name)[1]


def test_a_key_is_kept_as_a_hash_alone(alice):
    token, text = write(create_token, by=alice, name="  a   script ")
    assert text.startswith(PREFIX)
    assert len(text) > 40
    assert token.name == "a script"
    assert text.startswith(token.prefix)
    stored = {column.name: getattr(token, column.name) for column in ApiToken.__table__.columns}
    assert text not in str(stored)
    assert member_of_token(text) == alice


def test_two_keys_are_never_alike(alice):
    assert key_of(alice) != key_of(alice)


@pytest.mark.parametrize("name", ["", " \n ", "x" * (NAME_LONGEST + 1)])
def test_a_key_is_named(alice, name):
    with pytest.raises(Invalid) as refused:
        key_of(alice, name)
    assert refused.value.field == "name"


def test_a_member_has_only_so_many(alice, bob):
    for _ in range(MOST):
        key_of(alice)
    with pytest.raises(Invalid):
        key_of(alice)
    assert key_of(bob)
    write(withdraw_token, tokens_of(alice)[0].id, by=alice)
    assert key_of(alice)


def test_guests_the_unconfirmed_and_the_closed_have_none(session):
    newcomer = make_member("newcomer", confirmed_at=None)
    closed = make_member("closed", active=False)
    for nobody in (Guest(), newcomer, closed):
        with pytest.raises(Forbidden):
            key_of(nobody)


def test_a_key_ends_after_a_year(alice):
    text = key_of(alice)
    clock.freeze(clock.now() + KEPT - timedelta(minutes=1))
    assert member_of_token(text) == alice
    clock.freeze(clock.now() + timedelta(minutes=2))
    assert member_of_token(text) is None
    assert tokens_of(alice) == []


def test_a_key_taken_back_stays_so(alice):
    token, text = write(create_token, by=alice, name="a script")
    write(withdraw_token, token.id, by=alice)
    ended = token.withdrawn_at
    clock.freeze(clock.now() + timedelta(hours=1))
    write(withdraw_token, token.id, by=alice)
    assert token.withdrawn_at == ended
    assert member_of_token(text) is None


def test_nobody_takes_back_another_s(alice, mallory):
    token, text = write(create_token, by=alice, name="a script")
    for number in (token.id, token.id + 1000):
        with pytest.raises(NotFound):
            write(withdraw_token, number, by=mallory)
    assert member_of_token(text) == alice


@pytest.mark.parametrize("text", ["", PREFIX, "pukka_nonsense", "\x00", "\ud800", "x" * 100_000])
def test_what_is_no_key_opens_nothing(session, text):
    assert member_of_token(text) is None


@pytest.mark.parametrize("loss", [{"active": False}, {"confirmed_at": None}])
def test_a_key_is_worth_what_its_owner_is(alice, loss):
    text = key_of(alice)
    with unit_of_work():
        for name, value in loss.items():
            setattr(alice, name, value)
    assert member_of_token(text) is None


def another_password(member):
    write(change_password, member, password_hash="new", was=member.password, by=member)


def recovered_password(member):
    with unit_of_work():
        member.recovery_nonce = "n"
    write(recover, member, password_hash="new", nonce="n")


def another_address(member):
    write(change_address, member, "new@example.com", uniquifier=member.fs_uniquifier)


def a_role(member):
    write(grant_role, member, "editor", reason="knows", by=Operator())


def a_role_less(member):
    with unit_of_work():
        member.staff_roles = ["editor"]
    write(withdraw_role, member, "editor", reason="left", by=Operator())


def all_sessions(member):
    write(end_all_browsers, member)


@pytest.mark.parametrize(
    "event",
    [another_password, recovered_password, another_address, a_role, a_role_less, all_sessions],
)
def test_keys_end_with_the_sessions(alice, bob, event):
    texts, other = [key_of(alice), key_of(alice)], key_of(bob)
    event(alice)
    assert [member_of_token(text) for text in texts] == [None, None]
    assert member_of_token(other) == bob


def test_keys_end_in_the_same_transaction(alice):
    text, was = key_of(alice), alice.password

    def change_and_fail():
        change_password(alice, password_hash="new", was=was, by=alice)
        raise KeyError

    with pytest.raises(KeyError):
        write(change_and_fail)
    db.session.expire_all()
    assert alice.password == was
    assert member_of_token(text) == alice
