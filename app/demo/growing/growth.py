"""Growing a community of a given size: the same one for the same seed and the same beginning."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select

from app.demo.growing.members import Crowd, grow_members, known_crowd
from app.demo.growing.prose import Writer
from app.demo.growing.spread import answers_of, posts_by_thread
from app.demo.growing.storing import store
from app.demo.growing.threads import AT_ONCE, YEARS, Author, Batch, Places
from app.demo.growing.vocabulary import Vocabulary
from app.domain.catalog.actions import ensure_default_space
from app.domain.catalog.models import Product, Tag
from app.kit import clock
from app.kit.db import db
from app.kit.slugs import slug
from app.kit.work import write

Progress = Callable[[int], None]

TAGS = 200
# Where a site has no products: areas, and products in each.
AREAS, PRODUCTS = 4, 4
# The part of all questions that has an accepted answer.
SOLVED = 0.6


class Impossible(Exception):
    """These numbers cannot be grown: the sentence says why."""


def grow(
    *,
    members: int,
    questions: int,
    replies: int,
    seed: int = 1,
    progress: Progress = lambda _: None,
) -> dict[str, int]:
    """Add a synthetic community; return how much of each was added.

    :param replies: answers and replies together, two thirds of them answers.
    :param progress: is told how many members and posts were stored since it was told last.
    :raises Impossible: when there is nobody to write, or no question to write under.
    """
    if replies and not questions:
        raise Impossible("Replies need questions to stand under.")
    if questions and not members and not known_crowd().ids:
        raise Impossible("Questions need members who ask them.")
    vocabulary = Vocabulary(seed)
    crowd = grow_members(members, seed, vocabulary, progress)
    answers = _grow_threads(crowd, vocabulary, questions, replies, seed, progress)
    return {
        "members": members,
        "questions": questions,
        "answers": answers,
        "replies": replies - answers,
    }


def _grow_threads(
    crowd: Crowd,
    vocabulary: Vocabulary,
    questions: int,
    replies: int,
    seed: int,
    progress: Progress,
) -> int:
    """Store the threads, a batch at a time; return how many posts are answers."""
    if not questions:
        return 0
    draw = random.Random(f"threads {seed}")  # noqa: S311 - repeatable is what it should be
    places = write(_find_places, vocabulary)
    now = clock.now()
    shares = posts_by_thread(draw, questions, replies)
    answers = answers_of(shares)
    answered = sum(count > 0 for count in answers)
    author = Author(
        draw,
        Writer(vocabulary, draw),
        crowd if crowd.ids else known_crowd(),
        places,
        now,
        solved_share=min(1.0, SOLVED * questions / max(1, answered)),
    )
    moments = _moments(draw, questions, now)
    for first in range(0, questions, AT_ONCE):
        batch = Batch()
        for n in range(first, min(first + AT_ONCE, questions)):
            author.write_thread(batch, moments[n], answers[n], shares[n] - answers[n])
        write(store, batch)
        progress(len(batch.questions) + len(batch.answers) + len(batch.replies))
    return sum(answers)


def _moments(draw: random.Random, count: int, now: datetime) -> list[datetime]:
    """Return when questions were asked, in order: a little more of them each year."""
    return sorted(now - YEARS * (1 - draw.random() ** 0.8) for _ in range(count))


def _find_places(vocabulary: Vocabulary) -> Places:
    words = vocabulary.content[:TAGS]
    known = {tag.name: tag for tag in db.session.scalars(select(Tag).where(Tag.name.in_(words)))}
    for name in words:
        if name not in known:
            known[name] = Tag(name=name)
            db.session.add(known[name])
    products = db.session.scalars(
        select(Product.id).where(Product.parent_id.is_not(None)).order_by(Product.id)
    ).all() or _make_products(vocabulary)
    db.session.flush()
    return Places(
        space=ensure_default_space().id,
        products=list(products),
        tags=[known[name].id for name in words],
    )


def _make_products(vocabulary: Vocabulary) -> list[int]:
    names = iter(vocabulary.content[TAGS:])
    made: list[int] = []
    for position in range(AREAS):
        area = _product(next(names), None, position)
        made += [_product(next(names), area.id, place).id for place in range(PRODUCTS)]
    return made


def _product(name: str, parent_id: int | None, position: int) -> Product:
    product = Product(
        slug=slug(name), name=name.capitalize(), parent_id=parent_id, position=position, fields=[]
    )
    db.session.add(product)
    db.session.flush()
    return product
