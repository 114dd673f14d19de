"""Sessions on the server: the cookie holds a random id, a row its hash and what it carries.

A visitor who only reads has neither. A row is written in a unit of work of its own, when the
session changed; an id that no row knows opens nothing, and whoever signs in gets a new one.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from flask import Flask, Request, Response, request, session
from flask.sessions import SessionInterface, SessionMixin
from sqlalchemy import delete, select, update
from werkzeug.datastructures import CallbackDict

from app.domain.accounts.actions.visits import day_of, note_seen
from app.domain.accounts.models import SignInSession, User
from app.domain.accounts.rules import (
    DRAFTING_GUEST_IDLE,
    GUEST_IDLE,
    SEEN_EVERY,
    SESSION_IDLE,
    SESSION_LONGEST,
    STAFF_IDLE,
)
from app.kit import clock
from app.kit.db import db
from app.kit.work import write
from app.web import footprints

if TYPE_CHECKING:
    from app.config import Settings

# Where Flask-Login keeps who is signed in: the member's uniquifier.
_MEMBER = "_user_id"
_GUEST_KEY = "guest_key"
_AGENT_LONGEST = 200


@dataclass(frozen=True)
class Kept:
    """What the row said when the request came."""

    id_hash: str
    member: str | None
    created_at: datetime
    seen_at: datetime


class BrowserSession(CallbackDict[str, Any], SessionMixin):
    """What one browser carries from page to page."""

    def __init__(
        self, data: dict[str, Any] | None = None, kept: Kept | None = None, *, sent: str = ""
    ) -> None:
        super().__init__(data or {}, BrowserSession._note)
        self.modified = False
        self.kept = kept
        self.sent = sent
        self.wants_new_id = False
        self._touched = False

    def _note(self) -> None:
        self.modified = True

    # Flask sets this whenever anybody looks. A look into a session that does not exist, by a
    # browser that sent no cookie, learns nothing: the page is the same for all such visitors.
    @property
    def accessed(self) -> bool:
        return self._touched and (bool(self.sent) or self.modified)

    @accessed.setter
    def accessed(self, value: bool) -> None:
        self._touched = value

    @property
    def id_hash(self) -> str:
        """The row's key, or nothing: names this browser in the list of browsers."""
        return self.kept.id_hash if self.kept else ""


class Sessions(SessionInterface):
    """Opens the session when a request comes and keeps it when the answer leaves."""

    def __init__(self, *, secure: bool) -> None:
        self.secure = secure

    def get_cookie_name(self, app: Flask) -> str:  # noqa: ARG002 - the signature is Flask's
        return "__Host-sid" if self.secure else "sid"

    def open_session(self, app: Flask, request: Request) -> BrowserSession:
        sent = request.cookies.get(self.get_cookie_name(app), "")
        if not sent or request.path.startswith("/assets/"):
            return BrowserSession()
        row = db.session.execute(
            select(
                SignInSession.data,
                SignInSession.created_at,
                SignInSession.seen_at,
                SignInSession.expires_at,
            ).where(SignInSession.id_hash == hash_of(sent))
        ).first()
        if row is None or row.expires_at <= clock.now():
            return BrowserSession(sent=sent)
        kept = Kept(hash_of(sent), row.data.get(_MEMBER), row.created_at, row.seen_at)
        return BrowserSession(dict(row.data), kept, sent=sent)

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, BrowserSession):
            return
        if session.accessed:
            response.vary.add("Cookie")
        if not session:
            self._forget(app, session, response)
        elif session.modified or session.wants_new_id:
            self._keep(app, session, response)
        elif session.kept and _is_due(session.kept.seen_at):
            write(_touch, session)

    def _keep(self, app: Flask, session: BrowserSession, response: Response) -> None:
        changed_hands = session.kept is None or session.kept.member != session.get(_MEMBER)
        if not changed_hands and not session.wants_new_id:
            # A session that was ended meanwhile is not brought back.
            write(_update, session)
            return
        new_id = secrets.token_urlsafe(32)
        agent = request.user_agent.string[:_AGENT_LONGEST] if request else ""
        write(_insert, session, hash_of(new_id), agent)
        response.set_cookie(
            self.get_cookie_name(app),
            new_id,
            max_age=int(SESSION_LONGEST.total_seconds()),
            path="/",
            secure=self.secure,
            httponly=True,
            samesite="Lax",
        )

    def _forget(self, app: Flask, session: BrowserSession, response: Response) -> None:
        if session.kept:
            write(_delete, session.kept.id_hash)
        if session.sent:
            response.delete_cookie(
                self.get_cookie_name(app),
                path="/",
                secure=self.secure,
                httponly=True,
                samesite="Lax",
            )


def install(app: Flask, settings: Settings) -> None:
    """Let the application keep its sessions in the database."""
    app.session_interface = Sessions(secure=settings.is_secure)


def renew() -> None:
    """Give the browser a new id with this answer: its rights changed."""
    current = session._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's way to the thing itself
    current.wants_new_id = True


def this_browser() -> str:
    """Return the key of the row of the browser that asks, or nothing."""
    return str(session._get_current_object().id_hash)  # type: ignore[attr-defined]  # noqa: SLF001 - see renew


def guest_key() -> str:
    """Return what a guest's drafts are kept under; call it only when something is to be kept."""
    return str(session.setdefault(_GUEST_KEY, secrets.token_urlsafe(24)))


def known_guest_key() -> str:
    """Return the guest's key if this browser has one; opens no session."""
    return str(session.get(_GUEST_KEY, ""))


def hash_of(session_id: str) -> str:
    """Return what the row is found by; who reads the table cannot sign in with it."""
    return hashlib.sha256(session_id.encode()).hexdigest()


# -- units of work ----------------------------------------------------------------------------


def _insert(session: BrowserSession, id_hash: str, agent: str) -> None:
    member = _member_of(session)
    moment = clock.now()
    if session.kept:
        _delete(session.kept.id_hash)
    db.session.add(
        SignInSession(
            id_hash=id_hash,
            user_id=member.id if member else None,
            data=dict(session),
            created_at=moment,
            seen_at=moment,
            expires_at=moment + min(_idle(session, member), SESSION_LONGEST),
            agent=agent,
        )
    )


def _update(session: BrowserSession) -> None:
    _touch(session, data=dict(session))


def _touch(session: BrowserSession, **values: Any) -> None:
    member = _member_of(session)
    _put(session, **values, **_times(session, member))
    if member is not None and session.kept and _is_due(session.kept.seen_at):
        note_seen(member)
        _leave_footprints(session, member)


def _leave_footprints(session: BrowserSession, member: User) -> None:
    """Note once a day with which browser and in which network this session goes on."""
    if session.kept and day_of(session.kept.seen_at) != day_of(clock.now()):
        footprints.note(member)


def _is_due(seen_at: datetime) -> bool:
    """Say whether to write down that somebody is here: now and then, and on each new day."""
    moment = clock.now()
    return moment - seen_at >= SEEN_EVERY or day_of(moment) != day_of(seen_at)


def _put(session: BrowserSession, **values: Any) -> None:
    if session.kept:
        db.session.execute(
            update(SignInSession)
            .where(SignInSession.id_hash == session.kept.id_hash)
            .values(**values)
            .execution_options(synchronize_session=False)
        )


def _delete(id_hash: str) -> None:
    db.session.execute(
        delete(SignInSession)
        .where(SignInSession.id_hash == id_hash)
        .execution_options(synchronize_session=False)
    )


def _times(session: BrowserSession, member: User | None) -> dict[str, datetime]:
    moment = clock.now()
    born = session.kept.created_at if session.kept else moment
    return {
        "seen_at": moment,
        "expires_at": min(moment + _idle(session, member), born + SESSION_LONGEST),
    }


def _idle(session: BrowserSession, member: User | None) -> timedelta:
    if member is not None:
        return STAFF_IDLE if member.is_staff else SESSION_IDLE
    return DRAFTING_GUEST_IDLE if _GUEST_KEY in session else GUEST_IDLE


def _member_of(session: BrowserSession) -> User | None:
    uniquifier = session.get(_MEMBER)
    if not uniquifier:
        return None
    return db.session.scalar(select(User).where(User.fs_uniquifier == uniquifier))
