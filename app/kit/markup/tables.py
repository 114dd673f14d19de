"""Tables: a row of cells over a row of dashes."""

import re

from .blocks import MAX_COLUMNS

DELIMITER = re.compile(r"[ \t]*+(:?)-++(:?)[ \t]*+")
MAX_FILLED = 200
"""Cells that may be added to short rows, in one table."""


def split_row(row: str) -> list[str]:
    """Split a row at its pipes; a backslash keeps a pipe in its cell."""
    row = row.strip().removeprefix("|")
    cells = [""]
    for piece in re.split(r"(\\\||\|)", row):
        if piece == "|":
            cells.append("")
        else:
            cells[-1] += "|" if piece == "\\|" else piece
    if not cells[-1].strip() and len(cells) > 1:
        cells.pop()
    return [cell.strip() for cell in cells]


def read_delimiters(row: str) -> tuple[str, ...] | None:
    """Read the alignments of a row of dashes, or see that it is none."""
    if "|" not in row or "-" not in row or row.strip(" \t|:-"):
        return None
    aligns = []
    cells = split_row(row)
    for cell in cells:
        match = DELIMITER.fullmatch(cell)
        if match is None:
            return None
        aligns.append({"::": "center", ":": "left"}.get(match[1] + match[2], ""))
        if match[2] and not match[1]:
            aligns[-1] = "right"
    return tuple(aligns) if len(aligns) <= MAX_COLUMNS else None


def starts_table(header: str, row: str) -> tuple[str, ...] | None:
    """Return the alignments when the row of dashes fits the header above it."""
    aligns = read_delimiters(row)
    if aligns is None or len(split_row(header)) != len(aligns):
        return None
    return aligns


def rows_of(lines: list[str], columns: int) -> list[list[str]]:
    """Split the rows of a table, each as wide as its header, as far as filling is cheap."""
    spare = MAX_FILLED
    rows = []
    for line in lines:
        cells = split_row(line)[:columns]
        missing = min(columns - len(cells), spare)
        spare -= missing
        rows.append(cells + [""] * missing)
    return rows
