"""From hits to places: the hits of one thread fold into one, at its best hit's place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.forum.models.posts import Answer
from app.kit.db import db
from app.kit.fulltext import Hit

_a = Answer.__table__.c


@dataclass
class Place:
    """Something that was found: a thread, an article, or an idea."""

    kind: str
    id: int
    score: float
    # Of a thread: the answer that matched best.
    answer_id: int | None = None


def places_of(hits: Iterable[Hit]) -> list[Place]:
    """Return what the hits stand for, best first, each once."""
    found = [(hit, hit.kind, int(hit.key.partition(":")[2])) for hit in hits]
    homes = _homes([number for _, kind, number in found if kind == "answer"])
    places: dict[tuple[str, int], Place] = {}
    for hit, kind, number in found:
        home = homes.get(number) if kind == "answer" else number
        if home is None:  # the answer is gone; the index will hear of it
            continue
        of_what = "question" if kind == "answer" else kind
        place = places.setdefault((of_what, home), Place(of_what, home, hit.score))
        if kind == "answer" and place.answer_id is None:
            place.answer_id = number
    return list(places.values())


def _homes(answer_ids: list[int]) -> dict[int, int]:
    """Return the questions of answers."""
    if not answer_ids:
        return {}
    rows = db.session.execute(select(_a.id, _a.question_id).where(_a.id.in_(answer_ids)))
    return {row.id: row.question_id for row in rows}
