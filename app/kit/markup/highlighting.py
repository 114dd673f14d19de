"""Colours for code: the words of a language marked with the classes of Pygments, no styles."""

from __future__ import annotations

from functools import cache
from xml.etree.ElementTree import Element, SubElement

from pygments.lexers import get_all_lexers
from pygments.token import STANDARD_TYPES
from pymdownx.highlight import Highlight

MAX_CODE = 15_000
"""Characters coloured in one text; the rest stays plain, as languages differ in speed."""
MAX_SPANS = 4_000
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
        self.lookup = Highlight(md=None, guess_lang=False, stripnl=False)

    def write(self, parent: Element, code: str, language: str) -> None:
        """Write code into an element, in spans where its language is known."""
        name = language.lower()
        if name not in languages() or len(code) > self.spare:
            parent.text = code
            return
        self.spare -= len(code)
        lexer, _ = self.lookup.get_lexer(code, name, inline=False, stripnl=False)
        last: Element | None = None
        kind = ""
        for token, words in lexer.get_tokens(code):
            css = "" if words.isspace() else STANDARD_TYPES.get(token) or class_above(token)
            if last is not None and css == kind and css:
                last.text = (last.text or "") + words
            elif css and self.spans:
                self.spans -= 1
                last, kind = SubElement(parent, "span", {"class": css}), css
                last.text = words
            elif len(parent):
                parent[-1].tail = (parent[-1].tail or "") + words
                kind = ""
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
