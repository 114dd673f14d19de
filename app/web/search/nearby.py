"""What is related to a page: found once in a while, for all who see the same spaces.

Kept are ids alone. Titles, and whether the reader may read it, are asked of the database each time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app

from app.domain.accounts.models import Actor
from app.domain.catalog.policy import space_ids_visible_to
from app.domain.forum.queries.lists import questions_by_ids
from app.domain.search.queries import article_lines, related
from app.domain.search.queries.ideas import idea_lines
from app.domain.subjects import Subject
from app.kit.db import db
from app.web.rows import ShownQuestion, shown_question
from app.web.search.shown import FoundIdea, ShownArticle, shown_idea_line, shown_line

RELATED = 5
# Seconds that what is related may be old.
KEPT = 3600
PAGES_KEPT = 2000


@dataclass(frozen=True)
class _Near:
    at: float
    # By kind.
    ids: dict[str, list[int]]


def questions_and_articles_near(
    subject: Subject, who: Actor
) -> tuple[list[ShownQuestion], list[ShownArticle]]:
    """Return questions and articles related to an article that the reader may read."""
    ids = _related(subject, ("question", "article"), who)
    questions = questions_by_ids(ids["question"], actor=who)
    articles = article_lines(ids["article"], actor=who)
    return [shown_question(row) for row in questions], [shown_line(line) for line in articles]


def ideas_and_articles_near(
    subject: Subject, who: Actor
) -> tuple[list[FoundIdea], list[ShownArticle]]:
    """Return ideas and articles related to an idea that the reader may read."""
    ids = _related(subject, ("idea", "article"), who)
    ideas, articles = idea_lines(ids["idea"], actor=who), article_lines(ids["article"], actor=who)
    return [shown_idea_line(line) for line in ideas], [shown_line(line) for line in articles]


def near(
    subject: Subject, who: Actor, find: Callable[[], dict[str, list[int]]]
) -> dict[str, list[int]]:
    """Return the ids of what is near, by kind; kept for a while, for search is dear.

    What somebody may see decides what is found, so it is kept for all who see the same spaces.
    """
    sees = () if who.is_guest else tuple(sorted(db.session.scalars(space_ids_visible_to(who))))
    kept: dict[tuple[str, tuple[int, ...]], _Near]
    kept = current_app.extensions.setdefault("nearby", {})
    key = (str(subject), sees)
    found = kept.get(key)
    if found is None or time.monotonic() - found.at > KEPT:
        ids = find()
        if len(kept) >= PAGES_KEPT:
            kept.clear()
        found = kept[key] = _Near(time.monotonic(), ids)
    return found.ids


def _related(subject: Subject, kinds: tuple[str, ...], who: Actor) -> dict[str, list[int]]:
    return near(subject, who, lambda: {kind: _found(subject, kind, who) for kind in kinds})


def _found(subject: Subject, kind: str, who: Actor) -> list[int]:
    results = related(subject, actor=who, kinds=(kind,), limit=RELATED)
    # A rail is looked at in passing: what has hardly a word in common is better not there.
    return [one.id for one in results if getattr(one, "is_near", True)]
