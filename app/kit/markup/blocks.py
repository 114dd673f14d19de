"""The blocks of a text while they are being read: quotes, lists, paragraphs, code, tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto

MAX_DEPTH = 10
"""Quotes in quotes, and lists in lists. A marker past this depth is ordinary text."""

MAX_COLUMNS = 50


class Kind(Enum):
    """What a block is."""

    DOCUMENT = auto()
    QUOTE = auto()
    LIST = auto()
    ITEM = auto()
    PARAGRAPH = auto()
    HEADING = auto()
    RULE = auto()
    FENCE = auto()
    CODE = auto()
    HTML = auto()
    TABLE = auto()
    EMBED = auto()
    PASSAGE = auto()
    PASSAGE_END = auto()


CONTAINERS = frozenset({Kind.DOCUMENT, Kind.QUOTE, Kind.ITEM})
VERBATIM = frozenset({Kind.FENCE, Kind.CODE, Kind.HTML})
GATHERING = VERBATIM | {Kind.PARAGRAPH, Kind.TABLE}


@dataclass(slots=True)
class Marker:
    """What stands before a list item, and where."""

    ordered: bool
    sign: str
    start: int = 1
    column: int = 0
    """The column of the marker, counted from the left edge."""
    offset: int = 0
    """The columns between the item's container and its marker."""
    padding: int = 2
    """The columns from the marker to the item's text."""

    def continues(self, other: Marker) -> bool:
        """Whether both belong to one list."""
        return self.ordered == other.ordered and self.sign == other.sign


@dataclass(slots=True, eq=False)
class Block:
    """One block with what it holds; open until a line shows that it has ended."""

    kind: Kind
    parent: Block | None = None
    children: list[Block] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    is_open: bool = True
    ends_blank: bool = False
    quote_depth: int = 0
    list_depth: int = 0
    born: int = 0
    """The number of the line it began on."""
    level: int = 0
    """Of a heading; the kind of end that raw HTML waits for."""
    marker: Marker | None = None
    fence: str = ""
    indent: int = 0
    info: str = ""
    key: str = ""
    """Of a heading or passage that its writer named; what an embed shows."""
    is_tight: bool = True
    aligns: tuple[str, ...] = ()

    def may_hold(self, kind: Kind) -> bool:
        """Whether a block of this kind can stand directly in this one."""
        if self.kind is Kind.LIST:
            return kind is Kind.ITEM
        return self.kind in CONTAINERS and kind is not Kind.ITEM

    @property
    def last(self) -> Block | None:
        """The newest block inside."""
        return self.children[-1] if self.children else None

    def trails_blank(self) -> bool:
        """Whether it ends in a blank line, perhaps that of its last item."""
        block: Block | None = self
        while block is not None:
            if block.ends_blank:
                return True
            block = block.last if block.kind in (Kind.LIST, Kind.ITEM) else None
        return False
