"""A delivered idea changes what the articles say: proposed for review, never published alone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.accounts.texts import prepare
from app.domain.catalog.policy import is_within
from app.domain.ideas.models.ideas import Idea, StatusChange
from app.domain.knowledge.actions.drafting import draft_article, revision_by_nonce
from app.domain.knowledge.actions.revising import propose
from app.domain.knowledge.actions.uses import ROOM, linked_articles
from app.domain.knowledge.actions.wording import Wording
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.policy import listed_for, may_draft, may_propose
from app.domain.loop.actions.paining import counted_questions
from app.domain.loop.rules import (
    ARTICLES_MOST,
    body_for_article,
    idea_place,
    section_for_article,
)
from app.domain.subjects import Subject
from app.kit import markup
from app.kit.db import db
from app.kit.i18n import gettext
from app.kit.work import write


@dataclass(frozen=True)
class Delivery:
    """A delivered idea, by whom, and the threads behind it."""

    idea: Idea
    change: StatusChange
    by: User
    question_ids: tuple[int, ...]

    def nonce(self, place: str) -> str:
        """Return what makes each change once, however often the job is repeated."""
        return f"idea-{self.idea.id}-{self.change.id}-{place}"


def amend_articles(idea_id: int, change_id: int) -> None:
    """Propose what a delivered idea changes in the articles around it, or draft one.

    Opens its own units; what was proposed by an earlier try stays as it is.
    """
    delivery = _delivery(idea_id, change_id)
    if delivery is None:
        return
    articles = _articles_around(delivery)
    if not articles:
        _draft(delivery)
    for article in articles:
        _propose(delivery, article)


def _delivery(idea_id: int, change_id: int) -> Delivery | None:
    idea = db.session.get_one(Idea, idea_id)
    change = db.session.get_one(StatusChange, change_id)
    by = db.session.get(User, change.by_id) if change.by_id is not None else None
    if by is None or idea.status != "delivered":
        return None
    return Delivery(idea, change, by, tuple(row.id for row in counted_questions(idea)))


def _articles_around(delivery: Delivery) -> list[Article]:
    """Return the articles that the threads and the idea point to, the most pointed at first.

    Only such whose readers may all read the idea.
    """
    used = db.session.execute(
        select(ArticleUse.article_id, ArticleUse.question_id)
        .where(ArticleUse.question_id.in_(delivery.question_ids))
        .distinct()
    )
    pointed = Counter(row.article_id for row in used)
    pointed.update(_named_in(delivery.idea))
    found = db.session.scalars(
        select(Article).where(
            Article.id.in_(pointed), listed_for(delivery.by), Article.published_at.is_not(None)
        )
    ).all()
    fit = [one for one in found if is_within(one.space, delivery.idea.space)]
    return sorted(fit, key=lambda one: (-pointed[one.id], one.id))[:ARTICLES_MOST]


def _named_in(idea: Idea) -> set[int]:
    shown = [f"{ROOM}{name.partition('#')[0]}" for name in markup.embeds_in(idea.body_parts)]
    return linked_articles([*markup.links_in(idea.body_parts), *shown])


def _propose(delivery: Delivery, article: Article) -> None:
    nonce, revision = delivery.nonce(str(article.id)), article.revision
    if revision is None or not may_propose(delivery.by, article):
        return
    if revision_by_nonce(delivery.by, nonce) is not None:
        return
    section = section_for_article(delivery.idea.title, _place(delivery), delivery.change.reason)
    body = f"{revision.body.rstrip()}\n\n{section}"
    wording = Wording(
        revision.title, revision.summary, prepare(body, outline=True), _comment(delivery)
    )
    write(
        propose,
        article,
        by=delivery.by,
        wording=wording,
        base_id=revision.id,
        trigger=("idea", delivery.idea.id),
        nonce=nonce,
    )


def _draft(delivery: Delivery) -> None:
    idea = delivery.idea
    nonce = delivery.nonce("new")
    if not may_draft(delivery.by) or revision_by_nonce(delivery.by, nonce) is not None:
        return
    body = body_for_article(
        idea.title, _place(delivery), delivery.change.reason, delivery.question_ids
    )
    place: dict[str, Any] = {
        "space": idea.space,
        "product": idea.product,
        "tags": [tag.name for tag in idea.tags],
        "sources": [(Subject("idea", idea.id), idea.author_id)],
    }
    write(
        draft_article,
        by=delivery.by,
        title=idea.title,
        body=prepare(body, outline=True),
        comment=_comment(delivery),
        nonce=nonce,
        **place,
    )


def _place(delivery: Delivery) -> str:
    return idea_place(delivery.idea.id, delivery.idea.slug)


def _comment(delivery: Delivery) -> str:
    return str(gettext("An idea was delivered: %(title)s", title=delivery.idea.title))
