"""Blocks of articles to show in a text: found by their words, inserted by script or copied."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import Blueprint, Response, request

from app import links
from app.domain.knowledge.queries.blocks import FoundBlock, search_blocks
from app.domain.knowledge.rules import STATE_LABELS
from app.web.accounts import limits
from app.web.guards import public
from app.web.knowledge.drafts import chosen_space
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("article_blocks", __name__)

FRAGMENTS = {"found-blocks": "knowledge/_found_blocks.html", "picker": "knowledge/_picker.html"}
WORDS_LONGEST = 200


@dataclass
class FoundArticle:
    """An article with those of its blocks that were found."""

    title: str
    url: str
    state: str
    word: str
    blocks: list[FoundBlock] = field(default_factory=list)


@bp.get("/knowledge/blocks")
@public("what is found is filtered by policy")
@limits.limited("120/minute")
def index() -> Response:
    """Find blocks, of such articles as all readers of the space in the address may read."""
    words = request.args.get("q", "")[:WORDS_LONGEST]
    space = chosen_space(request.args.get("space"), actor())
    found = search_blocks(words, actor=actor(), host_space=space)
    return page(
        "knowledge/blocks.html",
        fragments=FRAGMENTS,
        words=words,
        space=space.slug if space else "",
        articles=_by_article(found),
    )


def _by_article(found: list[FoundBlock]) -> list[FoundArticle]:
    """Put blocks of one article together, the article of the best first."""
    articles: dict[int, FoundArticle] = {}
    for block in found:
        article = articles.setdefault(
            block.article_id,
            FoundArticle(
                block.title,
                links.article_url(block.slug),
                block.state,
                str(STATE_LABELS[block.state]),
            ),
        )
        article.blocks.append(block)
    return list(articles.values())
