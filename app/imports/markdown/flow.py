"""How lines belong together: callouts, footnotes, and lines that were only wrapped."""

from __future__ import annotations

import re

from app.imports.markdown.pieces import Piece, changed, outside_spans
from app.imports.stackexchange.scripts import raised

_CALLOUT = re.compile(
    r"([ \t]*(?:>[ \t]?)+)\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION|INFO|DANGER)\][ \t]*(.*)",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[ \t]*(?:>[ \t]?)+(.*)")
_REFERENCE = re.compile(r"\[\^([^\s\[\]]{1,60})\]")
_DEFINITION = re.compile(r"[ \t]{0,3}\[\^([^\s\[\]]{1,60})\]:[ \t]*(.*)")
_BLOCK = re.compile(
    r"[ \t]*(?:$|#{1,6}[ \t]|[*+-][ \t]|\d{1,9}[.)][ \t]|>|\||<|!\[|\[\^|={2,}|-{2,}|"
    r"(?:[*_-][ \t]*){3,}$|`{3}|~{3}|:::|\{\{kb:|\[[^\[\]]{1,200}\]:)"
)
_TABLE_ROW = re.compile(r"\|.*\||[ \t]*:?-{2,}:?[ \t]*\||[^|]*[ \t]\|[ \t]")
_DEEP = 4


def callouts(lines: list[str]) -> list[str]:
    """Write ``> [!NOTE]`` as a quote that begins with the word."""
    out: list[str] = []
    at = 0
    while at < len(lines):
        found = _CALLOUT.fullmatch(lines[at])
        at += 1
        if found is None:
            out.append(lines[at - 1])
            continue
        mark, word, rest = found[1], found[2].capitalize(), found[3].strip()
        following = _QUOTED.fullmatch(lines[at]) if at < len(lines) else None
        if not rest and following and not _BLOCK.match(following[1]):
            rest = following[1].strip()
            at += 1
        out.append(f"{mark}**{word}:** {rest}".rstrip())
        if not rest and at < len(lines) and _QUOTED.fullmatch(lines[at]):
            out.append(mark.rstrip())
    return out


def footnotes(pieces: list[Piece]) -> list[Piece]:
    """Number footnotes, and gather them as a list at the end."""
    texts: dict[str, str] = {}
    rest = changed(pieces, lambda lines: _without_definitions(lines, texts))
    numbers: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        if found[1] not in texts:
            return found[0]
        # Two that touch would read as one number.
        touches = found.string[found.end() : found.end() + 2] == "[^"
        return raised(str(numbers.setdefault(found[1], len(numbers) + 1))) + " " * touches

    def mark(lines: list[str]) -> list[str]:
        return [outside_spans(line, lambda text: _REFERENCE.sub(number, text)) for line in lines]

    marked = changed(rest, mark)
    # What is named in no place is named at the end all the same: nothing that was written is lost.
    order = [*numbers, *(name for name in texts if name not in numbers)]
    notes = [f"{n}. {texts[name] or '–'}" for n, name in enumerate(order, 1)]
    return [*marked, Piece(["", "---", "", *notes])] if notes else marked


def _without_definitions(lines: list[str], texts: dict[str, str]) -> list[str]:
    out: list[str] = []
    open_name = ""
    for line in lines:
        found = _DEFINITION.fullmatch(line)
        if found and found[1] not in texts:
            open_name = found[1]
            texts[open_name] = found[2].strip()
        elif open_name and line.startswith((" " * _DEEP, "\t")) and line.strip():
            texts[open_name] += f" {line.strip()}"
        else:
            open_name = ""
            out.append(line)
    return out


def unwrapped(lines: list[str]) -> list[str]:
    """Join lines that were only wrapped: our renderer keeps each line break it is given."""
    out: list[str] = []
    for line in lines:
        if out and _goes_on(out[-1], line):
            quoted = _QUOTED.fullmatch(line)
            out[-1] = f"{out[-1]} {(quoted[1] if quoted else line).strip()}"
        else:
            out.append(line)
    return [line.rstrip() for line in out]


def _goes_on(above: str, line: str) -> bool:
    """Say whether a line goes on with the paragraph above it."""
    quoted_above, quoted = _QUOTED.fullmatch(above), _QUOTED.fullmatch(line)
    if (quoted_above is None) != (quoted is None):
        return False
    words_above = quoted_above[1] if quoted_above else above
    words = quoted[1] if quoted else line
    if above.endswith(("  ", "\\")) or not words_above.strip() or _BLOCK.match(words):
        return False
    if re.match(r"[ \t]*(?:#{1,6}[ \t]|[=-]{2,}|!\[|\{\{kb:|:::|\[[^\[\]]{1,200}\]:)", words_above):
        return False
    return not _TABLE_ROW.match(words.strip()) and not _TABLE_ROW.match(words_above.strip())
