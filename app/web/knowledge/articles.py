"""One article: its text, how far to trust it, where it came from, what changed last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, render_template
from markupsafe import Markup

from app import links
from app.domain.accounts.models import Actor
from app.domain.forum.queries.lists import questions_by_ids
from app.domain.forum.queries.posts import question_ids_of
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.policy import may_flag, may_keep, may_see_health
from app.domain.knowledge.queries.articles import find_article
from app.domain.knowledge.queries.attachments import attachments_of
from app.domain.knowledge.queries.embeds import place_counts
from app.domain.knowledge.queries.pages import article_page
from app.domain.knowledge.queries.revisions import published_before
from app.domain.knowledge.queries.rows import ArticlePage, SourceRow
from app.domain.knowledge.rules.words import lines_of
from app.domain.subjects import Subject
from app.kit.diffs import Line, lines_between
from app.web.embedded import embeds_in_article
from app.web.guards import public
from app.web.knowledge.checkups import shown_health
from app.web.knowledge.finding import follows_moves
from app.web.knowledge.helps import shown_help
from app.web.knowledge.outlines import ShowActs, ShownBlock, blocks_of, contents_of
from app.web.knowledge.shown import (
    ShownArticle,
    description_of,
    shown_article,
    steps_to,
    writers_of,
)
from app.web.knowledge.structured import article_data
from app.web.knowledge.triggers import trigger_of
from app.web.partials import page
from app.web.people import Person, person
from app.web.rows import ShownQuestion, shown_question
from app.web.search.nearby import questions_and_articles_near
from app.web.shell import actor, base_url

bp = Blueprint("articles", __name__)

SOURCES_SHOWN = 5


@dataclass(frozen=True)
class ShownChange:
    """What the text in force changed against the one before it."""

    at: datetime
    comment: str
    lines: list[Line]
    editor: Person
    reviewer: Person | None
    # What set it off: "Somebody flagged it".
    trigger: str


@bp.get("/knowledge/<slug>")
@public("404 for those to whom the article is not open")
@follows_moves
def show(slug: str) -> Response:
    """Show an article; an old address leads to the present one.

    At most 39 statements, however long the text and however much it shows of others.
    """
    who = actor()
    article = find_article(slug, who)
    shown = article_page(article, who)
    return page("knowledge/article.html", **article_context(article, shown, who))


def article_context(article: Article, shown: ArticlePage, who: Actor) -> dict[str, Any]:
    """Return everything that ``knowledge/article.html`` shows to one reader."""
    row = shown_article(shown.article)
    writer, others = writers_of(shown)
    is_current = row.is_published and not row.is_archived
    return {
        "entity": article,
        "article": row,
        "space": (shown.space_name, shown.space_slug) if shown.space_visibility != "public" else (),
        "steps": steps_to(shown),
        "url": base_url() + row.url,
        "description": description_of(row.summary, shown.parts),
        "is_indexed": is_current and shown.space_visibility == "public",
        "is_counted": row.is_published,
        "checked_at": shown.article.checked_at,
        "checked_by": person(shown.checked_by) if shown.checked_by else None,
        "contents": contents_of(shown.parts),
        **text_context(article, shown, row, who),
        "writer": writer,
        "others": others,
        **_related(article, shown, who),
        "attachments": attachments_of(article),
        "change": last_change(article),
        "neighbours": [
            (beside[1], links.article_url(beside[0])) if beside else None
            for beside in (shown.previous, shown.next)
        ],
        "waiting": shown.waiting if may_keep(who, article) else 0,
        "health": shown_health(article) if may_see_health(who, article) else None,
        "help": shown_help(article, who) if is_current else None,
        "structured": article_data(shown, base_url()),
    }


def _related(article: Article, shown: ArticlePage, who: Actor) -> dict[str, Any]:
    """Return the threads it grew out of, and what else is like it."""
    sources = grew_out_of(shown.sources, who)
    questions, articles = questions_and_articles_near(Subject("article", article.id), who)
    told = {row.id for row in sources}
    return {
        "sources": sources,
        "related": [row for row in questions if row.id not in told],
        "related_articles": articles,
    }


def text_context(
    article: Article, shown: ArticlePage, row: ShownArticle, who: Actor
) -> dict[str, Any]:
    """Return the text block by block, and what the reader may do with each."""
    ids = {block.key: block.id for block in shown.blocks.values()}
    counts = place_counts(list(ids.values()), who)
    uses = {key: counts.get(number, 0) for key, number in ids.items()}
    offered = {
        "acts_offered": row.is_published and not row.is_archived,
        "may_flag": bool(may_flag(who, article)),
    }
    blocks = blocks_of(
        shown.parts,
        kind=row.kind,
        embed=embeds_in_article(article.id, shown.parts, actor=who, space_id=article.space_id),
        uses=uses,
        acts=_acts_of(row, uses, offered) if offered["acts_offered"] else None,
    )
    return {"blocks": blocks, **offered}


def _acts_of(row: ShownArticle, uses: dict[str, int], offered: dict[str, bool]) -> ShowActs:
    """Return what draws the acts of a marked passage, as the template does those of sections."""

    def acts(key: str) -> Markup:
        block = ShownBlock(key, "", "", Markup(""), uses.get(key, 0))
        drawn = render_template("knowledge/_block_acts.html", article=row, block=block, **offered)
        return Markup(drawn)  # noqa: S704 - our own template, which escapes

    return acts


def grew_out_of(sources: Sequence[SourceRow], who: Actor) -> list[ShownQuestion]:
    """Return the threads that an article grew out of and the reader may see. Two statements."""
    ids = [source.id for source in sources if source.kind == "question"]
    posts = [(source.kind, source.id) for source in sources if source.kind != "question"]
    ids += question_ids_of(posts).values() if posts else []
    found = questions_by_ids(list(dict.fromkeys(ids))[:SOURCES_SHOWN], actor=who)
    return [shown_question(row) for row in found]


def last_change(article: Article) -> ShownChange | None:
    """Return what the text in force changed; None while it is the first. Four statements."""
    now = article.revision
    before = published_before(now) if now and now.state == "published" else None
    if now is None or before is None:
        return None
    trigger = trigger_of(now)
    return ShownChange(
        at=now.reviewed_at or now.at,
        comment=now.comment,
        lines=lines_between(lines_of(before.body_parts), lines_of(now.body_parts)),
        editor=person(now.editor),
        reviewer=person(now.reviewer) if now.reviewer else None,
        trigger=trigger.words if trigger else "",
    )
