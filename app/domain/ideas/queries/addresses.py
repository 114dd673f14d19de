"""Which addresses of ideas the world may be told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from app.domain.accounts.models import Guest
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import listed_for
from app.kit.db import db
from app.kit.slugs import slug

# As many addresses as one file of a sitemap may hold.
SITEMAP_SIZE = 5000

_i = Idea.__table__.c


@dataclass(frozen=True)
class IdeaAddress:
    """An idea's address, and when something last happened to it."""

    id: int
    slug: str
    active_at: datetime


def public_ideas(after: int, size: int = SITEMAP_SIZE) -> list[IdeaAddress]:
    """Return the ideas with a higher id that everybody may read. One statement."""
    rows = db.session.execute(
        select(_i.id, _i.title, _i.active_at)
        .where(listed_for(Guest()), _i.id > after)
        .order_by(_i.id)
        .limit(size)
    )
    return [IdeaAddress(row.id, slug(row.title, "idea"), row.active_at) for row in rows]


def idea_starts() -> list[int]:
    """Return the ids after which each file of the sitemap begins; none while nothing is public."""
    starts: list[int] = []
    last = 0
    while found := public_ideas(last):
        starts.append(last)
        last = found[-1].id
    return starts
