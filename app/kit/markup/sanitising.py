"""The last step: nothing but what we mean to show leaves here, whatever came in."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bleach.sanitizer import BleachSanitizerFilter, Cleaner

from .dressing import LINK_RELATION, SCHEMES, is_upload
from .highlighting import TOKEN_CLASSES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .parts import Part

Token = dict[str, Any]
"""One of html5lib's: a tag with its attributes, or words."""

MENTION = "mention"
TAGS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "del",
        "a",
        "img",
        "span",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "label",
        "input",
    ],
)
LANGUAGE = re.compile(r"language-[A-Za-z0-9_+#.-]{1,40}")
WHOLE_NUMBER = re.compile(r"[0-9]{1,9}")
HANDLE = re.compile(r"[\w.-]{2,30}")
ALIGNS = frozenset({"left", "center", "right"})

# For each attribute of each element: whether a value may stay. No id and no style ever does.
ATTRIBUTES: dict[tuple[str, str], Callable[[str], bool]] = {
    ("a", "href"): lambda _: True,
    ("a", "title"): lambda _: True,
    ("a", "rel"): lambda value: value == LINK_RELATION,
    ("img", "src"): is_upload,
    ("img", "alt"): lambda _: True,
    ("img", "title"): lambda _: True,
    ("img", "loading"): lambda value: value == "lazy",
    ("ol", "start"): lambda value: WHOLE_NUMBER.fullmatch(value) is not None,
    ("li", "class"): lambda value: value == "task",
    ("pre", "class"): lambda value: value == "highlight",
    ("pre", "tabindex"): lambda value: value == "0",
    ("code", "class"): lambda value: LANGUAGE.fullmatch(value) is not None,
    ("span", "class"): TOKEN_CLASSES.__contains__,
    ("th", "class"): ALIGNS.__contains__,
    ("td", "class"): ALIGNS.__contains__,
    ("input", "type"): lambda value: value == "checkbox",
    ("input", "disabled"): lambda _: True,
    ("input", "checked"): lambda _: True,
}


def may_stay(tag: str, name: str, value: str) -> bool:
    """Whether an attribute is one that we write ourselves."""
    if tag == MENTION and name == "handle":
        return HANDLE.fullmatch(value) is not None
    rule = ATTRIBUTES.get((tag, name))
    return rule is not None and rule(value)


def boxes_only(tokens: Iterable[Token]) -> Iterator[Token]:
    """Write every input as a box that cannot be used, should anything else ever get so far."""
    for token in tokens:
        if token.get("name") == "input" and "data" in token:
            token["data"][(None, "type")] = "checkbox"
            token["data"][(None, "disabled")] = ""
        yield token


def cleaner_of(tags: frozenset[str]) -> Cleaner:
    """Set Bleach up for some elements."""
    return Cleaner(tags=tags, attributes=may_stay, protocols=SCHEMES, strip_comments=True)


def allowed(cleaner: Cleaner, html: str) -> Iterator[Token]:
    """Parse HTML as a browser would and give only what may stay."""
    walk: Any = cleaner.walker
    tokens = BleachSanitizerFilter(
        source=walk(cleaner.parser.parseFragment(html)),
        allowed_tags=cleaner.tags,
        attributes=may_stay,
        allowed_protocols=cleaner.protocols,
    )
    return boxes_only(tokens)


class Sanitiser:
    """Bleach, set up once. Its parser keeps state, so that one belongs to one thread."""

    def __init__(self) -> None:
        self.cleaner = cleaner_of(TAGS | {MENTION})
        self.plain_cleaner = cleaner_of(TAGS)

    def clean(self, html: str) -> str:
        """Sanitise HTML that holds no mentions."""
        return self.plain_cleaner.serializer.render(allowed(self.plain_cleaner, html))

    def parts(self, html: str) -> list[Part]:
        """Sanitise HTML and give it in parts, cut where somebody is mentioned.

        The cut is made in the stream of sanitised tokens, never in a string.
        """
        tokens = allowed(self.cleaner, html)
        parts: list[Part] = []
        for is_mention, run in groupby(tokens, key=is_mention_token):
            if not is_mention:
                parts.append(self.cleaner.serializer.render(run))
                continue
            handles = [token["data"].get((None, "handle")) for token in run if "data" in token]
            parts += [{"handle": handle} for handle in handles if handle]
        return parts


def is_mention_token(token: Token) -> bool:
    """Whether a token begins or ends a mention."""
    return token.get("name") == MENTION
