"""Python-Markdown with our own reading of blocks and running text."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ElementTree

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from .dressing import dress
from .options import Options
from .structure import Structure
from .tree import Tree

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE_STEPS = ("normalize_whitespace", "html_block")
TREE_STEPS = ("inline", "prettify", "unescape")


class DocumentParser(BlockParser):
    """Reads a text as CommonMark does, into the tree that Python-Markdown goes on with."""

    def __init__(self, md: Markdown, options: Options) -> None:
        super().__init__(md)
        self.options = options

    def parseDocument(self, lines: Iterable[str]) -> ElementTree:  # noqa: N802
        """Build the tree of a whole text."""
        structure = Structure(self.options)
        listed = list(lines)
        if listed and not listed[-1]:
            # What follows the last end of line is no line.
            listed.pop()
        document = structure.read(listed)
        self.root = Element(self.md.doc_tag)
        tree = Tree(self.options, structure.references, self.md.htmlStash.store)
        tree.build(document, self.root)
        return ElementTree(self.root)


class Dressing(Treeprocessor):
    """What a page of ours asks of the tree that CommonMark gave."""

    def __init__(self, md: Markdown, options: Options) -> None:
        super().__init__(md)
        self.options = options

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        dress(root, shift=not self.options.outline)


class Ampersands(Treeprocessor):
    """Protects each `&`, since the serialiser takes what looks like an entity for one."""

    def run(self, root: Element) -> None:
        """Change the tree in place."""
        for element in root.iter():
            if element.text and "&" in element.text:
                element.text = element.text.replace("&", "&amp;")
            if element.tail and "&" in element.tail:
                element.tail = element.tail.replace("&", "&amp;")
            for name, value in element.items():
                if "&" in value:
                    element.set(name, value.replace("&", "&amp;"))


class Forum(Extension):
    """Puts our reader in the place of Python-Markdown's, with as little else as there can be."""

    def __init__(self, options: Options) -> None:
        super().__init__()
        self.options = options

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name is Python-Markdown's
        """Register the reader and the tree steps."""
        for name in LINE_STEPS:
            md.preprocessors.deregister(name)
        for name in TREE_STEPS:
            md.treeprocessors.deregister(name)
        md.postprocessors.deregister("amp_substitute")
        if not self.options.html:
            # Nothing is ever put aside, so that no text can name what was put aside.
            md.postprocessors.deregister("raw_html")
        md.parser = DocumentParser(md, self.options)
        if self.options.dressing:
            md.treeprocessors.register(Dressing(md, self.options), "dressing", 20)
        md.treeprocessors.register(Ampersands(md), "ampersands", 10)


def build_parser(options: Options) -> Markdown:
    """Make a parser; `reset().convert(source)` gives HTML that is not yet sanitised."""
    return Markdown(extensions=[Forum(options)], output_format="xhtml")
