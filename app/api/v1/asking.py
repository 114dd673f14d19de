"""What every endpoint reads from its request: who asks, how many, from where on."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import current_app, g, jsonify, request

from app import links
from app.domain.accounts.models import Actor, Guest
from app.domain.accounts.tokens import member_of_token
from app.kit.pages import Page
from app.kit.problems import Invalid, Problem

USUAL, MOST = 20, 100


class Unauthorized(Problem):
    """A token was sent that opens nothing."""

    status = 401
    code = "unauthorized"


def reader() -> Actor:
    """Return whose rights hold: the token's owner, else a guest. Cookies mean nothing here."""
    if "api_reader" not in g:
        g.api_reader = _reader()
    found: Actor = g.api_reader
    return found


def _reader() -> Actor:
    header = request.headers.get("Authorization", "")
    if not header:
        return Guest()
    scheme, _, token = header.partition(" ")
    member = member_of_token(token.strip()) if scheme.casefold() == "bearer" else None
    if member is None:
        raise Unauthorized("The token is unknown, expired or withdrawn.")
    return member


def limit(most: int = MOST) -> int:
    """Return how many items were asked for.

    :raises Invalid: when that is no whole number from 1 to ``most``.
    """
    given = request.args.get("limit")
    if given is None:
        return min(USUAL, most)
    if not given.isascii() or not given.isdigit() or not 1 <= int(given[:9]) <= most:
        raise Invalid("limit", f"Give a whole number from 1 to {most}.")
    return int(given)


def listed(page: Page[Any], items: list[dict[str, Any]]) -> Any:
    """Return the list shape: items, and where they go on."""
    following = None
    if page.next:
        query = {**{k: v for k, v in request.args.items() if k not in {"after", "before"}}}
        following = whole(f"{request.path}?{urlencode(query | {'after': page.next})}")
    return jsonify(items=items, next=following)


def whole(path: str) -> str:
    """Return a path as a whole address."""
    return links.absolute(path, str(current_app.settings.base_url))  # type: ignore[attr-defined]
