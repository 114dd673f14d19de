"""Who may enter a view. Every endpoint carries exactly one of these; a house test looks."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import redirect, request, url_for
from flask_login import current_user

from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may
from app.kit.decisions import require

View = TypeVar("View", bound=Callable[..., Any])


def public(why: str) -> Callable[[View], View]:
    """Open to everybody, for the reason given; what is shown is still filtered by policy."""

    def mark(view: View) -> View:
        view.guard = f"public: {why}"  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(view: View) -> View:
    """Open to members. A guest is sent to sign in and comes back to the same place."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        if current_user.is_guest:
            return to_sign_in()
        return view(*args, **kwargs)

    guarded.guard = "signed in"  # type: ignore[attr-defined]
    return guarded  # type: ignore[return-value]


def demands(permission: Permission) -> Callable[[View], View]:
    """Open to those with a right. Guests sign in first; others learn why not."""

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(*args: Any, **kwargs: Any) -> Any:
            if current_user.is_guest:
                return to_sign_in()
            require(may(current_user, permission))
            return view(*args, **kwargs)

        guarded.guard = f"demands: {permission.value}"  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return mark


def to_sign_in() -> Any:
    """Send a guest to the sign-in page, to return to where a GET can lead."""
    if request.method == "GET":
        back = request.full_path.rstrip("?")
    else:
        back = request.form.get("back") or request.args.get("back") or "/"
    return redirect(url_for("signin.new", next=back), 303)
