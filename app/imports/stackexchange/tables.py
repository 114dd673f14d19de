"""Rows and cells to a pipe table: our renderer wants a head and as many cells in each row."""

from __future__ import annotations

# Control characters, which no text has: between cells, and after each row.
CELL, ROW = "\x1f", "\x1e"
# Refused beyond this many columns by the renderer's own bounds.
WIDEST = 50


def table(text: str) -> str:
    """Write a table from rows, each led by ``head`` or nothing; ragged rows are filled up.

    What stands between rows, such as a caption, comes before the table. Too wide for a table:
    the cells follow each other as lines.
    """
    outside, rows = [], []
    for piece in text.split(ROW):
        before, found, cells = piece.partition(CELL)
        kind = "head" if before.endswith("head") else ""
        outside.append(before.removesuffix("head").strip())
        if found:
            rows.append((kind, cells.removesuffix(CELL).split(CELL)))
    rows = [(kind, cells) for kind, cells in rows if any(cells)]
    width = max((len(cells) for _kind, cells in rows), default=0)
    if width > WIDEST:
        lines = ["\n".join(cell for cell in cells if cell) for _kind, cells in rows]
        return "\n\n".join([*filter(None, outside), *lines])
    if rows and not rows[0][0]:
        rows.insert(0, ("head", [""] * width))
    lines = [_line(cells, width) for _kind, cells in rows]
    if lines:
        lines.insert(1, _line(["---"] * width, width))
    return "\n\n".join([*filter(None, outside), "\n".join(lines)])


def _line(cells: list[str], width: int) -> str:
    padded = cells + [""] * (width - len(cells))
    inside = " | ".join(cell.replace("|", "\\|") for cell in padded)
    return f"| {inside} |"
