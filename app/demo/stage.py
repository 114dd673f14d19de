"""What a thread of the demo community needs to know of the people and places around it."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.demo.reading import BadContent, Entry


@dataclass(frozen=True)
class Stage:
    """The cast and the places, once they are stored; everything is told from ``now``."""

    now: datetime
    cast: Mapping[str, int]  # handle → id
    joined: Mapping[int, datetime]
    products: Mapping[str, int]
    spaces: Mapping[str, int]
    default_space: int
    tags: Mapping[str, int]
    # Who speaks for the brand about a product, and who keeps the peace.
    officials: Mapping[str, int]
    moderator: int

    def at(self, ago: float) -> datetime:
        """Return the moment so many days ago."""
        return self.now - timedelta(days=float(ago))

    def soon_after(self, moment: datetime, hours: float) -> datetime:
        """Return a moment some hours later, or half the way to now if that is nearer."""
        return moment + min(timedelta(hours=hours), (self.now - moment) / 2)

    def member(self, handle: str) -> int:
        """Return one of the cast."""
        try:
            return self.cast[handle]
        except KeyError:
            raise BadContent(f"{handle!r} is none of the cast") from None

    def between(self, draw: random.Random, member_id: int, since: datetime) -> datetime:
        """Draw a moment at which a member could act on something: most come early."""
        first = max(since, self.joined[member_id])
        return first + (self.now - first) * draw.random() ** 3


def officials_of(
    tree: list[Entry], members: list[Entry], cast: Mapping[str, int]
) -> dict[str, int]:
    """Return for each product the member of the product team who knows what stands above it."""
    team = {
        area: cast[entry["handle"]]
        for entry in reversed(members)
        if entry["role"] == "product team"
        for area in entry.get("knows", [])
    }
    found: dict[str, int] = {}
    for entry in tree:
        if entry["slug"] in team:
            for each in [entry, *entry.get("children", [])]:
                found[each["slug"]] = team[entry["slug"]]
    return found
