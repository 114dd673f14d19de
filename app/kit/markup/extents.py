"""Where each section and passage stands in an article's source, so that one can be changed alone.

Reads the lines as the renderer does, and takes the keys from what it rendered. This is the reader
of lines by itself, one pass over a bounded text, without the parser of what stands in them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block, Kind
from .options import ARTICLE
from .parts import Part
from .rendering import cut
from .structure import Structure

STARTS = frozenset({Kind.HEADING, Kind.PASSAGE})
# `#` and `##` are one level: the page's own heading stands above both.
HIGHEST = 2


@dataclass(frozen=True)
class Extent:
    """The lines of one section or passage: from the first, to before the end."""

    key: str
    first: int
    end: int


def extents(source: str, parts: Sequence[Part]) -> dict[str, Extent]:
    """Return the lines of each key of a rendered article; none when the two do not fit."""
    lines = _lines(source)
    blocks = [block for block in Structure(ARTICLE).read(lines).children if _is_mark(block)]
    starts = [at for at, block in enumerate(blocks) if block.kind in STARTS]
    keys = [key for part in parts if (key := _key(part))]
    if len(keys) != len(starts):
        return {}
    found = {}
    for key, at in zip(keys, starts, strict=True):
        first = blocks[at].born - 1
        found[key] = Extent(key, first, _end(blocks, at, len(lines)))
    return found


def source_of(source: str, extent: Extent) -> str:
    """Return the lines of one section or passage."""
    return "\n".join(_lines(source)[extent.first : extent.end]).strip("\n")


def replaced(source: str, extent: Extent, text: str) -> str:
    """Return the source with other lines in the place of one section or passage."""
    lines = _lines(source)
    before = "\n".join(lines[: extent.first]).rstrip("\n")
    after = "\n".join(lines[extent.end :]).strip("\n")
    new = text.replace("\r\n", "\n").strip("\n")
    return "\n\n".join(piece for piece in (before, new, after) if piece) + "\n"


def _lines(source: str) -> list[str]:
    return cut(source).split("\n")


def _is_mark(block: Block) -> bool:
    return block.kind in STARTS or block.kind is Kind.PASSAGE_END


def _key(part: Part) -> str:
    if isinstance(part, str):
        return ""
    return str(part.get("head") or part.get("passage") or "")


def _end(blocks: list[Block], at: int, last: int) -> int:
    """A section runs to the next heading as high as its own, a passage to its end."""
    start = blocks[at]
    if start.kind is Kind.HEADING:
        level = max(start.level, HIGHEST)
        following = (
            block.born - 1
            for block in blocks[at + 1 :]
            if block.kind is Kind.HEADING and max(block.level, HIGHEST) <= level
        )
        return next(following, last)
    depth = 0
    for block in blocks[at:]:
        depth += {Kind.PASSAGE: 1, Kind.PASSAGE_END: -1}.get(block.kind, 0)
        if depth == 0:
            return block.born
    return last
