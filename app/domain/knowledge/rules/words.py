"""The words of a rendered text, a line for each block element: what differences are told of."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

# Elements that begin a line of their own; the cells of a row stay on one.
_LINES = frozenset(
    [
        *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"),
        *("pre", "table", "thead", "tbody", "tr", "div", "dl", "dt", "dd"),
    ]
)
_CELLS = frozenset({"td", "th"})


class _Lines(HTMLParser):
    """Gathers the words of HTML that is known to be safe."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _LINES:
            self.pieces.append("\n")
        elif tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _LINES:
            self.pieces.append("\n")
        elif tag in _CELLS:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def lines_of(parts: Sequence[Any]) -> str:
    """Return the words of a text, a line for each block element, headings included.

    What it embeds is not in them: that has words, and a history, of its own.
    """
    reader = _Lines()
    for part in parts:
        if isinstance(part, str):
            reader.feed(part)
        elif "mention" not in part:
            # Headings and embeds end the line before them.
            reader.pieces.append("\n")
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.pieces).split("\n"))
    return "\n".join(line for line in lines if line)
