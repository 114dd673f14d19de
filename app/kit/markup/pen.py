"""Writing running text into the tree."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, SubElement

from .scanning import encoded
from .tokens import Address, Break, Close, Code, Image, Mention, Open, Raw, Run, Text, Token

MAX_NESTING = 20
"""Elements of running text in each other; what is deeper keeps its words and loses its form."""
MAX_MENTIONS = 50


class Pen:
    """Writes words and elements, one after another, into a parent."""

    def __init__(self, parent: Element, raw: Callable[[str], str]) -> None:
        self.path = [parent]
        self.skipped: list[str] = []
        self.words: list[str] = []
        self.raw = raw
        self.links = 0
        self.mentions = 0

    def write(self, tokens: list[Token]) -> None:
        """Write all tokens."""
        for token in tokens:
            self.put(token)
        self.flush()

    def put(self, token: Token) -> None:
        """Write one token."""
        match token:
            case Text(text):
                self.words.append(text)
            case Run():
                self.put_run(token)
            case Open() | Close():
                self.put_link_end(token)
            case Address() | Mention():
                self.put_by_itself(token)
            case _:
                self.put_piece(token)

    def put_piece(self, token: Code | Raw | Break | Image) -> None:
        """Write what stands between the words."""
        match token:
            case Code(text):
                self.leaf("code").text = text
            case Raw(text):
                self.words.append(self.raw(text))
            case Image():
                self.leaf("img", **image_facts(token))
            case Break(hard):
                if hard:
                    self.leaf("br")
                self.words.append("\n")

    def put_link_end(self, token: Open | Close) -> None:
        """Write the beginning or the end of a link."""
        if isinstance(token, Open):
            facts = {"href": encoded(token.address)}
            if token.title:
                facts["title"] = token.title
            self.begin("a", **facts)
            self.links += 1
        else:
            self.end("a")
            self.links -= 1

    def put_run(self, run: Run) -> None:
        """Write the ends, the signs left over, and the beginnings that a run stands for."""
        for element in run.closes:
            self.end(element)
        if run.left:
            self.words.append(run.sign * run.left)
        for element in reversed(run.opens):
            self.begin(element)

    def put_by_itself(self, token: Address | Mention) -> None:
        """Write what links itself, or only its words where a link is around it already."""
        if isinstance(token, Mention):
            self.mentions += 1
            if self.links or self.mentions > MAX_MENTIONS:
                self.words.append("@" + token.handle)
            else:
                self.leaf("mention", handle=token.handle)
        elif self.links:
            self.words.append(token.text)
        else:
            self.leaf("a", href=encoded(token.address)).text = token.text

    def leaf(self, tag: str, **facts: str) -> Element:
        """Write an element that nothing else goes into."""
        self.flush()
        return SubElement(self.path[-1], tag, facts)

    def begin(self, tag: str, **facts: str) -> None:
        """Write into a new element from here on."""
        if len(self.path) > MAX_NESTING:
            self.skipped.append(tag)
        else:
            self.path.append(self.leaf(tag, **facts))

    def end(self, _: str) -> None:
        """Go on behind the innermost element: they begin and end as brackets do."""
        if self.skipped:
            self.skipped.pop()
        else:
            self.flush()
            self.path.pop()

    def flush(self) -> None:
        """Put the gathered words behind the last element, or first in the parent."""
        if not self.words:
            return
        words, self.words = "".join(self.words), []
        parent = self.path[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + words
        else:
            parent.text = (parent.text or "") + words


def image_facts(image: Image) -> dict[str, str]:
    """Give a picture's attributes."""
    facts = {"src": encoded(image.address), "alt": image.words}
    if image.title:
        facts["title"] = image.title
    return facts
