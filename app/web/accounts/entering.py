"""Signing a browser in and out, and knowing how fresh a sign-in is."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import redirect, request, session, url_for
from flask_security.utils import login_user, logout_user

from app.domain.accounts.actions.browsers import note_sign_in
from app.domain.accounts.models import User
from app.domain.accounts.rules import FRESH_FOR
from app.kit import clock
from app.kit.work import write
from app.web import fixes, footprints, sessions

View = TypeVar("View", bound=Callable[..., Any])
# Flask-Security's name for when somebody last gave a password.
_PROVED_AT = "fs_paa"


def enter(member: User) -> None:
    """Sign the member in: of the session before only counts live on, and its id is another one."""
    guest_key = sessions.known_guest_key()
    write(_note_entry, member, guest_key, footprints.mark_browser())
    fixed = fixes.kept()
    session.clear()
    fixes.keep(fixed)
    login_user(member, remember=False, authn_via=["password"])
    note_proof()


def _note_entry(member: User, guest_key: str, number: str) -> None:
    note_sign_in(member, guest_key)
    footprints.note(member, number)


def note_proof() -> None:
    """Note that the member just proved who they are; the browser gets a new id."""
    session[_PROVED_AT] = int(clock.now().timestamp())
    sessions.renew()


def leave() -> None:
    """Sign out: the row of the session goes, and the cookie with it."""
    logout_user()
    session.clear()


def is_fresh() -> bool:
    """Say whether the sign-in is recent enough to change rights with."""
    age = clock.now().timestamp() - float(session.get(_PROVED_AT, 0))
    return 0 <= age <= FRESH_FOR.total_seconds()


def recently(view: View) -> View:
    """Open only to members who signed in just now; others give their password again first."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if not is_fresh():
            back = request.full_path.rstrip("?") if request.method == "GET" else request.path
            return redirect(url_for("signin.again", next=back), 303)
        return view(*args, **kwargs)

    return guarded  # type: ignore[return-value]
