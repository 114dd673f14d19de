"""HTML to plain text, in one pass over the characters: for one-liners and as the last resort."""

from __future__ import annotations

import html
import re

_HIDDEN = re.compile(r"<(script|style)\b[^<>]*>[^<]*</\1\s*>", re.IGNORECASE)
_BREAK = re.compile(
    r"</?(?:p|div|br|hr|li|ul|ol|tr|table|blockquote|pre|h[1-6]|dt|dd)\b[^<>]*>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z!][^<>]*>")
# Everything below the space that is neither tab nor line break, and what XML cannot hold.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """Drop characters that no text needs and no database likes; one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def plain_text(source: str) -> str:
    """Take the text out of HTML, with a line for each block; any string will do."""
    text = _HIDDEN.sub("", clean(source))
    text = _TAG.sub("", _BREAK.sub("\n", text))
    lines = (" ".join(line.split()) for line in clean(html.unescape(text)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def plain_line(source: str) -> str:
    """Take the text out of HTML as one line."""
    return " ".join(plain_text(source).split())
