"""Rendering as the rest of the program knows it."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from markupsafe import escape

from .bounds import TooHard, check_bounds
from .parts import FindMembers, Part, join, resolve
from .pool import POOL, Busy
from .processes import Overtime

log = logging.getLogger(__name__)

VERSION = 1
"""Raised whenever the same source would give other HTML; stored texts are then rendered anew."""

MAX_HTML = 1_000_000
MAX_PLAIN = 200_000
"""Characters of a text over all bounds that are shown; its source is kept whole by its owner."""

UNSEEN = re.compile("[\x01-\x08\x0b\x0e-\x1f\x7f]")
UNFIT = re.compile("[\x00\ud800-\udfff]")
BLANK_LINE = re.compile(r"\n[ \t]*+\n[ \t\n]*+")


@dataclass(frozen=True)
class Rendered:
    """A text made ready for pages, to be stored beside its source."""

    html: str
    """The parts joined, where nobody's handle is linked."""
    parts: tuple[Part, ...]
    mentions: tuple[str, ...]
    """The handles mentioned, as they were written, each once."""
    version: int = VERSION
    fallback: bool = False
    """Whether it is the plain text, since the text could not be rendered."""
    may_retry: bool = False
    """Whether a later try may do better: the text is within bounds, but time ran out."""


def cook(
    source: str, *, find_members: FindMembers | None = None, outline: bool = False
) -> Rendered:
    """Render a text; `find_members` gives the ids of the handles that exist.

    An article is rendered with its `outline`: sections and passages are parts, nobody is called.
    """
    source = cut(source)
    try:
        check_bounds(source)
        parts = POOL.cook(source, outline=outline)
    except TooHard:
        return plain_text(source)
    except (Busy, Overtime, OSError):
        log.warning("A text could not be rendered in time and is shown plain.")
        return plain_text(source, may_retry=True)
    return rendered(source, parts, find_members)


def render(source: str) -> str:
    """Turn any Markdown into the safe HTML that pages show, within a second and without fail."""
    return cook(source).html


def render_many(
    sources: Sequence[str],
    *,
    find_members: FindMembers | None = None,
    outline: bool = False,
) -> list[Rendered]:
    """Render many texts in order, on two children, for imports and for a new version."""
    texts = [cut(source) for source in sources]
    easy = [index for index, text in enumerate(texts) if not is_too_hard(text)]
    halves = [easy[::2], easy[1::2]]
    results: dict[int, Rendered] = {}
    with ThreadPoolExecutor(max_workers=2) as threads:
        cooked = list(
            threads.map(lambda half: cook_half([texts[at] for at in half], outline=outline), halves)
        )
    for half, answers in zip(halves, cooked, strict=True):
        for at, parts in zip(half, answers, strict=False):
            results[at] = rendered(texts[at], parts, find_members)
        for at in half[len(answers) :]:
            results[at] = plain_text(texts[at], may_retry=True)
    return [results.get(at) or plain_text(text) for at, text in enumerate(texts)]


def cook_half(texts: list[str], *, outline: bool) -> list[list[Part] | None]:
    """Render as many of the texts as there is a child for."""
    answers: list[list[Part] | None] = []
    try:
        for parts in POOL.cook_many(texts, outline=outline):
            answers.append(parts)  # noqa: PERF402 - what came before a failure is kept
    except (Busy, OSError):
        pass
    return answers


def warm() -> None:
    """Start a child now, so that the first text does not wait for one."""
    POOL.warm()


def cut(source: str) -> str:
    """Take away what no page can hold: surrogates, NUL, controls that nobody sees."""
    text = source[: MAX_PLAIN + 1].replace("\r\n", "\n").replace("\r", "\n")
    if len(source) > MAX_PLAIN:
        text = text[:MAX_PLAIN] + "…"
    return UNFIT.sub("\ufffd", UNSEEN.sub("", text)).replace("\f", "\n")


def is_too_hard(source: str) -> bool:
    """Whether a text is over a bound."""
    try:
        check_bounds(source)
    except TooHard:
        return True
    return False


def rendered(source: str, parts: list[Part] | None, find_members: FindMembers | None) -> Rendered:
    """Give the result of a text that was rendered, its mentions looked up."""
    if parts is None or sum(len(part) for part in parts if isinstance(part, str)) > MAX_HTML:
        return plain_text(source, may_retry=parts is None)
    handles = dict.fromkeys(handles_in(parts))
    members = find_members(set(handles)) if find_members and handles else {}
    return Rendered(
        html=str(join(resolve(parts, {}))),
        parts=tuple(resolve(parts, members)),
        mentions=tuple(handles),
    )


def handles_in(parts: list[Part]) -> Iterator[str]:
    """Name everybody mentioned, in order."""
    for part in parts:
        if not isinstance(part, str) and "handle" in part:
            yield str(part["handle"])


def plain_text(source: str, *, may_retry: bool = False) -> Rendered:
    """Show a text as it was typed."""
    blocks = [block for block in BLANK_LINE.split(source) if block.strip()]
    html = "\n".join(
        "<p>" + str(escape(block.strip("\n"))).replace("\n", "<br>\n") + "</p>" for block in blocks
    )
    return Rendered(
        html=html,
        parts=(html,) if html else (),
        mentions=(),
        fallback=True,
        may_retry=may_retry,
    )
