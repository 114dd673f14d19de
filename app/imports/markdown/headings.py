"""Headings and the addresses that lead to them, there and here."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.imports.markdown.pieces import Piece
from app.kit.markup.keys import LONGEST, key_of

_HEADING = re.compile(r"(#{1,6})[ \t]+(\S.*?)(?:[ \t]+#+)?[ \t]*")
_OWN_KEY = re.compile(r"[ \t]*\{:?[ \t]*#([^\s{}]{1,200})[^{}]{0,200}\}[ \t]*$")
_ANCHOR = re.compile(r"<a\s+(?:id|name)\s*=\s*[\"']?([^\s\"'>]{1,200})[\"']?\s*/?>\s*(?:</a>)?")
_MARKS = re.compile(r"[`*]|\\(?=[^\w\s])|<br\s*/?>|(?<!\w)_|_(?!\w)")
_LINK = re.compile(r"!?\[([^\[\]]{0,500})\]\([^()]{0,500}\)")
# What the places where such files come from leave out of an address.
_NOT_IN_THEIRS = re.compile(r"[^\w\- ]")


@dataclass
class Anchors:
    """Where addresses within one text lead: as they are written there, and our key for each."""

    keys: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)

    def find(self, anchor: str) -> str | None:
        """Return our key for an anchor."""
        tries = (anchor, anchor.lower(), key_of(anchor))
        return next((self.keys[each] for each in tries if each in self.keys), None)

    def name(self, anchors: list[str], key: str) -> None:
        """Let these anchors, where none was met before, lead to a key."""
        for anchor in anchors:
            for each in (anchor, anchor.lower()):
                self.keys.setdefault(each, key)


def mark_headings(pieces: list[Piece], title: str) -> tuple[list[Piece], Anchors]:
    """Give every heading its key, and drop the one that only repeats the title.

    Anchors that stand alone go to the heading after them.
    """
    anchors = Anchors()
    walk = _Walk(title, anchors)
    out = [piece if piece.is_code else Piece(walk.lines(piece.lines)) for piece in pieces]
    return out, anchors


class _Walk:
    def __init__(self, title: str, anchors: Anchors) -> None:
        self._title = plain(title).casefold()
        self._anchors = anchors
        self._waiting: list[str] = []
        self._theirs: dict[str, int] = {}
        self._is_first = True

    def lines(self, lines: list[str]) -> list[str]:
        out: list[str] = []
        for line in lines:
            named = _ANCHOR.findall(line)
            if named:
                self._waiting += named
                line = _ANCHOR.sub("", line)  # noqa: PLW2901 - the rest of it is read below
                if not line.strip():
                    continue
            heading = _HEADING.fullmatch(line)
            out += [line] if heading is None else self._heading(heading[1], heading[2])
        return out

    def _heading(self, hashes: str, text: str) -> list[str]:
        own = _OWN_KEY.search(text)
        text = _OWN_KEY.sub("", text)
        words = plain(text)
        names = [*self._waiting, *([own[1]] if own else []), self._their_anchor(words)]
        self._waiting = []
        repeats = self._is_first and words.casefold() == self._title
        self._is_first = False
        if repeats:
            return []
        key = self._free(key_of(names[0] if len(names) > 1 else words))
        self._anchors.name([*names, key_of(words)], key)
        # How a key is made from words with marks in them is not left to chance.
        is_plain = key == key_of(text) and text == words
        return [f"{hashes} {text}" if is_plain else f"{hashes} {text} {{#{key}}}"]

    def _their_anchor(self, words: str) -> str:
        anchor = _NOT_IN_THEIRS.sub("", words.lower()).replace(" ", "-")
        count = self._theirs[anchor] = self._theirs.get(anchor, -1) + 1
        return f"{anchor}-{count}" if count else anchor

    def _free(self, key: str) -> str:
        number, free = 1, key
        while free in self._anchors.taken:
            number += 1
            free = f"{key[: LONGEST - 5]}-{number}"
        self._anchors.taken.add(free)
        return free


def plain(text: str) -> str:
    """Take a heading's words out of its marks."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).split())
