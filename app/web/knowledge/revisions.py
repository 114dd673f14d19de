"""One text of an article: what it changes, for whoever reviews it, and for its own editor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash

from app import links
from app.domain.accounts.texts import Text
from app.domain.knowledge import rules
from app.domain.knowledge.actions.reviewing import Merge, merge_of
from app.domain.knowledge.actions.revising import withdraw
from app.domain.knowledge.models.articles import ArticleRevision
from app.domain.knowledge.policy import may_review, may_withdraw
from app.domain.knowledge.queries.attachments import attachments_of_revision
from app.domain.knowledge.queries.changes import changes_of
from app.domain.knowledge.queries.revisions import find_revision
from app.kit import diffs
from app.kit.db import db
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.embedded import preview_of
from app.web.guards import public, signed_in
from app.web.knowledge.forms import ReviewForm
from app.web.knowledge.triggers import trigger_of
from app.web.partials import done, page
from app.web.people import person
from app.web.shell import actor

bp = Blueprint("article_revisions", __name__, url_prefix="/knowledge/revisions")


@dataclass(frozen=True)
class Compared:
    """Two texts of an article, side by side."""

    before: ArticleRevision | None
    title: str
    summary: str
    body: Text
    # Joined with what was published since it was begun; None when nothing was.
    merge: Merge | None = None

    @property
    def may_go_live(self) -> bool:
        """Whether it can be published as it is shown, without anybody's hand in between."""
        return self.merge is None or self.merge.is_clean

    @property
    def title_lines(self) -> list[diffs.Line]:
        was = self.before.title if self.before else ""
        return diffs.lines_between(was, self.title) if was != self.title else []

    @property
    def summary_lines(self) -> list[diffs.Line]:
        was = self.before.summary if self.before else ""
        return diffs.lines_between(was, self.summary) if was != self.summary else []

    @property
    def body_lines(self) -> list[diffs.Line]:
        was = self.before.body if self.before else ""
        return diffs.lines_between(was, self.body.source) if was != self.body.source else []


@bp.get("/<int:revision_id>")
@public("404 for those to whom the text is not open")
def show(revision_id: int) -> Response:
    """Show what one text changes."""
    revision = find_revision(revision_id, actor())
    form = ReviewForm(data={"significance": str(revision.significance)})
    return revision_page(revision, form)


@bp.post("/<int:revision_id>/withdrawal")
@signed_in
def delete(revision_id: int) -> Any:
    """Take back one's own text while it waits."""
    revision = find_revision(revision_id, actor())
    write(withdraw, revision, by=actor())
    flash(gettext("It is taken back."))
    return done(to=links.article_url(revision.article.slug))


def revision_page(revision: ArticleRevision, form: ReviewForm) -> Response:
    """Show one text with what it changes, and what can be decided about it."""
    who, article = actor(), revision.article
    compared = compared_of(revision)
    waits = revision.state == "proposed"
    parts = compared.body.parts
    return page(
        "knowledge/revision.html",
        form.status,
        form=form,
        revision=revision,
        article=article,
        url=links.article_url(article.slug),
        editor=person(revision.editor),
        reviewer=person(revision.reviewer) if revision.reviewer else None,
        compared=compared,
        changes=changes_of(article, compared.body.source, parts, actor=who)
        if waits and compared.may_go_live
        else [],
        attachments=attachments_of_revision(revision, who) if waits else [],
        trigger=trigger_of(revision),
        looks=preview_of(compared.body, actor=who),
        may_review=may_review(who, revision),
        may_withdraw=may_withdraw(who, revision),
        is_own=not who.is_guest and who.id == revision.editor_id,
        rules=rules,
    )


def compared_of(revision: ArticleRevision) -> Compared:
    """Return a text beside the one it would replace, or did replace."""
    body = Text(revision.body, list(revision.body_parts), revision.body_version)
    waits = revision.state == "proposed"
    merge = merge_of(revision) if waits else None
    if merge is not None and merge.is_clean:
        words = merge.wording
        return Compared(revision.article.revision, words.title, words.summary, words.body, merge)
    # What cannot be joined by itself is shown as it was proposed, beside what it was begun from.
    base = db.session.get(ArticleRevision, revision.base_id) if revision.base_id else None
    is_shown = base is not None and base.state == "published"
    before = base if is_shown else None
    return Compared(before, revision.title, revision.summary, body, merge)
