"""From source to safe parts: the work that the child process does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .options import FORUM
from .parsing import build_parser
from .sanitising import Sanitiser

if TYPE_CHECKING:
    from .parts import Part


class Kitchen:
    """A parser and a sanitiser, kept warm."""

    def __init__(self) -> None:
        self.parser = build_parser(FORUM)
        self.sanitiser = Sanitiser()

    def cook(self, source: str) -> list[Part]:
        """Parse, dress, sanitise last, and give the parts."""
        return self.sanitiser.parts(self.parser.reset().convert(source))
