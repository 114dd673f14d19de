"""Statements made once for each kind of viewer: making one costs more than the database takes.

A condition like ``visible_to`` depends on what a viewer is (guest, role, trust) and on who they
are. The first is part of the statement; the second is a value given when it runs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import bindparam

from app.domain.accounts.models import Actor

Build = Callable[[Actor], Any]


@dataclass(frozen=True)
class AnyViewer:
    """Stands in for every viewer of one kind; its id is a value that comes later."""

    is_guest: bool
    active: bool
    is_confirmed: bool
    trust: str
    staff_roles: tuple[str, ...]

    @property
    def id(self) -> Any:
        return None if self.is_guest else bindparam("viewer_id")


def statement_for(build: Build, actor: Actor) -> tuple[Any, dict[str, Any]]:
    """Return the statement that ``build`` makes for viewers like this one, and their values.

    ``build`` is a function of a module, not made anew each time: it is the key of what is kept.
    """
    kind = AnyViewer(
        is_guest=actor.is_guest,
        active=actor.active,
        is_confirmed=actor.is_confirmed,
        trust=actor.trust,
        staff_roles=tuple(actor.staff_roles),
    )
    return _made(build, kind), {} if actor.is_guest else {"viewer_id": actor.id}


@lru_cache(maxsize=256)
def _made(build: Build, kind: AnyViewer) -> Any:
    return build(cast("Actor", kind))
