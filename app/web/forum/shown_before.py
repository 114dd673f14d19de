"""What was shown to an asker who asked all the same: told to those who keep articles."""

from __future__ import annotations

from dataclasses import dataclass

from app import links
from app.domain.accounts.models import Actor
from app.domain.search.queries.asks import Shown, may_see_asks, shown_before


@dataclass(frozen=True)
class ShownEarlier:
    """One match that was shown in vain."""

    title: str
    url: str
    is_article: bool
    was_opened: bool


def shown_earlier(question_id: int, who: Actor) -> list[ShownEarlier]:
    """Return what was shown before a question was asked. Three statements, for editors alone."""
    if not may_see_asks(who):
        return []
    return [_earlier(one) for one in shown_before(question_id, actor=who)]


def _earlier(one: Shown) -> ShownEarlier:
    is_article = one.kind == "article"
    url = links.article_url(one.slug) if is_article else links.question_url(one.id, one.slug)
    return ShownEarlier(one.title, url, is_article, one.was_opened)
