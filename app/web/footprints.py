"""Knowing one browser and one network from another, without keeping either.

At sign-in a browser gets a random number of its own. What is noted of it, and of the network, is
a keyed hash: equal for two accounts that share one, and worth nothing to whoever reads the table.
A visitor who only reads gets no number and leaves no footprint.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING, cast

from flask import Response, after_this_request, current_app, request

from app.domain.accounts.actions.footprints import note_footprints
from app.domain.accounts.models import User

if TYPE_CHECKING:
    from app.config import Settings

# Seconds: a year.
KEPT = 365 * 24 * 3600
# As many of an address's bits as one household or office has in common.
V4_BITS, V6_BITS = 24, 48
_NUMBER = re.compile(r"[A-Za-z0-9_-]{43}")
# The cast of a demo site is everybody's: who shares it says nothing.
_DEMO = "demo"


def mark_browser() -> str:
    """Give the browser that signs in a number of its own with this answer, or keep the one it has.

    It is returned, for what is noted in the same request.
    """
    number = browser_number() or secrets.token_urlsafe(32)

    @after_this_request
    def keep(response: Response) -> Response:
        response.set_cookie(
            cookie_name(),
            number,
            max_age=KEPT,
            path="/",
            secure=_settings().is_secure,
            httponly=True,
            samesite="Lax",
        )
        return response

    return number


def note(member: User, number: str = "") -> None:
    """Note with which browser and in which network a member is seen; call inside a unit of work."""
    if member.external_source == _DEMO and _settings().demo:
        return
    seen = {"device": number or browser_number(), "network": network_of(request.remote_addr or "")}
    note_footprints(member.id, {kind: _keyed(kind, it) for kind, it in seen.items() if it})


def browser_number() -> str:
    """Return the number that the browser sent, if it is one that we could have given."""
    sent = request.cookies.get(cookie_name(), "")
    return sent if _NUMBER.fullmatch(sent) else ""


def cookie_name() -> str:
    return "__Host-device" if _settings().is_secure else "device"


def network_of(address: str) -> str:
    """Return the network of an address: its first bits. Nothing for none, or this machine's own."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if found.is_loopback:
        return ""
    bits = V6_BITS if isinstance(found, IPv6Address) else V4_BITS
    return str(ip_network((found, bits), strict=False))


def _keyed(kind: str, value: str) -> str:
    key = f"pukka.footprint.{kind}.{_settings().secret_key}".encode()
    return hmac.new(key, value.encode(), hashlib.sha256).hexdigest()


def _settings() -> Settings:
    return cast("Settings", current_app.settings)  # type: ignore[attr-defined]
