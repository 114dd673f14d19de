"""The HTML door. The URL map: every blueprint on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from werkzeug.routing import IntegerConverter, Map

from app.web import (
    accounts,
    admin,
    badges,
    catalog,
    forum,
    ideas,
    knowledge,
    loop,
    moderation,
    notifications,
    reputation,
    search,
    site,
)
from app.web.admin import clocks
from app.web.numbers import ROW_LAST
from app.web.site import gallery, metrics

if TYPE_CHECKING:
    from flask import Flask


class RowNumber(IntegerConverter):
    """A row's number in an address: beyond what the databases can hold there is nothing."""

    def __init__(self, url_map: Map, **given: Any) -> None:
        super().__init__(url_map, **{"max": ROW_LAST} | given)


def register(app: Flask, *, demo: bool, development: bool) -> None:
    """Open every room's pages. Each room's ``blueprints`` carry their own addresses.

    :param demo: whether an admin may move the clock, as on a site that only shows what Pukka does.
    :param development: whether the gallery of the design language is shown.
    """
    app.url_map.converters["int"] = RowNumber
    rooms = (
        site,
        accounts,
        admin,
        catalog,
        forum,
        ideas,
        knowledge,
        loop,
        moderation,
        notifications,
        search,
        reputation,
        badges,
    )
    for room in rooms:
        for blueprint in room.blueprints:
            app.register_blueprint(blueprint)
    metrics.install(app)
    if development:
        app.register_blueprint(gallery.bp)
    if demo:
        app.register_blueprint(clocks.bp)
        clocks.install(app)
