"""The last step: nothing but what we mean to show leaves here, whatever came in."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, Any

from bleach.sanitizer import BleachSanitizerFilter, Cleaner

from .dressing import LINK_RELATION, SCHEMES, is_upload
from .highlighting import TOKEN_CLASSES
from .keys import KEY, REFERENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from .parts import Part

Token = dict[str, Any]
"""One of html5lib's: a tag with its attributes, or words."""

MENTION, EMBED, HEADING, PASSAGE = "mention", "embedded", "heading", "passage"
CUTS = frozenset({MENTION, EMBED, HEADING, PASSAGE})
"""Elements that no page gets: each becomes a part, or one where it begins and one where it ends."""
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
LEVEL = re.compile(r"[2-6]")
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
    (MENTION, "handle"): lambda value: HANDLE.fullmatch(value) is not None,
    (EMBED, "reference"): lambda value: REFERENCE.fullmatch(value) is not None,
    (HEADING, "key"): lambda value: KEY.fullmatch(value) is not None,
    (HEADING, "level"): lambda value: LEVEL.fullmatch(value) is not None,
    (PASSAGE, "key"): lambda value: KEY.fullmatch(value) is not None,
}


def may_stay(tag: str, name: str, value: str) -> bool:
    """Whether an attribute is one that we write ourselves."""
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
        self.cleaner = cleaner_of(TAGS | CUTS)
        self.plain_cleaner = cleaner_of(TAGS)

    def clean(self, html: str) -> str:
        """Sanitise HTML that is in one piece."""
        return self.plain_cleaner.serializer.render(allowed(self.plain_cleaner, html))

    def parts(self, html: str) -> list[Part]:
        """Sanitise HTML and give it in parts, cut at mentions, embeds, sections and passages.

        The cuts are made in the stream of sanitised tokens, never in a string.
        """
        tokens = allowed(self.cleaner, html)
        parts: list[Part] = []
        begun: list[dict[str, str]] = []
        for is_cut, run in groupby(tokens, key=is_cut_token):
            if is_cut:
                for token in run:
                    parts += part_of(token, begun)
            else:
                parts.append(self.cleaner.serializer.render(run))
        return parts


def is_cut_token(token: Token) -> bool:
    """Whether a token begins or ends what becomes a part."""
    return token.get("name") in CUTS


def part_of(token: Token, begun: list[dict[str, str]]) -> Iterator[Part]:
    """Give the part that a token stands for, if its facts are those that we write ourselves."""
    name = token["name"]
    is_end = token["type"] == "EndTag"
    facts = {} if is_end else {key: value for (_, key), value in token["data"].items()}
    if name == MENTION and "handle" in facts:
        yield {"handle": facts["handle"]}
    elif name == EMBED and "reference" in facts:
        yield {"embed": facts["reference"]}
    elif name in (HEADING, PASSAGE):
        if not is_end:
            part = beginning_of(name, facts)
            begun.append(part)
            yield from [part] if part else []
        elif begun and (part := begun.pop()):
            yield {f"{key}_end" if key != "level" else key: value for key, value in part.items()}


def beginning_of(name: str, facts: dict[str, str]) -> dict[str, str]:
    """Give the part with which a section's heading or a passage begins."""
    if name == PASSAGE:
        return {"passage": facts["key"]} if "key" in facts else {}
    return {"head": facts["key"], "level": facts["level"]} if {"key", "level"} <= set(facts) else {}
