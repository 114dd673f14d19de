"""Sampled links between answers and articles: right or wrong, by an editor."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from app.domain.accounts.permissions import Permission
from app.domain.forum.queries.lists import questions_by_ids
from app.domain.knowledge.actions.judging import judge_link
from app.domain.knowledge.models.use import ArticleUse
from app.kit.db import db
from app.kit.i18n import gettext
from app.kit.problems import Invalid, NotFound
from app.kit.work import write
from app.web.guards import demands
from app.web.knowledge.desk import desk_url
from app.web.partials import done
from app.web.shell import actor

bp = Blueprint("link_judgements", __name__, url_prefix="/knowledge/uses/<int:use_id>")

VERDICTS = {"right": True, "wrong": False, "none": None}


@bp.post("/judgement")
@demands(Permission.KEEP_ARTICLES)
def create(use_id: int) -> Any:
    """Say whether the linked article solves the question; "none" takes it back."""
    use = db.session.get(ArticleUse, use_id)
    if use is None or not questions_by_ids([use.question_id], actor=actor()):
        raise NotFound
    verdict = request.form.get("verdict", "")
    if verdict not in VERDICTS:
        raise Invalid("verdict", gettext("Choose one of these."))
    write(judge_link, use, by=actor(), is_accurate=VERDICTS[verdict])
    if verdict != "none":
        flash(gettext("Noted. It counts in the article’s health."))
    return done(to=desk_url("links"))
