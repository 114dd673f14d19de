"""From hits to places: what the keys of the index stand for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from app.kit.fulltext import Hit


class Place(NamedTuple):
    """Something that was found: a thread, an article, an idea, a member, or a tag."""

    kind: str
    id: int
    score: float

    @property
    def key(self) -> str:
        """Its name in the index."""
        return f"{self.kind}:{self.id}"


def places_of(hits: Iterable[Hit]) -> list[Place]:
    """Return what the hits stand for, in their order."""
    return [place_of(hit.key, hit.score) for hit in hits]


def place_of(key: str, score: float) -> Place:
    """Return what a key stands for."""
    kind, _, number = key.partition(":")
    return Place(kind, int(number), score)
