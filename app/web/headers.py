"""What every response carries: the policy against injected scripts, and who may keep a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import Flask, Response, request, session

if TYPE_CHECKING:
    from app.config import Settings

POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self'; "
    "connect-src 'self'; "
    "manifest-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Frame-Options": "DENY",
}
A_YEAR = 365 * 24 * 3600
LOCAL_NAMES = ["localhost", "127.0.0.1", "[::1]"]


def install(app: Flask, settings: Settings) -> None:
    """Finish every response of the application, errors included."""
    app.after_request(finish)
    if settings.is_secure:
        app.after_request(insist_on_https)


def trusted_hosts(settings: Settings) -> list[str]:
    """Return the host names that requests may name; any other gets 400.

    The site's own, and this machine's, so that health checks and a local proxy reach it.
    """
    host = urlsplit(settings.base_url).hostname or ""
    return list(dict.fromkeys([host, *LOCAL_NAMES]))


def insist_on_https(response: Response) -> Response:
    """Tell browsers to come by https only, for a year."""
    response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}"
    return response


def finish(response: Response) -> Response:
    """Add the fixed headers, and forbid keeping whatever was made for one person."""
    for name, value in ALWAYS.items():
        response.headers.setdefault(name, value)
    if "Cache-Control" in response.headers:
        return response
    response.vary.add("Cookie")
    response.vary.add("X-Fragment")
    if is_for_everybody(response):
        # May be kept, but is asked for again each time: an answer may have come meanwhile.
        response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    else:
        response.headers["Cache-Control"] = "private, no-store"
    return response


def is_for_everybody(response: Response) -> bool:
    """Say whether this response was made without knowing who asked."""
    untouched = not getattr(session, "accessed", True)
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code == 200  # noqa: PLR2004 - errors are never kept
        and untouched
        and "Set-Cookie" not in response.headers
    )
