"""Suggesting a change: to a whole article or to one block. Two who do it at once lose nothing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app import links
from app.domain.knowledge import rules
from app.domain.knowledge.actions.beginning import go_on_with_draft
from app.domain.knowledge.actions.revising import propose
from app.domain.knowledge.actions.wording import Wording
from app.domain.knowledge.models.articles import ArticleRevision
from app.domain.knowledge.policy import may_propose
from app.kit.decisions import require
from app.kit.i18n import gettext
from app.web.forum.keeping import forget_kept, keep_and_sign_in, kept_at
from app.web.guards import public
from app.web.knowledge.finding import follows_moves
from app.web.knowledge.forms import ArticleForm, BodyForm, kept_values, part_fields
from app.web.knowledge.meetings import Met, met_at, present
from app.web.knowledge.tasks import Task, base_of, task_of
from app.web.knowledge.triggers import shown_flag
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("article_edits", __name__)


@bp.get("/knowledge/<slug>/edit")
@public("visitors write first and sign in afterwards; 404 where the article is not open")
@follows_moves
def edit(slug: str) -> Response:
    """Show the form with the article's text, or with one block of it alone."""
    task = task_of(slug, request.args, actor())
    if not actor().is_guest:
        require(may_propose(actor(), task.article))
    kept = kept_at(task.place)
    form = _form(task, data=_given(task) | kept_values(kept))
    return _shown(form, task, kept=bool(kept), met=present(form, task, request.args.get("from")))


@bp.post("/knowledge/<slug>/revisions")
@public("a visitor's change is kept as a draft; the verb refuses visitors")
@follows_moves
def create(slug: str) -> Any:
    """Send the change; without scripts the same form also previews and keeps a draft."""
    task = task_of(slug, request.form, actor())
    form = _form(task)
    if actor().is_guest and not {"preview", "save_draft"} & request.form.keys():
        return keep_and_sign_in(task.place, task.url)
    if not form.is_sent(task.place):
        return _shown(form, task)
    base = base_of(task, form.base, actor())
    sent = _sent(form, task, base)
    if sent is None:
        return _shown(*met_at(form, task, base))
    forget_kept(task.place)
    return _arrived(task, sent)


def _form(task: Task, **given: Any) -> BodyForm:
    """Return the form for one block, or for all of the article; its kind is the article's."""
    form = BodyForm(**given) if task.block else ArticleForm(**given)
    form.kind.data = task.article.kind
    return form


def _given(task: Task) -> dict[str, Any]:
    return {
        "title": task.base.title,
        "summary": task.base.summary,
        "body": task.source(),
        "base_id": task.base.id,
        "significance": str(rules.MEDIUM),
    }


def _sent(form: BodyForm, task: Task, base: ArticleRevision) -> ArticleRevision | None:
    wording = _wording(form, task, base)
    if not task.article.is_published:
        return form.attempt(
            go_on_with_draft,
            task.article,
            by=actor(),
            wording=wording,
            base_id=form.base,
            is_ready="draft" not in request.form,
        )
    return form.attempt(
        propose,
        task.article,
        by=actor(),
        wording=wording,
        base_id=form.base,
        block_key=task.block.key if task.block else None,
        trigger=task.trigger,
        nonce=form.number,
    )


def _wording(form: BodyForm, task: Task, base: ArticleRevision) -> Wording:
    if isinstance(form, ArticleForm):
        return form.wording()
    whole = form.text_of(task.whole(form.body.data or "", base))
    return Wording(base.title, base.summary, whole, form.comment.data or "", form.size)


def _arrived(task: Task, sent: ArticleRevision) -> Any:
    if sent.state != "proposed":
        flash(gettext("The draft is saved."))
        return done(to=links.article_url(task.article.slug))
    flash(gettext("Thank you. Somebody else looks over it, and you are told what becomes of it."))
    return done(to=f"/knowledge/revisions/{sent.id}")


def _shown(form: BodyForm, task: Task, met: Met | None = None, *, kept: bool = False) -> Response:
    who = actor()
    # After two met, the form holds all of the article, whichever part was begun with.
    is_whole = isinstance(form, ArticleForm)
    response = page(
        "knowledge/article_edit.html" if is_whole else "knowledge/block_edit.html",
        form.status,
        form=form,
        task=task,
        article=task.article,
        parts=part_fields(form) if isinstance(form, ArticleForm) else [],
        place=task.place,
        met=met,
        flag=shown_flag(task.flag),
        kept=kept,
        allowed=may_propose(who, task.article),
        back=links.article_url(task.article.slug, task.block.key if task.block else ""),
        rules=rules,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
