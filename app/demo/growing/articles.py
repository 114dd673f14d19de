"""Grown articles: sections in invented words, each with the parts that rendering would give."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.demo.growing.members import known_crowd
from app.demo.growing.prose import Writer
from app.demo.growing.vocabulary import Vocabulary
from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.catalog.actions import ensure_default_space
from app.domain.catalog.models import Product
from app.domain.knowledge.actions.embedding import keep_article_embeds
from app.domain.knowledge.actions.publishing import publish_now
from app.domain.knowledge.actions.reckoning import reckon_all
from app.domain.knowledge.models.articles import Article
from app.kit import clock, markup
from app.kit.db import db
from app.kit.markup.keys import key_of
from app.kit.work import write

AT_ONCE = 50
YEARS = timedelta(days=2 * 365)
_SECTION_WORDS = (80, 0.5)
_SECTIONS = (3, 7)
# One in so many shows a section of an article before it.
_SHOWS = 4
_HELPFUL, _UNHELPFUL = 40, 8


@dataclass
class _Places:
    """Who writes grown articles, and about what."""

    draw: random.Random
    writer: Writer
    members: list[int]
    products: list[int]
    # Sections that later articles may show.
    known: list[str]


def grow_articles(
    count: int, seed: int = 1, progress: Callable[[int], None] = lambda _: None
) -> dict[str, int]:
    """Add so many articles, each published by one member and checked by another. Own units."""
    members = known_crowd().ids
    if not count or not members:
        return {}
    draw = random.Random(f"articles {seed}")  # noqa: S311 - repeatable is what it should be
    products = db.session.scalars(select(Product.id).order_by(Product.id)).all()
    places = _Places(draw, Writer(Vocabulary(seed), draw), members, list(products), [])
    now = clock.now()
    for first in range(0, count, AT_ONCE):
        moments = [now - YEARS * (1 - n / count) for n in range(first, min(first + AT_ONCE, count))]
        # Written in the mind first: a unit that lost a race stores the same again.
        texts = [_text(places) for _ in moments]
        drawn = [draw.random() for _ in moments]
        write(_store, places, list(zip(moments, texts, drawn, strict=True)))
        progress(len(moments))
    reckon_all()
    return {"articles": count}


def _text(places: _Places) -> tuple[str, Text]:
    title = places.writer.title()
    intro = places.writer.post(_SECTION_WORDS)
    sources, parts = [intro.source], list[Any]([f"{intro.html}\n"])
    for _ in range(places.draw.randint(*_SECTIONS)):
        heading = places.writer.title().rstrip("?")
        text, key = places.writer.post(_SECTION_WORDS), key_of(heading)
        sources += [f"## {heading}", text.source]
        parts += [{"head": key, "level": "2"}, heading, {"head_end": key, "level": "2"}]
        parts.append(f"\n{text.html}\n")
    if places.known and not places.draw.randrange(_SHOWS):
        shown = places.draw.choice(places.known)
        sources.append(f"{{{{kb:{shown}}}}}")
        parts.append({"embed": shown})
    else:
        parts[-1] = parts[-1].rstrip("\n")
    return title, Text("\n\n".join(sources), parts, markup.VERSION)


def _store(places: _Places, some: list[tuple[datetime, tuple[str, Text], float]]) -> None:
    space = ensure_default_space()
    for at, (title, text), drawn in some:
        writer = places.members[int(drawn * len(places.members))]
        reviewer = places.members[int(drawn * 7919) % len(places.members)]
        article = publish_now(
            by=db.session.get_one(User, writer),
            reviewer=db.session.get_one(User, reviewer),
            title=title,
            body=text,
            space=space,
            product=_product(places, drawn),
            at=at,
        )
        article.helpful_count = article.imported_helpful = int(drawn * _HELPFUL)
        article.unhelpful_count = article.imported_unhelpful = int((1 - drawn) * _UNHELPFUL)
        db.session.flush()
        keep_article_embeds(article)
        places.known.append(f"{article.slug}#{_first_key(article)}")


def _product(places: _Places, drawn: float) -> Product | None:
    if not places.products:
        return None
    return db.session.get_one(Product, places.products[int(drawn * 104_729) % len(places.products)])


def _first_key(article: Article) -> str:
    parts = article.revision.body_parts if article.revision else []
    return next(str(part["head"]) for part in parts if isinstance(part, dict) and "head" in part)
