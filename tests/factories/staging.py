"""First questions that wait to be looked over, and what is said about them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.catalog.models import Product
from app.domain.forum.actions.staging import ask_or_stage, revise_staged
from app.domain.forum.actions.suggesting import suggest
from app.domain.forum.models.staging import StagedNote, StagedQuestion
from app.domain.notifications.models import Notice
from app.kit.db import db
from app.kit.work import write
from tests.factories.threads import words

TITLE = "Why does the speaker not listen?"
BODY = "I said it five times, and it does not do what I say."


def staged_by(
    member: User, product: Product, body: str = BODY, *mentions: User, **more: Any
) -> StagedQuestion:
    """A newcomer asks about a product whose first questions are looked over."""
    made = write(
        ask_or_stage, by=member, title=TITLE, body=words(body, *mentions), product=product, **more
    )
    assert isinstance(made, StagedQuestion)
    return made


def suggested(staged: StagedQuestion, by: User, body: str = "") -> StagedNote:
    """A reviewer suggests something, in words or as a text."""
    text = words(body) if body else None
    return write(suggest, staged, by=by, note="Say what you see.", body=text)


def revised(staged: StagedQuestion, by: User, body: str, base: int | None = None) -> None:
    """The asker changes the text."""
    write(
        revise_staged,
        staged,
        by=by,
        title=staged.title,
        body=words(body),
        tags=[],
        fields={},
        base_edition=staged.edition if base is None else base,
        product=staged.product,
    )


def told(member: User) -> list[str]:
    """What a member heard about first questions, in order."""
    found = select(Notice.detail).where(Notice.user_id == member.id, Notice.kind == "staging")
    return list(db.session.scalars(found.order_by(Notice.id)))
