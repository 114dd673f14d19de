"""Where an admin begins."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, current_app

from app.domain.accounts.permissions import Permission
from app.domain.search.queries.upkeep import index_state
from app.kit.jobs import backlog
from app.web.guards import demands
from app.web.partials import page

bp = Blueprint("admin", __name__)


@bp.get("/admin")
@demands(Permission.MANAGE_SITE)
def index() -> Response:
    """Show what an admin can look after."""
    settings = cast("Any", current_app).settings
    return page(
        "admin/desk.html",
        backlog=backlog(),
        clock_moves=bool(settings.demo),
        index=index_state(settings.search_engine),
    )
