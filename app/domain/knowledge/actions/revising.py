"""Proposing a change to an article, and taking it back."""

from __future__ import annotations

from app.domain.accounts.models import Actor
from app.domain.knowledge.actions.drafting import own_draft, revision_by_nonce
from app.domain.knowledge.actions.limits import count_text
from app.domain.knowledge.actions.showing import check_shown
from app.domain.knowledge.actions.wording import (
    Stale,
    Wording,
    checked,
    checked_nonce,
    locked,
    new_revision,
    show_draft,
    wording_of,
)
from app.domain.knowledge.events import RevisionProposed
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.policy import may_propose, may_see_revision, may_withdraw
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid, NotFound

TRIGGERS = ("flag", "health", "question", "rollback", "search", "idea")

Trigger = tuple[str, int | None]


def propose(
    article: Article,
    *,
    by: Actor,
    wording: Wording,
    base_id: int | None,
    block_key: str | None = None,
    trigger: Trigger | None = None,
    nonce: str | None = None,
) -> ArticleRevision:
    """Ask for a change: the text waits for somebody else's approval. One form asks once.

    ``base_id`` is the revision it was begun from, ``block_key`` the block that it mends,
    ``trigger`` what set it off: ("flag", id), ("health", None), ("question", id).

    :raises Stale: when another text is in force by now.
    :raises Invalid: as checked says; on ``body``, when nothing was changed.
    """
    require(may_propose(by, article))
    locked(article)
    made = _made_by_form(article, by, wording, checked_nonce(nonce))
    if made is not None:
        return made
    wording = checked(wording, article.kind)
    _require_fresh(article, base_id)
    _require_change(article, wording)
    check_shown(article, wording.body.parts)
    count_text(by)
    draft = own_draft(article, by) if article.is_published else None
    revision = new_revision(
        article,
        wording,
        by,
        state="proposed",
        base_id=base_id,
        block_key=block_key,
        nonce=nonce or None,
    )
    set_trigger(revision, trigger)
    if draft is not None:
        draft.state = "withdrawn"
    if not article.is_published:
        show_draft(article, revision)
    return _proposed(revision)


def _made_by_form(
    article: Article, by: Actor, wording: Wording, nonce: str | None
) -> ArticleRevision | None:
    made = revision_by_nonce(by, nonce) if nonce else None
    if made is None:
        return None
    if made.article_id != article.id or made.body != wording.body.source:
        raise Invalid("body", _l("This form was sent already. Open the article and edit it."))
    return made


def _require_fresh(article: Article, base_id: int | None) -> None:
    if article.revision is not None and article.revision_id != base_id:
        raise Stale(article.revision)


def _require_change(article: Article, wording: Wording) -> None:
    now = article.revision
    if now is None or now.state != "published":
        return
    kept = (now.title, now.summary, now.body)
    if kept == (wording.title, wording.summary, wording.body.source):
        raise Invalid("body", _l("Nothing was changed."))


def set_trigger(revision: ArticleRevision, trigger: Trigger | None) -> None:
    """Note what set a change off."""
    if trigger is None:
        return
    if trigger[0] not in TRIGGERS:
        raise Invalid("trigger", _l("Open the form again."))
    revision.trigger_kind, revision.trigger_id = trigger


def submit(revision: ArticleRevision, *, by: Actor) -> ArticleRevision:
    """Ask for the review of a draft: one's own, or an unpublished article's latest.

    :raises Stale: when another text is in force by now.
    :raises Invalid: when the text is not whole.
    """
    article = revision.article
    require(may_propose(by, article))
    if not may_see_revision(by, revision):
        raise NotFound
    locked(article)
    db.session.refresh(revision)
    if revision.state == "proposed":
        return revision
    if revision.state != "draft":
        raise Conflict(_l("This text was reviewed already."))
    _require_fresh(article, revision.base_id if article.is_published else revision.id)
    checked(wording_of(revision), article.kind)
    check_shown(article, revision.body_parts)
    revision.state, revision.at = "proposed", clock.now()
    return _proposed(revision)


def _proposed(revision: ArticleRevision) -> ArticleRevision:
    db.session.flush()
    publish(RevisionProposed(revision.id, revision.article_id, revision.editor_id))
    return revision


def withdraw(revision: ArticleRevision, *, by: Actor) -> None:
    """Take back one's own text while it waits. An article never published keeps it as a draft."""
    article = locked(revision.article)
    db.session.refresh(revision)
    require(may_withdraw(by, revision))
    is_first = not article.is_published and article.revision_id == revision.id
    revision.state = "draft" if is_first and revision.state == "proposed" else "withdrawn"
    if is_first and revision.state == "withdrawn":
        _discard(article, revision)


def _discard(article: Article, revision: ArticleRevision) -> None:
    """Go back to the draft before; an article that has none is put away."""
    before = db.session.get(ArticleRevision, revision.base_id) if revision.base_id else None
    if before is None:
        article.state_before, article.state = article.state, "archived"
        article.state_since = clock.now()
    else:
        show_draft(article, before)
