"""News of articles: to whoever proposed a change, flagged a block, keeps one, or shows its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.domain.knowledge.models.articles import Article, ArticleRevision, ArticleSource
from app.domain.knowledge.models.blocks import Embed
from app.domain.knowledge.models.use import ArticleFlag
from app.domain.notifications.actions.audiences import PersonalNews
from app.domain.notifications.actions.standing import tell_in_person
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.db import db


def tell_editor(revision_id: int, reviewer_id: int, detail: str) -> None:
    """Whoever proposed a text hears that it is published, or why it is not."""
    revision = db.session.get_one(ArticleRevision, revision_id)
    key = f"{detail}:{revision.id}"
    news = news_of(revision.article_id, detail, key, actor_id=reviewer_id, revision=revision.number)
    tell_in_person(news, [revision.editor_id])


def tell_sources(article_id: int, editor_id: int) -> None:
    """Whoever wrote what an article grew from hears that it helps everybody now."""
    wrote = select(ArticleSource.author_id).where(
        ArticleSource.article_id == article_id, ArticleSource.author_id.is_not(None)
    )
    authors = {author_id for author_id in db.session.scalars(wrote) if author_id is not None}
    news = news_of(article_id, "source", f"source:{article_id}", actor_id=editor_id)
    tell_in_person(news, authors - {editor_id})


def tell_flagger(flag_id: int, by_id: int, outcome: str) -> None:
    """A member who flagged a block hears what came of it; a guest has no bell."""
    flag = db.session.get_one(ArticleFlag, flag_id)
    if flag.flagger_id is not None:
        key = f"flag:{flag.id}"
        news = news_of(
            flag.article_id, f"flag-{outcome}", key, actor_id=by_id or None, flag=flag.id
        )
        tell_in_person(news, [flag.flagger_id])


def tell_owner_of_flag(flag_id: int) -> None:
    """Whoever keeps an article hears that something is wrong with it, at most once a day."""
    flag = db.session.get_one(ArticleFlag, flag_id)
    key = f"flagged:{flag.article_id}:{clock.now():%Y%m%d}"
    news = news_of(flag.article_id, "flagged", key, actor_id=flag.flagger_id, flag=flag.id)
    tell_in_person(news, [flag.article.owner_id])


def tell_owner_of_health(article_id: int, health: int) -> None:
    """Whoever keeps an article hears that its health fell below the floor."""
    article = db.session.get_one(Article, article_id)
    key = f"ill:{article_id}:{clock.now():%Y%m%d}"
    tell_in_person(news_of(article_id, "ill", key, health=health), [article.owner_id])


def tell_affected(article_id: int, revision_id: int, embed_ids: Collection[int]) -> None:
    """Whoever shows text that a major edit changed looks whether their post is still right.

    One line for each of them, however many posts of theirs it is.
    """
    revision = db.session.get_one(ArticleRevision, revision_id)
    rows = db.session.scalars(select(Embed).where(Embed.id.in_(embed_ids)).order_by(Embed.id))
    by_author: dict[int, list[Embed]] = defaultdict(list)
    for embed in rows:
        by_author[embed.author_id].append(embed)
    for author_id, embeds in sorted(by_author.items()):
        first = embeds[0]
        hosts = {(embed.host_kind, embed.host_id) for embed in embeds}
        news = news_of(
            article_id,
            "affected",
            f"affected:{revision_id}",
            actor_id=revision.editor_id,
            question_id=first.question_id,
            host=[first.host_kind, first.host_id],
            hosts=len(hosts),
            embeds=[embed.id for embed in embeds],
        )
        tell_in_person(news, [author_id])


def news_of(
    article_id: int,
    detail: str,
    key: str,
    *,
    actor_id: int | None = None,
    question_id: int | None = None,
    at: datetime | None = None,
    **data: Any,
) -> PersonalNews:
    """Return news about an article; its title is read when it is told, by whoever may read it."""
    return PersonalNews(
        "article",
        key,
        at or clock.now(),
        detail,
        actor_id,
        question_id,
        {"article": article_id, **data},
        Subject("article", article_id),
    )
