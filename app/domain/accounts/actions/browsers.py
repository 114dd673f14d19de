"""Signed-in browsers: noted when they sign in, ended one by one or all at once."""

from __future__ import annotations

import secrets

from sqlalchemy import delete

from app.domain.accounts.actions.visits import note_seen
from app.domain.accounts.events import MemberSignedIn
from app.domain.accounts.models import Actor, SignInSession, User
from app.domain.accounts.policy import may_edit_member
from app.domain.accounts.tokens import withdraw_all_tokens
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import NotFound
from app.kit.work import write

# Rows dropped in one unit of work.
_BATCH = 1000


def note_sign_in(member: User, guest_key: str = "") -> None:
    """A browser of the member's signed in; what it kept as a guest's is handed over."""
    note_seen(member)
    publish(MemberSignedIn(member.id, guest_key))


def end_browser(member: User, id_hash: str, *, by: Actor) -> None:
    """Sign one browser out, wherever it is."""
    require(may_edit_member(by, member))
    kept = db.session.get(SignInSession, id_hash)
    if kept is None or kept.user_id != member.id:
        raise NotFound(_l("This browser is not signed in any more."))
    db.session.delete(kept)


def end_other_browsers(member: User, keep: str, *, by: Actor) -> int:
    """Sign every browser out but the one in use; return how many."""
    require(may_edit_member(by, member))
    ended = db.session.execute(
        delete(SignInSession).where(
            SignInSession.user_id == member.id, SignInSession.id_hash != keep
        )
    )
    return int(ended.rowcount)  # type: ignore[attr-defined]


def end_all_browsers(member: User) -> None:
    """End every session of a member, also such as have no row: each carries the uniquifier.

    The keys of their programs end with them, in the same transaction.
    """
    member.fs_uniquifier = secrets.token_hex(16)
    db.session.execute(delete(SignInSession).where(SignInSession.user_id == member.id))
    withdraw_all_tokens(member)


def sweep_sessions() -> None:
    """Drop the rows of sessions that are over."""
    while write(_sweep_some):
        pass


def _sweep_some() -> bool:
    over = (
        db.select(SignInSession.id_hash).where(SignInSession.expires_at < clock.now()).limit(_BATCH)
    )
    swept = db.session.execute(delete(SignInSession).where(SignInSession.id_hash.in_(over)))
    return bool(swept.rowcount == _BATCH)  # type: ignore[attr-defined]
