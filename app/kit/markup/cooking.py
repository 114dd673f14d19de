"""From source to safe parts: the work that the child process does."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from .options import ARTICLE, FORUM
from .parsing import build_parser
from .sanitising import Sanitiser

if TYPE_CHECKING:
    from markdown import Markdown

    from .parts import Part


class Kitchen:
    """The parsers and a sanitiser, kept warm."""

    def __init__(self) -> None:
        self.parser = build_parser(FORUM)
        self.sanitiser = Sanitiser()

    @cached_property
    def outliner(self) -> Markdown:
        """The parser of articles, made with the first of them: a child is to start quickly."""
        return build_parser(ARTICLE)

    def cook(self, source: str, *, outline: bool = False) -> list[Part]:
        """Parse, dress, sanitise last, and give the parts."""
        parser = self.outliner if outline else self.parser
        return self.sanitiser.parts(parser.reset().convert(source))
