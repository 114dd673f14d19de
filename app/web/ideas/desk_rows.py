"""Rows of the product team's desk, as its table draws them and as its export writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import links
from app.domain.ideas.queries.desk import DeskRow
from app.domain.ideas.rules.machine import Machine
from app.kit.i18n import gettext, ngettext
from app.web.ideas.clocks import shown_clock
from app.web.people import person
from app.web.shell import base_url
from app.web.spreadsheets import Cell
from app.web.words import day


def shown_row(row: DeskRow, table: Machine) -> dict[str, Any]:
    """Return an idea as a line of the desk."""
    return {
        "id": row.id,
        "title": row.title,
        "url": links.idea_url(row.id, row.slug),
        "status": row.status,
        "label": table.label(row.status),
        "product": row.product,
        "theme": row.theme,
        "votes": row.vote_count,
        "behalf": row.behalf_count,
        "affected": row.affected_count,
        "questions": row.question_count,
        "hours": row.waited_hours,
        "notes": row.note_count,
        "clock": brief_clock(row),
        "owner": person(row.owner) if row.owner else None,
        "effort": row.effort,
        "value": row.value,
        "expected": row.expected,
        "active_at": row.active_at,
    }


@dataclass(frozen=True)
class BriefClock:
    """The public clock in the fewest words; all of them are beside it."""

    words: str
    whole: str
    is_late: bool
    is_answered: bool


def brief_clock(row: DeskRow) -> BriefClock | None:
    """Return the clock of a row as a narrow column has it. Days are working days."""
    clock, shown = row.clock, shown_clock(row)
    if clock is None or shown is None:
        return None
    if clock.days == 0:
        said = gettext("the same day") if shown.is_answered else gettext("due today")
    elif clock.is_late:
        said = ngettext("%(num)s day late", "%(num)s days late", clock.days)
    elif clock.state == "answered":
        said = ngettext("after %(num)s day", "after %(num)s days", clock.days)
    else:
        said = gettext("due %(day)s", day=day(clock.due_at))
    return BriefClock(said, shown.words, shown.is_late, shown.is_answered)


def head() -> list[str]:
    """Return what the columns of the export are called."""
    return [
        *(gettext("Number"), gettext("Idea"), gettext("Address"), gettext("Status")),
        *(gettext("Status since"), gettext("Product"), gettext("Theme"), gettext("Owner")),
        *(gettext("Expected"), gettext("Votes"), gettext("Votes on behalf of others")),
        *(gettext("Comments"), gettext("People affected"), gettext("Linked questions")),
        *(gettext("Me too"), gettext("Hours waited"), gettext("Effort"), gettext("Value")),
        *(gettext("Suggested"), gettext("Last active"), gettext("Reply due")),
        *(gettext("First reply"), gettext("Clock"), gettext("Notes")),
    ]


def cells(rows: Iterable[DeskRow], table: Machine) -> list[list[Cell]]:
    """Return the rows of the export, column by column as ``head`` names them."""
    return [_cells(row, table) for row in rows]


def _cells(row: DeskRow, table: Machine) -> list[Cell]:
    clock = shown_clock(row)
    return [
        *(row.id, row.title, base_url() + links.idea_url(row.id, row.slug)),
        *(str(table.label(row.status)), _moment(row.status_since)),
        *(row.product or "", row.theme or "", _owner(row), row.expected),
        *(row.vote_count, row.behalf_count, row.comment_count),
        *(row.affected_count, row.question_count, row.too_count, row.waited_hours),
        *(row.effort, row.value, _moment(row.proposed_at), _moment(row.active_at)),
        *(_moment(row.reply_due_at), _moment(row.replied_at)),
        *(clock.words if clock else "", row.note_count),
    ]


def _owner(row: DeskRow) -> str:
    return (row.owner.name or row.owner.handle) if row.owner else ""


def _moment(at: datetime | None) -> str:
    """Return a moment as spreadsheets read it, in UTC."""
    return at.strftime("%Y-%m-%d %H:%M") if at else ""
