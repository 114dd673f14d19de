"""List markers, which lines belong to an item, and when a list is tight."""

import re

from .blocks import Block, Kind, Marker
from .lines import Line

ORDERED = re.compile(r"([0-9]{1,9})([.)])")
BEGINNINGS = frozenset("*+-0123456789")
MAX_PADDING = 5
NESTING = 2
"""Columns by which people indent a list within a list, whatever the marker above is wide."""


def sign_of(text: str) -> tuple[Marker, int] | None:
    """Read a list marker at the start of a text; return it with its width."""
    if text.startswith(("*", "+", "-")):
        marker, width = Marker(ordered=False, sign=text[0]), 1
    elif match := ORDERED.match(text):
        marker = Marker(ordered=True, sign=match[2], start=int(match[1]))
        width = match.end()
    else:
        return None
    return (marker, width) if text[width : width + 1] in ("", " ", "\t") else None


def read_marker(line: Line, container: Block) -> Marker | None:
    """Eat a list marker if one stands here and may begin a list at this place."""
    if line.indented or line.head not in BEGINNINGS:
        return None
    found = sign_of(line.ahead)
    if found is None:
        return None
    marker, width = found
    if container.kind in (Kind.PARAGRAPH, Kind.TABLE) and not may_interrupt(marker, width, line):
        return None
    marker.column = line.column + line.indent
    marker.offset = line.indent
    line.skip_indent()
    line.skip(width)
    marker.padding = width + eat_padding(line)
    return marker


def may_interrupt(marker: Marker, width: int, line: Line) -> bool:
    """Whether a list may begin straight after a paragraph: a year that ends a sentence may not."""
    has_text = bool(line.ahead[width:].strip())
    return has_text and (not marker.ordered or marker.start == 1)


def eat_padding(line: Line) -> int:
    """Eat the space between a marker and its text; return its columns."""
    gap = line.indent
    if line.blank or not 1 <= gap < MAX_PADDING:
        # More than four columns are code in the item, which begins one column after the marker.
        line.eat_optional_space()
        return 1
    line.skip_columns(gap)
    return gap


def item_goes_on(item: Block, line: Line) -> bool:
    """Whether a line belongs to an open item; eats the item's indentation."""
    marker = item.marker or Marker(ordered=False, sign="-")
    width = marker.offset + marker.padding
    if line.blank:
        if not item.children:
            return False
        line.skip_indent()
        return True
    if line.indent >= width:
        line.skip_columns(width)
        return True
    if nests_by_habit(item, marker, line):
        line.skip_columns(line.indent)
        return True
    return False


def nests_by_habit(item: Block, above: Marker, line: Line) -> bool:
    """Whether a marker indented less than the item's text is still meant to be inside it.

    Under `1.` the text begins at the fourth column, yet people indent by two. A number that goes
    on counting (`2.` under `1.`) is a sibling that was indented carelessly, as CommonMark has it,
    unless a list is open inside already.
    """
    column = line.column + line.indent
    if line.indent >= MAX_PADDING - 1 or column < above.column + NESTING:
        return False
    found = sign_of(line.ahead)
    if found is None:
        return False
    if found[0].ordered != above.ordered or (found[0].start == 1 and above.ordered):
        return True
    inner = item.last
    return (
        inner is not None
        and inner.kind is Kind.LIST
        and inner.is_open
        and inner.marker is not None
        and inner.marker.continues(found[0])
        and column >= inner.marker.column
    )


def is_tight(block: Block) -> bool:
    """Whether no blank line stands between the items of a list or the blocks of an item."""
    for item in block.children:
        is_last = item is block.children[-1]
        if not is_last and item.trails_blank():
            return False
        for child in item.children:
            ends_all = is_last and child is item.children[-1]
            if not ends_all and child.trails_blank():
                return False
    return True
