"""Signing out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect

from app.web.accounts.entering import leave
from app.web.guards import public

bp = Blueprint("signout", __name__)


@bp.post("/signout")
@public("who is signed out already stays so")
def create() -> Any:
    """Sign this browser out."""
    leave()
    return redirect("/", 303)
