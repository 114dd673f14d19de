"""Marks within a line that other Markdown knows and ours does not."""

from __future__ import annotations

import re
from functools import partial

from app.imports.markdown.pieces import outside_spans
from app.imports.stackexchange.marks import code_span
from app.imports.stackexchange.scripts import lowered, raised

# Attributes of kramdown: {.link-external}, {: .note}, {:target="_blank"}. A heading's {#key} and
# a stray pair of braces in prose are something else.
_ATTRIBUTES = re.compile(
    r"\{:[^{}\n]{0,300}\}|\{[ \t]*\.[A-Za-z][\w-]*(?:[ \t]+[.#][A-Za-z][\w-]*)*[ \t]*\}"
)
_CODE = re.compile(r"<(kbd|code|samp|tt)\b[^<>]{0,200}>([^<>]{1,500})</\1>", re.IGNORECASE)
_STRONG = re.compile(r"<(b|strong|summary)\b[^<>]{0,200}>([^<>]{1,2000})</\1>", re.IGNORECASE)
_EMPHASIS = re.compile(r"<(i|em)\b[^<>]{0,200}>([^<>]{1,2000})</\1>", re.IGNORECASE)
# Words, and the spaces and signs around them that a mark cannot stand against.
_EDGES = re.compile(r"([\s.,:;!?*\\]*)(.*?)([\s.,:;!?*\\]*)", re.DOTALL)
_STRUCK = re.compile(r"<(s|del|strike)\b[^<>]{0,200}>([^<>]{1,2000})</\1>", re.IGNORECASE)
_RAISED = re.compile(r"<(sup|sub)\b[^<>]{0,200}>([^<>]{1,200})</\1>", re.IGNORECASE)
_LINK = re.compile(r"<a\b([^<>]{1,2000})>(.{0,500}?)</a>", re.IGNORECASE)
_PICTURE = re.compile(r"<img\b([^<>]{1,2000})>", re.IGNORECASE)
_VALUE = {
    name: re.compile(rf"\b{name}\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
    for name in ("href", "src", "alt")
}
_WORDS = re.compile(r"\[[^\[\]]{1,1000}\]\(")
_BREAK = re.compile(r"[ \t]*<br\s*/?>[ \t]*", re.IGNORECASE)
_BREAK_AT_END = re.compile(r"[ \t]*<br\s*/?>[ \t]*$", re.IGNORECASE)
# What is left over of elements that we know; anything else between angle brackets is prose.
_REST = re.compile(
    r"</?(?:span|font|u|small|big|mark|center|p|div|section|figure|figcaption|details|summary|sup|"
    r"sub|b|i|em|strong|kbd|a|tr|td|th|table|thead|tbody|ul|ol|li|iframe|nobr|wbr)"
    r"(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)


def plain_marks(lines: list[str]) -> list[str]:
    """Write every mark as our renderer reads it."""
    out: list[str] = []
    for line in lines:
        # A break at a line's end stays one when lines are joined.
        ended = _BREAK_AT_END.sub("  ", line)
        is_one_line = ended.lstrip().startswith(("|", "#")) or " | " in ended
        changed = outside_spans(ended, partial(_plain, break_as=" · " if is_one_line else "  \n"))
        if line.strip() and not changed.strip():
            continue
        out += changed.split("\n")
    return out


def _plain(text: str, break_as: str) -> str:
    text = _ATTRIBUTES.sub("", text)
    if "<" not in text:
        return text
    text = _PICTURE.sub(_picture, text)
    text = _CODE.sub(lambda found: code_span(found[2]), text)
    text = _RAISED.sub(_moved, text)
    text = _STRONG.sub(partial(_marked, "**"), text)
    text = _EMPHASIS.sub(partial(_marked, "*"), text)
    text = _STRUCK.sub(partial(_marked, "~~"), text)
    text = _LINK.sub(_link, text)
    # Words of a link stay on one line.
    text = _WORDS.sub(lambda found: _BREAK.sub(" ", found[0]), text)
    text = _BREAK.sub(break_as, text)
    return _REST.sub("", text)


def _marked(mark: str, found: re.Match[str]) -> str:
    """Put a mark around words so that it opens and closes: not at spaces, nor at a sign."""
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    opening, words, closing = _EDGES.fullmatch(found[2]).groups()  # type: ignore[union-attr]
    if not words:
        return found[2]
    if not before.isalnum() and not opening[:1].isspace():
        words, opening = opening + words, ""
    if not after.isalnum() and not closing[-1:].isspace():
        words, closing = words + closing, ""
    return f"{opening}{mark}{words}{mark}{closing}"


def _moved(found: re.Match[str]) -> str:
    return (raised if found[1].lower() == "sup" else lowered)(found[2])


def _link(found: re.Match[str]) -> str:
    address, words = _value(found[1], "href"), found[2].strip()
    return f"[{words}]({_tight(address)})" if address and words else words


def _picture(found: re.Match[str]) -> str:
    alt = _value(found[1], "alt").replace("[", "(").replace("]", ")")
    source = _value(found[1], "src")
    return f"![{alt}]({_tight(source)})" if source else alt


def _value(attributes: str, name: str) -> str:
    found = _VALUE[name].search(attributes)
    return next((group for group in found.groups() if group is not None), "") if found else ""


def _tight(address: str) -> str:
    return address.strip().replace(" ", "%20").replace("(", "%28").replace(")", "%29")
