"""Somebody else looks at a proposed text: it goes live, is joined with another, or is declined."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import prepare
from app.domain.knowledge.actions.publishing import go_live
from app.domain.knowledge.actions.showing import check_shown
from app.domain.knowledge.actions.wording import (
    Stale,
    Wording,
    checked,
    id_of,
    locked,
    new_revision,
    wording_of,
)
from app.domain.knowledge.events import RevisionDeclined
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.policy import may_review
from app.domain.knowledge.rules import SIGNIFICANCES
from app.kit import clock, merging
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid

NOTE_LONGEST = 1000


@dataclass(frozen=True)
class Merge:
    """A proposal joined with what was published since it was begun."""

    # The text it was joined with; another one in force by then makes the joining worthless.
    in_force_id: int
    wording: Wording
    is_clean: bool


def merge_of(revision: ArticleRevision) -> Merge | None:
    """Join a proposal with what was published since; None when nothing was.

    Renders: call it before the unit of work, and hand it to ``approve``.
    """
    in_force = _newer_than_base(revision)
    if in_force is None:
        return None
    base = db.session.get(ArticleRevision, revision.base_id) if revision.base_id else None
    before = base or in_force
    body = merging.merge(before.body, revision.body, in_force.body)
    title, is_title_clean = _joined(before.title, in_force.title, revision.title)
    summary, is_summary_clean = _joined(before.summary, in_force.summary, revision.summary)
    wording = Wording(
        title, summary, prepare(body.text, outline=True), revision.comment, revision.significance
    )
    is_clean = body.is_clean and is_title_clean and is_summary_clean and base is not None
    return Merge(in_force.id, wording, is_clean)


def _joined(base: str, theirs: str, mine: str) -> tuple[str, bool]:
    if mine in (base, theirs):
        return theirs, True
    return mine, theirs == base


def _newer_than_base(revision: ArticleRevision) -> ArticleRevision | None:
    article = revision.article
    if not article.is_published or article.revision_id == revision.base_id:
        return None
    return article.revision


def approve(
    revision: ArticleRevision,
    *,
    by: Actor,
    significance: int | None = None,
    note: str = "",
    merged: Merge | None = None,
) -> ArticleRevision:
    """Let a proposed text go live; the revision that is in force then is returned.

    When another text was published since it was begun, ``merged`` (see merge_of) is published as
    a revision of its own, in the proposer's name.

    :raises Stale: when another text is in force and the two could not be joined by themselves.
    :raises Invalid: when the text is not whole, or shows what it may not show (any more).
    """
    article = locked(revision.article)
    db.session.refresh(revision)
    require(may_review(by, revision))
    if article.is_archived:
        raise Conflict(_l("This article is archived. It must be revived before it is changed."))
    note = _checked_note(note)
    size = revision.significance if significance is None else significance
    if size not in SIGNIFICANCES:
        raise Invalid("significance", _l("Say how much the edit changes."))
    newer = _newer_than_base(revision)
    if newer is None:
        checked(wording_of(revision), article.kind)
        live = revision
    else:
        live = _join(article, revision, newer, merged)
        revision.reviewer_id, revision.reviewed_at = by.id, clock.now()
    check_shown(article, live.body_parts)
    live.significance = size
    go_live(article, live, reviewer_id=id_of(by), note=note)
    return live


def _join(
    article: Article, revision: ArticleRevision, newer: ArticleRevision, merged: Merge | None
) -> ArticleRevision:
    if merged is None or not merged.is_clean or merged.in_force_id != newer.id:
        raise Stale(newer)
    wording = checked(merged.wording, article.kind)
    joined = new_revision(
        article,
        replace(wording, comment=revision.comment),
        revision.editor,
        state="proposed",
        base_id=newer.id,
        block_key=revision.block_key,
        trigger_kind=revision.trigger_kind,
        trigger_id=revision.trigger_id,
    )
    revision.state = "withdrawn"
    revision.review_note = f"→ {joined.number}"
    return joined


def decline(revision: ArticleRevision, *, by: Actor, note: str) -> None:
    """Refuse a proposed text and say why: its proposer reads it.

    :raises Invalid: on ``note``, when it says nothing.
    """
    locked(revision.article)
    db.session.refresh(revision)
    require(may_review(by, revision))
    note = _checked_note(note)
    if not note:
        raise Invalid("note", _l("Say why, so that the next proposal can be better."))
    revision.state, revision.review_note = "declined", note
    revision.reviewer_id, revision.reviewed_at = by.id, clock.now()
    db.session.flush()
    publish(RevisionDeclined(revision.id, revision.article_id, revision.editor_id, id_of(by)))


def _checked_note(note: str) -> str:
    plain = note.strip()
    if len(plain) > NOTE_LONGEST:
        raise Invalid("note", _l("At most %(most)s characters.", most=NOTE_LONGEST))
    return plain
