"""The pieces of running text: words, code, links that open and close, runs of `*` and `_`."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Text:
    """Words; also a bracket that may yet become a link."""

    text: str


@dataclass(slots=True)
class Code:
    """Text between backticks."""

    text: str


@dataclass(slots=True)
class Raw:
    """A piece of raw HTML."""

    text: str


@dataclass(slots=True)
class Break:
    """The end of a line."""

    hard: bool


@dataclass(slots=True)
class Open:
    """Where a link begins."""

    address: str
    title: str


@dataclass(slots=True)
class Close:
    """Where a link ends."""


@dataclass(slots=True)
class Image:
    """A picture with its words."""

    address: str
    title: str
    words: str


@dataclass(slots=True)
class Address:
    """An address that links itself."""

    address: str
    text: str


@dataclass(slots=True)
class Mention:
    """`@handle`, if somebody of that name exists."""

    handle: str


@dataclass(slots=True, eq=False)
class Run:
    """Some `*`, `_` or `~` in a row, which may open and close emphasis."""

    sign: str
    length: int
    can_open: bool
    can_close: bool
    place: int
    left: int = 0
    opens: list[str] = field(default_factory=list)
    """Elements that begin here, innermost first."""
    closes: list[str] = field(default_factory=list)
    """Elements that end here, innermost first."""


Token = Text | Code | Raw | Break | Open | Close | Image | Address | Mention | Run


def words_of(tokens: list[Token]) -> str:
    """Give the plain words of some tokens, as they describe a picture."""
    words = []
    for token in tokens:
        match token:
            case Text(text) | Code(text) | Raw(text) | Address(_, text):
                words.append(text)
            case Break():
                words.append("\n")
            case Image():
                words.append(token.words)
            case Mention(handle):
                words.append("@" + handle)
            case Run():
                words.append(token.sign * token.left)
    return "".join(words)
