"""How one room points at any content of another: a kind and an id, nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "question",
    "answer",
    "reply",
    "article",
    "idea",
    "comment",
    "round",
    "story",
    "member",
    "product",
    "space",
    "tag",
    "announcement",
]

KINDS: tuple[str, ...] = get_args(Kind)


@dataclass(frozen=True)
class Subject:
    """A pointer to a thing: stored by notices, rulings, votes; turned into a link by the doors."""

    kind: Kind
    id: int

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"
