"""How an idea got where it is: each decision with its reason, and each edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response

from app.domain.ideas.queries.history import history
from app.domain.ideas.queries.pages import find_idea_itself
from app.domain.ideas.queries.revisions import RevisionRow, revisions_of
from app.kit.diffs import Line, lines_between
from app.kit.i18n import gettext
from app.web.guards import public
from app.web.ideas.acting import place_of
from app.web.ideas.steps import decisions
from app.web.partials import page
from app.web.people import Person, person
from app.web.shell import actor

bp = Blueprint("idea_histories", __name__)


@dataclass(frozen=True)
class Edit:
    """One edit, ready to be drawn."""

    editor: Person
    at: datetime
    comment: str
    note: str
    title: list[Line]
    body: list[Line]


@bp.get("/ideas/<int:idea_id>/history")
@public("a history shows what the idea shows, to the same readers")
def index(idea_id: int) -> Response:
    """Show all of it, also of an idea that was joined with another."""
    who = actor()
    idea = find_idea_itself(idea_id, who)
    return page(
        "ideas/history.html",
        idea=idea,
        decisions=decisions(history(idea, who)),
        edits=_edits(revisions_of(idea)),
        back=place_of(idea),
    )


def _edits(rows: Sequence[RevisionRow]) -> list[Edit]:
    """Return what each edit changed, the latest first."""
    former: dict[tuple[str, int], RevisionRow] = {}
    edits = []
    for row in rows:
        before = former.get((row.kind, row.subject_id))
        former[row.kind, row.subject_id] = row
        edits.append(_edit(row, before))
    return edits[::-1]


def _edit(row: RevisionRow, before: RevisionRow | None) -> Edit:
    note = gettext("official reply") if row.kind == "official" else gettext("the idea")
    if before is None:
        note = gettext("%(what)s, as it was written", what=note)
    retitled = before is not None and before.title != row.title
    return Edit(
        editor=person(row.editor),
        at=row.at,
        comment=row.comment,
        note=note,
        title=lines_between(before.title or "", row.title or "") if before and retitled else [],
        body=lines_between(before.body, row.body) if before else [],
    )
