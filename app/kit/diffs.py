"""What tells two texts apart, line by line, and within changed lines word by word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

Parts = list[tuple[str, str]]
Line = tuple[str, Parts]

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Beyond these comparing costs more than it tells: the old text then stands above the new one.
LINES_MOST = 1500
WORDS_MOST = 1200
# Lines around a change that are shown with it; of longer stretches only these remain.
AROUND = 2


def lines_between(before: str, after: str) -> list[Line]:
    """Return what ``ui/diff.html`` draws: lines that stayed, were taken away or came."""
    old, new = before.splitlines(), after.splitlines()
    if len(old) > LINES_MOST or len(new) > LINES_MOST:
        return [*_all("was", old), *_all("now", new)]
    lines: list[Line] = []
    for word, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        if word == "equal":
            lines += _stayed(old[i:j], is_first=not lines, is_last=j == len(old) and m == len(new))
        else:
            lines += _changed(old[i:j], new[k:m])
    return lines


def _stayed(lines: Sequence[str], *, is_first: bool, is_last: bool) -> list[Line]:
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(lines) <= head + tail + 1:
        return _all("", lines)
    last = _all("", lines[-tail:]) if tail else []
    return [*_all("", lines[:head]), ("", [("", "…")]), *last]


def _changed(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    was: list[Line] = []
    now: list[Line] = []
    for before, after in zip_longest(old, new):
        if before is None:
            now += _all("now", [after])
        elif after is None:
            was += _all("was", [before])
        else:
            pair = _words_between(before, after)
            was.append(("was", pair[0]))
            now.append(("now", pair[1]))
    return was + now


def _words_between(before: str, after: str) -> tuple[Parts, Parts]:
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) > WORDS_MOST or len(new) > WORDS_MOST:
        return [("del", before)], [("ins", after)]
    was: Parts = []
    now: Parts = []
    for word, i, j, k, m in SequenceMatcher(None, old, new).get_opcodes():
        gone, come = "".join(old[i:j]), "".join(new[k:m])
        if word == "equal":
            was.append(("", gone))
            now.append(("", come))
            continue
        if gone:
            was.append(("del", gone))
        if come:
            now.append(("ins", come))
    return was, now


def _all(kind: str, lines: Sequence[str]) -> list[Line]:
    return [(kind, [("", line)]) for line in lines]
