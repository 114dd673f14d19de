"""How many articles stand where, and which addresses the world may be told."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from app.domain.accounts.models import Actor, Guest
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.policy import listed_for
from app.kit.db import db

# As many addresses as one file of a sitemap may hold.
SITEMAP_SIZE = 5000

_a = Article.__table__.c


@dataclass(frozen=True)
class Counts:
    """Published articles that the reader may see, by product and by topic; None: without one."""

    total: int = 0
    by_product: Counter[int | None] = field(default_factory=Counter)
    by_topic: Counter[int | None] = field(default_factory=Counter)


@dataclass(frozen=True)
class AddressRow:
    """An article's address, and when its text last changed."""

    id: int
    slug: str
    changed_at: datetime


def article_counts(actor: Actor) -> Counts:
    """Return how many articles stand where. One statement."""
    rows = db.session.execute(
        select(_a.product_id, _a.topic_id, func.count())
        .where(listed_for(actor), _a.published_at.is_not(None))
        .group_by(_a.product_id, _a.topic_id)
    )
    counts = Counts()
    total = 0
    for product_id, topic_id, number in rows:
        total += number
        counts.by_product[product_id] += number
        counts.by_topic[topic_id] += number
    return Counts(total, counts.by_product, counts.by_topic)


def public_addresses(after: int, size: int = SITEMAP_SIZE) -> list[AddressRow]:
    """Return the articles with a higher id that everybody may read. One statement."""
    rows = db.session.execute(
        select(_a.id, _a.slug, _a.changed_at)
        .where(listed_for(Guest()), _a.published_at.is_not(None), _a.id > after)
        .order_by(_a.id)
        .limit(size)
    )
    return [AddressRow(*row) for row in rows]


def address_starts() -> list[int]:
    """Return the ids after which each file of the sitemap begins; none while nothing is public."""
    starts: list[int] = []
    last = 0
    while found := public_addresses(last):
        starts.append(last)
        last = found[-1].id
    return starts
