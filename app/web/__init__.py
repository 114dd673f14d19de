"""The HTML door. The URL map: every blueprint on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.web import accounts, admin, catalog, forum, moderation, notifications, search, site

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Open every room's pages. Each room's ``blueprints`` carry their own addresses."""
    for room in (site, accounts, admin, catalog, forum, moderation, notifications, search):
        for blueprint in room.blueprints:
            app.register_blueprint(blueprint)
