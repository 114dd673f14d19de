"""Back to where somebody came from: only ever a place of this site."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlsplit

from flask import request

_LONGEST = 2000
# Pages that are about signing in: returning there would lead in a circle.
_CIRCLES = ("/signin", "/signout", "/join", "/confirm", "/recover", "/token", "/assets")
HOME = "/"


def safe_path(wanted: str | None) -> str:
    """Return the place if it is a path of this site, else the home page.

    One slash and then no second one, no backslash (browsers read it as a slash), nothing
    invisible, nothing that becomes a slash when letters are made plain.
    """
    path = wanted or HOME
    plain = unicodedata.normalize("NFKC", path)
    strange = any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in path)
    if len(path) > _LONGEST or strange or "\\" in plain or " " in plain:
        return HOME
    if not path.startswith("/") or plain.startswith(("//", "/.")):
        return HOME
    try:
        parts = urlsplit(plain)
    except ValueError:
        return HOME
    if parts.scheme or parts.netloc or _is_circle(parts.path):
        return HOME
    return path


def wanted_place() -> str:
    """Return where this request's form or address wants to go on to."""
    return safe_path(request.values.get("next"))


def _is_circle(path: str) -> bool:
    return any(path == circle or path.startswith(f"{circle}/") for circle in _CIRCLES)
