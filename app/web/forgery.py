"""Tokens against forged requests, drawn differently on each page.

Pages are compressed, and the length of a compressed page tells whether what somebody planted in it
repeats a secret that stays the same (BREACH). So the session's token never stands on a page as it
is: each answer masks it with bytes of its own.
"""

from __future__ import annotations

import binascii
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

from flask import g
from flask_wtf import CSRFProtect
from flask_wtf.csrf import generate_csrf

_MARK = "~"


class Protection(CSRFProtect):
    """Flask-WTF's check, which also reads masked tokens."""

    def _get_csrf_token(self) -> str | None:
        return unmask(super()._get_csrf_token())


def csrf_token() -> str:
    """Return this answer's token: the same in all its forms, another in the next answer."""
    if "masked_token" not in g:
        g.masked_token = mask(generate_csrf())
    return str(g.masked_token)


def mask(token: str) -> str:
    """Return the token behind random bytes."""
    plain = token.encode()
    pad = secrets.token_bytes(len(plain))
    hidden = bytes(a ^ b for a, b in zip(plain, pad, strict=True))
    return _MARK + urlsafe_b64encode(pad + hidden).decode()


def unmask(sent: str | None) -> str | None:
    """Return the token that was masked; what carries no mask, or a broken one, as it came."""
    if not sent or not sent.startswith(_MARK):
        return sent
    try:
        both = urlsafe_b64decode(sent.removeprefix(_MARK).encode("ascii"))
    except (binascii.Error, UnicodeEncodeError):
        return sent
    half = len(both) // 2
    plain = bytes(a ^ b for a, b in zip(both[:half], both[half:], strict=False))
    return plain.decode("latin-1")
