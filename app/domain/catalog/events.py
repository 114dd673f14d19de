"""What happens to places, in the past tense."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AnnouncementPublished:
    announcement_id: int


@dataclass(frozen=True)
class SpaceChanged:
    """A space's audience or name changed: who may see its questions may be different now."""

    space_id: int


@dataclass(frozen=True)
class TagDescribed:
    """Somebody said what a tag is for, or put it right."""

    tag_id: int


@dataclass(frozen=True)
class TagMerged:
    tag_id: int
    into_id: int


@dataclass(frozen=True)
class ProductMoved:
    """A product stands under another one than before: what counts for those above it changes."""

    product_id: int
