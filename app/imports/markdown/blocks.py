"""HTML among Markdown: our renderer shows it as text, so that it becomes Markdown here."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

from bs4.element import Tag
from bs4.exceptions import ParserRejectedMarkup

from app.imports.stackexchange.converter import Converter
from app.imports.stackexchange.tables import CELL, ROW
from app.imports.stackexchange.texts import plain_text

_START = re.compile(
    r"([ \t]*)<(table|figure|div|section|center|ul|ol|dl|iframe|video|audio|p|details|h[1-6]|pre)"
    r"(?=[\s>/])",
    re.IGNORECASE,
)
_RULE = re.compile(r"[ \t]*<hr\b[^<>]{0,300}>[ \t]*", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_RELATIVE = re.compile(r"#|\.{0,2}/|[\w%.-]+[/.]")
# Markdown may stand within these, after a blank line: they are taken off, what they hold stays.
_WRAPPERS = {"div", "section", "center", "details"}
# HTML that nests deeper than anybody writes is kept as its words.
_DEEPEST = 60


def without_comments(text: str) -> str:
    """Drop what was never meant to be read; a comment that has no end is left as it is."""
    out, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin)) >= 0:
        out.append(text[at:begin])
        at = end + len("-->")
    return "".join([*out, text[at:]])


def html_to_markdown(lines: list[str]) -> list[str]:
    """Turn blocks of HTML into Markdown, at the indentation they have."""
    out: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        found = _START.match(line)
        if found is None:
            out += ["", "---", ""] if _RULE.fullmatch(line) else [line]
            at += 1
            continue
        end = _end(lines, at, found[2].lower())
        out += _block(lines[at:end], found[1], found[2].lower())
        at = end
    return out


def _end(lines: list[str], start: int, tag: str) -> int:
    """Return the line after the element's end; without one, it ends at the next blank line."""
    tags = re.compile(rf"<(/?){tag}(?=[\s>/])", re.IGNORECASE)
    depth = 0
    for at in range(start, len(lines)):
        for slash in tags.findall(lines[at]):
            depth += -1 if slash else 1
        if depth <= 0:
            return at + 1
    blank = (at for at in range(start, len(lines)) if not lines[at].strip())
    return next(blank, len(lines))


def _block(lines: list[str], indent: str, tag: str) -> list[str]:
    has_blank = any(not line.strip() for line in lines)
    if tag in _WRAPPERS and (tag == "details" or has_blank):
        inside = [_unwrapped(line, tag) for line in lines]
        # Fewer of its tags each time, so that this ends.
        return html_to_markdown(inside)
    markdown = _converted("\n".join(lines))
    return ["", *(indent + line if line else "" for line in markdown.split("\n")), ""]


def _unwrapped(line: str, tag: str) -> str:
    line = re.sub(rf"</?{tag}\b[^<>]{{0,500}}>", "", line, flags=re.IGNORECASE)
    summary = r"<summary\b[^<>]{0,200}>(.*?)</summary>"
    return re.sub(summary, r"\n**\1**\n", line, flags=re.IGNORECASE).strip("\n")


def _converted(html: str) -> str:
    if html.count("<") > 20 * _DEEPEST and _depth(html) > _DEEPEST:
        return plain_text(html)
    try:
        markdown = _Blocks(None).convert(f"<div>{html}</div>")
    except (RecursionError, ParserRejectedMarkup, ValueError):
        return plain_text(html)
    return markdown.replace(CELL, " ").replace(ROW, "\n").strip("\n ")


def _depth(html: str) -> int:
    depth = deepest = 0
    for one, other in pairwise(html):
        if one == "<":
            depth += -1 if other == "/" else 1
            deepest = max(deepest, depth)
    return deepest


class _Blocks(Converter):
    """The walk, but that pictures and addresses within the folder are left for later."""

    def convert_p(self, _el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a paragraph; one that nobody was to see is left out."""
        if _HIDDEN.search(str(_el.get("style") or "")):
            return ""
        return super().convert_p(_el, text, parent_tags)

    convert_div = convert_section = convert_center = convert_p
    convert_details = convert_figure = convert_dl = convert_p

    def convert_figcaption(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write what stands under a picture."""
        words = " ".join(text.split())
        return super().convert_p(el, f"*{words}*" if words else "", parent_tags)

    def convert_hN(  # noqa: N802 - the library's name and arguments
        self, n: int, el: Tag, text: str, parent_tags: set[str]
    ) -> str:
        """Write a heading with its address."""
        heading = super().convert_hN(n, el, text, parent_tags)
        key = str(el.get("id") or "")
        return f"{heading.rstrip()} {{#{key}}}\n\n" if key and heading.strip() else heading

    def convert_img(self, el: Tag, _text: str, parent_tags: set[str]) -> str:
        """Write a picture."""
        alt = " ".join(str(el.get("alt") or "").replace("[", "(").replace("]", ")").split())
        source = str(el.get("src") or "").strip().replace(" ", "%20")
        if "_noformat" in parent_tags or not source:
            return alt
        return f"![{alt}]({source})"

    def convert_br(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep a cell on one line."""
        if parent_tags & {"td", "th"}:
            return " · "
        return super().convert_br(el, text, parent_tags)

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Keep a list within a cell on its one line."""
        if not parent_tags & {"td", "th"}:
            return super().convert_li(el, text, parent_tags)
        words = " ".join(text.split())
        return f"• {words} " if words else ""

    def convert_video(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a link to a film."""
        source = el if el.get("src") else el.find("source")
        address = self._address(source.get("src")) if isinstance(source, Tag) else ""
        return (
            f"\n\n[Video]({address})\n\n" if address else super().convert_p(el, text, parent_tags)
        )

    convert_audio = convert_video

    def _address(self, value: Any) -> str:
        """Also keep addresses within the folder: they are looked up later."""
        address = str(value or "").strip()
        if _RELATIVE.match(address) and ":" not in address.split("/", 1)[0]:
            return address.replace(" ", "%20").replace("(", "%28").replace(")", "%29")
        return super()._address(value)
