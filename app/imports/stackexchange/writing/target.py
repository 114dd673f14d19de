"""Where an import goes, how it is watched, and which of its rows are there already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol, TypeVar

from sqlalchemy import func, insert, select

from app.domain.forum.models.questions import Question
from app.imports.stackexchange.plan import Plan
from app.kit.db import db

# Rows of one unit of work: few enough that others who write hardly wait.
BATCH = 200

T = TypeVar("T")


class Bar(Protocol):
    """Something that is told how many more rows are done."""

    def update(self, n_steps: int) -> Any: ...


class _Unwatched:
    def update(self, n_steps: int) -> None:
        """Nobody watches."""


def unwatched(_label: str, _length: int) -> AbstractContextManager[Bar]:
    """Watch nothing: the bar of every stage of an import that nobody looks at."""
    return nullcontext(_Unwatched())


@dataclass(frozen=True)
class Target:
    """One import: what it will create, and where that will stand."""

    plan: Plan
    # The site's host name: with an id there, it names each imported thing for ever.
    source: str
    space_id: int
    product_id: int | None = None
    # Processes that turn HTML into Markdown.
    processes: int = 1
    # Opens a bar for a stage: its label and how many rows it has.
    watch: Callable[[str, int], AbstractContextManager[Bar]] = unwatched
    # Our ids of the dump's tags, by their names there.
    tag_ids: dict[str, int] = field(default_factory=dict)

    def stage(self, label: str, kind: str) -> AbstractContextManager[Bar]:
        """Open the bar of a stage whose rows the check counted."""
        return self.watch(label, self.plan.table.lines[kind].to_create)


def batches(rows: Iterable[T], size: int = BATCH) -> Iterator[list[T]]:
    """Cut a stream into lists."""
    remaining = iter(rows)
    while some := list(islice(remaining, size)):
        yield some


def add_rows(kind: Any, rows: list[dict[str, Any]]) -> None:
    """Insert rows of a table in bulk; columns they do not name get their defaults."""
    db.session.execute(insert(kind.__table__), rows)


def ids_of(kind: Any, source: str, numbers: Iterable[int | str]) -> dict[str, int]:
    """Return our ids of what was imported from ``source``, by its ids there."""
    return _ids(kind, kind.id, source, numbers)


def questions_of(source: str, numbers: Iterable[int | str]) -> dict[str, int]:
    """Return the questions that posts belong under: of a merged one, the one that took it in."""
    leading = func.coalesce(Question.merged_into_id, Question.id)
    return _ids(Question, leading, source, numbers)


def _ids(kind: Any, leading: Any, source: str, numbers: Iterable[int | str]) -> dict[str, int]:
    wanted = list({str(number) for number in numbers})
    if not wanted:
        return {}
    rows = db.session.execute(
        select(kind.external_id, leading).where(
            kind.external_source == source, kind.external_id.in_(wanted)
        )
    )
    return {row[0]: row[1] for row in rows}


def missing(
    rows: Iterable[T], kind: Any, source: str, note_there: Callable[[T], None]
) -> Iterator[T]:
    """Let through the rows that no earlier run wrote; tell of the others."""
    for batch in batches(rows):
        there = ids_of(kind, source, (row.id for row in batch))  # type: ignore[attr-defined]
        db.session.rollback()  # converting takes its time: no reading transaction waits open
        for row in batch:
            if str(row.id) in there:  # type: ignore[attr-defined]
                note_there(row)
            else:
                yield row


def imported(kind: Any, source: str) -> Iterator[Sequence[int]]:
    """Give our ids of everything of a kind that came from ``source``, some at a time."""
    last = 0
    while True:
        ids = db.session.scalars(
            select(kind.id)
            .where(kind.external_source == source, kind.id > last)
            .order_by(kind.id)
            .limit(500)
        ).all()
        if not ids:
            return
        yield ids
        last = ids[-1]
