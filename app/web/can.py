"""What templates ask before they offer a button: the same policies that the verbs require."""

from __future__ import annotations

from typing import Any

from app.domain.accounts import policy as accounts
from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.catalog import policy as catalog
from app.domain.forum import policy as forum
from app.domain.ideas import policy as ideas
from app.domain.knowledge import policy as knowledge
from app.kit.decisions import Decision

ROOMS = (forum, knowledge, catalog, accounts)


class Can:
    """``can.accept(question)`` is ``may_accept(actor, question)``: a decision with its reason."""

    def __init__(self, actor: Actor, rooms: tuple[Any, ...] = ROOMS) -> None:
        self._actor = actor
        self._rooms = rooms

    @property
    def ideas(self) -> Can:
        """The same of ideas, whose verbs are called as those of questions: ``can.ideas.vote``."""
        return Can(self._actor, (ideas,))

    def __getattr__(self, verb: str) -> Any:
        for room in self._rooms:
            policy = getattr(room, f"may_{verb}", None)
            if policy is not None:
                return lambda *things: policy(self._actor, *things)
        raise AttributeError(verb)

    def __call__(self, permission: str) -> Decision:
        """Ask for a plain right by its name: ``can('SEE_QUEUE')``."""
        return accounts.may(self._actor, Permission[permission])
