"""A web address as a square of dots that a telephone reads off paper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import segno

# Around the dots must be this much white, or telephones do not find them.
QUIET = 4


@dataclass(frozen=True)
class Code:
    """The dots as one path, in a drawing of ``size`` by ``size``."""

    size: int
    path: str


@lru_cache(maxsize=512)
def code_of(address: str) -> Code:
    """Return the QR code of an address, for ``<path d="…">``; a smudged corner is forgiven."""
    rows = [
        list(row) for row in segno.make(address, error="m", micro=False).matrix_iter(border=QUIET)
    ]
    runs = [
        f"M{start} {y}h{end - start}v1h-{end - start}z"
        for y, row in enumerate(rows)
        for start, end in _dark(row)
    ]
    return Code(len(rows), "".join(runs))


def _dark(row: list[int]) -> list[tuple[int, int]]:
    """Return where dark dots begin and end in a row."""
    found: list[tuple[int, int]] = []
    for x, dot in enumerate(row):
        if not dot:
            continue
        if found and found[-1][1] == x:
            found[-1] = (found[-1][0], x + 1)
        else:
            found.append((x, x + 1))
    return found
