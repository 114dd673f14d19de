"""The last steps: what articles show of each other, and the search index."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from app.domain.knowledge.actions.embedding import keep_article_embeds
from app.domain.knowledge.events import ArticleMoved
from app.domain.knowledge.models.articles import Article
from app.domain.search.reactions import refresh_articles
from app.kit import jobs
from app.kit.db import db
from app.kit.fulltext import IndexBusy
from app.kit.work import write

AT_ONCE = 100


def show_embeds(article_ids: Iterable[int]) -> None:
    """Keep what these articles show of others, now that all of them are there."""
    for some in _some(article_ids):
        write(_keep_embeds, some)


def _keep_embeds(article_ids: Sequence[int]) -> None:
    for number in article_ids:
        keep_article_embeds(db.session.get_one(Article, number))


def index(article_ids: Iterable[int]) -> int:
    """Make articles be found; return how many were left to the worker.

    Where another process keeps the index, the rest is queued.
    """
    left = 0
    for some in _some(article_ids):
        try:
            if not left:
                refresh_articles([ArticleMoved(number, space_changed=False) for number in some])
                continue
        except IndexBusy:
            pass
        write(_queue, some)
        left += len(some)
    return left


def _queue(article_ids: Sequence[int]) -> None:
    for number in article_ids:
        event = ArticleMoved(number, space_changed=False)
        jobs.put(refresh_articles, ArticleMoved.__name__, dict(vars(event)))


def _some(article_ids: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(article_ids)
    while some := list(islice(remaining, AT_ONCE)):
        yield some
