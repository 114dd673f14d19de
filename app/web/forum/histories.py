"""What a post said before: each edit with who made it, when, why, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, request

from app.domain.forum.queries.posts import RevisionRow, find_post, question_of, revisions_of
from app.kit.diffs import Line, lines_between
from app.web.forum.acting import place_of
from app.web.forum.votes import KINDS
from app.web.guards import public
from app.web.numbers import row_number
from app.web.partials import page
from app.web.people import Person, person
from app.web.shell import actor

bp = Blueprint("histories", __name__)

# Edits on one page: comparing texts costs.
SHOWN = 20


@dataclass(frozen=True)
class Edit:
    """One edit, ready to be drawn."""

    number: int
    editor: Person
    at: datetime
    comment: str
    title: list[Line]
    body: list[Line]
    tags_gone: list[str]
    tags_come: list[str]
    is_first: bool


@bp.get("/<any(questions, answers, replies):kind>/<int:post_id>/history")
@public("a history shows what the post shows, to the same readers")
def index(kind: str, post_id: int) -> Response:
    """Show a post's edits, newest first."""
    post = find_post(KINDS[kind], post_id, actor())
    before = request.args.get("before", type=row_number)
    rows = [row for row in revisions_of(post) if before is None or row.number < before]
    edits = [_edit(row, rows[at - 1] if at else None) for at, row in enumerate(rows)][-SHOWN:]
    older = f"?before={edits[0].number}" if len(rows) > len(edits) else ""
    return page(
        "forum/history.html",
        kind=KINDS[kind],
        post=post,
        edits=edits[::-1],
        older=older,
        newer=before is not None,
        title=question_of(post).title,
        back=place_of(post),
    )


def _edit(row: RevisionRow, former: RevisionRow | None) -> Edit:
    old, new = set(former.tags or []) if former else set(), set(row.tags or [])
    retitled = former is not None and former.title != row.title
    return Edit(
        number=row.number,
        editor=person(row.editor),
        at=row.at,
        comment=row.comment,
        title=lines_between(former.title or "", row.title or "") if former and retitled else [],
        body=lines_between(former.body, row.body) if former and former.body != row.body else [],
        tags_gone=sorted(old - new) if former else [],
        tags_come=sorted(new - old) if former else [],
        is_first=former is None,
    )
