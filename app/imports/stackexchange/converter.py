"""The walk over a body's elements: each becomes the Markdown that our renderer reads the same.

markdownify walks the tree. What our renderer reads in its own way is decided here: raw HTML is
shown as text, line breaks are kept, pictures from elsewhere become links.
"""

from __future__ import annotations

import re
from typing import Any

from bs4.element import Comment, NavigableString, Tag
from markdownify import MarkdownConverter

from app.imports.stackexchange.escaping import escape_line_starts, escape_text
from app.imports.stackexchange.marks import (
    apart,
    code_span,
    ends_line,
    is_followed,
    longest_run,
    marked,
    starts_line,
)
from app.imports.stackexchange.scripts import lowered, raised
from app.imports.stackexchange.tables import CELL, ROW, table

DEEPEST_QUOTE = 10
DEEPEST_LIST = 10

_INDENT = 4
_SPACES = re.compile(r"[ \t\n\r\f]+")
_LANGUAGE_NOTE = re.compile(r"\s*language(?:-all)?:\s*(?:lang-)?([\w+#.-]{1,30})\s*")
_LANGUAGE_CLASS = re.compile(r"(?:lang|language)-([\w+#.-]{1,30})")
_NO_LANGUAGE = {"none", "default", "or-tag-here"}
_CLOSING_HASHES = re.compile(r"(?:(?<=\s)|^)#+$")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_SCHEMES = {"http", "https", "mailto", "ftp"}
_UNSAFE = re.compile(r"[\s<>\"\\`\[\]]")
_CODE = {"code", "kbd", "samp", "tt"}


class Converter(MarkdownConverter):
    """One body's walk."""

    def __init__(self, site: str | None) -> None:
        super().__init__()
        self._site = site
        self._numbers: dict[int, int] = {}
        self._language = ""

    def convert(self, html: str) -> str:
        """Turn HTML into Markdown."""
        everywhere = re.search(r"<!--\s*language-all:\s*(?:lang-)?([\w+#.-]{1,30})\s*-->", html)
        self._language = everywhere.group(1) if everywhere else ""
        return str(super().convert(html))

    def process_text(self, el: NavigableString, parent_tags: set[str] | None = None) -> str:
        """Escape a piece of text, one space for any run of white space."""
        tags = parent_tags or set()
        if type(el) is not NavigableString:
            return ""
        if "pre" in tags:
            return str(el)
        text = _SPACES.sub(" ", str(el))
        if "_noformat" not in tags:
            text = escape_text(text, in_link="a" in tags)
        if starts_line(el):
            text = text.lstrip(" ")
            if "_noformat" not in tags and "_inline" not in tags:
                text = escape_line_starts(text)
        return text.rstrip(" ") if ends_line(el) else text

    def convert_p(self, _el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a paragraph."""
        text = text.strip()
        if not text or "_inline" in parent_tags:
            return f" {text} "
        return f"\n\n{text}\n\n"

    convert_div = convert_section = convert_article = convert_center = convert_p
    convert_details = convert_summary = convert_figure = convert_figcaption = convert_p
    convert_caption = convert_dl = convert_p

    def convert_br(self, _el: Tag, _text: str, parent_tags: set[str]) -> str:
        """Write a line break: our renderer keeps those in the source."""
        return " " if "_inline" in parent_tags and "pre" not in parent_tags else "\n"

    def convert_hr(self, _el: Tag, _text: str, parent_tags: set[str]) -> str:
        """Write a rule."""
        return " " if "_inline" in parent_tags else "\n\n---\n\n"

    def convert_hN(  # noqa: N802 - the library's name and arguments
        self, n: int, _el: Tag, text: str, parent_tags: set[str]
    ) -> str:
        """Write a heading on one line; hashes at its end are part of the text."""
        text = " ".join(text.split())
        if not text or "_inline" in parent_tags:
            return f" {text} "
        text = _CLOSING_HASHES.sub(r"\\\g<0>", text)
        return f"\n\n{'#' * max(1, min(6, n))} {text}\n\n"

    def convert_b(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write strong text."""
        return text if parent_tags & {"b", "strong"} else marked(el, text, "**", parent_tags)

    convert_strong = convert_dt = convert_b

    def convert_i(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write emphasis."""
        return text if parent_tags & {"i", "em"} else marked(el, text, "*", parent_tags)

    convert_em = convert_i

    def convert_del(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write struck text."""
        inside = parent_tags & {"del", "s", "strike"}
        return text if inside else marked(el, text, "~~", parent_tags)

    convert_s = convert_strike = convert_del

    def convert_sup(self, _el: Tag, text: str, parent_tags: set[str]) -> str:
        """Raise a number."""
        return text if "_noformat" in parent_tags else raised(text)

    def convert_sub(self, _el: Tag, text: str, parent_tags: set[str]) -> str:
        """Lower a number."""
        return text if "_noformat" in parent_tags else lowered(text)

    def convert_code(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write code within a line."""
        if "_noformat" in parent_tags:
            return text
        before = el.previous_sibling
        # Two spans that touch would read as one with backticks in it.
        touches = isinstance(before, Tag) and before.name in _CODE
        return f" {code_span(text)}" if touches else code_span(text)

    convert_kbd = convert_samp = convert_tt = convert_code

    def convert_pre(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a fence that its text cannot close, with the language if it is named."""
        text = text.removeprefix("\n").rstrip()
        if not text.strip():
            return ""
        if "_inline" in parent_tags:
            return f" {code_span(' '.join(text.split()))} "
        fence = "`" * max(3, longest_run(text) + 1)
        return f"\n\n{fence}{self._language_of(el)}\n{text}\n{fence}\n\n"

    def convert_a(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a link; one that leads nowhere we allow is its text."""
        before, words, after = apart(text)
        address = self._address(el.get("href"))
        if parent_tags & {"_noformat", "a"} or not words or not address or "\n\n" in words:
            return text
        if el.get_text().strip() == address:
            return f"{before}<{address}>{after}"
        return f"{before}[{' '.join(words.split())}]({address}){after}"

    def convert_img(self, el: Tag, _text: str, parent_tags: set[str]) -> str:
        """Write a link to a picture: pages show no pictures from elsewhere."""
        alt = " ".join(str(el.get("alt") or "").split()) or "picture"
        if "_noformat" in parent_tags:
            return alt
        words, address = escape_text(alt, in_link=True), self._address(el.get("src"))
        return f"[{words}]({address})" if address and "a" not in parent_tags else words

    def convert_iframe(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Write a link to what was embedded."""
        address = self._address(el.get("src"))
        return f"\n\n<{address}>\n\n" if address else text

    convert_video = convert_audio = convert_iframe

    def convert_q(self, _el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Write a short quotation."""
        return f'"{text}"'

    def convert_blockquote(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a quote; a spoiler says that it is one, as our pages hide nothing."""
        text = text.strip()
        if not text or "_inline" in parent_tags:
            return f" {text} "
        if "spoiler" in (el.get("class") or []):
            text = f"*Spoiler:*\n\n{text}"
        if len(el.find_parents("blockquote")) < DEEPEST_QUOTE:
            text = "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))
        return f"\n\n{text}\n\n"

    def convert_list(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a list; within an item it follows the item's text at once."""
        text = text.strip("\n")
        if not text.strip() or "_inline" in parent_tags:
            return f" {' '.join(text.split())} "
        if "li" not in parent_tags:
            return f"\n\n{text}\n\n"
        return f"\n{text}\n\n" if is_followed(el) else f"\n{text}\n"

    convert_ul = convert_ol = convert_list

    def convert_li(self, el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write an item; its further lines are indented by four, which all readers take."""
        text, marker = text.strip(), self._marker(el)
        if not text or "_inline" in parent_tags:
            return f"{text} "
        if len(el.find_parents("li")) < DEEPEST_LIST:
            indent = " " * max(_INDENT, len(marker))
            first, *rest = text.split("\n")
            lines = [marker + first, *(indent + line if line else "" for line in rest)]
            text = "\n".join(lines)
        return f"\n{text}\n\n" if el.find("p", recursive=False) else f"\n{text}\n"

    def convert_dd(self, _el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write what a term means below the term."""
        return self.convert_p(_el, text, parent_tags)

    def convert_td(self, _el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Keep a cell apart until the whole table is known."""
        return f"{' '.join(text.split())}{CELL}"

    convert_th = convert_td

    def convert_tr(self, el: Tag, text: str, parent_tags: set[str]) -> str:  # noqa: ARG002
        """Keep a row apart, and whether it is the head."""
        head = el.find("th", recursive=False) and not el.find("td", recursive=False)
        return f"{'head' if head else ''}{CELL}{text}{ROW}"

    def convert_table(self, _el: Tag, text: str, parent_tags: set[str]) -> str:
        """Write a table."""
        if "_inline" in parent_tags:
            return f" {' '.join(text.replace(CELL, ' ').replace(ROW, ' ').split())} "
        return f"\n\n{table(text)}\n\n"

    def _marker(self, el: Tag) -> str:
        parent = el.parent
        if parent is None or parent.name != "ol":
            return "- "
        start = str(parent.get("start") or "1")
        first = int(start) if re.fullmatch(r"[0-9]{1,8}", start) else 1
        number = self._numbers.get(id(parent), first)
        self._numbers[id(parent)] = number + 1
        return f"{number}. "

    def _language_of(self, el: Tag) -> str:
        named = [*(el.get("class") or [])]
        if code := el.find("code"):
            named += code.get("class") or []
        found = [m.group(1) for c in named if (m := _LANGUAGE_CLASS.fullmatch(str(c)))]
        note = _note_before(el)
        language = (found[0] if found else note or self._language).lower()
        return "" if language in _NO_LANGUAGE else language

    def _address(self, value: Any) -> str:
        """Make an address safe to stand between parentheses; empty if it leads nowhere."""
        address = str(value or "").strip()
        if address.startswith("//"):
            address = f"https:{address}"
        elif address.startswith("/") and self._site:
            address = f"https://{self._site}{address}"
        scheme = _SCHEME.match(address)
        allowed = scheme.group(1).lower() in _SCHEMES if scheme else address.startswith("/")
        if not allowed:
            return ""
        address = _UNSAFE.sub(lambda c: "".join(f"%{b:02X}" for b in c.group().encode()), address)
        if address.count("(") != address.count(")"):
            address = address.replace("(", "%28").replace(")", "%29")
        return address


def _note_before(el: Tag) -> str:
    """Read the language that a comment before a code block names."""
    before = el.previous_sibling
    while type(before) is NavigableString and not before.strip():
        before = before.previous_sibling
    note = _LANGUAGE_NOTE.fullmatch(before) if isinstance(before, Comment) else None
    return note.group(1) if note else ""
