"""Hashing passwords: slow by design, so only a few at a time, and never inside a unit of work."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from flask import current_app
from flask_security.proxies import _security
from flask_security.utils import hash_password as _hash
from flask_security.utils import verify_password as _verify

from app.domain.accounts.actions.credentials import strengthen_hash
from app.domain.accounts.models import User
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import TooMany
from app.kit.work import write

if TYPE_CHECKING:
    from flask import Flask

# Hashes at one time in one process: a flood of sign-ins takes this many times 19 MiB, no more.
AT_ONCE = 2
# Seconds that somebody waits for their turn before they are asked to come back.
PATIENCE = 10

_turns = threading.BoundedSemaphore(AT_ONCE)
_DUMMY = "pukka.dummy_hash"


def install(app: Flask) -> None:
    """Make the hash that unknown members' passwords are checked against: it costs the same."""
    with app.app_context():
        app.extensions[_DUMMY] = _hash("a password that nobody has")


def hash_password(password: str) -> str:
    """Return the hash to store."""
    with _turn():
        return str(_hash(password))


def is_password_of(member: User | None, password: str) -> bool:
    """Check a password; for nobody, and for members without one, it takes as long and says no.

    A hash made at another cost than today's is made anew.
    """
    stored = member.password if member is not None else None
    with _turn():
        right = bool(_verify(password, stored or current_app.extensions[_DUMMY]))
    if not right or member is None or stored is None:
        return False
    if _security.pwd_context.needs_update(stored):
        write(strengthen_hash, member, password_hash=hash_password(password), was=stored)
    return True


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=PATIENCE):
        raise TooMany(_l("Many people are signing in. Try again in a moment."), retry_after=15)
    try:
        yield
    finally:
        _turns.release()
