"""Editing a post: what was there is kept, and nobody overwrites another's edit unseen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.catalog.actions import tags_named
from app.domain.catalog.models import Product
from app.domain.forum.actions.counting import recount_products, recount_tags
from app.domain.forum.actions.drafts import drop_draft
from app.domain.forum.actions.limits import EDITS
from app.domain.forum.actions.posting import announce_text, id_of, lock, take_text
from app.domain.forum.actions.uploads import attach_uploads
from app.domain.forum.actions.wording import (
    check_body,
    checked_fields,
    checked_title,
)
from app.domain.forum.events import AnswerEdited, QuestionEdited, ReplyEdited
from app.domain.forum.models.posts import Answer, Post, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.models.writing import Revision
from app.domain.forum.policy import may_edit, may_retag, written_at
from app.domain.forum.queries.posts import kind_of
from app.domain.forum.rules import (
    BODY_SHORTEST,
    COMMENT_LONGEST,
    REPLY_SHORTEST,
    SILENT_EDIT,
    TAGS_MOST,
)
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.limits import hit
from app.kit.plain import checked_line
from app.kit.problems import Conflict


def edit_question(
    question: Question,
    *,
    by: Actor,
    title: str,
    body: Text,
    tags: Iterable[str],
    fields: Mapping[str, Any],
    base_edition: int,
    product: Product | None = None,
    comment: str = "",
) -> None:
    """Change a question's words and what it is about.

    :raises Conflict: when somebody edited it since ``base_edition``; both texts are its details.
    """
    lock(question)
    require(may_edit(by, question, question))
    _check_base(question, base_edition, body, title)
    title = checked_title(title)
    comment = checked_line("comment", comment, COMMENT_LONGEST)
    check_body(by, body, shortest=BODY_SHORTEST)
    filled = checked_fields(product, dict(fields))
    named = tags_named(tags, by=by, most=TAGS_MOST)
    if _is_same(question, title, body, named, filled, product):
        return
    hit(EDITS, f"m:{by.id}")
    counted = _counted_in(question)
    before = question.body_parts
    _keep_first(question)
    question.title, question.fields, question.tags = title, filled, named
    question.product_id = product.id if product else None
    _take_edit(question, by, body, comment)
    _count_anew(counted, _counted_in(question))
    publish(QuestionEdited(question.id, id_of(by)))
    announce_text(question, by, body, before)


def retag_question(question: Question, *, by: Actor, tags: Iterable[str]) -> None:
    """Change only the tags, which trust allows on others' questions."""
    lock(question)
    require(may_retag(by, question))
    named = tags_named(tags, by=by, most=TAGS_MOST)
    if {tag.id for tag in named} == {tag.id for tag in question.tags}:
        return
    hit(EDITS, f"m:{by.id}")
    counted = _counted_in(question)
    _keep_first(question)
    question.tags = named
    question.edition += 1
    _keep(question, by, "")
    _count_anew(counted, _counted_in(question))
    publish(QuestionEdited(question.id, id_of(by)))


def edit_answer(
    answer: Answer, *, by: Actor, body: Text, base_edition: int, comment: str = ""
) -> None:
    """Change an answer's words.

    :raises Conflict: when somebody edited it since ``base_edition``; both texts are its details.
    """
    if _edit(answer, by, body, base_edition, comment, BODY_SHORTEST):
        publish(AnswerEdited(answer.id, answer.question_id, id_of(by)))


def edit_reply(
    reply: Reply, *, by: Actor, body: Text, base_edition: int, comment: str = ""
) -> None:
    """Change a reply's words.

    :raises Conflict: when somebody edited it since ``base_edition``; both texts are its details.
    """
    if _edit(reply, by, body, base_edition, comment, REPLY_SHORTEST):
        publish(ReplyEdited(reply.id, reply.question_id, id_of(by)))


def _edit(
    post: Answer | Reply, by: Actor, body: Text, base_edition: int, comment: str, shortest: int
) -> bool:
    lock(post)
    require(may_edit(by, post, post.question))
    _check_base(post, base_edition, body)
    comment = checked_line("comment", comment, COMMENT_LONGEST)
    check_body(by, body, shortest=shortest)
    if post.body == body.source:
        return False
    hit(EDITS, f"m:{by.id}")
    before = post.body_parts
    _keep_first(post)
    _take_edit(post, by, body, comment)
    announce_text(post, by, body, before)
    return True


def _check_base(post: Post, base_edition: int, body: Text, title: str | None = None) -> None:
    if post.edition == base_edition:
        return
    details = {"edition": post.edition, "theirs": post.body, "yours": body.source}
    if isinstance(post, Question):
        details |= {"their_title": post.title, "your_title": title}
    raise Conflict(
        _l("Somebody edited this while you did. Both texts are below; nothing is lost."), **details
    )


def _is_same(
    question: Question,
    title: str,
    body: Text,
    tags: list[Any],
    fields: dict[str, str],
    product: Product | None,
) -> bool:
    return (
        question.title == title
        and question.body == body.source
        and question.fields == fields
        and question.product_id == (product.id if product else None)
        and {tag.id for tag in question.tags} == {tag.id for tag in tags}
    )


def _take_edit(post: Post, by: Actor, body: Text, comment: str) -> None:
    take_text(post, body)
    post.edition += 1
    is_typo = by.id == post.author_id and clock.now() - written_at(post) <= SILENT_EDIT
    if not is_typo:
        post.edited_at = clock.now()
    _keep(post, by, comment)
    attach_uploads(post, by)
    drop_draft(f"m:{by.id}", f"edit:{kind_of(post)}:{post.id}")


def _keep_first(post: Post) -> None:
    """Before its first edit, keep what a post said when it was written."""
    if post.edition == 1:
        revision = _revision(post, post.author_id, "")
        revision.at = written_at(post)
        db.session.add(revision)


def _keep(post: Post, by: Actor, comment: str) -> None:
    db.session.add(_revision(post, id_of(by), comment))
    db.session.flush()


def _revision(post: Post, editor_id: int, comment: str) -> Revision:
    question = post if isinstance(post, Question) else None
    return Revision(
        subject_kind=kind_of(post),
        subject_id=post.id,
        number=post.edition,
        title=question.title if question else None,
        body=post.body,
        tags=[tag.name for tag in question.tags] if question else None,
        comment=comment,
        editor_id=editor_id,
        at=clock.now(),
    )


def _counted_in(question: Question) -> tuple[int | None, set[int]]:
    return question.product_id, {tag.id for tag in question.tags}


def _count_anew(before: tuple[int | None, set[int]], after: tuple[int | None, set[int]]) -> None:
    if before[0] != after[0]:
        recount_products([before[0], after[0]])
    recount_tags(before[1] ^ after[1])
