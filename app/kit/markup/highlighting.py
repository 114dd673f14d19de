"""Colours for code: the words of a language marked with the classes of Pygments, no styles."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from xml.etree.ElementTree import Element, SubElement

from pygments.lexers import get_all_lexers
from pygments.token import STANDARD_TYPES
from pymdownx.highlight import Highlight

MAX_CODE = 15_000
"""Characters coloured in one text; the rest stays plain, as languages differ in speed."""
MAX_SPANS = 4_000
MAX_SECONDS = 0.2
TOKEN_CLASSES = frozenset(name for name in STANDARD_TYPES.values() if name)


@cache
def languages() -> frozenset[str]:
    """Name every language that Pygments brings, so that no other name makes it search."""
    return frozenset(
        alias for _, aliases, _, _ in get_all_lexers(plugins=False) for alias in aliases
    )


class Highlighter:
    """Colours the code of one text within its bounds."""

    def __init__(self) -> None:
        self.spare = MAX_CODE
        self.spans = MAX_SPANS
        self.seconds = MAX_SECONDS
        self.lookup = Highlight(md=None, guess_lang=False, stripnl=False)

    def write(self, parent: Element, code: str, language: str) -> None:
        """Write code into an element, in spans where its language is known."""
        name = language.lower()
        if name not in languages() or len(code) > self.spare:
            parent.text = code
            return
        self.spare -= len(code)
        span: Element | None = None
        for css, words in self.coloured(code, name):
            if not css:
                span = None if words else span
                put_words(parent, words)
            elif span is not None and span.get("class") == css:
                span.text = (span.text or "") + words
            else:
                span = SubElement(parent, "span", {"class": css})
                span.text = words

    def coloured(self, code: str, language: str) -> Iterator[tuple[str, str]]:
        """Give the words of some code with their classes, and all that is left when time is up.

        Some lexers of Pygments take time with the square of odd code.
        """
        lexer, _ = self.lookup.get_lexer(code, language, inline=False, stripnl=False)
        lexer.ensurenl = False
        start, done = time.monotonic(), 0
        with suppress(Exception):
            # A lexer that stumbles over odd code costs its colours, not the text.
            for token, words in lexer.get_tokens(code):
                css = "" if words.isspace() else STANDARD_TYPES.get(token) or class_above(token)
                done += len(words)
                yield css, words
                self.spans -= 1 if css else 0
                if self.spans <= 0 or time.monotonic() - start > self.seconds:
                    break
        yield "", code[done:]
        self.seconds -= time.monotonic() - start


def put_words(parent: Element, words: str) -> None:
    """Write words behind what is in the parent already."""
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + words
    else:
        parent.text = (parent.text or "") + words


def class_above(token: object) -> str:
    """Give the class of the nearest kind that has one, for lexers name finer kinds too."""
    parent = getattr(token, "parent", None)
    while parent is not None:
        if css := STANDARD_TYPES.get(parent):
            return css
        parent = parent.parent
    return ""
