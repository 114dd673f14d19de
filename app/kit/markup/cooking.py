"""From source to safe parts: the work that the child process does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .options import ARTICLE, FORUM
from .parsing import build_parser
from .sanitising import Sanitiser

if TYPE_CHECKING:
    from .parts import Part


class Kitchen:
    """The parsers and a sanitiser, kept warm."""

    def __init__(self) -> None:
        self.parser = build_parser(FORUM)
        self.outliner = build_parser(ARTICLE)
        self.sanitiser = Sanitiser()

    def cook(self, source: str, *, outline: bool = False) -> list[Part]:
        """Parse, dress, sanitise last, and give the parts."""
        parser = self.outliner if outline else self.parser
        return self.sanitiser.parts(parser.reset().convert(source))
