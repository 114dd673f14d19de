"""Hearing what verbs announce."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app.kit import events


@contextmanager
def announced(*kinds: type) -> Iterator[list[Any]]:
    """Collects what of these kinds is announced meanwhile, besides those who listen already."""
    heard: list[Any] = []
    kept = {kind: list(events._now.get(kind, [])) for kind in kinds}
    events._now.update({kind: [*listening, heard.append] for kind, listening in kept.items()})
    try:
        yield heard
    finally:
        events._now.update(kept)
