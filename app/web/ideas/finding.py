"""The idea that an address names: one that was merged leads to where its votes went."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import redirect, request

from app import links
from app.domain.ideas.queries.pages import Moved

View = TypeVar("View", bound=Callable[..., Any])

PERMANENT, TO_SEE = 301, 303


def follows_merges(view: View) -> View:
    """Lead on to the idea that this one was joined with; nothing is done to it by the way."""

    @wraps(view)
    def followed(*args: Any, **kwargs: Any) -> Any:
        try:
            return view(*args, **kwargs)
        except Moved as moved:
            place = links.idea_url(moved.idea_id, moved.slug)
            return redirect(place, PERMANENT if request.method in ("GET", "HEAD") else TO_SEE)

    return followed  # type: ignore[return-value]
