"""The bounds of a text, checked before it is parsed.

What costs a Markdown parser time is not length but repetition: ten thousand brackets, quotes in
quotes in quotes. Nobody writes such text, so it is refused with a reason. Code is not counted,
for a pasted log has many brackets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .blocks import MAX_COLUMNS, MAX_DEPTH
from .openings import FENCE

MAX_LENGTH = 30_000
MAX_LINES = 5_000
MAX_IN_PARAGRAPH = {
    "[": 2_000,
    "]": 2_000,
    "`": 2_000,
    "<": 2_000,
    "*": 2_000,
    "_": 4_000,
    "~": 2_000,
    "&": 2_000,
    "|": 5_000,
}
NAMES = {
    "[": "brackets",
    "]": "brackets",
    "`": "backticks",
    "<": "angle brackets",
    "*": "asterisks",
    "_": "underscores",
    "~": "tildes",
    "&": "ampersands",
    "|": "pipes",
}
MARKER = re.compile(r"(?:[*+-]|[0-9]{1,9}[.)])(?=[ \t]|$)")
RULE_SIGNS = frozenset("*-_ \t")


class TooHard(ValueError):
    """The text is over a bound; `reason` says which, in a sentence for its writer."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def check_bounds(source: str) -> None:
    """Refuse a text that a parser should not be given."""
    if len(source) > MAX_LENGTH:
        reason = f"The text is longer than {MAX_LENGTH:,} characters."
        raise TooHard(reason)
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MAX_LINES:
        reason = f"The text has more than {MAX_LINES:,} lines."
        raise TooHard(reason)
    check_nesting(lines)
    counts: dict[str, int] = dict.fromkeys(MAX_IN_PARAGRAPH, 0)
    for line in lines_outside_code(lines):
        if not line.strip(" \t>") or MARKER.match(line.lstrip(" \t>")):
            counts = dict.fromkeys(MAX_IN_PARAGRAPH, 0)
        check_columns(line)
        count_signs(line, counts)


def count_signs(line: str, counts: dict[str, int]) -> None:
    """Add up the signs of a paragraph."""
    for sign, most in MAX_IN_PARAGRAPH.items():
        counts[sign] += line.count(sign)
        if counts[sign] > most:
            reason = f"One paragraph has more than {most:,} {NAMES[sign]}."
            raise TooHard(reason)


def check_columns(line: str) -> None:
    """Refuse a row of dashes for a table too wide."""
    if "|" in line and "-" in line and not line.strip(" \t>|:-"):
        columns = line.count("|") + 1 - line.strip(" \t>").startswith("|")
        columns -= line.rstrip(" \t").endswith("|")
        if columns > MAX_COLUMNS:
            reason = f"A table has more than {MAX_COLUMNS} columns."
            raise TooHard(reason)


def lines_outside_code(lines: list[str]) -> Iterator[str]:
    """Give the lines that are not between fences, roughly: quotes and lists are looked through."""
    fence = ""
    for line in lines:
        text = line.lstrip(" \t>")
        if fence:
            run = text.rstrip(" \t")
            if len(run) >= len(fence) and not run.strip(fence[0]):
                fence = ""
            continue
        match = FENCE.match(text)
        if match:
            fence = match[0]
        else:
            yield line


def check_nesting(lines: list[str]) -> None:
    """Refuse quotes and lists that stand too deep in each other."""
    columns: list[int] = []
    for line in lines_outside_code(lines):
        quotes, markers, column = prefix_of(line)
        if quotes > MAX_DEPTH:
            reason = f"Quotes stand more than {MAX_DEPTH} deep in each other."
            raise TooHard(reason)
        if not markers:
            continue
        while columns and columns[-1] >= column - 1:
            columns.pop()
        columns.append(column)
        if len(columns) + markers - 1 > MAX_DEPTH:
            reason = f"Lists stand more than {MAX_DEPTH} deep in each other."
            raise TooHard(reason)


def prefix_of(line: str) -> tuple[int, int, int]:
    """Count the quote signs and list markers a line begins with; tell where the lists begin."""
    at = quotes = markers = column = 0
    if not line.strip("".join(RULE_SIGNS)):
        return 0, 0, 0
    while at < len(line) and max(quotes, markers) <= MAX_DEPTH:
        sign = line[at]
        if sign in " \t":
            at += 1
        elif sign == ">":
            quotes += 1
            at += 1
        elif match := MARKER.match(line, at):
            column = column if markers else at
            markers += 1
            at = match.end()
        else:
            break
    return quotes, markers, column
