"""The article that an address names, for pages where it is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import redirect, request

from app import links
from app.domain.knowledge.queries.articles import Moved

View = TypeVar("View", bound=Callable[..., Any])


def follows_moves(view: View) -> View:
    """Lead a reader of an old address on to the present one; a form sent there is sent on."""

    @wraps(view)
    def followed(slug: str, *args: Any, **kwargs: Any) -> Any:
        try:
            return view(slug, *args, **kwargs)
        except Moved as moved:
            rest = request.full_path.rstrip("?").removeprefix(links.article_url(slug))
            permanent, same_method = 301, 307
            return redirect(
                links.article_url(moved.slug) + rest,
                permanent if request.method in ("GET", "HEAD") else same_method,
            )

    return followed  # type: ignore[return-value]
