"""A site into an export: one reading transaction, a row at a time."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select

from app.imports.export.manifest import FILE_LIST, NAME, Manifest, Part, part_name
from app.imports.export.places import FILES, Sink, new_place
from app.imports.export.shapes import line_of
from app.imports.export.tables import carried, ordered_by
from app.kit import clock, files
from app.kit.db import db

# Rows fetched at once: bounds memory, whatever the size of the site.
FETCHED = 500

Progress = Callable[[int], None]


@contextmanager
def one_moment() -> Iterator[Connection]:
    """Read the database as it is at one moment, however long the reading takes."""
    connection = db.engine.connect()
    if connection.dialect.name == "postgresql":
        connection = connection.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
    try:
        yield connection
    finally:
        connection.rollback()
        connection.close()


def count_rows(connection: Connection) -> int:
    """Count what an export will write, for its progress bar."""
    return sum(
        connection.scalar(select(func.count()).select_from(table)) or 0 for table in carried()
    )


def write_export(
    connection: Connection, path: Path, site: str, progress: Progress = lambda _: None
) -> dict[str, int]:
    """Write the whole site to ``path``; return the count of rows by table, and of files.

    A failure leaves nothing behind.
    """
    with new_place(path) as sink:
        parts = {
            part_name(table.name): _write_part(
                sink, part_name(table.name), _rows(connection, table, progress)
            )
            for table in carried()
        }
        parts[FILE_LIST] = _write_part(sink, FILE_LIST, _files(sink))
        manifest = Manifest(site, clock.now().isoformat(timespec="seconds"), parts)
        # Last: an export without a manifest is none.
        with sink.open(NAME) as file:
            file.write(manifest.text())
    return {name.removesuffix(".jsonl"): part.rows for name, part in parts.items()}


def _write_part(sink: Sink, name: str, rows: Iterable[dict[str, Any]]) -> Part:
    # The list of files is written while the files are, and a zip takes one at a time.
    if name == FILE_LIST:
        rows = list(rows)
    count = length = 0
    checksum = hashlib.sha256()
    with sink.open(name) as file:
        for row in rows:
            line = line_of(row)
            file.write(line)
            checksum.update(line)
            count, length = count + 1, length + len(line)
    return Part(count, length, checksum.hexdigest())


def _rows(connection: Connection, table: Table, progress: Progress) -> Iterator[dict[str, Any]]:
    statement = select(table).order_by(*ordered_by(table))
    found = connection.execution_options(yield_per=FETCHED).execute(statement)
    for some in found.mappings().partitions():
        for row in some:
            yield dict(row)
        progress(len(some))


def _files(sink: Sink) -> Iterator[dict[str, Any]]:
    store = files.current()
    for name in sorted(store.names()):
        try:
            data = store.get(name)
        except files.NoSuchFile:
            continue  # swept this moment: nothing pointed to it
        with sink.open(FILES + name) as file:
            file.write(data)
        yield {"name": name, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
