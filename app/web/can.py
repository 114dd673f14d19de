"""What templates ask before they offer a button: the same policies that the verbs require."""

from __future__ import annotations

from typing import Any

from app.domain.accounts import policy as accounts
from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.catalog import policy as catalog
from app.domain.forum import policy as forum
from app.domain.knowledge import policy as knowledge
from app.kit.decisions import Decision


class Can:
    """``can.accept(question)`` is ``may_accept(actor, question)``: a decision with its reason."""

    def __init__(self, actor: Actor) -> None:
        self._actor = actor

    def __getattr__(self, verb: str) -> Any:
        for room in (forum, knowledge, catalog, accounts):
            policy = getattr(room, f"may_{verb}", None)
            if policy is not None:
                return lambda *things: policy(self._actor, *things)
        raise AttributeError(verb)

    def __call__(self, permission: str) -> Decision:
        """Ask for a plain right by its name: ``can('SEE_QUEUE')``."""
        return accounts.may(self._actor, Permission[permission])
