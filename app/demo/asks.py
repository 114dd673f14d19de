"""What the demo's visitors were shown before they asked, and what made asking needless."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from app.demo.stage import Stage
from app.domain.forum.models.questions import Question
from app.domain.knowledge.models.articles import Article
from app.domain.search.models import Ask, AskMatch
from app.kit.db import db

# How far back it is told, and how many asks an ordinary day saw.
DAYS = 120
_A_DAY = (1, 2, 2, 3, 4)
# What becomes of an ask that ends without a question.
_ENDS = ("fixed",) * 6 + ("followed",) * 2 + ("opened",) * 4 + ("left",) * 5
_SHOWN_MOST = 6
# Of those called fixed, one in so many was not after all.
_VOID_ONE_IN = 12


@dataclass
class _Shelf:
    """What can be shown about one product, the most helpful first."""

    subjects: list[tuple[str, int]] = field(default_factory=list)

    def drawn(self, draw: random.Random) -> list[tuple[str, int]]:
        # What helps most is shown most.
        weights = {subject: (n + 1) * draw.random() for n, subject in enumerate(self.subjects)}
        size = min(len(weights), draw.randint(2, _SHOWN_MOST))
        chosen = sorted(weights, key=weights.__getitem__)[:size]
        return sorted(chosen, key=lambda subject: subject[0] != "article")


def add_asks(stage: Stage) -> int:
    """Store asks, if there are none; return how many."""
    if db.session.scalar(select(func.count()).select_from(Ask)):
        return 0
    draw = random.Random("asks")  # noqa: S311 - guards nothing
    shelves = _shelves(stage)
    products = [product for product, shelf in shelves.items() for _ in shelf.subjects]
    if not products:
        return 0
    count = 0
    for day in range(DAYS):
        for _ in range(draw.choice(_A_DAY)):
            product = draw.choice(products)
            shown, moment = shelves[product].drawn(draw), stage.at(day + draw.random())
            _add_ask(draw, count, product, shown, moment, draw.choice(_ENDS))
            count += 1
    return count + _add_asked(stage, draw, shelves, count)


def _shelves(stage: Stage) -> dict[int, _Shelf]:
    found: dict[int, _Shelf] = {}
    articles = (
        select(Article.product_id, Article.id)
        .where(Article.published_at.is_not(None), Article.space_id == stage.default_space)
        .order_by(Article.helpful_count.desc(), Article.id)
    )
    solved = (
        select(Question.product_id, Question.id)
        .where(Question.solved_at.is_not(None), Question.space_id == stage.default_space)
        .order_by(Question.too_count.desc(), Question.id)
    )
    for kind, statement in (("article", articles), ("question", solved)):
        for product_id, number in db.session.execute(statement):
            if product_id is not None:
                found.setdefault(product_id, _Shelf()).subjects.append((kind, number))
    return found


def _add_asked(stage: Stage, draw: random.Random, shelves: dict[int, _Shelf], number: int) -> int:
    """Let some of the questions keep what was shown before them: what there was by then."""
    asked = db.session.execute(
        select(Question.id, Question.product_id, Question.asked_at)
        .where(Question.asked_at >= stage.at(DAYS), Question.space_id == stage.default_space)
        .order_by(Question.id)
    )
    count = 0
    for question_id, product_id, asked_at in asked:
        shelf = shelves.get(product_id or 0)
        others = [one for one in shelf.drawn(draw) if _is_older(one, question_id)] if shelf else []
        if others and draw.random() < 2 / 3:
            begun_at = asked_at - timedelta(minutes=draw.randint(2, 20))
            ask = _add_ask(draw, number + count, product_id, others, begun_at, "asked")
            ask.question_id, ask.asked_at = question_id, asked_at
            count += 1
    return count


def _is_older(subject: tuple[str, int], question_id: int) -> bool:
    kind, number = subject
    return kind == "article" or number < question_id


def _add_ask(
    draw: random.Random,
    number: int,
    product_id: int | None,
    shown: Sequence[tuple[str, int]],
    begun_at: datetime,
    end: str,
) -> Ask:
    key_hash = hashlib.sha256(f"ask {number} of the demo".encode()).hexdigest()
    ask = Ask(key_hash=key_hash, begun_at=begun_at, product_id=product_id)
    db.session.add(ask)
    db.session.flush()
    # Half of those who ask all the same opened something before.
    opens = draw.random() < 1 / 2 if end == "asked" else end != "left"
    # An article is read; only a question has others who wait for the same.
    among = [one for one in shown if end != "followed" or one[0] == "question"]
    chosen = draw.choice(among) if opens and among else None
    later = begun_at + timedelta(minutes=draw.randint(1, 9))
    for place, (kind, subject_id) in enumerate(shown):
        values: dict[str, Any] = {"kind": kind, "subject_id": subject_id, "place": place}
        opened_at = begun_at if (kind, subject_id) == chosen else None
        db.session.add(AskMatch(ask_id=ask.id, opened_at=opened_at, **values))
    if chosen is not None:
        ask.opened_at = begun_at
    if end == "fixed" and chosen is not None:
        ask.fixed_at, (ask.fixed_kind, ask.fixed_id) = later, chosen
        ask.voided_at = later + timedelta(hours=20) if number % _VOID_ONE_IN == 0 else None
    elif end == "followed" and chosen is not None:
        ask.followed_at = later
    return ask
