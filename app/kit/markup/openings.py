"""The lines that begin a block: each function tries one kind and eats what it used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .blocks import MAX_DEPTH, Block, Kind
from .keys import EMBED, OF_HEADING, PASSAGE, REFERENCE, small
from .lists import read_marker
from .rawhtml import block_start
from .scanning import unescaped
from .tables import starts_table

if TYPE_CHECKING:
    from .lines import Line
    from .structure import Structure

HEADING = re.compile(r"#{1,6}(?=[ \t]|$)")
FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")


def open_quote(reader: Structure, container: Block, line: Line) -> Block | None:
    """`> text`."""
    if line.indented or line.head != ">" or container.quote_depth >= MAX_DEPTH:
        return None
    line.skip_indent()
    line.skip(1)
    line.eat_optional_space()
    return reader.add(Block(Kind.QUOTE))


def open_heading(reader: Structure, _: Block, line: Line) -> Block | None:
    """`## text`."""
    if line.indented or line.head != "#":
        return None
    text = line.ahead
    match = HEADING.match(text)
    if match is None:
        return None
    content = text[match.end() :].strip(" \t")
    bare = content.rstrip("#")
    if not bare or bare[-1] in " \t":
        content = bare.rstrip(" \t")
    block = reader.add(Block(Kind.HEADING, level=match.end(), lines=[content]))
    take_key(reader, block)
    line.eat_all()
    return block


def take_key(reader: Structure, heading: Block) -> None:
    """Take the `{#key}` off the end of an article's heading."""
    if not reader.options.outline or not has_section(heading):
        return
    match = OF_HEADING.search(heading.lines[-1])
    if match is not None and (key := small(match[1])):
        heading.key = key
        heading.lines[-1] = heading.lines[-1][: match.start()].rstrip(" \t")


def has_section(heading: Block) -> bool:
    """Whether a heading begins a section: one inside a quote or a list does not."""
    return heading.parent is not None and heading.parent.kind is Kind.DOCUMENT


def open_embed(reader: Structure, _: Block, line: Line) -> Block | None:
    """`{{kb:article#block}}` alone on its line."""
    if line.head != "{" or line.indented or not reader.options.embeds:
        return None
    match = EMBED.fullmatch(line.ahead)
    reference = small(match[1], REFERENCE) if match else ""
    if not reference:
        return None
    block = reader.add(Block(Kind.EMBED, key=reference))
    line.eat_all()
    return block


def open_passage(reader: Structure, _: Block, line: Line) -> Block | None:
    """`::: #key`, or the `:::` that ends what it began; both at the very left."""
    if line.head != ":" or line.next > 0 or not reader.options.outline:
        return None
    match = PASSAGE.fullmatch(line.text)
    if match is None:
        return None
    key = small(match[1] or "")
    is_end = match[1] is None
    if not (reader.passages if is_end else key and reader.passages < MAX_DEPTH):
        return None
    reader.passages += -1 if is_end else 1
    block = reader.add(Block(Kind.PASSAGE_END if is_end else Kind.PASSAGE, key=key))
    line.eat_all()
    return block


def open_fence(reader: Structure, _: Block, line: Line) -> Block | None:
    """Three backticks or tildes, perhaps with a language."""
    if line.indented or line.head not in ("`", "~"):
        return None
    match = FENCE.match(line.ahead)
    if match is None:
        return None
    info = unescaped(line.ahead[match.end() :].strip(" \t"))
    block = reader.add(Block(Kind.FENCE, fence=match[0], indent=line.indent, info=info))
    line.eat_all()
    return block


def open_html(reader: Structure, container: Block, line: Line) -> Block | None:
    """A block of raw HTML, where that is passed through."""
    if not reader.options.html or line.indented or line.head != "<":
        return None
    is_lazy = not reader.all_closed and not line.blank and reader.tip.kind is Kind.PARAGRAPH
    kind = block_start(line.ahead, interrupts=container.kind is Kind.PARAGRAPH or is_lazy)
    return reader.add(Block(Kind.HTML, level=kind)) if kind else None


def open_table(reader: Structure, container: Block, line: Line) -> Block | None:
    """A row of dashes under a row of cells, which was read as a paragraph so far."""
    if line.indented or container.kind is not Kind.PARAGRAPH or line.head not in ("|", ":", "-"):
        return None
    aligns = starts_table(container.lines[-1], line.ahead)
    if aligns is None:
        return None
    header = container.lines.pop()
    if not container.lines and container.parent is not None:
        container.parent.children.remove(container)
        reader.tip = container.parent
    block = reader.add(Block(Kind.TABLE, lines=[header], aligns=aligns))
    line.eat_all()
    return block


def open_setext(reader: Structure, container: Block, line: Line) -> Block | None:
    """A line of `=` or `-` that makes the paragraph above it a heading."""
    if line.indented or container.kind is not Kind.PARAGRAPH or line.head not in ("=", "-"):
        return None
    underline = line.ahead.rstrip(" \t")
    if underline.strip(line.head):
        return None
    container.lines = reader.references.take_from(container.lines)
    if not container.lines:
        return None
    container.kind = Kind.HEADING
    container.level = 1 if line.head == "=" else 2
    take_key(reader, container)
    line.eat_all()
    return container


def open_rule(reader: Structure, _: Block, line: Line) -> Block | None:
    """Three or more `*`, `-` or `_` alone."""
    if line.indented or not is_rule(line):
        return None
    block = reader.add(Block(Kind.RULE))
    line.eat_all()
    return block


def is_rule(line: Line) -> bool:
    """Whether nothing but one of the three signs stands here, often enough."""
    head = line.head
    if head not in ("*", "-", "_"):
        return False
    signs = line.ahead.replace(" ", "").replace("\t", "")
    return len(signs) >= 3 and not signs.strip(head)  # noqa: PLR2004 - a rule has three signs


def open_item(reader: Structure, container: Block, line: Line) -> Block | None:
    """`- text` or `1. text`, in the list that is open or in a new one."""
    if container.kind is not Kind.LIST and container.list_depth >= MAX_DEPTH:
        return None
    marker = read_marker(line, container)
    if marker is None:
        return None
    reader.close_unmatched()
    current = reader.tip
    if current.kind is not Kind.LIST or not (
        current.marker is not None and current.marker.continues(marker)
    ):
        reader.add(Block(Kind.LIST, marker=marker))
    return reader.add(Block(Kind.ITEM, marker=marker))


def open_code(reader: Structure, container: Block, line: Line) -> Block | None:
    """Four columns of indentation, which never break into a paragraph."""
    if not line.indented or line.blank or Kind.PARAGRAPH in (reader.tip.kind, container.kind):
        return None
    if container.kind is Kind.TABLE:
        return None
    line.skip_columns(4)
    return reader.add(Block(Kind.CODE))


OPENINGS = (
    open_quote,
    open_heading,
    open_fence,
    open_embed,
    open_passage,
    open_html,
    open_table,
    open_setext,
    open_rule,
    open_item,
    open_code,
)
LEAVES = frozenset(
    {
        Kind.HEADING,
        Kind.RULE,
        Kind.FENCE,
        Kind.HTML,
        Kind.TABLE,
        Kind.CODE,
        Kind.EMBED,
        Kind.PASSAGE,
        Kind.PASSAGE_END,
    },
)
