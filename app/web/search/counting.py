"""Counts that no page fails by: what the database has no time for is not counted."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from flask import request
from sqlalchemy.exc import OperationalError

from app.kit.work import write
from app.web.shell import actor

P = ParamSpec("P")
T = TypeVar("T")

log = logging.getLogger("pukka.search")


def counted(verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T | None:
    """Call a verb that counts in a unit of work; return None if the database had no time."""
    try:
        return write(verb, *args, **kwargs)
    except OperationalError:
        log.warning("%s was not counted: the database was busy", verb.__name__)
        return None


def searcher() -> str:
    """Return whom a count is bounded by, a member or a network address; it is not kept."""
    who = actor()
    return f"m:{who.id}" if who.id is not None else request.remote_addr or ""
