"""Joining: an account is made, proven by mail, or dropped when nobody proved it."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import Select, delete, select

from app.domain.accounts.actions.browsers import end_all_browsers
from app.domain.accounts.events import (
    AccountExpired,
    ConfirmationAsked,
    JoinedAgain,
    LetterWanted,
    MemberConfirmed,
    MemberJoined,
)
from app.domain.accounts.models import (
    Actor,
    Footprint,
    FormerHandle,
    Membership,
    RoleGrant,
    User,
    Visit,
)
from app.domain.accounts.names import handle_flaw, handle_key, name_flaw, tidy
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may
from app.domain.accounts.queries import handle_is_taken, member_by_address
from app.domain.accounts.rules import CONFIRM_WITHIN, TRIED_HANDLE_HELD, address_key
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid
from app.kit.settings import declare
from app.kit.work import write

UNICODE_HANDLES = declare(
    "accounts.unicode_handles",
    False,
    _l("Let handles use letters beyond ASCII, of one script each."),
)
# Accounts dropped in one unit of work.
_BATCH = 100


def join(*, address: str, handle: str, name: str, password_hash: str, language: str = "en") -> None:
    """Somebody joins. Whether the address has an account already is told to its owner alone.

    An address that was never proven is taken over: whoever joined with it before loses the
    account, its password and its letters.
    """
    # Locked, so that of several who join with one address at once each takes over from the other.
    known = db.session.scalar(_at(address).with_for_update())
    name = tidy(name) or handle
    refuse_bad_names(handle, name, but_for=known.id if known and known.is_pending else None)
    if known is not None and not known.is_pending:
        _hold(handle)
        publish(JoinedAgain(known.id, new_nonce()))
        return
    if known is not None:
        member = known
        _take_over(member, handle, name, password_hash)
    else:
        member = make_member(address, handle, name, password_hash, language)
    publish(MemberJoined(member.id))
    publish(ConfirmationAsked(member.id, new_nonce()))


def enrol(*, address: str, handle: str, name: str, password_hash: str | None, by: Actor) -> User:
    """An operator makes an account whose address needs no proof; names of staff are allowed."""
    require(may(by, Permission.GRANT_ROLES))
    known = member_by_address(address)
    if known is not None and not known.is_pending:
        raise Invalid("email", _l("A member has this address already."))
    refuse_bad_names(handle, tidy(name) or handle, staff=True)
    if known is not None:
        _drop(known)
    member = make_member(address, handle, tidy(name) or handle, password_hash)
    member.confirmed_at = clock.now()
    publish(MemberJoined(member.id))
    return member


def make_member(
    address: str, handle: str, name: str, password_hash: str | None, language: str = "en"
) -> User:
    """Store a new member whose names were checked; who is told is the caller's business."""
    _release(handle)
    member = User(
        handle=handle,
        handle_key=handle_key(handle),
        name=name,
        email=address.strip(),
        email_key=address_key(address),
        password=password_hash,
        language=language,
    )
    db.session.add(member)
    db.session.flush()
    return member


def refuse_bad_names(
    handle: str, name: str, *, but_for: int | None = None, staff: bool = False
) -> None:
    """Refuse a handle that is taken or looks like another, and a name that imitates staff.

    :raises Invalid: on the field ``handle`` or ``name``.
    """
    flaw: Any = handle_flaw(handle, staff=staff, unicode=UNICODE_HANDLES.get())
    if flaw:
        raise Invalid("handle", flaw)
    if handle_is_taken(handle, but_for=but_for):
        raise Invalid("handle", _l("Somebody has this handle, or one that looks like it."))
    flaw = name_flaw(name, staff=staff)
    if flaw:
        raise Invalid("name", flaw)


def want_confirmation(address: str) -> None:
    """Somebody wants the letter again; the worker finds out whether there is one to send."""
    publish(LetterWanted("confirm", address, new_nonce()))


def ask_confirmation(address: str) -> None:
    """Send the letter with the link again, when the address waits for one."""
    member = member_by_address(address)
    if member is not None and member.is_pending:
        publish(ConfirmationAsked(member.id, new_nonce()))


def confirm_address(member: User) -> bool:
    """The address is its owner's: the account may act. Say whether that is news."""
    if member.confirmed_at is not None:
        return False
    member.confirmed_at = clock.now()
    publish(MemberConfirmed(member.id))
    return True


def expire_pending() -> None:
    """Drop accounts that were not proven in time, and free the handles that were only tried."""
    write(_free_tried_handles)
    while write(_drop_some_pending):
        pass


def new_nonce() -> str:
    """Return what tells two askings apart."""
    return secrets.token_hex(8)


def _hold(handle: str) -> None:
    """Keep a handle taken as long as a real joining would, so that the two look the same."""
    key = handle_key(handle)
    held = db.session.get(FormerHandle, key)
    if held is None:
        until = clock.now() + TRIED_HANDLE_HELD
        db.session.add(FormerHandle(handle_key=key, handle=handle, until=until))


def _at(address: str) -> Select[User]:
    return select(User).where(User.email_key == address_key(address))


def _take_over(member: User, handle: str, name: str, password_hash: str) -> None:
    """Nothing of who joined before with this unproven address stays: letters, password, names."""
    publish(AccountExpired(member.id))
    end_all_browsers(member)
    if member.handle_key != handle_key(handle):
        _hold(member.handle)
        _release(handle)
    member.handle, member.handle_key = handle, handle_key(handle)
    member.name, member.password, member.recovery_nonce = name, password_hash, None
    member.joined_at = clock.now()
    db.session.flush()


def _release(handle: str) -> None:
    db.session.execute(delete(FormerHandle).where(FormerHandle.handle_key == handle_key(handle)))


def _drop(member: User) -> None:
    publish(AccountExpired(member.id))
    end_all_browsers(member)
    for owned in (Membership, RoleGrant, FormerHandle, Visit, Footprint):
        db.session.execute(delete(owned).where(owned.user_id == member.id))
    db.session.delete(member)
    db.session.flush()


def _free_tried_handles() -> None:
    db.session.execute(delete(FormerHandle).where(FormerHandle.until < clock.now()))


def _drop_some_pending() -> int:
    late = db.session.scalars(
        select(User)
        .where(
            User.email.is_not(None),
            User.confirmed_at.is_(None),
            User.joined_at < clock.now() - CONFIRM_WITHIN,
        )
        .limit(_BATCH)
    ).all()
    for member in late:
        _drop(member)
    return len(late)
