"""Asking a question."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.catalog.actions import tags_named
from app.domain.catalog.models import Product, Space, Tag
from app.domain.catalog.queries import default_space
from app.domain.forum.actions.counting import add_question
from app.domain.forum.actions.drafts import drop_draft
from app.domain.forum.actions.limits import count_question
from app.domain.forum.actions.posting import (
    already_posted,
    announce_text,
    remember_posted,
    take_text,
)
from app.domain.forum.actions.uploads import attach_uploads
from app.domain.forum.actions.wording import (
    check_body,
    checked_fields,
    checked_language,
    checked_title,
)
from app.domain.forum.events import QuestionAsked
from app.domain.forum.models.questions import Question
from app.domain.forum.policy import may_ask, may_ask_in
from app.domain.forum.rules import BODY_SHORTEST, TAGS_MOST
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish


@dataclass(frozen=True)
class Wording:
    """A question's words after each check, ready to be stored."""

    title: str
    body: Text
    space: Space
    product: Product | None
    tags: list[Tag]
    fields: dict[str, str]
    language: str


def ask(
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
) -> Question:
    """A member asks. The same form posted twice asks once.

    :raises Invalid: on ``title``, ``body``, ``tags`` or ``fields``.
    """
    require(may_ask(by))
    sent = form_of(title, body)
    made = already_posted(Question, by, nonce, sent)
    if made is not None:
        return made
    wording = checked_wording(
        by, title, body, product=product, space=space, tags=tags, fields=fields, language=language
    )
    count_question(by)
    return post_question(wording, by, nonce, sent)


def checked_wording(
    by: Actor,
    title: str,
    body: Text,
    *,
    product: Product | None,
    space: Space | None,
    tags: Iterable[str],
    fields: Mapping[str, Any] | None,
    language: str | None,
) -> Wording:
    """Return a question's words as they are kept.

    :raises Invalid: on ``title``, ``body``, ``tags`` or ``fields``.
    """
    space = space or default_space()
    require(may_ask_in(by, space))
    title = checked_title(title)
    check_body(by, body, shortest=BODY_SHORTEST)
    filled = checked_fields(product, dict(fields or {}))
    language = checked_language(language or by.language)
    named = tags_named(tags, by=by, most=TAGS_MOST)
    return Wording(title, body, space, product, named, filled, language)


def post_question(
    wording: Wording, by: Actor, nonce: str | None = None, sent: str = ""
) -> Question:
    """Put a question into the world: every way to ask ends here, with checked words."""
    moment = clock.now()
    question = Question(
        space=wording.space,
        product=wording.product,
        author_id=by.id,
        title=wording.title,
        fields=wording.fields,
        language=wording.language,
        tags=wording.tags,
        asked_at=moment,
        active_at=moment,
    )
    take_text(question, wording.body)
    db.session.add(question)
    db.session.flush()
    remember_posted(question, by, nonce, sent)
    add_question(question)
    attach_uploads(question, by)
    drop_draft(f"m:{by.id}", "ask")
    publish(QuestionAsked(question.id, question.author_id))
    announce_text(question, by, wording.body)
    return question


def form_of(title: str, body: Text) -> str:
    """Return what tells one sending of the ask form from another."""
    return json.dumps([title, body.source])
