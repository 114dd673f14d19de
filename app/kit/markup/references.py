"""Link reference definitions: `[label]: address "title"` at the start of a paragraph."""

from typing import NamedTuple

from .scanning import (
    normalised,
    scan_destination,
    scan_label,
    scan_title,
    skip_break,
    skip_spaces,
)

MAX_REFERENCES = 500
MAX_ADDRESS_TOTAL = 200_000
"""The characters that all uses of definitions may add, so that one long address used often
cannot blow up a page."""


class Reference(NamedTuple):
    """Where a label points."""

    address: str
    title: str


class References:
    """The definitions of one text; the first of a label counts."""

    def __init__(self) -> None:
        self.known: dict[str, Reference] = {}
        self.spent = 0

    def find(self, label: str) -> Reference | None:
        """Look a label up as it was written in the text."""
        reference = self.known.get(normalised(label)) if self.known else None
        if reference is None:
            return None
        self.spent += len(reference.address) + len(reference.title)
        return reference if self.spent <= MAX_ADDRESS_TOTAL else None

    def take_from(self, lines: list[str]) -> list[str]:
        """Take the definitions from the start of a paragraph and return the lines left over."""
        if not lines or not lines[0].startswith("["):
            return lines
        text, at = "\n".join(lines), 0
        while text.startswith("[", at):
            end = self.define(text, at)
            if end is None:
                break
            at = end
        if at == 0:
            return lines
        return text[at:].split("\n") if at < len(text) else []

    def define(self, text: str, at: int) -> int | None:
        """Read one definition; return where the next line begins."""
        label_end = scan_label(text, at)
        if label_end is None or not text.startswith(":", label_end):
            return None
        start = skip_break(text, label_end + 1)
        destination = scan_destination(text, start)
        if destination is None or destination[1] == start:
            return None
        address, end = destination
        title, finish = definition_end(text, end)
        if finish is None:
            return None
        label = normalised(text[at + 1 : label_end - 1])
        if len(self.known) < MAX_REFERENCES:
            self.known.setdefault(label, Reference(address, title))
        return finish


def definition_end(text: str, end: int) -> tuple[str, int | None]:
    """Read the title, if there is one, and find the start of the next line."""
    start = skip_break(text, end)
    title = scan_title(text, start) if start > end else None
    if title is not None:
        finish = line_end(text, title[1])
        if finish is not None:
            return title[0], finish
    return "", line_end(text, end)


def line_end(text: str, at: int) -> int | None:
    """Return the start of the next line when nothing but spaces is left on this one."""
    at = skip_spaces(text, at)
    if at == len(text):
        return at
    return at + 1 if text[at] == "\n" else None
