"""Where this site lives, so that an address that somebody pasted is known as one of our own."""

from __future__ import annotations

from urllib.parse import SplitResult, unquote, urlsplit

_home = SplitResult("", "", "", "", "")


def use(base_url: str) -> None:
    """Say under which address the site is reached."""
    global _home  # noqa: PLW0603 - told once at the start, like mailers and engines
    _home = urlsplit(base_url)


def path_of(address: str) -> str | None:
    """Return the path that an address leads to on this site; None when it leads elsewhere."""
    try:
        parts = urlsplit(address)
        is_ours = not parts.netloc or _origin(parts) == _origin(_home)
    except ValueError:  # a port that is no number
        return None
    if not is_ours or (parts.scheme and not parts.netloc):
        return None
    return unquote(parts.path) if parts.path.startswith("/") else None


def _origin(parts: SplitResult) -> tuple[str | None, int | None]:
    # Links are pasted with http and https alike.
    port = parts.port
    return parts.hostname, None if port in (80, 443) else port
