"""The facts of a thread and how they came about: solved, closed, hidden, edited, a duplicate."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.demo.people import SOURCE
from app.demo.reading import Entry
from app.demo.stage import Stage
from app.domain.forum.models.posts import Answer, Post, Reply
from app.domain.forum.models.questions import Question
from app.domain.forum.models.writing import Revision
from app.domain.forum.queries.posts import kind_of
from app.domain.moderation.models import Ruling
from app.kit.db import db

# Facts that a moderator makes, their columns, and the reason where the file gives none.
_RULINGS = {
    "locked": ("lock", "locked_at", "settled"),
    "archived": ("archive", "archived_at", "outdated"),
    "hidden": ("hide", "hidden_at", "off-topic"),
}
_A_DAY, _AN_HOUR = 24.0, 1.0

Posts = Mapping[str, Answer | Reply]


def set_states(stage: Stage, question: Question, thread: Entry, posts: Posts) -> None:
    """Set every fact about a thread, each at a moment that fits what people wrote."""
    last = max([question.asked_at, *(post.posted_at for post in posts.values())])
    for entry in thread["posts"]:
        post = posts[entry["key"]]
        if isinstance(post, Answer):
            _mark_answer(stage, question, entry, post, posts)
        if entry.get("hidden"):
            _rule(stage, "hidden", post, entry["hidden"], post.posted_at)
    for fact in _RULINGS:
        if thread.get(fact):
            _rule(stage, fact, question, thread[fact], last)
    if thread.get("status"):
        _set_status(stage, question, thread, posts, last)
    if thread.get("needs_info"):
        question.needs_info_at = stage.at(thread["needs_info"]["ago"])
        question.needs_info_by_id = stage.member(thread["needs_info"]["by"])


def _mark_answer(
    stage: Stage, question: Question, entry: Entry, answer: Answer, posts: Posts
) -> None:
    # The asker tries it, comes back to say so, and accepts; or accepts without a word.
    thanks = [
        post.posted_at
        for post in posts.values()
        if post.author_id == question.author_id and post.posted_at > answer.posted_at
    ]
    tried = min(thanks, default=stage.soon_after(answer.posted_at, _A_DAY))
    if entry.get("accepted") or entry.get("accepted_by"):
        by = entry.get("accepted_by")
        by_id = stage.member(by) if by else question.author_id
        question.accept(answer.id, by_id=by_id, at=tried)
    if entry.get("also_works"):
        answer.also_works_at, answer.also_works_by_id = tried, question.author_id
    if entry.get("recommended"):
        answer.recommended_at = stage.soon_after(answer.posted_at, 2 * _A_DAY)
        answer.recommended_by_id = _official(stage, question)


def _set_status(
    stage: Stage, question: Question, thread: Entry, posts: Posts, last: datetime
) -> None:
    brand = set(stage.officials.values())
    said = [post for post in posts.values() if post.author_id in brand]
    question.status = thread["status"]
    question.status_version = thread.get("version")
    question.status_by_id = said[-1].author_id if said else _official(stage, question)
    question.status_at = said[-1].posted_at if said else stage.soon_after(last, _A_DAY)


def _official(stage: Stage, question: Question) -> int | None:
    slugs = {product_id: name for name, product_id in stage.products.items()}
    return stage.officials.get(slugs.get(question.product_id or 0, ""), stage.moderator)


def _rule(stage: Stage, fact: str, post: Post, given: Any, last: datetime) -> None:
    """Set a moderator's fact and leave its trace; ``given`` says by whom and when, or just true."""
    kind, column, reason = _RULINGS[fact]
    known: Entry = given if isinstance(given, dict) else {}
    by_id = stage.member(known["by"]) if "by" in known else stage.moderator
    at = stage.at(known["ago"]) if "ago" in known else stage.soon_after(last, _AN_HOUR)
    setattr(post, column, at)
    db.session.add(
        Ruling(
            kind=kind,
            subject_kind=kind_of(post),
            subject_id=post.id,
            question_id=post.id if isinstance(post, Question) else post.question_id,
            by_id=by_id,
            at=at,
            reason=known.get("reason", reason),
            note=known.get("note", ""),
        )
    )


def keep_history(stage: Stage, post: Post, entry: Entry) -> None:
    """Store the earlier texts of an edited post: each with who replaced it, when, and why."""
    edits: list[Entry] = entry.get("edits", [])
    if not edits:
        return
    is_question = isinstance(post, Question)
    written = post.asked_at if isinstance(post, Question) else post.posted_at
    texts = [*edits, entry]
    for number, text in enumerate(texts, 1):
        edit = texts[number - 2] if number > 1 else None
        db.session.add(
            Revision(
                subject_kind=kind_of(post),
                subject_id=post.id,
                number=number,
                title=text.get("title", entry.get("title")) if is_question else None,
                body=text["body"],
                tags=[tag.name for tag in post.tags] if isinstance(post, Question) else None,
                comment=edit.get("comment", "") if edit else "",
                editor_id=stage.member(edit["by"]) if edit else post.author_id,
                at=stage.at(edit["ago"]) if edit else written,
            )
        )
    post.edition = len(texts)
    post.edited_at = stage.at(edits[-1]["ago"])


def link_duplicates(stage: Stage, pairs: Mapping[str, str]) -> int:
    """Point each duplicate to its canonical question, unless somebody decided about it already."""
    linked = 0
    for name, canonical in pairs.items():
        question, target = _named(name), _named(canonical)
        if question is None or target is None or question.duplicate_of_id is not None:
            continue
        decided = select(Ruling.id).where(
            Ruling.question_id == question.id, Ruling.kind.in_(("duplicate", "not-duplicate"))
        )
        if db.session.scalar(decided.limit(1)) is not None:
            continue
        question.duplicate_of_id = target.id
        db.session.add(
            Ruling(
                kind="duplicate",
                subject_kind="question",
                subject_id=question.id,
                question_id=question.id,
                by_id=stage.moderator,
                at=stage.soon_after(question.asked_at, _AN_HOUR),
                reason="duplicate",
                before={"duplicate_of_id": None},
            )
        )
        linked += 1
    return linked


def _named(name: str) -> Question | None:
    return db.session.scalar(
        select(Question).where(Question.external_source == SOURCE, Question.external_id == name)
    )
