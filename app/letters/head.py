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
