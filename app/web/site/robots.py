"""What search engines ask for: robots.txt and the sitemap, split by key."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, current_app, render_template, request

from app import links
from app.domain.catalog.queries import product_tree
from app.domain.forum.queries.figures import sitemap_page, sitemap_starts
from app.domain.ideas.queries.addresses import idea_starts, public_ideas
from app.domain.knowledge.queries.shelf import address_starts, public_addresses
from app.web.guards import public
from app.web.numbers import row_number
from app.web.shell import base_url

bp = Blueprint("robots", __name__)


@bp.get("/robots.txt")
@public("robots do not sign in")
def robots() -> Response:
    """Say what not to fetch: forms, searches, and lists sorted another way."""
    lines = [
        "User-agent: *",
        *(
            f"Disallow: {path}"
            for path in (
                *("/signin", "/join", "/search", "/questions/ask", "/api/"),
                *("/ideas/new", "/ideas/similar"),
            )
        ),
        "Allow: /",
        f"Sitemap: {base_url()}/sitemap.xml",
    ]
    return current_app.response_class("\n".join(lines) + "\n", mimetype="text/plain")


@bp.get("/sitemap.xml")
@public("robots do not sign in")
def sitemap() -> Response:
    """The index of sitemaps, or one: after the id of a question, of an article or of an idea."""
    ideas_after = request.args.get("ideas", type=row_number)
    if ideas_after is not None:
        return _xml(render_template("site/sitemap.xml", pages=_ideas(ideas_after)))
    articles_after = request.args.get("articles", type=row_number)
    if articles_after is not None:
        return _xml(render_template("site/sitemap.xml", pages=_articles(articles_after)))
    after = request.args.get("after", type=row_number)
    if after is None:
        starts = [f"{base_url()}/sitemap.xml?after={start}" for start in sitemap_starts()]
        starts += [f"{base_url()}/sitemap.xml?articles={start}" for start in address_starts()]
        starts += [f"{base_url()}/sitemap.xml?ideas={start}" for start in idea_starts()]
        return _xml(render_template("site/sitemaps.xml", urls=starts))
    pages: list[tuple[str, datetime | None]] = [
        (base_url() + links.question_url(row.id, row.slug), row.active_at)
        for row in sitemap_page(after)
    ]
    if after == 0:
        pages += [(base_url() + links.product_url(p.slug), None) for p in product_tree().all]
    return _xml(render_template("site/sitemap.xml", pages=pages))


def _articles(after: int) -> list[tuple[str, datetime | None]]:
    """Return the articles with higher ids; before the first of them the shelf."""
    pages: list[tuple[str, datetime | None]] = [
        (base_url() + links.article_url(row.slug), row.changed_at)
        for row in public_addresses(after)
    ]
    return pages if after else [(base_url() + links.knowledge_url(), None), *pages]


def _ideas(after: int) -> list[tuple[str, datetime | None]]:
    """Return the ideas with higher ids; before the first of them the board and the roadmap."""
    pages: list[tuple[str, datetime | None]] = [
        (base_url() + links.idea_url(row.id, row.slug), row.active_at)
        for row in public_ideas(after)
    ]
    boards = [(base_url() + path, None) for path in (links.ideas_url(), links.roadmap_url())]
    return pages if after else [*boards, *pages]


def _xml(text: str) -> Response:
    return current_app.response_class(text, mimetype="application/xml")
