"""Tables for spreadsheets, which must never run what somebody wrote."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from flask import Response, make_response

from app.kit import clock

# What a spreadsheet takes for the beginning of a formula; the wide ones count where people write
# Japanese or Chinese.
_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_CONTROLS = ("\t", "\r", "\n")
# Tells spreadsheets that what follows is UTF-8.
MARK = "\ufeff"

Cell = str | int | None


def harmless(text: str) -> str:
    """Return a text that a spreadsheet shows and never reckons: ``=1+1`` becomes ``'=1+1``.

    Spaces before a formula do not make it safe, since some programs drop them as they read.
    """
    text = text.replace("\x00", "")
    is_risky = text.startswith(_CONTROLS) or text.lstrip().startswith(_STARTS)
    return f"'{text}" if is_risky else text


def table(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a whole table; each text between quotation marks, so that none breaks out of its cell.

    Numbers of ours stay numbers, so that columns can be added up.
    """
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow([harmless(name) for name in head])
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return MARK + written.getvalue()


def download(name: str, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """Answer with a table as a file that has a name and today's day."""
    answer = make_response(table(head, rows).encode())
    answer.headers["Content-Type"] = "text/csv; charset=utf-8; header=present"
    filename = f"{name}-{clock.now():%Y-%m-%d}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
