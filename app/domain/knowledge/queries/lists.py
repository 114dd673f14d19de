"""Lists of articles for readers: the shelf, those of a member, of a topic, by their ids."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, desc, false, select

from app.domain.accounts.models import Actor
from app.domain.catalog.models import Tag
from app.domain.catalog.queries import product_tree
from app.domain.catalog.rules import tag_name
from app.domain.knowledge.models.articles import ArticleRevision, ArticleSource, article_tags
from app.domain.knowledge.policy import listed_for, visible_to
from app.domain.knowledge.queries.lines import LINES, a, page_of_lines, rows_of
from app.domain.knowledge.queries.rows import ArticleRow
from app.domain.knowledge.queries.topics import topic_tree
from app.domain.knowledge.rules import ARTICLES_A_PAGE
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.pages import Order, Page, order

Key = Callable[[ArticleRow], Sequence[Any]]

ORDERS: dict[str, tuple[Order, Key]] = {
    "changed": (order(desc(a.changed_at), desc(a.id)), lambda row: (row.changed_at, row.id)),
    "new": (order(desc(a.published_at), desc(a.id)), lambda row: (row.published_at, row.id)),
    "helpful": (order(desc(a.helpful_count), desc(a.id)), lambda row: (row.helpful_count, row.id)),
    "reused": (order(desc(a.reuse_count), desc(a.id)), lambda row: (row.reuse_count, row.id)),
}


def articles(
    actor: Actor,
    *,
    product_id: int | None = None,
    topic_id: int | None = None,
    tag: str | None = None,
    kind: str | None = None,
    state: str | None = None,
    space_id: int | None = None,
    sort: str = "changed",
    after: str | None = None,
    before: str | None = None,
    size: int = ARTICLES_A_PAGE,
) -> Page[ArticleRow]:
    """Return one page of the published articles that the actor may read and the filters choose.

    A product stands for those below it, a topic too. One statement; one more for a product, one
    for a topic.
    """
    by, key_of = ORDERS.get(sort, ORDERS["changed"])
    chosen: list[ColumnElement[bool]] = [a.published_at.is_not(None)]
    if product_id is not None:
        node = product_tree().by_id.get(product_id)
        chosen.append(a.product_id.in_(node.descendant_ids) if node else false())
    if topic_id is not None:
        topic = topic_tree().by_id.get(topic_id)
        chosen.append(a.topic_id.in_(topic.descendant_ids) if topic else false())
    if tag is not None:
        chosen.append(_carries(tag))
    for column, value in ((a.kind, kind), (a.state, state), (a.space_id, space_id)):
        if value is not None:
            chosen.append(column == value)
    return page_of_lines(
        LINES.where(listed_for(actor), *chosen), by, key_of, after=after, before=before, size=size
    )


def _carries(tag: str) -> ColumnElement[bool]:
    carrying = (
        select(article_tags.c.article_id)
        .join(Tag.__table__, Tag.__table__.c.id == article_tags.c.tag_id)
        .where(Tag.__table__.c.name == tag_name(tag))
    )
    return a.id.in_(carrying)


def articles_by_ids(ids: Sequence[int], *, actor: Actor) -> list[ArticleRow]:
    """Return those of the articles that the actor may read, in the order given. One statement.

    Archived ones are among them: whoever lists them says so, or leaves them out.
    """
    if not ids:
        return []
    found = rows_of(db.session.execute(LINES.where(visible_to(actor), a.id.in_(list(ids)))))
    by_id = {row.id: row for row in found}
    return [by_id[article_id] for article_id in ids if article_id in by_id]


def articles_of(
    member_id: int,
    *,
    actor: Actor,
    after: str | None = None,
    before: str | None = None,
    size: int = ARTICLES_A_PAGE,
) -> Page[ArticleRow]:
    """Return the published articles that a member wrote a published text of, or answers for."""
    wrote = select(ArticleRevision.article_id).where(
        ArticleRevision.editor_id == member_id, ArticleRevision.state == "published"
    )
    by, key_of = ORDERS["changed"]
    statement = LINES.where(
        listed_for(actor),
        a.published_at.is_not(None),
        (a.owner_id == member_id) | a.id.in_(wrote),
    )
    return page_of_lines(statement, by, key_of, after=after, before=before, size=size)


def drafts_for(
    actor: Actor,
    *,
    after: str | None = None,
    before: str | None = None,
    size: int = ARTICLES_A_PAGE,
) -> Page[ArticleRow]:
    """Return the work in progress that the actor may help with. One statement."""
    by, key_of = ORDERS["changed"]
    statement = LINES.where(listed_for(actor), a.state == "wip")
    return page_of_lines(statement, by, key_of, after=after, before=before, size=size)


def articles_from(subjects: Sequence[Subject], *, actor: Actor) -> list[ArticleRow]:
    """Return the articles that grew out of any of these, drafts the actor may see included."""
    ids: list[int] = []
    for kind in dict.fromkeys(subject.kind for subject in subjects):
        numbers = [subject.id for subject in subjects if subject.kind == kind]
        found = select(ArticleSource.article_id).where(
            ArticleSource.subject_kind == kind, ArticleSource.subject_id.in_(numbers)
        )
        ids += db.session.scalars(found)
    return [row for row in articles_by_ids(sorted(set(ids)), actor=actor) if not row.is_archived]
