"""Two changed one article at once: both texts, what tells them apart, and the two made one."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.knowledge.models.articles import ArticleRevision
from app.domain.knowledge.queries.revisions import find_revision
from app.kit import diffs
from app.kit.db import db
from app.web.knowledge.forms import ArticleForm, BodyForm
from app.web.knowledge.tasks import Task, merged_body
from app.web.numbers import row_named
from app.web.people import Person, person
from app.web.shell import actor


@dataclass(frozen=True)
class Met:
    """What a form shows after two met. Its own text is the two made one."""

    theirs: str
    yours: str
    their_title: str
    editor: Person
    is_clean: bool
    differences: list[diffs.Line]


def met_at(form: BodyForm, task: Task, base: ArticleRevision) -> tuple[BodyForm, Task, Met | None]:
    """Return the form that goes on, with both texts, when another one is in force by now.

    Whatever else was wrong with the form is left as it is.
    """
    if form.conflict is None:
        return form, task, None
    theirs = db.session.get_one(ArticleRevision, form.conflict["in_force"])
    yours = task.whole(form.body.data or "", base)
    whole = _whole_form(form, base)
    return whole, task, _joined(whole, base, theirs, yours)


def present(form: BodyForm, task: Task, given: str | None) -> Met | None:
    """Begin from a proposal that waits, joined with what was published since it was begun."""
    number = row_named(given)
    if number is None or not isinstance(form, ArticleForm):
        return None
    waiting = find_revision(number, actor())
    if waiting.article_id != task.article.id:
        return None
    form.title.data, form.summary.data = waiting.title, waiting.summary
    form.comment.data, form.significance.data = waiting.comment, str(waiting.significance)
    base = db.session.get(ArticleRevision, waiting.base_id) if waiting.base_id else None
    if base is None or base.id == task.base.id:
        form.take_text(waiting.body)
        return None
    return _joined(form, base, task.base, waiting.body)


def _whole_form(form: BodyForm, base: ArticleRevision) -> ArticleForm:
    """Return the form of the whole article: a block's goes on there with the same words."""
    if isinstance(form, ArticleForm):
        return form
    whole = ArticleForm(formdata=None, data=form.data | {"title": base.title})
    whole.kind.data, whole.summary.data = form.kind.data, base.summary
    whole.nonce.data = form.nonce.data
    whole.form_errors, whole.status = list(form.form_errors), form.status
    whole.conflict = form.conflict
    return whole


def _joined(form: ArticleForm, base: ArticleRevision, theirs: ArticleRevision, yours: str) -> Met:
    merged = merged_body(base, theirs, yours)
    form.take_text(merged.text)
    form.take_base(theirs.id)
    mine = form.title.data or ""
    if mine == base.title:
        form.title.data = theirs.title
    if (form.summary.data or "") == base.summary:
        form.summary.data = theirs.summary
    return Met(
        theirs=theirs.body,
        yours=yours,
        their_title="" if theirs.title in (base.title, mine) else theirs.title,
        editor=person(theirs.editor),
        is_clean=merged.is_clean,
        differences=diffs.lines_between(theirs.body, yours),
    )
