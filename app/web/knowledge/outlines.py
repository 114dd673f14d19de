"""An article's text as its page draws it: cut at its headings, each block with its acts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.domain.knowledge.rules import PROCESS_PARTS
from app.domain.knowledge.rules.outline import sections
from app.kit import markup

ShowEmbed = Callable[[str], Markup | None]
ShowActs = Callable[[str], Markup]
# Ids that the page itself wears: a section of such a name is reached by its heading alone.
WORN = frozenset({"main", "live", "toasts", "text", "helpful", "health", "shortcuts"})
SECTION = 2


@dataclass(frozen=True)
class Heading:
    """A line of the contents list."""

    key: str
    heading: str
    level: int


@dataclass(frozen=True)
class ShownBlock:
    """What stands under one heading, or before the first."""

    key: str
    heading: str
    # Of a process, which of its parts it is; "intro" and "more" for what is none of them.
    kind: str
    html: Markup
    use_count: int = 0


def contents_of(parts: Sequence[Any]) -> list[Heading]:
    """Return the contents list: sections and what is directly below them."""
    return [
        Heading(found.slug, found.heading, found.level)
        for found in sections(parts)
        if not found.is_passage and found.level <= SECTION + 1 and found.heading
    ]


def blocks_of(
    parts: Sequence[Any],
    *,
    kind: str,
    embed: ShowEmbed,
    uses: Mapping[str, int] | None = None,
    acts: ShowActs | None = None,
) -> list[ShownBlock]:
    """Return the text of an article, block by block.

    :param uses: how many places show each block, by its key.
    :param acts: what can be done with a marked passage, by its key.
    """
    headings = {found.slug: found.heading for found in sections(parts)}
    # The parts of a process hold together whatever headings stand in them.
    deepest = SECTION if kind == "process" else SECTION + 4
    shown = []
    for group in _groups(parts, deepest):
        key = _key_of(group[0])
        shown.append(
            ShownBlock(
                key=key,
                heading=headings.get(key, ""),
                kind=_kind(key) if kind == "process" else "",
                html=markup.join(group, embed=embed, head=_head, passage=_passages(acts)),
                use_count=(uses or {}).get(key, 0),
            )
        )
    return shown


def _groups(parts: Sequence[Any], deepest: int) -> Iterator[list[Any]]:
    """Cut a text at its headings, but never inside a marked passage."""
    group: list[Any] = []
    inside = 0
    for part in parts:
        marks = part if isinstance(part, dict) else {}
        if "head" in marks and not inside and int(marks["level"]) <= deepest and group:
            yield group
            group = []
        inside += ("passage" in marks) - ("passage_end" in marks)
        group.append(part)
    if group:
        yield group


def _key_of(part: Any) -> str:
    return str(part.get("head", "")) if isinstance(part, dict) else ""


def _kind(key: str) -> str:
    if not key:
        return "intro"
    return key if key in PROCESS_PARTS else "more"


def _head(key: str, level: int, is_begin: bool) -> Markup:  # noqa: FBT001 - see markup's ShowHead
    if not is_begin:
        return Markup("</h{}>").format(level)
    if key in WORN:
        return Markup("<h{}>").format(level)
    return Markup('<h{} id="{}">').format(level, key)


def _passages(acts: ShowActs | None) -> Callable[[str, bool], Markup]:
    def passage(key: str, is_begin: bool) -> Markup:  # noqa: FBT001 - see markup's ShowPassage
        if not is_begin:
            return Markup("{}</div>").format(acts(key) if acts else "")
        worn = "" if key in WORN else Markup(' id="{}"').format(key)
        return Markup('<div class="passage"{}>').format(worn)

    return passage
