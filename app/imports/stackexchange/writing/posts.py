"""Answers, the accepted ones among them, and comments as replies."""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from sqlalchemy import bindparam, update

from app.domain.accounts.texts import Text
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.imports.stackexchange.bodies import comment_to_markdown
from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.rows import CommentRow, PostRow
from app.imports.stackexchange.writing.ends import settle
from app.imports.stackexchange.writing.members import author_ids, author_key
from app.imports.stackexchange.writing.target import (
    Target,
    add_rows,
    batches,
    ids_of,
    missing,
    questions_of,
)
from app.imports.stackexchange.writing.wording import converted, rendered
from app.kit.db import db
from app.kit.work import write


def write_answers(dump: Dump, target: Target) -> None:
    """Make the answers that are not there yet; the accepted ones solve their questions."""
    plan = target.plan
    accepted = set(plan.accepted.values())

    def note_there(post: PostRow) -> None:
        plan.table.keep("answers")
        plan.table.keep("votes", sum(plan.votes_of(post)))
        plan.table.keep("accepted answers", int(post.id in accepted))
        bar.update(1)

    with target.stage("Answers", "answers") as bar:
        new = missing(plan.kept_answers(dump), Answer, target.source, note_there)
        for batch in batches(converted(new, target)):
            texts = rendered([markdown for _post, markdown in batch])
            posts = [post for post, _markdown in batch]
            write(_add_answers, target, posts, texts)
            plan.table.create("answers", len(posts))
            plan.table.create("votes", sum(sum(plan.votes_of(post)) for post in posts))
            plan.table.create("accepted answers", sum(post.id in accepted for post in posts))
            bar.update(len(posts))


def _add_answers(target: Target, posts: list[PostRow], texts: list[Text]) -> None:
    questions = questions_of(target.source, (post.parent_id or 0 for post in posts))
    keys = [author_key(target, post.owner_id, post.owner_name) for post in posts]
    authors = author_ids(target, zip(keys, (post.created_at for post in posts), strict=True))
    rows = []
    for post, text, key in zip(posts, texts, keys, strict=True):
        up, down = target.plan.votes_of(post)
        rows.append(
            {
                "question_id": questions[str(post.parent_id)],
                "author_id": authors[key],
                **_words(text),
                "posted_at": post.created_at,
                "score": up - down,
                "imported_score": up - down,
                "external_source": target.source,
                "external_id": str(post.id),
            }
        )
    add_rows(Answer, rows)
    _accept(target, posts)
    settle(questions.values())


def _accept(target: Target, posts: list[PostRow]) -> None:
    """Let accepted answers solve their questions, unless somebody here chose another one."""
    chosen = [post for post in posts if target.plan.accepted.get(post.parent_id or 0) == post.id]
    if not chosen:
        return
    ids = ids_of(Answer, target.source, (post.id for post in chosen))
    table: Any = Question.__table__
    db.session.execute(
        update(table)
        .where(
            table.c.external_source == target.source,
            table.c.external_id == bindparam("number"),
            table.c.accepted_answer_id.is_(None),
        )
        .values(
            accepted_answer_id=bindparam("answer"),
            accepted_by_id=table.c.author_id,
            solved_at=bindparam("at"),
        ),
        [
            {
                "number": str(post.parent_id),
                "answer": ids[str(post.id)],
                "at": _accepted_at(target, post),
            }
            for post in chosen
        ],
    )


def _accepted_at(target: Target, post: PostRow) -> datetime:
    """The dump tells the day; nothing is accepted before it was written."""
    day = target.plan.accepted_at.get(post.id)
    if day is None:
        return post.created_at
    return max(datetime.combine(day, time(), UTC), post.created_at)


def write_replies(dump: Dump, target: Target) -> None:
    """Make the comments that are not there yet, as replies under their posts."""
    plan = target.plan

    def note_there(_comment: CommentRow) -> None:
        plan.table.keep("comments")
        bar.update(1)

    with target.stage("Replies", "comments") as bar:
        new = missing(plan.kept_comments(dump), Reply, target.source, note_there)
        for batch in batches(new):
            texts = rendered([comment_to_markdown(comment.text) for comment in batch])
            write(_add_replies, target, batch, texts)
            plan.table.create("comments", len(batch))
            bar.update(len(batch))


def _add_replies(target: Target, comments: list[CommentRow], texts: list[Text]) -> None:
    under = {comment.post_id: _question_of(target, comment.post_id) for comment in comments}
    questions = questions_of(target.source, under.values())
    answers = ids_of(Answer, target.source, under)
    keys = [author_key(target, comment.user_id, comment.user_name) for comment in comments]
    authors = author_ids(target, zip(keys, (each.created_at for each in comments), strict=True))
    rows: list[dict[str, Any]] = []
    for comment, text, key in zip(comments, texts, keys, strict=True):
        is_on_answer = comment.post_id in target.plan.answers
        rows.append(
            {
                "question_id": questions[str(under[comment.post_id])],
                "answer_id": answers[str(comment.post_id)] if is_on_answer else None,
                "author_id": authors[key],
                **_words(text),
                "posted_at": comment.created_at,
                "score": comment.score,
                "imported_score": comment.score,
                "external_source": target.source,
                "external_id": str(comment.id),
            }
        )
    add_rows(Reply, rows)
    settle(questions.values())


def _question_of(target: Target, post_id: int) -> int:
    return target.plan.answers.get(post_id, post_id)


def _words(text: Text) -> dict[str, Any]:
    return {"body": text.source, "body_parts": text.parts, "body_version": text.version}
