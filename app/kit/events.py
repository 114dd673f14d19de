"""Announcements: what happened in one piece of work, told to the rooms above through a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from . import jobs
from .work import is_writing

Reaction = Callable[[Any], None]

_now: dict[type, list[Reaction]] = {}
_later: dict[type, list[Reaction]] = {}


def connect(
    now: Mapping[type, Sequence[Reaction]], later: Mapping[type, Sequence[Reaction]]
) -> None:
    """Put the switchboard in force: replaces whatever was wired before."""
    _now.clear()
    _later.clear()
    _now.update({event: list(reactions) for event, reactions in now.items()})
    _later.update({event: list(reactions) for event, reactions in later.items()})
    jobs.learn(
        reactions=[r for reactions in later.values() for r in reactions],
        events=[*now, *later],
    )


def publish(event: Any, *, at: datetime | None = None) -> None:
    """Announce what just happened: the last line of a verb.

    *Now* reactions run at once, in this unit of work; *later* ones become job rows of it, which
    wait until ``at`` when it is given.
    """
    if not is_writing():
        message = f"{type(event).__name__} was announced outside a unit of work"
        raise RuntimeError(message)
    for react in _now.get(type(event), ()):
        react(event)
    for react in _later.get(type(event), ()):
        jobs.put(react, type(event).__name__, asdict(event), at)
