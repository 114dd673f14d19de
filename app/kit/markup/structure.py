"""The blocks of a text, read line by line in one pass.

Each line first finds the open containers it goes on (quotes by `>`, items by their indentation),
then may begin new blocks, and what is left of it is text for the innermost one. No line is read
twice, so that time grows with the text and with the bounded depth alone.
"""

from collections.abc import Callable, Iterable
from enum import Enum, auto

from .blocks import GATHERING, VERBATIM, Block, Kind
from .lines import Line
from .lists import is_tight, item_goes_on
from .openings import LEAVES, OPENINGS
from .options import Options
from .rawhtml import TO_BLANK, block_ends
from .references import References

# A line that begins with none of these, and is not indented, begins no block.
BEGINNERS = frozenset(">#`~<|:=-*_+{0123456789")


class Reach(Enum):
    """How far a line goes on an open block."""

    ON = auto()
    OFF = auto()
    SWALLOWED = auto()


class Structure:
    """The reader of blocks; `read` is all that others call."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.references = References()
        self.root = Block(Kind.DOCUMENT)
        self.tip = self.root
        self.matched = self.root
        self.all_closed = True
        self.number = 0
        self.passages = 0
        """Marked passages that have begun and not ended."""

    def read(self, lines: Iterable[str]) -> Block:
        """Read all lines and return the document."""
        for text in lines:
            self.number += 1
            self.take(Line(text))
        while self.tip.parent is not None:
            self.close(self.tip)
        self.close(self.root)
        return self.root

    def take(self, line: Line) -> None:
        """Give one line to the block it belongs to."""
        container, reach = self.descend(line)
        if reach is Reach.SWALLOWED:
            return
        self.matched = container
        self.all_closed = container is self.tip
        container = self.begin_blocks(container, line)
        if not self.all_closed and not line.blank and self.tip.kind is Kind.PARAGRAPH:
            # A lazy line: it left its quote or item out but goes on with the paragraph.
            self.tip.lines.append(line.ahead)
            return
        self.close_unmatched()
        self.note_blank(container, line)
        self.place(container, line)

    def descend(self, line: Line) -> tuple[Block, Reach]:
        """Find the innermost open block that the line goes on."""
        container = self.root
        while (inner := container.last) is not None and inner.is_open:
            reach = self.goes_on(inner, line)
            if reach is not Reach.ON:
                return container, reach
            container = inner
        return container, Reach.ON

    def goes_on(self, block: Block, line: Line) -> Reach:
        """Whether a line goes on an open block; eats what marks it as doing so."""
        if block.kind is Kind.FENCE:
            return self.fence_goes_on(block, line)
        rule = GOES_ON.get(block.kind)
        return Reach.ON if rule is None or rule(block, line) else Reach.OFF

    def fence_goes_on(self, block: Block, line: Line) -> Reach:
        """Close a fence at its end, or eat the indentation it began with."""
        sign = block.fence[0]
        if not line.indented and line.head == sign:
            run = line.ahead.rstrip(" \t")
            if len(run) >= len(block.fence) and not run.strip(sign):
                self.close_down_to(block)
                return Reach.SWALLOWED
        line.skip_columns(min(block.indent, line.indent))
        return Reach.ON

    def begin_blocks(self, container: Block, line: Line) -> Block:
        """Open the blocks that the line begins, one in another."""
        while container.kind not in VERBATIM:
            if not line.indented and line.head not in BEGINNERS:
                break
            if (block := self.begin_one(container, line)) is None:
                break
            container = block
            if container.kind in LEAVES:
                break
        return container

    def begin_one(self, container: Block, line: Line) -> Block | None:
        """Open the block that begins here, if one does."""
        for opening in OPENINGS:
            block = opening(self, container, line)
            if block is not None:
                return block
        return None

    def add(self, block: Block) -> Block:
        """Put a new block where it belongs, closing what cannot hold it."""
        self.close_unmatched()
        while not self.tip.may_hold(block.kind):
            self.close(self.tip)
        parent = self.tip
        block.parent = parent
        block.born = self.number
        block.quote_depth = parent.quote_depth + (block.kind is Kind.QUOTE)
        block.list_depth = parent.list_depth + (block.kind is Kind.LIST)
        parent.children.append(block)
        self.tip = block
        return block

    def close_unmatched(self) -> None:
        """Close the blocks that the line did not go on."""
        if not self.all_closed:
            self.close_down_to(self.matched, itself=False)
            self.all_closed = True

    def close_down_to(self, block: Block, *, itself: bool = True) -> None:
        """Close the innermost blocks up to one, with it or without."""
        while self.tip is not block:
            self.close(self.tip)
        if itself:
            self.close(block)

    def note_blank(self, container: Block, line: Line) -> None:
        """Remember blank lines, which make a list loose."""
        if line.blank and container.last is not None:
            container.last.ends_blank = True
        is_inner = container.kind in (Kind.QUOTE, Kind.FENCE) or (
            container.kind is Kind.ITEM and not container.children and container.born == self.number
        )
        block: Block | None = container
        while block is not None:
            block.ends_blank = line.blank and not is_inner
            block = block.parent

    def place(self, container: Block, line: Line) -> None:
        """Add the rest of a line to the block that gathers it, or begin a paragraph with it."""
        if line.eaten:
            return
        if container.kind in GATHERING:
            self.gather(container, line)
        elif not line.blank:
            line.skip_indent()
            self.add(Block(Kind.PARAGRAPH)).lines.append(line.rest)

    def gather(self, container: Block, line: Line) -> None:
        """Add the rest of a line to a paragraph, table, or verbatim block."""
        if container.kind in VERBATIM:
            container.lines.append(line.rest)
            if container.kind is Kind.HTML and block_ends(container.level, line.rest):
                self.close_down_to(container)
        elif not line.blank:
            container.lines.append(line.ahead)

    def close(self, block: Block) -> None:
        """Finish a block: what it is can be known now."""
        block.is_open = False
        if block.kind is Kind.PARAGRAPH:
            block.lines = self.references.take_from(block.lines)
        elif block.kind in (Kind.CODE, Kind.HTML):
            while block.lines and not block.lines[-1].strip(" \t"):
                block.lines.pop()
        elif block.kind is Kind.LIST:
            block.is_tight = is_tight(block)
        self.tip = block.parent or block


def quote_goes_on(_: Block, line: Line) -> bool:
    """Eat the `>` of a quote."""
    if line.indented or line.head != ">":
        return False
    line.skip_indent()
    line.skip(1)
    line.eat_optional_space()
    return True


def code_goes_on(_: Block, line: Line) -> bool:
    """Eat the indentation of code."""
    if line.indented:
        line.skip_columns(4)
    elif line.blank:
        line.skip_indent()
    else:
        return False
    return True


def text_goes_on(_: Block, line: Line) -> bool:
    """Go on with a paragraph or table until a blank line."""
    return not line.blank


def html_goes_on(block: Block, line: Line) -> bool:
    """Go on with raw HTML until its own end, which for some is a blank line."""
    return not (line.blank and block.level >= TO_BLANK)


def line_was_all(_: Block, __: Line) -> bool:
    """Never go on with a block of one line."""
    return False


# Documents and lists go on as long as something in them does.
GOES_ON: dict[Kind, Callable[[Block, Line], bool]] = {
    Kind.QUOTE: quote_goes_on,
    Kind.ITEM: item_goes_on,
    Kind.PARAGRAPH: text_goes_on,
    Kind.TABLE: text_goes_on,
    Kind.CODE: code_goes_on,
    Kind.HTML: html_goes_on,
    Kind.HEADING: line_was_all,
    Kind.RULE: line_was_all,
    Kind.EMBED: line_was_all,
    Kind.PASSAGE: line_was_all,
    Kind.PASSAGE_END: line_was_all,
}
