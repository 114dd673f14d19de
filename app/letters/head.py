"""The head of every letter: who writes, from which address, in which colour."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LetterHead:
    """What letters are told at start; they read no settings themselves."""

    site_name: str
    base_url: str
    secret: str
    # A colour that is readable on white.
    accent: str = "#8d2c5f"


# The least contrast of a link on white, and how much darker each step is.
_CONTRAST = 4.5
_STEP = 0.92


def readable(colour: str) -> str:
    """Return a brand's colour, darkened until its words can be read on white."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    while 1.05 / (_luminance(parts) + 0.05) < _CONTRAST:
        parts = [part * _STEP for part in parts]
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(parts: list[float]) -> float:
    """Return how bright a colour is to the eye (WCAG 2)."""
    bend = 0.04045
    red, green, blue = (p / 12.92 if p <= bend else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


_head: list[LetterHead] = []


def use(head: LetterHead) -> None:
    """Write every letter under this head; called once at start."""
    _head[:] = [head]


def current() -> LetterHead:
    """Return the head in use.

    :raises RuntimeError: when the program was assembled without one.
    """
    if not _head:
        message = "no letterhead: call letters.head.use() at start"
        raise RuntimeError(message)
    return _head[0]
