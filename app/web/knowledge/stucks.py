"""Readers counted, and what follows a reading: "still stuck", and a question asked soon after.

What was read is remembered by the reader's own browser alone, for half an hour, and comes with the
ask form: a visitor who only reads leaves nothing here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response
from flask.blueprints import BlueprintSetupState

from app import links
from app.domain.accounts.models import Actor
from app.domain.forum.models.questions import Question
from app.domain.knowledge.actions.readings import (
    READINGS_MOST,
    Reading,
    add_reading,
    note_follow_ups,
    note_stuck,
)
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.queries.articles import find_article, find_article_by_id
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.guards import public
from app.web.knowledge.finding import follows_moves
from app.web.knowledge.readers import address, who_key
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("article_readings", __name__, url_prefix="/knowledge/<slug>")

# "article:seconds since 1970", as the script of the page writes it.
_READING = re.compile(r"([0-9]{1,9}):([0-9]{1,11})")


@bp.post("/view")
@public("readers are counted whoever they are")
def view(slug: str) -> Response:
    """Count one reader."""
    article = find_article(slug, actor())
    write(add_reading, article.id)
    return Response(status=204)


@bp.get("/stuck")
@public("guests are stuck, too; the page is the way without scripts")
@follows_moves
def new(slug: str) -> Response:
    """Show the small page that leads to asking."""
    article = find_article(slug, actor())
    return page("knowledge/stuck.html", title=article.title, url=links.article_url(article.slug))


@bp.post("/stuck")
@public("guests are stuck, too; the verb limits")
@follows_moves
def create(slug: str) -> Any:
    """Count it against the article, and lead on to asking."""
    article, who = find_article(slug, actor()), actor()
    write(note_stuck, article, by=who, who=who_key(who), address=address())
    return done(to=ask_about(article))


def ask_about(article: Article) -> str:
    """Return the ask form's address with what an article knows filled in."""
    query = {"article": str(article.id)}
    if article.product is not None:
        query["product"] = article.product.slug
    return f"{links.ask_url()}?{urlencode(query)}"


@dataclass(frozen=True)
class LeftArticle:
    """The article that somebody left with "still stuck" to ask."""

    id: int
    title: str
    url: str


def left_article(number: str, who: Actor) -> LeftArticle | None:
    """Return the article that the ask form was opened from, if its reader may read it."""
    article_id = _number(number)
    if article_id is None:
        return None
    try:
        article = find_article_by_id(article_id, who)
    except NotFound:
        return None
    return LeftArticle(article.id, article.title, links.article_url(article.slug))


def follow_up(question: Question, *, by: Actor, read: str, stuck: str) -> None:
    """A question was posted: count it against what its asker read just before.

    :param read: the ask form's ``read``, from the asker's browser; :param stuck: its ``article``.
    """
    readings = readings_in(read)
    stuck_id = _number(stuck)
    if not readings and stuck_id is None:
        return
    write(
        note_follow_ups,
        question.id,
        by=by,
        product_id=question.product_id,
        tag_ids=[tag.id for tag in question.tags],
        readings=readings,
        stuck_id=stuck_id,
    )


def readings_in(read: str) -> list[Reading]:
    """Read what a browser remembers; whatever is no reading is left out."""
    found = [_READING.fullmatch(one) for one in read[:400].split(",")]
    return [Reading(int(one[1]), datetime.fromtimestamp(int(one[2]), UTC)) for one in found if one][
        -READINGS_MOST:
    ]


def _number(given: str) -> int | None:
    return int(given) if re.fullmatch(r"[0-9]{1,9}", given) else None


@bp.record_once
def _open_without_token(state: BlueprintSetupState) -> None:
    """A beacon carries no token, and a count that another site may raise is worth no session."""
    state.app.extensions["csrf"].exempt(view)
