"""First questions: looked over in private, published once; nobody waits for ever."""

from __future__ import annotations

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
from app.domain.forum.actions.limits import EDITS, count_post, count_question
from app.domain.forum.actions.posting import id_of, made_by_form, remember_form
from app.domain.forum.actions.uploads import attach_staged, release_staged
from app.domain.forum.actions.wording import check_body, checked_note, checked_title
from app.domain.forum.events import StagedAnswered, StagedPublished, StagedSuggested
from app.domain.forum.models.questions import Question
from app.domain.forum.models.staging import StagedNote, StagedQuestion
from app.domain.forum.policy import (
    may_ask,
    may_ask_in,
    may_publish_staged,
    may_review_staged,
    may_revise_staged,
    may_withdraw_staged,
)
from app.domain.forum.queries.question_pages import mentioned
from app.domain.forum.queries.staging import has_asked, overdue_ids
from app.domain.forum.rules import BODY_SHORTEST, NOTES_ON_STAGED, STAGING_HOURS
from app.kit import clock, markup
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.limits import hit
from app.kit.problems import Conflict, Invalid
from app.kit.settings import declare
from app.kit.work import write

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


# -- looking over -----------------------------------------------------------------------------


def suggest(
    staged: StagedQuestion,
    *,
    by: Actor,
    note: str,
    title: str | None = None,
    body: Text | None = None,
    base_edition: int | None = None,
) -> StagedNote:
    """A reviewer says what would make the question easier to answer, in words or as a text.

    :param base_edition: the text that was read; one suggested for another would undo its changes.
    :raises Invalid: on ``note``, ``title`` or ``body``.
    :raises Conflict: when its asker changed the text since ``base_edition``.
    """
    _lock(staged)
    require(may_review_staged(by, staged))
    _must_be_open(staged)
    _must_be_read(staged, base_edition)
    suggested_title = checked_title(title) if title and title != staged.title else None
    suggested_body = body.source if body and body.source != staged.body else None
    if body is not None and suggested_body is not None:
        check_body(by, body, shortest=BODY_SHORTEST)
    is_text = suggested_title is not None or suggested_body is not None
    words = checked_note(note, needed=not is_text)
    said = _say(staged, by, words, suggested_title, suggested_body)
    _turn(staged, "suggested")
    publish(StagedSuggested(staged.id, said.id, id_of(by)))
    return said


def answer_note(staged: StagedQuestion, *, by: Actor, note: str) -> StagedNote:
    """The asker answers the reviewers: it is their turn again.

    :raises Invalid: on ``note``.
    """
    _lock(staged)
    require(may_revise_staged(by, staged))
    _must_be_open(staged)
    said = _say(staged, by, checked_note(note))
    _turn(staged, "waiting")
    publish(StagedAnswered(staged.id, said.id, staged.edition, id_of(by)))
    return said


def take_suggestion(note: StagedNote, *, by: Actor, body: Text | None = None) -> None:
    """The asker makes a suggested text theirs. ``body`` is it, prepared.

    :raises Conflict: when the asker changed the text since; both are its details.
    """
    staged = db.session.get_one(StagedQuestion, note.staged_id)
    _lock(staged)
    require(may_revise_staged(by, staged))
    _must_be_open(staged)
    if note.title is None and note.body is None:
        raise Invalid("note", _l("This suggests no text."))
    if note.taken_at is not None:
        return
    text = body or _text_of(staged)
    if note.edition != staged.edition or (note.body is not None and text.source != note.body):
        _refuse_old(staged, note.title or staged.title, note.body or staged.body)
    note.taken_at = clock.now()
    staged.title = note.title or staged.title
    _take_text(staged, text)
    _revised(staged, by)


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
    _lock(staged)
    require(may_revise_staged(by, staged))
    _must_be_open(staged)
    if staged.edition != base_edition:
        _refuse_old(staged, title, body.source)
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
    _revised(staged, by)
    drop_draft(f"m:{by.id}", f"edit:staged:{staged.id}")


# -- the end ----------------------------------------------------------------------------------


def publish_staged(
    staged: StagedQuestion, *, by: Actor, base_edition: int | None = None
) -> Question:
    """Make it a question. Two who publish at once publish one.

    :param base_edition: the text that was read; another one is not published unseen.
    :raises Conflict: when its asker changed it since, or withdrew it.
    """
    _lock(staged)
    require(may_publish_staged(by, staged, free_at(staged)))
    if staged.question_id is not None:
        return db.session.get_one(Question, staged.question_id)
    _must_be_open(staged)
    _must_be_read(staged, base_edition)
    require(may_ask_in(staged.author, staged.space))
    return _publish(staged, None if by.id == staged.author_id else by)


def withdraw_staged(staged: StagedQuestion, *, by: Actor) -> None:
    """It is not asked after all. Its asker still finds the text."""
    _lock(staged)
    require(may_withdraw_staged(by, staged))
    if staged.question_id is not None:
        raise Conflict(_l("It is published already. Edit the question instead."))
    _turn(staged, "withdrawn")
    release_staged(staged)


def publish_overdue() -> None:
    """Publish what nobody had time to look over: the scheduled verb, one question a unit."""
    for staged_id in overdue_ids(clock.now() - _patience()):
        write(_publish_unread, staged_id)


def free_at(staged: StagedQuestion) -> datetime:
    """Return from when its asker may publish it without a reviewer."""
    return staged.staged_at + _patience()


def due_at(staged: StagedQuestion) -> datetime:
    """Return when it is published without a reviewer, if its asker waits for one."""
    return staged.changed_at + _patience()


def _publish_unread(staged_id: int) -> None:
    staged = db.session.get_one(StagedQuestion, staged_id)
    _lock(staged)
    # Somebody looked, or its asker withdrew it, while others were published.
    if staged.stage != "waiting" or due_at(staged) > clock.now():
        return
    if may_ask_in(staged.author, staged.space):
        _publish(staged, None)
    else:
        _turn(staged, "withdrawn")
        release_staged(staged)


def _publish(staged: StagedQuestion, by: Actor | None) -> Question:
    question = post_question(
        Wording(
            title=staged.title,
            body=_text_of(staged),
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
    _turn(staged, "published")
    publish(StagedPublished(staged.id, question.id, staged.author_id, staged.published_by_id))
    return question


# -- how --------------------------------------------------------------------------------------


def _patience() -> timedelta:
    return timedelta(hours=max(STAGING_TIME.get(), 0))


def _lock(staged: StagedQuestion) -> None:
    """Hold the row until the unit ends, and read it as it is now."""
    db.session.refresh(staged, with_for_update={"key_share": True})


def _must_be_open(staged: StagedQuestion) -> None:
    if staged.stage == "published":
        raise Conflict(_l("It is published already. Go on with the question itself."))
    if not staged.is_open:
        raise Conflict(_l("It was withdrawn. Ask anew when you like; the text is still here."))


def _must_be_read(staged: StagedQuestion, base_edition: int | None) -> None:
    if base_edition is not None and base_edition != staged.edition:
        raise Conflict(_l("The asker changed the text while you read it. Look once more."))


def _refuse_old(staged: StagedQuestion, title: str, body: str) -> None:
    raise Conflict(
        _l("The text was changed meanwhile. Both texts are below; nothing is lost."),
        edition=staged.edition,
        theirs=staged.body,
        yours=body,
        their_title=staged.title,
        your_title=title,
    )


def _say(
    staged: StagedQuestion, by: Actor, note: str, title: str | None = None, body: str | None = None
) -> StagedNote:
    notes = db.session.scalars(
        select(StagedNote).where(StagedNote.staged_id == staged.id).order_by(StagedNote.id)
    ).all()
    new = (id_of(by), staged.edition, note, title, body)
    last = notes[-1] if notes else None
    if last and (last.author_id, last.edition, last.note, last.title, last.body) == new:
        return last  # a second click
    if len(notes) >= NOTES_ON_STAGED:
        raise Invalid("note", _l("Enough was said here. Publish it, or withdraw it."))
    count_post(by)
    said = StagedNote(
        staged_id=staged.id,
        author_id=id_of(by),
        note=note,
        title=title,
        body=body,
        edition=staged.edition,
        at=clock.now(),
    )
    db.session.add(said)
    db.session.flush()
    return said


def _turn(staged: StagedQuestion, to: str) -> None:
    """Note whose turn it is, and since when."""
    staged.stage, staged.changed_at = to, clock.now()


def _revised(staged: StagedQuestion, by: Actor) -> None:
    staged.edition += 1
    attach_staged(staged)
    _turn(staged, "waiting")
    publish(StagedAnswered(staged.id, None, staged.edition, id_of(by)))


def _take(staged: StagedQuestion, wording: Wording) -> None:
    staged.title, staged.fields, staged.language = wording.title, wording.fields, wording.language
    staged.tags = [tag.name for tag in wording.tags]
    staged.space_id = wording.space.id
    staged.product_id = wording.product.id if wording.product else None
    _take_text(staged, wording.body)


def _take_text(staged: StagedQuestion, text: Text) -> None:
    staged.body, staged.body_parts, staged.body_version = text.source, text.parts, text.version


def _text_of(staged: StagedQuestion) -> Text:
    parts = staged.body_parts
    return Text(
        source=staged.body,
        parts=parts,
        version=staged.body_version,
        mentions=tuple(sorted(mentioned(parts))),
        excerpt=markup.excerpt(parts, EXCERPT),
    )
