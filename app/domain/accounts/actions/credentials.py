"""Passwords and addresses: recovered, changed. Each change ends the member's sessions.

Hashes are made before the unit of work (they are slow by design) and handed in.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from app.domain.accounts.actions.browsers import end_all_browsers
from app.domain.accounts.actions.joining import confirm_address, new_nonce
from app.domain.accounts.events import (
    AccountExpired,
    AddressChangeAsked,
    AddressChanged,
    LetterWanted,
    PasswordChanged,
    RecoveryAsked,
)
from app.domain.accounts.models import Actor, User
from app.domain.accounts.policy import may_edit_member
from app.domain.accounts.queries import member_by_address
from app.domain.accounts.rules import address_key
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Gone, Invalid

_USED = _l("This link was used, or a newer one was sent. Ask for another one.")


def want_recovery(address: str) -> None:
    """Somebody forgot a password; the worker finds out whether there is a letter to send."""
    publish(LetterWanted("reset", address, new_nonce()))


def ask_recovery(address: str) -> None:
    """Send the letter that sets a new password, if the address has an account.

    Only the letter asked for last holds a link that works.
    """
    member = member_by_address(address)
    if member is None or not member.active:
        return
    member.recovery_nonce = new_nonce()
    publish(RecoveryAsked(member.id, member.recovery_nonce))


def recover(member: User, *, password_hash: str, nonce: str) -> None:
    """The link of the letter sets a new password, once; it proves the address, too."""
    _use_up(member, recovery_nonce=nonce)
    member.password = password_hash
    end_all_browsers(member)
    confirm_address(member)
    publish(PasswordChanged(member.id, new_nonce()))


def change_password(member: User, *, password_hash: str, was: str | None, by: Actor) -> None:
    """A member who just gave the old password sets another; every session ends.

    :param was: the stored hash that the old password was checked against.
    """
    require(may_edit_member(by, member))
    _use_up(member, password=was)
    member.password = password_hash
    end_all_browsers(member)
    publish(PasswordChanged(member.id, new_nonce()))


def strengthen_hash(member: User, *, password_hash: str, was: str) -> None:
    """Store the same password under today's cost; a password changed meanwhile stays."""
    db.session.execute(
        update(User)
        .where(User.id == member.id, User.password == was)
        .values(password=password_hash)
    )


def ask_address_change(member: User, address: str, *, by: Actor) -> None:
    """A link goes to the new address; until it is used, nothing changes.

    An address that has an account gets no letter, and the asker is told the same.
    """
    require(may_edit_member(by, member))
    if address_key(address) == member.email_key:
        raise Invalid("address", _l("This is your address already."))
    other = member_by_address(address)
    if other is None or other.is_pending:
        publish(AddressChangeAsked(member.id, address.strip(), new_nonce()))


def change_address(member: User, address: str, *, uniquifier: str) -> None:
    """The new address was proven by its link: it is the member's, and every session ends.

    :param uniquifier: the one the link carries; it changes with every use of such a link.
    """
    other = member_by_address(address)
    if other is not None and not other.is_pending:
        raise Conflict(_l("This address has an account of its own meanwhile."))
    old = member.email or ""
    _use_up(member, fs_uniquifier=uniquifier)
    if other is not None:
        # Somebody joined with it and never proved it: the one who did comes first.
        _free_address(other)
    member.email = address
    member.email_key = address_key(address)
    end_all_browsers(member)
    publish(AddressChanged(member.id, old, new_nonce()))


def _free_address(pending: User) -> None:
    publish(AccountExpired(pending.id))
    end_all_browsers(pending)
    db.session.delete(pending)
    db.session.flush()


def _use_up(member: User, **expected: Any) -> None:
    """Void the recovery letter, if the row still is what the asker saw: of two at once, one wins.

    :raises Gone: for the other.
    """
    used = db.session.execute(
        update(User)
        .where(User.id == member.id, *(getattr(User, k) == v for k, v in expected.items()))
        .values(recovery_nonce=None)
        .execution_options(synchronize_session=False)
    )
    if not used.rowcount:  # type: ignore[attr-defined]
        raise Gone(_USED)
    db.session.expire(member)
