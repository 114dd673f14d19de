"""Passwords and addresses: changed by their owner, once a link, and felt at once everywhere."""

from datetime import timedelta

import pytest

from app.domain.accounts.actions.credentials import (
    ask_address_change,
    ask_recovery,
    change_address,
    change_password,
    recover,
    strengthen_hash,
)
from app.domain.accounts.models import SignInSession
from app.domain.notifications.models import Letter
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Gone, Invalid
from app.kit.work import unit_of_work, write
from tests.people import make_member


@pytest.fixture
def browser(bob):
    with unit_of_work():
        row = SignInSession(
            id_hash="x" * 64, user_id=bob.id, expires_at=clock.now() + timedelta(days=1)
        )
        db.session.add(row)
    return row


def browsers():
    return db.session.query(SignInSession).count()


def letters():
    return [(letter.kind, letter.user_id) for letter in db.session.query(Letter)]


def test_recovering_sets_the_password_and_ends_every_session(bob, browser):
    write(ask_recovery, bob.email)
    before = bob.fs_uniquifier
    write(recover, bob, password_hash="new", nonce=bob.recovery_nonce)
    assert (bob.password, bob.recovery_nonce) == ("new", None)
    assert bob.fs_uniquifier != before
    assert browsers() == 0
    assert letters() == [("reset", bob.id), ("password-changed", bob.id)]


def test_a_recovery_works_once(bob):
    write(ask_recovery, bob.email)
    nonce = bob.recovery_nonce
    write(recover, bob, password_hash="new", nonce=nonce)
    with pytest.raises(Gone):
        write(recover, bob, password_hash="newer", nonce=nonce)
    assert bob.password == "new"


def test_only_the_last_recovery_works(bob):
    write(ask_recovery, bob.email)
    first = bob.recovery_nonce
    write(ask_recovery, bob.email)
    with pytest.raises(Gone):
        write(recover, bob, password_hash="new", nonce=first)
    write(recover, bob, password_hash="new", nonce=bob.recovery_nonce)
    assert bob.password == "new"


def test_asking_for_an_unknown_address_does_nothing(session):
    write(ask_recovery, "nobody@example.com")
    assert letters() == []


def test_recovering_proves_the_address(ulla):
    write(ask_recovery, ulla.email)
    write(recover, ulla, password_hash="mine", nonce=ulla.recovery_nonce)
    assert ulla.is_confirmed


def test_changing_the_password_ends_sessions_and_voids_letters(bob, browser):
    write(ask_recovery, bob.email)
    nonce = bob.recovery_nonce
    write(change_password, bob, password_hash="new", was=bob.password, by=bob)
    assert bob.password == "new"
    assert browsers() == 0
    with pytest.raises(Gone):
        write(recover, bob, password_hash="x", nonce=nonce)


def test_of_two_changes_from_one_password_one_wins(bob):
    was = bob.password
    write(change_password, bob, password_hash="first", was=was, by=bob)
    with pytest.raises(Gone):
        write(change_password, bob, password_hash="second", was=was, by=bob)
    assert bob.password == "first"


def test_nobody_changes_anothers_password_or_address(bob, ada, mallory):
    for other in (ada, mallory):
        with pytest.raises(Forbidden):
            write(change_password, bob, password_hash="x", was=None, by=other)
        with pytest.raises(Forbidden):
            write(ask_address_change, bob, "x@example.com", by=other)


def test_a_new_address_counts_from_its_proof_on(bob, browser):
    write(ask_address_change, bob, "Bob.New@example.com", by=bob)
    assert bob.email == "bob@example.com"
    write(change_address, bob, "Bob.New@example.com", uniquifier=bob.fs_uniquifier)
    assert (bob.email, bob.email_key) == ("Bob.New@example.com", "bob.new@example.com")
    assert browsers() == 0
    assert [kind for kind, _ in letters()] == ["address-change", "address-changed"]


def test_a_taken_address_gets_no_letter_and_no_error(bob, alice):
    write(ask_address_change, bob, alice.email, by=bob)
    assert letters() == []


def test_ones_own_address_is_refused(bob):
    with pytest.raises(Invalid):
        write(ask_address_change, bob, bob.email.upper(), by=bob)


def test_an_address_taken_meanwhile_is_a_conflict(bob):
    uniquifier = bob.fs_uniquifier
    make_member("other", email="new@example.com")
    with pytest.raises(Conflict):
        write(change_address, bob, "new@example.com", uniquifier=uniquifier)


def test_who_proves_an_address_comes_before_who_only_typed_it(bob, ulla):
    write(change_address, bob, ulla.email, uniquifier=bob.fs_uniquifier)
    assert bob.email == "ulla@example.com"


def test_a_link_to_a_new_address_works_once(bob):
    uniquifier = bob.fs_uniquifier
    write(change_address, bob, "one@example.com", uniquifier=uniquifier)
    with pytest.raises(Gone):
        write(change_address, bob, "two@example.com", uniquifier=uniquifier)


def test_a_stronger_hash_never_undoes_a_changed_password(bob):
    write(change_password, bob, password_hash="changed", was=bob.password, by=bob)
    write(strengthen_hash, bob, password_hash="strong old", was="old")
    db.session.refresh(bob)
    assert bob.password == "changed"
