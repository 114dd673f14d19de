"""What stands beside a piece of text, and the marks that may be put around it."""

from __future__ import annotations

import re

from bs4.element import Comment, NavigableString, PageElement, Tag

_BLOCKS = {
    *("p", "div", "blockquote", "ul", "ol", "li", "pre", "hr", "table", "thead", "tbody", "tfoot"),
    *("tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "dl", "dt", "dd", "section", "article"),
    *("details", "summary", "figure", "figcaption", "iframe", "center", "caption", "br"),
}
_EMPHASIS = {"b", "strong", "i", "em", "del", "s", "strike"}


def starts_line(el: NavigableString) -> bool:
    before = el.previous_sibling
    while isinstance(before, Comment):
        before = before.previous_sibling
    return _is_block(before or el.parent)


def ends_line(el: NavigableString) -> bool:
    after = el.next_sibling
    while isinstance(after, Comment):
        after = after.next_sibling
    return _is_block(after or el.parent)


def _is_block(el: PageElement | None) -> bool:
    return isinstance(el, Tag) and el.name in _BLOCKS


def is_followed(el: Tag) -> bool:
    """Say whether anything to be seen comes after ``el`` in its parent."""
    after = el.next_sibling
    while after is not None and not isinstance(after, Tag) and not str(after).strip():
        after = after.next_sibling
    return after is not None


def apart(text: str) -> tuple[str, str, str]:
    """Split off the white space around ``text``: marks must touch what they mark."""
    words = text.strip()
    if not words:
        return "", "", text
    start = text.index(words)
    return text[:start], words, text[start + len(words) :]


def marked(el: Tag, text: str, mark: str, parent_tags: set[str]) -> str:
    before, words, after = apart(text)
    if "_noformat" in parent_tags or not words or "\n\n" in words:
        return text
    # Marks between a letter and punctuation are not read as marks, and neither are marks that
    # touch others: the words count for more than their weight.
    left, right = el.previous_sibling, el.next_sibling
    if not before and _ends_in_letter(left) and not words[0].isalnum():
        return text
    if not after and _begins_with_letter(right) and not words[-1].isalnum():
        return text
    if not after and isinstance(right, Tag) and right.name in _EMPHASIS:
        return text
    return f"{before}{mark}{words}{mark}{after}"


def _ends_in_letter(el: PageElement | None) -> bool:
    return type(el) is NavigableString and el[-1:].isalnum()


def _begins_with_letter(el: PageElement | None) -> bool:
    return type(el) is NavigableString and el[:1].isalnum()


def code_span(text: str) -> str:
    before, words, after = apart(text)
    if not words:
        return text
    ticks = "`" * (longest_run(words) + 1)
    pad = " " if words.startswith("`") or words.endswith("`") else ""
    return f"{before}{ticks}{pad}{words}{pad}{ticks}{after}"


def longest_run(text: str) -> int:
    return max((len(run) for run in re.findall(r"`+", text)), default=0)
