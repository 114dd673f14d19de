"""The examples of CommonMark 0.31.2, and when two pieces of HTML count as the same."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

# Taken out of `spec.txt` of the npm package commonmark-spec 0.31.2, the work of John MacFarlane
# and others, under CC BY-SA 4.0; the file beside this one is under that licence too.
EXAMPLES = Path(__file__).with_name("commonmark-0.31.2.json")
RAW_HTML = frozenset({"HTML blocks", "Raw HTML"})

BLOCKS = frozenset(
    [
        "blockquote",
        "div",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ],
)
VOID = frozenset({"br", "hr", "img", "input"})


def examples() -> list[dict[str, Any]]:
    """Return every example outside the sections on raw HTML."""
    everything = json.loads(EXAMPLES.read_text(encoding="utf-8"))
    return [example for example in everything if example["section"] not in RAW_HTML]


def same(one: str, other: str) -> bool:
    """Whether a browser would show both alike."""
    return pieces_of(one) == pieces_of(other)


def pieces_of(html: str) -> list[tuple[Any, ...]]:
    """Take HTML apart, leaving out what means nothing."""
    taker = Pieces()
    taker.feed(html)
    taker.close()
    taker.trim()
    return taker.pieces


class Pieces(HTMLParser):
    """Tags with sorted attributes, and words with white space folded outside `pre`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[tuple[Any, ...]] = []
        self.in_pre = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag; white space before a block means nothing."""
        if tag in BLOCKS:
            self.trim()
        self.in_pre = self.in_pre or tag == "pre"
        facts = sorted((name, value or "") for name, value in attrs)
        self.pieces.append(("begin", tag, tuple(facts)))

    def handle_endtag(self, tag: str) -> None:
        """Note the end of an element; one that holds nothing has none."""
        if tag in VOID:
            return
        if tag == "pre":
            self.in_pre = False
        if tag in BLOCKS:
            self.trim()
        self.pieces.append(("end", tag))

    def handle_data(self, data: str) -> None:
        """Note words."""
        last = self.pieces[-1] if self.pieces else ("begin", "p")
        if last[0] == "words":
            data = last[1] + data
            self.pieces.pop()
            last = self.pieces[-1] if self.pieces else ("begin", "p")
        if not self.in_pre:
            data = re.sub(r"\s+", " ", data)
            if last[0] in ("begin", "end") and last[1] in BLOCKS | {"br"}:
                data = data.lstrip()
        if data:
            self.pieces.append(("words", data))

    def handle_comment(self, data: str) -> None:
        """Note a comment."""
        self.pieces.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        """Note a declaration."""
        self.pieces.append(("declaration", decl))

    def handle_pi(self, data: str) -> None:
        """Note a processing instruction."""
        self.pieces.append(("instruction", data))

    def trim(self) -> None:
        """Take white space from the end of the words before a block."""
        if not self.pieces or self.pieces[-1][0] != "words" or self.in_pre:
            return
        words = self.pieces.pop()[1].rstrip()
        if words:
            self.pieces.append(("words", words))
