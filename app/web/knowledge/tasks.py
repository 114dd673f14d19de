"""What somebody sets out to change: a whole article or one block, from which text, and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from app import links
from app.domain.accounts.models import Actor
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.models.blocks import Block
from app.domain.knowledge.models.use import ArticleFlag
from app.domain.knowledge.policy import may_see_revision
from app.domain.knowledge.queries.articles import find_article
from app.domain.knowledge.queries.changes import block_of
from app.domain.knowledge.queries.flags import find_flag
from app.domain.knowledge.rules.outline import sections
from app.domain.knowledge.rules.sources import cut, is_aligned, put
from app.kit import merging
from app.kit.db import db
from app.kit.problems import NotFound
from app.web.numbers import row_named

# Beyond this the databases hold no row.


@dataclass(frozen=True)
class Task:
    """A change that somebody has begun."""

    article: Article
    # The text it begins from: the one in force, or an unpublished article's latest draft.
    base: ArticleRevision
    block: Block | None = None
    flag: ArticleFlag | None = None

    @property
    def place(self) -> str:
        """Where its draft is kept."""
        what = f"block:{self.block.id}" if self.block else "edit"
        return f"article:{self.article.id}:{what}"

    @property
    def query(self) -> dict[str, Any]:
        """What an address says beside the article."""
        given = {
            "block": self.block.key if self.block else None,
            "flag": self.flag.id if self.flag else None,
        }
        return {name: value for name, value in given.items() if value}

    @property
    def url(self) -> str:
        address = f"{links.article_url(self.article.slug)}/edit"
        return f"{address}?{urlencode(self.query)}" if self.query else address

    @property
    def whole_url(self) -> str:
        """Where the whole article is changed for the same reason."""
        return replace(self, block=None).url

    @property
    def trigger(self) -> tuple[str, int | None] | None:
        """What set it off, as verbs take it."""
        return ("flag", self.flag.id) if self.flag else None

    def source(self) -> str:
        """Return the Markdown that is to be changed."""
        if self.block is None:
            return self.base.body
        at = position_in(self.base, self.block)
        return self.base.body if at is None else cut(self.base.body, at)

    def whole(self, typed: str, base: ArticleRevision) -> str:
        """Return the whole article's Markdown with what was typed in its place."""
        if self.block is None:
            return typed
        at = position_in(base, self.block)
        return typed if at is None else put(base.body, at, typed)


def task_of(slug: str, given: Mapping[str, str], actor: Actor) -> Task:
    """Return what an address and its query set out to change.

    :raises NotFound: where the article is not open to the actor.
    """
    article = find_article(slug, actor)
    base = article.revision
    if base is None:
        raise NotFound
    return Task(
        article,
        base,
        _block(article, base, given.get("block", "")),
        _flag(article, given.get("flag", ""), actor),
    )


def base_of(task: Task, number: int | None, actor: Actor) -> ArticleRevision:
    """Return the revision that a form was begun from; the one in force for any other number."""
    found = db.session.get(ArticleRevision, number) if number else None
    if found is None or found.article_id != task.article.id:
        return task.base
    return found if may_see_revision(actor, found) else task.base


def position_in(revision: ArticleRevision, block: Block) -> int | None:
    """Return which section of a revision's source a block is; None when it is not in it."""
    names = [section.slug for section in sections(revision.body_parts)]
    if not is_aligned(revision.body, revision.body_parts):
        return None
    known = [name for name in (block.key, block.alias) if name in names]
    return names.index(known[0]) if known else None


def merged_body(base: ArticleRevision, theirs: ArticleRevision, mine: str) -> merging.Merged:
    """Join two texts that were begun from one."""
    return merging.merge(base.body, mine, theirs.body)


def _block(article: Article, base: ArticleRevision, key: str) -> Block | None:
    """Return the block to be changed by itself; None when it has to be changed with the rest."""
    found = block_of(article, key) if key else None
    if found is None or position_in(base, found) is None:
        return None
    return found


def _flag(article: Article, given: str, actor: Actor) -> ArticleFlag | None:
    number = row_named(given)
    if number is None:
        return None
    flag = find_flag(number, actor)
    return flag if flag.article_id == article.id and flag.settled_at is None else None
