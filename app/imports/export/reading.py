"""An export into an empty site: checked as a whole first, then kept as a whole or not at all."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from sqlalchemy import Table, bindparam, delete, exists, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, StatementError

from app.imports.export.faults import ExportError, NotEmptyError
from app.imports.export.manifest import (
    FILE_LIST,
    Manifest,
    lines,
    part_name,
    read_manifest,
    verify,
)
from app.imports.export.places import FILES, Source, old_place
from app.imports.export.shapes import row_of
from app.imports.export.tables import carried, later_columns, numbered, ordered_by
from app.kit import files
from app.kit.db import db, learn_sizes
from app.kit.work import unit_of_work

# Rows given to the database at once.
AT_ONCE = 500
LARGEST_FILE = 64 << 20

Progress = Callable[[int], None]


@dataclass
class Checked:
    """An export whose every byte is as it was written."""

    source: Source
    manifest: Manifest
    files: list[dict[str, Any]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many rows it has in all."""
        return sum(part.rows for part in self.manifest.parts.values())


@contextmanager
def checked_export(path: Path) -> Iterator[Checked]:
    """Read the whole export once, so that nothing is begun that cannot be finished.

    :raises ExportError: naming file and line of what is wrong.
    """
    with old_place(path) as source:
        manifest = read_manifest(source)
        for name, part in manifest.parts.items():
            verify(source, name, part)
        found = Checked(source, manifest)
        for number, line in lines(source, FILE_LIST):
            try:
                entry = json.loads(line)
                name, checksum = str(entry["name"]), str(entry["sha256"])
            except (ValueError, KeyError, TypeError) as problem:
                raise ExportError(FILE_LIST, f"not a file's entry ({problem})", number) from problem
            if hashlib.sha256(_data(source, name)).hexdigest() != checksum:
                raise ExportError(FILES + name, "is not what was exported: its checksum differs")
            found.files.append(entry)
        yield found


def fill_site(found: Checked, progress: Progress = lambda _: None) -> dict[str, int]:
    """Fill this empty site in one unit of work; return the count of rows by table, and of files.

    :raises NotEmptyError: when there is anything beside the default space.
    :raises ExportError: when the database refuses a row; then nothing of it is kept.
    """
    counts: dict[str, int] = {}
    with _files_kept(found), unit_of_work():
        _make_room()
        for table in carried():
            if part_name(table.name) in found.manifest.parts:
                counts[table.name] = _fill(found.source, table, progress)
        for table in carried():
            if part_name(table.name) in found.manifest.parts:
                _complete(found.source, table)
        _number_on()
        learn_sizes()
    return counts | {"files": len(found.files)}


def refuse_content() -> None:
    """Refuse a site that has anything beside its default space.

    :raises NotEmptyError: naming what there is.
    """
    for table in carried():
        rows = select(table)
        if table.name == "spaces":
            rows = rows.where(~table.c.is_default)
        if db.session.scalar(select(exists(rows.limit(1)))):
            raise NotEmptyError(table.name.replace("_", " "))


def _make_room() -> None:
    """Refuse a site with content, and take away the default space that every site begins with."""
    refuse_content()
    db.session.execute(delete(next(table for table in carried() if table.name == "spaces")))


def _fill(source: Source, table: Table, progress: Progress) -> int:
    later = dict.fromkeys(later_columns(table))
    count = 0
    for first, batch in _batches(source, table):
        for row in batch:
            # What points ahead is completed once everything is there.
            row.update((name, None) for name in later if name in row)
        _execute(insert(table), batch, table, first)
        count += len(batch)
        progress(len(batch))
    return count


def _complete(source: Source, table: Table) -> None:
    """Write the columns that point to rows which were not there yet."""
    later, keys = later_columns(table), ordered_by(table)
    if not later:
        return
    statement = (
        update(table)
        .where(*(key == bindparam(f"of_{key.name}") for key in keys))
        .values({name: bindparam(f"to_{name}") for name in later})
    )
    for first, batch in _batches(source, table):
        changes = [
            {f"of_{key.name}": row[key.name] for key in keys}
            | {f"to_{name}": row.get(name) for name in later}
            for row in batch
            if any(row.get(name) is not None for name in later)
        ]
        if changes:
            _execute(statement, changes, table, first)


def _execute(statement: Any, rows: list[dict[str, Any]], table: Table, first: int) -> None:
    try:
        db.session.execute(statement, rows)
    except (DBAPIError, StatementError) as problem:
        why = str(problem.orig or problem).strip().splitlines()[0]
        message = f"this line, or one of the {len(rows)} from here, was refused ({why})"
        raise ExportError(part_name(table.name), message, first) from problem


def _batches(source: Source, table: Table) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Give rows some at a time with the number of the first line; each batch has equal columns."""
    name, batch, first = part_name(table.name), list[dict[str, Any]](), 1
    for number, line in lines(source, name):
        try:
            row = row_of(line, table)
        except ValueError as problem:
            raise ExportError(name, str(problem), number) from problem
        if batch and (len(batch) >= AT_ONCE or row.keys() != batch[0].keys()):
            yield first, batch
            batch, first = [], number
        batch.append(row)
    if batch:
        yield first, batch


def _number_on() -> None:
    """Let PostgreSQL number new rows after the ones that came with theirs; SQLite does."""
    if db.engine.dialect.name != "postgresql":
        return
    for table in numbered():
        key = ordered_by(table)[0]
        highest = db.session.scalar(select(func.max(key)))
        if highest is not None:
            db.session.execute(
                text("SELECT setval(pg_get_serial_sequence(:table, :key), :highest)"),
                {"table": table.name, "key": key.name, "highest": highest},
            )


@contextmanager
def _files_kept(found: Checked) -> Iterator[None]:
    """Keep the files before the rows that show them, and drop them again if the rows fail."""
    store, kept = files.current(), list[str]()
    try:
        for entry in found.files:
            name = str(entry["name"])
            try:
                store.keep(name, _data(found.source, name))
            except FileExistsError:
                # An import that was killed may have come so far: names are random, so it is ours.
                continue
            except files.NoSuchFile as problem:
                raise ExportError(FILE_LIST, f"{name!r} is no name of a file") from problem
            kept.append(name)
        yield
    except BaseException:
        for name in kept:
            store.drop(name)
        raise


def _data(source: Source, name: str) -> bytes:
    if "/" in name or "\\" in name or name.startswith("."):
        raise ExportError(FILE_LIST, f"{name!r} is no name of a file")
    with source.open(FILES + name) as file:
        try:
            data = file.read(LARGEST_FILE + 1)
        except (OSError, EOFError, BadZipFile, zlib.error) as problem:
            raise ExportError(FILES + name, f"cannot be read, damaged ({problem})") from problem
    if len(data) > LARGEST_FILE:
        raise ExportError(FILES + name, f"is larger than {LARGEST_FILE >> 20} MiB")
    return data
