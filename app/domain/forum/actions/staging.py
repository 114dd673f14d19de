"""First questions: looked over in private, published once; nobody waits for ever."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import EXCERPT, Text
from app.domain.catalog.models import Product, Space, Tag
from app.domain.catalog.queries import stages_first
from app.domain.forum.actions.asking import (
    Wording,
    ask,
    checked_wording,
    form_of,
    post_question,
)
from app.domain.forum.actions.drafts import drop_draft
from app.domain.forum.actions.limits import EDITS, count_question
from app.domain.forum.actions.posting import id_of, made_by_form, remember_form
from app.domain.forum.actions.uploads import attach_staged, release_staged
from app.domain.forum.events import StagedAnswered, StagedPublished, StagedWritten
from app.domain.forum.models.questions import Question
from app.domain.forum.models.staging import StagedQuestion
from app.domain.forum.policy import (
    may_ask,
    may_ask_in,
    may_publish_staged,
    may_revise_staged,
    may_withdraw_staged,
)
from app.domain.forum.queries.question_pages import mentioned
from app.domain.forum.queries.staging import has_asked, overdue_ids
from app.domain.forum.rules import STAGING_HOURS
from app.kit import clock, markup
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.limits import hit
from app.kit.problems import Conflict, Invalid
from app.kit.settings import declare
from app.kit.work import write

log = logging.getLogger("pukka.forum")

STAGING_TIME = declare(
    "forum.staging_hours",
    STAGING_HOURS,
    _l("How many hours a first question waits to be looked over; then it is published as it is."),
)

# -- asking -----------------------------------------------------------------------------------


def is_staged(by: Actor, product: Product | None) -> bool:
    """Say whether what the actor asks about a product is looked over first.

    Asked of newcomers alone, and of them only until a question of theirs was published.
    """
    if by.is_guest or by.is_staff or by.trust != "new" or not stages_first(product):
        return False
    return not has_asked(by.id)


def ask_or_stage(
    *,
    by: Actor,
    title: str,
    body: Text,
    product: Product | None = None,
    nonce: str | None = None,
    **more: Any,
) -> Question | StagedQuestion:
    """Ask, or let a newcomer's first question be looked over: every door decides here.

    :raises Invalid: on ``title``, ``body``, ``tags`` or ``fields``.
    """
    require(may_ask(by))
    # The form that staged a question finds it again, also when others would be asked by now.
    made = made_by_form(by, nonce, form_of(title, body)) if nonce else None
    staged = db.session.get(StagedQuestion, made[1]) if made and made[0] == "staged" else None
    if staged is not None:
        return staged
    verb = stage if made is None and is_staged(by, product) else ask
    return verb(by=by, title=title, body=body, product=product, nonce=nonce, **more)


def stage(
    *,
    by: Actor,
    title: str,
    body: Text,
    product: Product | None = None,
    space: Space | None = None,
    tags: Iterable[str] = (),
    fields: Mapping[str, Any] | None = None,
    language: str | None = None,
    nonce: str | None = None,
) -> StagedQuestion:
    """Keep a question for those who look over it, after the checks that asking has.

    :raises Invalid: on ``title``, ``body``, ``tags`` or ``fields``.
    """
    require(may_ask(by))
    wording = checked_wording(
        by, title, body, product=product, space=space, tags=tags, fields=fields, language=language
    )
    count_question(by)
    moment = clock.now()
    staged = StagedQuestion(author_id=id_of(by), staged_at=moment, changed_at=moment)
    _take(staged, wording)
    db.session.add(staged)
    db.session.flush()
    if nonce:
        remember_form(by, nonce, form_of(title, body), "staged", staged.id)
    attach_staged(staged)
    drop_draft(f"m:{by.id}", "ask")
    return staged


# -- changing ---------------------------------------------------------------------------------


def revise_staged(
    staged: StagedQuestion,
    *,
    by: Actor,
    title: str,
    body: Text,
    tags: Iterable[str],
    fields: Mapping[str, Any],
    base_edition: int,
    product: Product | None = None,
) -> None:
    """The asker changes the text.

    :raises Conflict: when it was changed since ``base_edition``; both texts are its details.
    """
    lock_staged(staged)
    require(may_revise_staged(by, staged))
    must_be_open(staged)
    if staged.edition != base_edition:
        refuse_old(staged, title, body.source)
    wording = checked_wording(
        by,
        title,
        body,
        product=product,
        space=staged.space,
        tags=tags,
        fields=fields,
        language=staged.language,
    )
    hit(EDITS, f"m:{by.id}")
    _take(staged, wording)
    note_revision(staged, by)
    drop_draft(f"m:{by.id}", f"edit:staged:{staged.id}")


# -- the end ----------------------------------------------------------------------------------


def publish_staged(
    staged: StagedQuestion, *, by: Actor, base_edition: int | None = None
) -> Question:
    """Make it a question. Two who publish at once publish one.

    :param base_edition: the text that was read; another one is not published unseen.
    :raises Conflict: when its asker changed it since, or withdrew it.
    """
    lock_staged(staged)
    require(may_publish_staged(by, staged, free_at(staged)))
    if staged.question_id is not None:
        return db.session.get_one(Question, staged.question_id)
    must_be_open(staged)
    must_be_read(staged, base_edition)
    require(may_ask_in(staged.author, staged.space))
    return _publish(staged, None if by.id == staged.author_id else by)


def withdraw_staged(staged: StagedQuestion, *, by: Actor) -> None:
    """It is not asked after all. Its asker still finds the text."""
    lock_staged(staged)
    require(may_withdraw_staged(by, staged))
    if staged.question_id is not None:
        raise Conflict(_l("It is published already. Edit the question instead."))
    turn(staged, "withdrawn")
    release_staged(staged)


def publish_overdue() -> None:
    """Publish what nobody had time to look over: the scheduled verb, one question a unit."""
    for staged_id in overdue_ids(clock.now() - _patience()):
        try:
            write(_publish_unread, staged_id)
        except Invalid as reason:
            # What it shows went away since, say. It waits for somebody; the others do not.
            log.warning("First question %s cannot be published: %s", staged_id, reason)


def free_at(staged: StagedQuestion) -> datetime:
    """Return from when its asker may publish it without a reviewer."""
    return staged.staged_at + _patience()


def due_at(staged: StagedQuestion) -> datetime:
    """Return when it is published without a reviewer, if its asker waits for one."""
    return staged.changed_at + _patience()


def _publish_unread(staged_id: int) -> None:
    staged = db.session.get_one(StagedQuestion, staged_id)
    lock_staged(staged)
    # Somebody looked, or its asker withdrew it, while others were published.
    if staged.stage != "waiting" or due_at(staged) > clock.now():
        return
    if may_ask_in(staged.author, staged.space):
        _publish(staged, None)
    else:
        turn(staged, "withdrawn")
        release_staged(staged)


def _publish(staged: StagedQuestion, by: Actor | None) -> Question:
    question = post_question(
        Wording(
            title=staged.title,
            body=text_of(staged),
            space=staged.space,
            product=staged.product,
            # A tag that is gone since, say merged into another, holds nothing up.
            tags=list(db.session.scalars(select(Tag).where(Tag.name.in_(staged.tags)))),
            fields=staged.fields,
            language=staged.language,
        ),
        staged.author,
    )
    staged.question_id = question.id
    staged.published_by_id = by.id if by else None
    turn(staged, "published")
    publish(StagedPublished(staged.id, question.id, staged.author_id, staged.published_by_id))
    return question


# -- how --------------------------------------------------------------------------------------


def _patience() -> timedelta:
    return timedelta(hours=max(STAGING_TIME.get(), 0))


def lock_staged(staged: StagedQuestion) -> None:
    """Hold the row until the unit ends, and read it as it is now."""
    db.session.refresh(staged, with_for_update={"key_share": True})


def must_be_open(staged: StagedQuestion) -> None:
    if staged.stage == "published":
        raise Conflict(_l("It is published already. Go on with the question itself."))
    if not staged.is_open:
        raise Conflict(_l("It was withdrawn. Ask anew when you like; the text is still here."))


def must_be_read(staged: StagedQuestion, base_edition: int | None) -> None:
    if base_edition is not None and base_edition != staged.edition:
        raise Conflict(_l("The asker changed the text while you read it. Look once more."))


def refuse_old(staged: StagedQuestion, title: str, body: str) -> None:
    raise Conflict(
        _l("The text was changed meanwhile. Both texts are below; nothing is lost."),
        edition=staged.edition,
        theirs=staged.body,
        yours=body,
        their_title=staged.title,
        your_title=title,
    )


def turn(staged: StagedQuestion, to: str) -> None:
    """Note whose turn it is, and since when."""
    staged.stage, staged.changed_at = to, clock.now()


def note_revision(staged: StagedQuestion, by: Actor) -> None:
    staged.edition += 1
    attach_staged(staged)
    turn(staged, "waiting")
    publish(StagedAnswered(staged.id, None, staged.edition, id_of(by)))


def _take(staged: StagedQuestion, wording: Wording) -> None:
    staged.title, staged.fields, staged.language = wording.title, wording.fields, wording.language
    staged.tags = [tag.name for tag in wording.tags]
    staged.space_id = wording.space.id
    staged.product_id = wording.product.id if wording.product else None
    take_staged_text(staged, wording.body)


def take_staged_text(staged: StagedQuestion, text: Text) -> None:
    staged.body, staged.body_parts, staged.body_version = text.source, text.parts, text.version
    publish(StagedWritten(staged.space_id, list(text.embeds)))


def text_of(staged: StagedQuestion) -> Text:
    parts = staged.body_parts
    return Text(
        source=staged.body,
        parts=parts,
        version=staged.body_version,
        mentions=tuple(sorted(mentioned(parts))),
        excerpt=markup.excerpt(parts, EXCERPT),
        embeds=tuple(markup.embeds_in(parts)),
        links=tuple(markup.links_in(parts)),
    )
