"""Texts of a dump to Markdown, once: the Markdown is the source from then on."""

from __future__ import annotations

import re
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from multiprocessing import get_context
from typing import TYPE_CHECKING

from bs4.exceptions import ParserRejectedMarkup

from app.imports.stackexchange.converter import Converter
from app.imports.stackexchange.escaping import escape_line_starts, escape_text
from app.imports.stackexchange.tables import CELL, ROW
from app.imports.stackexchange.texts import clean, plain_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# A post may have 30,000 characters of Markdown. HTML far beyond that, or nested deeper than any
# person writes, is kept as plain text rather than walked at length.
LONGEST_HTML = 150_000
LONGEST_COMMENT = 10_000
DEEPEST_HTML = 60
# How many bodies wait in memory for other processes.
AT_ONCE = 1_000

_VOID = {"br", "hr", "img", "input", "wbr", "col", "source", "area", "embed", "link", "meta"}
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
_AROUND_BREAKS = re.compile(r"[ \t]*+\n[ \t\n]*+")
_TAG_MENTION = re.compile(r"\[(?:meta-)?tag:([\w.#+-]{1,60})\]")
_PICTURE = re.compile(r"!(?=\[[^\]\n]{0,300}\]\()")


def to_markdown(html: str, site: str | None = None) -> str:
    """Turn a body into Markdown; with ``site``, links within the site become complete.

    Never raises; a body that cannot be walked becomes its escaped plain text.
    """
    html = clean(html)
    if not html.strip():
        return ""
    if len(html) > LONGEST_HTML or _depth(html) > DEEPEST_HTML:
        return _escaped_plain(html)
    try:
        # The wrapping element keeps a body that looks like a file name or an address from
        # being taken for one.
        markdown = Converter(site).convert(f"<div>{html}</div>")
    except (RecursionError, ParserRejectedMarkup, ValueError):
        return _escaped_plain(html)
    return markdown.replace(CELL, " ").replace(ROW, "\n").strip("\n ")


def to_markdown_many(
    bodies: Iterable[str], processes: int = 2, site: str | None = None
) -> Iterator[str]:
    """Turn many bodies into Markdown, in their order, in so many processes."""
    if processes <= 1:
        yield from (to_markdown(body, site) for body in bodies)
        return
    # Fresh processes instead of forks: a fork of a program with threads may hang.
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        remaining = iter(bodies)
        while some := list(islice(remaining, AT_ONCE)):
            yield from pool.map(partial(to_markdown, site=site), some, chunksize=50)


def comment_to_markdown(text: str) -> str:
    """Keep a comment's emphasis, code and links; nothing in it may begin a block.

    Comments are written in a small Markdown without blocks and pictures, and stored as written.
    """
    if len(text) > LONGEST_COMMENT:
        return _escaped_plain(text)
    text = clean(text).strip()
    out, at = [], 0
    for span in _CODE_SPAN.finditer(text):
        out += [_comment_words(text[at : span.start()]), span.group()]
        at = span.end()
    out.append(_comment_words(text[at:]))
    return "".join(out)


def _comment_words(text: str) -> str:
    text = _AROUND_BREAKS.sub(lambda found: found.group().count("\n") * "\n", text)
    text = re.sub(r"\n{3,}", "\n\n", escape_line_starts(text))
    return _PICTURE.sub("", _TAG_MENTION.sub(r"`\1`", text))


def _depth(html: str) -> int:
    """Count how deep the elements nest, as a forgiving parser would see it."""
    stack: list[str] = []
    opened: dict[str, int] = {}
    deepest = 0
    for slash, name in _TAG.findall(html):
        tag = name.lower()
        if tag in _VOID:
            continue
        if not slash:
            stack.append(tag)
            opened[tag] = opened.get(tag, 0) + 1
            deepest = max(deepest, len(stack))
        elif opened.get(tag):
            while True:
                last = stack.pop()
                opened[last] -= 1
                if last == tag:
                    break
    return deepest


def _escaped_plain(html: str) -> str:
    return escape_line_starts(escape_text(plain_text(html)))
