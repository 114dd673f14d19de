"""An article on paper: a process on one sheet, with the way back to its live text."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from app.domain.knowledge.queries.articles import find_article
from app.domain.knowledge.queries.pages import article_page
from app.kit import clock
from app.web.embedded import embeds_in_article
from app.web.guards import public
from app.web.knowledge.codes import code_of
from app.web.knowledge.finding import follows_moves
from app.web.knowledge.outlines import ShownBlock, blocks_of
from app.web.knowledge.shown import shown_article
from app.web.partials import page
from app.web.people import person
from app.web.shell import actor, base_url

bp = Blueprint("prints", __name__)

# What stands beside the steps of a process, on one sheet with them.
BESIDE = ("exceptions", "references", "contact", "quality-check")


@bp.get("/knowledge/<slug>/print")
@public("404 for those to whom the article is not open")
@follows_moves
def show(slug: str) -> Response:
    """Show an article as it is printed."""
    who = actor()
    article = find_article(slug, who)
    shown = article_page(article, who)
    row = shown_article(shown.article)
    url = base_url() + row.url
    embed = embeds_in_article(article.id, shown.parts, actor=who, space_id=article.space_id)
    return page(
        "knowledge/print.html",
        article=row,
        url=url,
        checked_at=shown.article.checked_at,
        checked_by=person(shown.checked_by) if shown.checked_by else None,
        version=shown.number,
        code=code_of(url),
        printed_at=clock.now(),
        is_process=row.kind == "process",
        **columns(blocks_of(shown.parts, kind=row.kind, embed=embed)),
    )


def columns(blocks: list[ShownBlock]) -> dict[str, Any]:
    """Return a text as it lies on the sheet: above, beneath it, and beside that."""
    return {
        "intro": [block for block in blocks if block.kind == "intro"],
        "main": [block for block in blocks if block.kind not in ("intro", *BESIDE)],
        "beside": [block for block in blocks if block.kind in BESIDE],
    }
