"""What editors do to an article with one click: put it away, bring it back, roll it back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from app import links
from app.domain.knowledge.actions.keeping import archive, revive, roll_back
from app.domain.knowledge.queries.articles import find_article
from app.domain.knowledge.queries.revisions import revision_numbered
from app.kit.i18n import gettext
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.guards import signed_in
from app.web.knowledge.finding import follows_moves
from app.web.numbers import row_number
from app.web.partials import done
from app.web.shell import actor

bp = Blueprint("article_keeping", __name__, url_prefix="/knowledge/<slug>")


@bp.post("/archive")
@signed_in
@follows_moves
def delete(slug: str) -> Any:
    """Put it away: out of lists and search, still at its address."""
    article = find_article(slug, actor())
    write(archive, article, by=actor())
    flash(gettext("It is archived."))
    return done(to=links.article_url(article.slug))


@bp.post("/revival")
@signed_in
@follows_moves
def create(slug: str) -> Any:
    """Bring it back."""
    article = find_article(slug, actor())
    write(revive, article, by=actor())
    flash(gettext("It is back."))
    return done(to=links.article_url(article.slug))


@bp.post("/rollback")
@signed_in
@follows_moves
def update(slug: str) -> Any:
    """Put an earlier published text in force again."""
    article = find_article(slug, actor())
    number = request.form.get("number", type=row_number)
    if number is None:
        raise NotFound
    earlier = revision_numbered(article, number, actor())
    comment = request.form.get("comment", "")
    write(roll_back, article, earlier, by=actor(), comment=comment)
    flash(gettext("Text %(number)s is in force again.", number=number))
    return done(to=links.article_url(article.slug))
