"""One text of another place as the Markdown that we render: first alone, then among the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.imports.markdown.blocks import html_to_markdown, without_comments
from app.imports.markdown.flow import callouts, footnotes, unwrapped
from app.imports.markdown.headings import Anchors, mark_headings
from app.imports.markdown.inline import plain_marks
from app.imports.markdown.pieces import Piece, changed, cut, joined

Change = Callable[[list[str]], list[str]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text whose headings are known; its links and pictures still lead where they led."""

    pieces: list[Piece]
    anchors: Anchors


def prepared(text: str, title: str) -> Prepared:
    """Do everything that needs this text alone."""
    pieces = changed(cut(text), lambda lines: without_comments("\n".join(lines)).split("\n"))
    # HTML may hold code, so that a text is cut anew after it.
    pieces = cut(joined(changed(pieces, html_to_markdown)))
    pieces, anchors = mark_headings(pieces, title)
    pieces = changed(footnotes(changed(pieces, callouts)), plain_marks)
    return Prepared(pieces, anchors)


def finished(body: Prepared, pictures: Change, links: Change) -> str:
    """Do what needs to know all the others: where links lead, and which pictures there are."""
    pieces = changed(body.pieces, lambda lines: links(unwrapped(pictures(lines))))
    return _without_gaps(joined(pieces))


def _without_gaps(text: str) -> str:
    """Leave one empty line where several stand, but in code."""

    def single(lines: list[str]) -> list[str]:
        return [
            line for n, line in enumerate(lines) if line.strip() or not n or lines[n - 1].strip()
        ]

    return joined(changed(cut(text), single)).strip("\n") + "\n"
