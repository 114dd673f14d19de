"""What there is already like an idea that is being typed: articles that answer it, then ideas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, request

from app.domain.search.queries import matching_articles, similar_ideas
from app.web.guards import public
from app.web.partials import page
from app.web.search.shown import FoundIdea, ShownArticle, shown_idea, shown_match
from app.web.search.wanted import says_enough
from app.web.shell import actor

bp = Blueprint("similar_ideas", __name__, url_prefix="/ideas")

TITLE_LONGEST = 200


@dataclass(frozen=True)
class Similar:
    """What ``ideas/_similar.html`` draws."""

    articles: Sequence[ShownArticle] = ()
    ideas: Sequence[FoundIdea] = ()

    def __len__(self) -> int:
        return len(self.articles) + len(self.ideas)


@bp.get("/similar")
@public("what is similar is filtered by policy")
def show() -> Response:
    """Show what is like a title: the part that the form swaps in, or a page of its own."""
    title = title_of(request.args.get("title", ""))
    return page(
        "ideas/similar.html",
        fragments={"similar-ideas": "ideas/_similar.html"},
        similar=found_similar(title, request.args.get("space", "")),
        title=title,
        looked=says_enough(title),
    )


def found_similar(title: str, space: str = "") -> Similar:
    """Return articles and ideas like a title; nothing before its third word.

    :param space: what was chosen in the form: its language is the one that is written.
    """
    plain = title_of(title)
    if not says_enough(plain):
        return Similar()
    who = actor()
    return Similar(
        articles=[shown_match(one) for one in matching_articles(plain, actor=who, space=space)],
        ideas=[shown_idea(one) for one in similar_ideas(plain, actor=who, space=space)],
    )


def title_of(given: str) -> str:
    """Return a title as search may be asked for it."""
    return given[:TITLE_LONGEST].replace("\x00", " ").strip()
