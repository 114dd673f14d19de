"""Where an admin begins."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, current_app

from app.domain.accounts.permissions import Permission
from app.kit.jobs import backlog
from app.web.guards import demands
from app.web.partials import page

bp = Blueprint("admin", __name__)


@bp.get("/admin")
@demands(Permission.MANAGE_SITE)
def index() -> Response:
    """Show what an admin can look after."""
    demo = bool(cast("Any", current_app).settings.demo)
    return page("admin/desk.html", backlog=backlog(), clock_moves=demo)
