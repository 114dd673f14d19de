"""Links that act for whoever got the letter: signed, bound to one purpose, stored nowhere.

Stopping mail, confirming a follow and "this solved it" are signed here. The account's links
(confirm, reset, address-change, claim) belong to another door, which gives its makers at start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from itsdangerous import BadSignature, URLSafeTimedSerializer

from app.domain.accounts.models import User
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Gone
from app.letters import head
from app.tokens import ClockSigner

# Raised when what a token holds changes its meaning; old links then end.
VERSION = 1

# Makes the whole address that a letter of the account leads to: from the member and what the
# letter was queued with (``{"address": …}`` for a change of address).
TokenMaker = Callable[[User, Mapping[str, Any]], str]

_makers: dict[str, TokenMaker] = {}


def make_with(kind: str, maker: TokenMaker) -> None:
    """Let the links of one kind of letter be made by this function; called at start."""
    _makers[kind] = maker


def account_link(kind: str, member: User, data: Mapping[str, Any]) -> str | None:
    """Return the link of a letter of the account, if its kind has one."""
    maker = _makers.get(kind)
    return None if maker is None else maker(member, data)


def sign(purpose: str, *values: int | str) -> str:
    """Return a token that proves we wrote these values for this purpose."""
    return str(_signer(purpose).dumps(list(values)))


def read(purpose: str, token: str, within: timedelta | None = None) -> list[Any]:
    """Return the values of a token.

    :raises Gone: when we did not make it for this purpose, or it is too old.
    """
    try:
        values = _signer(purpose).loads(
            token, max_age=None if within is None else int(within.total_seconds())
        )
    except BadSignature as error:
        raise Gone(_l("This link is no longer valid.")) from error
    return list(values)


def _signer(purpose: str) -> URLSafeTimedSerializer:
    salt = f"letter.{purpose}.{VERSION}"
    return URLSafeTimedSerializer(head.current().secret, salt=salt, signer=ClockSigner)
