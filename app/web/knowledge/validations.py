"""Saying, as somebody competent, that an article is true."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from app import links
from app.domain.knowledge.actions.validating import validate
from app.domain.knowledge.queries.articles import find_article
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.guards import signed_in
from app.web.knowledge.finding import follows_moves
from app.web.numbers import row_number
from app.web.partials import done
from app.web.shell import actor

bp = Blueprint("article_validations", __name__)


@bp.post("/knowledge/<slug>/validation")
@signed_in
@follows_moves
def create(slug: str) -> Any:
    """Say that the text one read is true."""
    article = find_article(slug, actor())
    read = request.form.get("revision_id", type=row_number)
    write(validate, article, by=actor(), revision_id=read)
    flash(gettext("Thank you. Readers see that somebody competent checked it."))
    return done(to=links.article_url(article.slug))
