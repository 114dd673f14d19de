"""Flags: set on any block by anybody, on a page of their own; settled with an outcome."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import Length

from app import links
from app.domain.knowledge.actions.flagging import WORDS_LONGEST, flag_block, settle_flag
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.policy import may_flag
from app.domain.knowledge.queries.articles import find_article
from app.domain.knowledge.queries.flags import FlagRow, find_flag, flags_from, heading_of
from app.domain.knowledge.rules import FLAG_REASONS
from app.kit.decisions import require
from app.kit.i18n import gettext, lazy_gettext
from app.web.forms import Form
from app.web.guards import public
from app.web.knowledge.finding import follows_moves
from app.web.knowledge.readers import address, known_guest, who_key
from app.web.partials import done, page
from app.web.people import person
from app.web.shell import actor

bp = Blueprint("article_flags", __name__, url_prefix="/knowledge")


class FlagForm(Form):
    """What is wrong with a block."""

    reason = StringField(lazy_gettext("What is wrong?"))
    words = TextAreaField(
        lazy_gettext("What should it say?"),
        [Length(max=WORDS_LONGEST)],
        description=lazy_gettext("What you tried, and what happened. Editors read it first."),
    )
    block = HiddenField()


class SettlementForm(Form):
    """What became of a flag."""

    outcome = HiddenField()
    answer = TextAreaField(lazy_gettext("What you tell whoever flagged it"))


@bp.get("/<slug>/flags/new")
@public("guests flag, too")
@follows_moves
def new(slug: str) -> Response:
    """Ask what is wrong."""
    article = find_article(slug, actor())
    require(may_flag(actor(), article))
    return _page(article, FlagForm(block=request.args.get("block", "")))


@bp.post("/<slug>/flags/new")
@public("guests flag, too; the verb decides and limits")
@follows_moves
def create(slug: str) -> Any:
    """Set the flag; the same person changes theirs while it waits."""
    article = find_article(slug, actor())
    form, key = FlagForm(), request.form.get("block", "")
    if form.validate_on_submit():
        form.attempt(
            flag_block,
            article,
            by=actor(),
            who=who_key(actor()),
            reason=form.reason.data or "",
            words=form.words.data or "",
            block_key=key or None,
            address=address(),
        )
    return (
        _page(article, form) if form.is_refused else _thanked(links.article_url(article.slug, key))
    )


@bp.post("/flags/<int:flag_id>/settlement")
@public("editors and owners of the article; the verb decides")
def settle(flag_id: int) -> Any:
    """Say what became of it."""
    flag = find_flag(flag_id, actor())
    form = SettlementForm()
    if form.validate_on_submit():
        form.attempt(
            settle_flag,
            flag,
            by=actor(),
            outcome=form.outcome.data or "",
            answer=form.answer.data or "",
        )
    if form.is_refused:
        said = [str(words) for errors in form.errors.values() for words in errors]
        return page("knowledge/settlement.html", form.status, form=form, flag_id=flag_id, said=said)
    flash(gettext("Settled. Whoever flagged it is told."))
    return done(to=_back(flag.article))


def shown_flag(row: FlagRow) -> dict[str, Any]:
    """Return a flag as templates draw it."""
    return {
        "id": row.id,
        "reason": FLAG_REASONS[row.reason],
        "words": row.words,
        "at": row.at,
        "title": row.title,
        "url": links.article_url(row.slug, row.block_key),
        "edit_url": f"{links.article_url(row.slug)}/edit?block={row.block_key}&flag={row.id}",
        "heading": row.heading or row.block_key,
        "flagger": person(row.flagger) if row.flagger else None,
        "outcome": row.outcome,
        "answer": row.answer,
        "settled_at": row.settled_at,
        "settled_by": person(row.settled_by) if row.settled_by else None,
    }


def _thanked(to: str) -> Response:
    """Say thank you beside the text, or on the page that the reader is led back to."""
    if actor().is_guest:
        thanks = gettext("Thank you. What the editors decide will stand where you flagged it.")
    else:
        thanks = gettext("Thank you. The editors look at it, and you will hear what they decide.")
    if request.headers.get("X-Fragment") == "flag-form":
        return done(to=to, fragments={"flag-form": "knowledge/_flagged.html"}, thanks=thanks)
    flash(thanks)
    return done(to=to)


def _page(article: Article, form: FlagForm) -> Response:
    who, key = actor(), form.block.data or ""
    return page(
        "knowledge/flag.html",
        form.status,
        fragments={"flag-form": "knowledge/_flag.html"},
        alone=request.headers.get("X-Fragment") == "flag-form",
        form=form,
        reasons=list(FLAG_REASONS.items()),
        title=article.title,
        heading=heading_of(article.id, key),
        url=links.article_url(article.slug),
        back=links.article_url(article.slug, key),
        own=[shown_flag(row) for row in flags_from(article.id, actor=who, guest=known_guest(who))],
        fix_url=f"{links.article_url(article.slug)}/edit?block={key}",
    )


def _back(article: Article) -> str:
    given = request.form.get("back", "")
    return given if given.startswith("/knowledge/") else f"{links.article_url(article.slug)}/health"
