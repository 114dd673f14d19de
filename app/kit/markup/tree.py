"""From blocks to the element tree that Python-Markdown serialises."""

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from .blocks import Block, Kind
from .highlighting import Highlighter, put_words
from .inline import Inline
from .keys import Keys, key_of
from .openings import has_section
from .options import Options
from .pen import Pen
from .references import References
from .tables import rows_of

# An article's title is its page's only heading of the first level.
HIGHEST, LOWEST = 2, 6
MAX_EMBEDS = 40
"""Blocks shown by one text, each time counted: one block a thousand times is a thousand blocks."""


class Tree:
    """The builder of one text's tree."""

    def __init__(
        self,
        options: Options,
        references: References,
        stash: Callable[[str], str],
    ) -> None:
        self.options = options
        self.references = references
        self.stash = stash if options.html else str
        self.highlighter = Highlighter()
        self.mentions = 0
        self.embeds = 0
        self.keys = Keys()

    def build(self, document: Block, root: Element) -> None:
        """Write all blocks into the root."""
        if self.options.outline and document.kind is Kind.DOCUMENT:
            self.build_outline(document, root)
            return
        for block in document.children:
            self.put(block, root)

    def build_outline(self, document: Block, root: Element) -> None:
        """Write the blocks of an article: those of a marked passage go into an element of its."""
        for block in document.children:
            if block.key and block.kind in (Kind.HEADING, Kind.PASSAGE):
                block.key = self.keys.take(block.key)
        path = [root]
        for block in document.children:
            if block.kind is Kind.PASSAGE:
                path.append(self.add(path[-1], "passage", key=block.key))
            elif block.kind is Kind.PASSAGE_END:
                path.pop()
            else:
                self.put(block, path[-1])

    def put(self, block: Block, parent: Element) -> None:
        """Write one block into its parent; depth is bounded, so that this may call itself."""
        WRITERS[block.kind](self, block, parent)

    def add(self, parent: Element, tag: str, **facts: str) -> Element:
        """Write an element on a line of its own."""
        element = SubElement(parent, tag, facts)
        element.tail = "\n"
        return element

    def write(self, element: Element, lines: list[str]) -> None:
        """Read running text and write it into an element."""
        text = "\n".join(lines).strip(" \t")
        pen = Pen(element, self.stash)
        pen.mentions = self.mentions
        pen.write(Inline(text, self.references, self.options).read())
        self.mentions = pen.mentions

    def put_heading(self, block: Block, parent: Element) -> None:
        """Write a heading; one that begins a section carries its key and level."""
        if not self.options.outline:
            self.write(self.add(parent, f"h{block.level}"), block.lines)
            return
        level = max(block.level, HIGHEST)
        if not has_section(block):
            # Inside a quote or a list it is below whatever section it stands in.
            self.write(self.add(parent, f"h{min(level + 1, LOWEST)}"), block.lines)
            return
        heading = self.add(parent, "heading", level=str(level))
        self.write(heading, block.lines)
        words = "".join(heading.itertext())
        heading.set("key", block.key or self.keys.take(key_of(words)))

    def put_embed(self, block: Block, parent: Element) -> None:
        """Write where the block of an article is to be shown; past the bound it is only named."""
        self.embeds += 1
        if self.embeds <= MAX_EMBEDS:
            self.add(parent, "embedded", reference=block.key)
        else:
            self.add(parent, "p").text = "{{kb:" + block.key + "}}"

    def put_rule(self, _: Block, parent: Element) -> None:
        """Write a line across."""
        self.add(parent, "hr")

    def put_quote(self, block: Block, parent: Element) -> None:
        """Write a quote with its blocks."""
        quote = self.add(parent, "blockquote")
        quote.text = "\n"
        self.build(block, quote)

    def put_html(self, block: Block, parent: Element) -> None:
        """Write raw HTML, which is put aside until the tree has been serialised."""
        put_words(parent, self.stash("\n".join(block.lines)) + "\n")

    def put_paragraph(self, block: Block, parent: Element) -> None:
        """Write a paragraph; in a tight list its text stands in the item itself."""
        if not block.lines:
            return
        is_tight = (
            parent.tag == "li"
            and block.parent is not None
            and block.parent.parent is not None
            and block.parent.parent.is_tight
        )
        if not is_tight:
            self.write(self.add(parent, "p"), block.lines)
            return
        if len(parent) and not (parent[-1].tail or "").endswith("\n"):
            put_words(parent, "\n")
        self.write(parent, block.lines)

    def put_list(self, block: Block, parent: Element) -> None:
        """Write a list with its items."""
        marker = block.marker
        is_ordered = marker is not None and marker.ordered
        element = self.add(parent, "ol" if is_ordered else "ul")
        element.text = "\n"
        if marker is not None and is_ordered and marker.start != 1:
            element.set("start", str(marker.start))
        for item in block.children:
            self.build(item, self.add(element, "li"))

    def put_code(self, block: Block, parent: Element) -> None:
        """Write code, coloured where its language is known."""
        pre = self.add(parent, "pre")
        code = SubElement(pre, "code")
        text = "".join(line + "\n" for line in block.lines)
        language = block.info.split(maxsplit=1)[0] if block.info.strip() else ""
        if language:
            code.set("class", "language-" + language)
        if self.options.highlighting:
            pre.set("class", "highlight")
            # Long lines scroll, which must be possible without a mouse.
            pre.set("tabindex", "0")
            self.highlighter.write(code, text, language)
        else:
            code.text = text

    def put_table(self, block: Block, parent: Element) -> None:
        """Write a table with its head and body."""
        table = self.add(parent, "table")
        rows = rows_of(block.lines, len(block.aligns))
        self.put_row(SubElement(table, "thead"), rows[0], block.aligns, "th")
        if rows[1:]:
            body = SubElement(table, "tbody")
            for row in rows[1:]:
                self.put_row(body, row, block.aligns, "td")

    def put_row(
        self,
        parent: Element,
        cells: list[str],
        aligns: tuple[str, ...],
        tag: str,
    ) -> None:
        """Write one row; columns are aligned by classes, for styles in a page are not allowed."""
        row = self.add(parent, "tr")
        for cell, align in zip(cells, aligns, strict=False):
            element = SubElement(row, tag, {"class": align} if align else {})
            self.write(element, [cell])


WRITERS: dict[Kind, Callable[[Tree, Block, Element], None]] = {
    Kind.PARAGRAPH: Tree.put_paragraph,
    Kind.HEADING: Tree.put_heading,
    Kind.RULE: Tree.put_rule,
    Kind.FENCE: Tree.put_code,
    Kind.CODE: Tree.put_code,
    Kind.QUOTE: Tree.put_quote,
    Kind.LIST: Tree.put_list,
    Kind.TABLE: Tree.put_table,
    Kind.HTML: Tree.put_html,
    Kind.EMBED: Tree.put_embed,
}
