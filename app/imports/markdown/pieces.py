"""A text cut where code begins and ends: what stands in code is never changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_FENCE = re.compile(r"[ \t>]*(?:(?:[*+-]|\d{1,9}[.)])[ \t]+)?(`{3,}|~{3,})(.*)")
_SPAN = re.compile(r"(?<!`)(`{1,10})(?!`)[^\n]{1,2000}?(?<!`)\1(?!`)")

# Stands for a span while the rest is changed: no text that is read has control characters.
_HIDDEN = "\x02\x03"
_PLACE = re.compile(r"\x02(\d{1,6})\x03")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of a text: code between fences, or anything else."""

    lines: list[str]
    is_code: bool = False


def cut(text: str) -> list[Piece]:
    """Cut a text at its fences; one that is never closed runs to the end."""
    pieces = [Piece([])]
    fence = ""
    for line in text.split("\n"):
        found = _FENCE.fullmatch(line)
        if not fence and found and not (found[1][0] == "`" and "`" in found[2]):
            fence = found[1]
            pieces.append(Piece([line], is_code=True))
            continue
        pieces[-1].lines.append(line)
        if fence and found and found[1].startswith(fence) and not found[2].strip():
            fence = ""
            pieces.append(Piece([]))
    return [piece for piece in pieces if piece.lines]


def joined(pieces: Iterable[Piece]) -> str:
    """Put a text together again."""
    return "\n".join(line for piece in pieces for line in piece.lines)


def changed(pieces: Iterable[Piece], change: Callable[[list[str]], list[str]]) -> list[Piece]:
    """Change the lines that are no code."""
    return [piece if piece.is_code else Piece(change(piece.lines)) for piece in pieces]


def outside_spans(line: str, change: Callable[[str], str]) -> str:
    """Change what stands outside of backticks in a line; a link around them is seen as a whole."""
    if "`" not in line:
        return change(line)
    spans: list[str] = []

    def hide(span: re.Match[str]) -> str:
        spans.append(span.group())
        return f"{_HIDDEN[0]}{len(spans) - 1}{_HIDDEN[1]}"

    changed = change(_SPAN.sub(hide, line))
    return _PLACE.sub(lambda found: spans[int(found[1])], changed)
