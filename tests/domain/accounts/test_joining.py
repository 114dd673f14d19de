"""Joining: one account for one address and one handle, and nothing told to strangers."""

from datetime import timedelta

import pytest

from app.domain.accounts.actions.joining import (
    ask_confirmation,
    confirm_address,
    enrol,
    expire_pending,
    join,
)
from app.domain.accounts.models import FormerHandle, Operator, User
from app.domain.accounts.queries import handle_is_taken, member_by_address, member_by_handle
from app.domain.accounts.rules import CONFIRM_WITHIN
from app.domain.notifications.models import Letter
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid
from app.kit.work import write


def joined(address="pia@example.com", handle="pia", name="", hashed="hash"):
    write(join, address=address, handle=handle, name=name, password_hash=hashed)
    return member_by_address(address)


def kinds():
    return [letter.kind for letter in db.session.query(Letter).order_by(Letter.id)]


def test_who_joins_waits_for_the_letter(session):
    member = joined()
    assert member.is_pending
    assert (member.handle, member.name, member.trust) == ("pia", "pia", "new")
    assert member.staff_roles == []
    assert kinds() == ["confirm"]


def test_a_taken_address_makes_no_account_and_tells_the_owner(bob):
    assert joined(bob.email.upper(), "somebody_else") == bob
    assert kinds() == ["already-member"]
    assert bob.handle == "bob"


def test_the_handle_tried_with_a_taken_address_is_held_like_any_other(bob):
    joined(bob.email, "newcomer")
    with pytest.raises(Invalid) as refused:
        joined("other@example.com", "newcomer")
    assert refused.value.field == "handle"


def test_a_held_handle_is_free_again_when_a_real_one_would_be(bob):
    joined(bob.email, "newcomer")
    clock.freeze(clock.now() + CONFIRM_WITHIN + timedelta(minutes=1))
    expire_pending()
    assert not handle_is_taken("newcomer")
    assert db.session.query(FormerHandle).count() == 0


@pytest.mark.parametrize("handle", ["alice", "ALICE", "AIice", "a1ice"])
def test_a_handle_that_looks_like_anothers_is_refused(alice, handle):
    with pytest.raises(Invalid) as refused:
        joined(handle=handle)
    assert refused.value.field == "handle"


def test_an_unproven_address_is_taken_over_with_all_that_hangs_on_it(session):
    first = joined(handle="attacker", hashed="theirs")
    uniquifier = first.fs_uniquifier
    second = joined(handle="rightful", hashed="mine")
    assert second.password == "mine"
    assert second.fs_uniquifier != uniquifier
    assert db.session.query(User).filter_by(email_key="pia@example.com").count() == 1
    assert member_by_handle("attacker") is None
    # The letter of the first joining is gone; only the second one's leads anywhere.
    assert [letter.user_id for letter in db.session.query(Letter)] == [second.id]


def test_joining_again_may_keep_the_handle(session):
    joined(handle="pia")
    assert joined(handle="pia", hashed="other").password == "other"


def test_an_account_that_nobody_proved_goes_after_a_day(session):
    joined()
    clock.freeze(clock.now() + CONFIRM_WITHIN - timedelta(minutes=1))
    expire_pending()
    assert member_by_address("pia@example.com") is not None
    clock.freeze(clock.now() + timedelta(minutes=2))
    expire_pending()
    assert member_by_address("pia@example.com") is None
    assert db.session.query(Letter).count() == 0


def test_expiring_spares_the_proven_and_the_imported(bob):
    db.session.commit()
    write(db.session.add, User(handle="old", handle_key="old", name="Old"))
    clock.freeze(clock.now() + timedelta(days=400))
    expire_pending()
    assert {m.handle for m in db.session.query(User)} == {"bob", "old"}


def test_proving_an_address_is_news_once(session):
    member = joined()
    assert write(confirm_address, member) is True
    assert write(confirm_address, member) is False
    assert member.is_confirmed
    assert kinds().count("welcome") == 1


def test_the_letter_comes_again_only_to_who_waits_for_it(bob):
    joined()
    for address in ("pia@example.com", bob.email, "nobody@example.com"):
        write(ask_confirmation, address)
    assert kinds() == ["confirm", "confirm"]


def test_only_the_shell_and_admins_enrol(session, bob, ada):
    for by in (Operator(), ada):
        handle = f"lumen_{by.handle}"
        member = write(
            enrol, address=f"{handle}@x.example", handle=handle, name="", password_hash=None, by=by
        )
        assert member.is_confirmed
    with pytest.raises(Forbidden):
        write(enrol, address="x@x.example", handle="xx", name="", password_hash=None, by=bob)


def test_enrolling_a_taken_address_is_refused(bob):
    with pytest.raises(Invalid) as refused:
        write(enrol, address=bob.email, handle="xy", name="", password_hash=None, by=Operator())
    assert refused.value.field == "email"
