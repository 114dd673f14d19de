"""Where an article is used: shown, linked, or the solution of a thread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import select

from app import links
from app.domain.accounts.models import Actor
from app.domain.forum.policy import question_ids_visible_to
from app.domain.forum.queries.lists import questions_by_ids
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Block
from app.domain.knowledge.queries.articles import find_article
from app.domain.knowledge.queries.lists import articles_by_ids
from app.domain.knowledge.queries.where_used import UseRow, use_counts, uses_of
from app.kit.db import db
from app.kit.i18n import gettext
from app.web.guards import public
from app.web.knowledge.finding import follows_moves
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("article_uses", __name__)

WAYS = ("embed", "link", "solves")


@bp.get("/knowledge/<slug>/uses")
@public("404 for those to whom the article is not open; only places they may see are listed")
@follows_moves
def index(slug: str) -> Response:
    """Show where an article, or one block of it (``?block=``), is used, for this reader."""
    article = find_article(slug, actor())
    block = _block(article, request.args.get("block", ""))
    wanted = request.args.get("way", "")
    way = wanted if wanted in WAYS and block is None else WAYS[0]
    url = links.article_url(article.slug)
    return page(
        "knowledge/uses.html",
        article={"title": article.title, "url": url},
        block=block,
        **_listed(article, block, way, f"{url}/uses", actor()),
    )


def _listed(
    article: Article, block: Block | None, way: str, path: str, who: Actor
) -> dict[str, Any]:
    """Return one page of places, and how many there are in each way."""
    about: dict[str, Any] = {
        "actor": who,
        "seen": question_ids_visible_to(who),
        "block_id": block.id if block else None,
    }
    after, before = request.args.get("after"), request.args.get("before")
    found = uses_of(article, way, after=after, before=before, **about)
    here = f"{path}?block={block.key}" if block else f"{path}?way={way}"
    return {
        "groups": [] if block else _groups(use_counts(article, **about), path, way),
        "rows": _rows(found.items, who),
        "older": f"{here}&after={found.next}" if found.next else "",
        "newer": f"{here}&before={found.previous}" if found.previous else "",
    }


def _block(article: Article, key: str) -> Block | None:
    if not key:
        return None
    return db.session.scalar(select(Block).where(Block.article_id == article.id, Block.key == key))


def _groups(counts: dict[str, int], path: str, way: str) -> list[tuple[str, str, int, bool]]:
    words = {
        "embed": gettext("Shown"),
        "link": gettext("Linked"),
        "solves": gettext("Solves the thread"),
    }
    return [(words[name], f"{path}?way={name}", counts[name], name == way) for name in WAYS]


def _rows(found: Sequence[UseRow], who: Actor) -> list[dict[str, Any]]:
    """Return the places with the titles they have today. At most four statements."""
    ids = list(dict.fromkeys(row.question_id for row in found if row.question_id))
    threads = {row.id: row for row in questions_by_ids(ids, actor=who)}
    hosts = [row.host.id for row in found if row.host.kind == "article"]
    articles = {row.id: row for row in articles_by_ids(list(dict.fromkeys(hosts)), actor=who)}
    shown = []
    for row in found:
        host = articles.get(row.host.id) if row.host.kind == "article" else None
        thread = threads.get(row.question_id or 0)
        if host is not None:
            shown.append(_line(row, host.title, links.article_url(host.slug), "official"))
        elif thread is not None:
            url = links.url_of(row.host, question_id=thread.id, slug=thread.slug)
            state = "solved" if thread.facts.is_solved else "answered"
            shown.append(_line(row, thread.title, url, state))
    return shown


def _line(row: UseRow, title: str, url: str, kind: str) -> dict[str, Any]:
    return {
        "kind": kind,
        "title": title,
        "url": url,
        "note": _note(row),
        "is_doubted": row.doubted_at is not None,
    }


def _note(row: UseRow) -> str:
    where = {
        "question": gettext("In the question"),
        "answer": gettext("In an answer"),
        "reply": gettext("In a reply"),
        "article": gettext("In an article"),
    }[row.host.kind]
    if row.way == "solves":
        return gettext("This article solves it")
    if row.heading:
        return gettext("%(where)s: %(heading)s", where=where, heading=row.heading)
    return where
