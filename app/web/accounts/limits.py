"""Limits of signing in and joining: counted over all processes, in Redis or in the database.

By network, Flask-Limiter counts. By account, failures count: their pauses grow, they end by
themselves within minutes, and the owner's mail always opens a way around them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING, Any

from flask import Flask, request, session
from flask_limiter import Limiter, RateLimitExceeded, RequestLimit
from limits.storage import Storage
from sqlalchemy.exc import SQLAlchemyError

from app.domain.accounts.models import User
from app.domain.accounts.rules import address_key
from app.kit import clock, limits
from app.kit.i18n import lazy_gettext as _l
from app.kit.limits import Limit
from app.kit.problems import TooMany
from app.kit.work import write

if TYPE_CHECKING:
    from app.config import Settings

_WAIT = _l("That was often. Wait a little, then try again.")
# Failures for one account: the more, the longer the pause; it never lasts beyond a quarter hour.
FAILURES = (
    Limit("signin.failures.1", most=5, per=timedelta(minutes=1), message=_WAIT),
    Limit("signin.failures.5", most=8, per=timedelta(minutes=5), message=_WAIT),
    Limit("signin.failures.15", most=10, per=timedelta(minutes=15), message=_WAIT),
)
LETTERS = Limit(
    "accounts.letters",
    most=3,
    per=timedelta(hours=1),
    message=_l("We sent several letters to this address. Look there, or try again in an hour."),
)
# What a browser that just proved an account by mail is known by: strangers' failures elsewhere
# do not keep its member out.
_PROVEN = "proven"


def network() -> str:
    """Return whom a limit counts: an IPv4 address, or the /64 that one IPv6 customer gets."""
    try:
        address = ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 4:  # noqa: PLR2004 - the other version is told apart below
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return address.exploded[:19]


limiter = Limiter(key_func=network, strategy="fixed-window", headers_enabled=False)


def install(app: Flask, settings: Settings) -> None:
    """Count in Redis when the site has one, else in the database."""
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "database://"
    limiter.init_app(app)


def limited(rule: str) -> Callable[[Any], Any]:
    """Limit a view's POSTs by network: ``@limited("5/hour")``."""
    return limiter.limit(rule, methods=["POST"], on_breach=_refuse)


@contextmanager
def joining() -> Iterator[None]:
    """Count a joining that is about to be made: five an hour for one network."""
    try:
        with limiter.limit("5/hour", scope="joining"):
            yield
    except RateLimitExceeded as breach:
        raise TooMany(_WAIT, retry_after=_seconds_left(limiter.current_limit)) from breach


def count_attempt(identity: str, member: User | None) -> None:
    """Count a try to sign in before it is looked at, so that parallel ones count, too.

    What was typed is counted, whether it names somebody or not.

    :raises TooMany: when this account was tried too often.
    """
    write(_count_attempt, _account(identity, member))


def forgive(identity: str, member: User) -> None:
    """Forget the failures: the right password was given."""
    write(_forgive, _account(identity, member))


def prove(member_id: int) -> None:
    """Note that this browser came by a letter of the member's."""
    session[_PROVEN] = member_id


def count_letter(address: str) -> None:
    """Count a letter that somebody asks for.

    :raises TooMany: the same for addresses with and without an account.
    """
    write(limits.hit, LETTERS, address_key(address))


def _account(identity: str, member: User | None) -> str:
    came_by_letter = member is not None and session.get(_PROVEN) == member.id
    return f"{address_key(identity)}{' by letter' if came_by_letter else ''}"


def _count_attempt(account: str) -> None:
    for limit in FAILURES:
        limits.hit(limit, account)


def _forgive(account: str) -> None:
    for limit in FAILURES:
        limits.forget(limit, account)


def _refuse(breached: RequestLimit) -> None:
    raise TooMany(_WAIT, retry_after=_seconds_left(breached))


def _seconds_left(breached: RequestLimit | None) -> int:
    return max(1, int(breached.reset_at - clock.now().timestamp())) if breached else 60


class DatabaseStorage(Storage):
    """Flask-Limiter's counts as rows of the table that our own limits use."""

    STORAGE_SCHEME = ["database"]

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        return write(limits.count_for, key, timedelta(seconds=expiry), amount)

    def get(self, key: str) -> int:
        return limits.counted(key)[0]

    def get_expiry(self, key: str) -> float:
        return limits.counted(key)[1].timestamp()

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        return None

    def clear(self, key: str) -> None:
        write(limits.forget_key, key)
