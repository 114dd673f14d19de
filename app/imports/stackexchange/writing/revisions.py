"""Earlier texts of posts, as their authors and editors wrote them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, select, update

from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.models.writing import Revision
from app.domain.forum.rules import COMMENT_LONGEST
from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.history import PostHistory, histories
from app.imports.stackexchange.texts import clean
from app.imports.stackexchange.writing.members import author_ids, author_key
from app.imports.stackexchange.writing.target import Target, add_rows, batches, ids_of
from app.imports.stackexchange.writing.wording import tags_of, title_of
from app.kit.db import db
from app.kit.work import write

_KINDS: tuple[tuple[str, Any], ...] = (("question", Question), ("answer", Answer))

UNEDITED = "first texts of posts that were never edited: the posts have them"
DECISIONS = "closings, locks and deletions: the posts show their state, their log stays behind"


def write_revisions(dump: Dump, target: Target) -> None:
    """Keep the history of every post that was edited and has none here yet."""
    table = target.plan.table
    with target.stage("Histories", "history entries") as bar:
        for batch in batches(histories(dump, target.plan)):
            edited = [past for past in batch if len(past.revisions) > 1]
            table.skip("history entries", DECISIONS, sum(len(past.events) for past in batch))
            table.skip(
                "history entries",
                UNEDITED,
                sum(_entries(past) for past in batch if len(past.revisions) == 1),
            )
            written = write(_add, target, edited) if edited else set()
            for past in edited:
                note = table.create if past.post_id in written else table.keep
                note("history entries", _entries(past))
            bar.update(sum(past.entries for past in batch))


def _entries(past: PostHistory) -> int:
    return sum(revision.entries for revision in past.revisions)


def _add(target: Target, pasts: list[PostHistory]) -> set[int]:
    """Write the revisions of these posts; return the dump's ids of those that had none."""
    wrote = [
        (author_key(target, revision.user_id, revision.user_name), revision.at)
        for past in pasts
        for revision in past.revisions
    ]
    editors = author_ids(target, wrote)
    written: set[int] = set()
    for name, kind in _KINDS:
        ids = ids_of(kind, target.source, (past.post_id for past in pasts))
        bare = _without_history(name, kind, list(ids.values()))
        new = [past for past in pasts if ids.get(str(past.post_id)) in bare]
        rows: list[dict[str, Any]] = []
        for past in new:
            post = bare[ids[str(past.post_id)]]
            rows += _rows(target, name, post, past, editors)
        _keep(kind, rows)
        written |= {past.post_id for past in new}
    return written


def _without_history(name: str, kind: Any, ids: list[int]) -> dict[int, Any]:
    """Return the posts that nobody edited here, and that no earlier run gave a history."""
    columns = [kind.id, kind.body]
    if kind is Question:
        columns.append(kind.title)
    has_one = select(Revision.id).where(
        Revision.subject_kind == name, Revision.subject_id == kind.id
    )
    rows = db.session.execute(
        select(*columns).where(kind.id.in_(ids), kind.edition == 1, ~has_one.exists())
    )
    return {row.id: row for row in rows}


def _rows(
    target: Target, name: str, post: Any, past: PostHistory, editors: dict[str, int]
) -> list[dict[str, Any]]:
    """Write each revision whole: what an edit did not touch is as it was before.

    A dump may lack the beginning of a history; then the words are the next known ones.
    """
    is_question = name == "question"
    all_ = past.revisions
    title = next((r.title for r in all_ if r.title is not None), None)
    body = next((r.body for r in all_ if r.body is not None), post.body)
    tags = next((r.tags for r in all_ if r.tags is not None), ())
    if title is None and is_question:
        title = post.title
    rows = []
    for number, revision in enumerate(all_, start=1):
        title = title if revision.title is None else revision.title
        body = body if revision.body is None else revision.body
        tags = tags if revision.tags is None else revision.tags
        key = author_key(target, revision.user_id, revision.user_name)
        rows.append(
            {
                "subject_kind": name,
                "subject_id": post.id,
                "number": number,
                "title": title_of(title or "") if is_question else None,
                "body": clean(body),
                "tags": tags_of(tags) if is_question else None,
                "comment": clean(" ".join(revision.comment.split()))[:COMMENT_LONGEST],
                "editor_id": editors[key],
                "at": revision.at,
            }
        )
    return rows


def _keep(kind: Any, rows: list[dict[str, Any]]) -> None:
    if not rows:
        return
    add_rows(Revision, rows)
    # A post says that it was edited where there is something to compare, and only there.
    last = {row["subject_id"]: row for row in rows}
    table = kind.__table__
    db.session.execute(
        update(table)
        .where(table.c.id == bindparam("of"))
        .values(edition=bindparam("edition"), edited_at=bindparam("edited")),
        [
            {"of": post_id, "edition": row["number"], "edited": row["at"]}
            for post_id, row in last.items()
        ],
    )
