"""How alike two spellings are, and what a slip of the finger does to a word. No database."""

from __future__ import annotations

from itertools import pairwise
from math import log10

from rapidfuzz.distance import OSA

# Shorter words are near to everything; of the shortest, only a lost letter can be told.
MENDED_SHORTEST = 3
# From this length on, a word with two slips is still told from another word.
_TWO_SLIPS_FROM = 8
# A swap of two letters spoils up to four parts of a word.
_SPOILT_BY_A_SLIP = 4
_SIGNS_IN_A_PART = 3
# What speaks for a word beside few slips: people get the first letter right, then the last, and
# mean common words more often than rare ones.
_SAME_BEGINNING, _SAME_END, _COMMON = 0.4, 0.2, 0.3
# Up to this length one letter for another makes most words another word ("life", "like"), unless
# the two lie side by side on keyboards or sound alike.
_SUBSTITUTED_SHORT = 4
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_ALIKE = ("aeiouy", "cks", "sz", "yz", "dt", "bp", "fvw", "gk")


def parts_of(word: str) -> set[str]:
    """Return every three signs in a row of a word, its ends counted as spaces."""
    spaced = f" {word} "
    return {spaced[at : at + _SIGNS_IN_A_PART] for at in range(len(spaced) - 2)}


def slips_allowed(word: str) -> int:
    """Return how many slips a word of this length may have; none when it is too short to tell."""
    if len(word) < MENDED_SHORTEST:
        return 0
    return 2 if len(word) >= _TWO_SLIPS_FROM else 1


def parts_shared(word: str) -> int:
    """Return how many of its parts a mistyped word shares at least with what was meant.

    In short words a single slip may leave none.
    """
    return max(len(parts_of(word)) - _SPOILT_BY_A_SLIP * slips_allowed(word), 0)


def likeness(typed: str, word: str, uses: int) -> float | None:
    """Return how likely a word was meant, the more the likelier; None when it is another word."""
    allowed = slips_allowed(typed)
    slips = OSA.distance(typed, word, score_cutoff=allowed)
    if not 0 < slips <= allowed or len(word) < MENDED_SHORTEST:
        return None
    if len(typed) == MENDED_SHORTEST and len(word) == MENDED_SHORTEST:
        return None
    if len(typed) == len(word) <= _SUBSTITUTED_SHORT and not _may_be_mixed_up(typed, word):
        return None
    # Whoever slips twice still knows how the word begins.
    if slips > 1 and typed[0] != word[0]:
        return None
    return (
        _SAME_BEGINNING * (typed[0] == word[0])
        + _SAME_END * (typed[-1] == word[-1])
        + _COMMON * log10(1 + uses)
        - slips
    )


def _may_be_mixed_up(typed: str, word: str) -> bool:
    """Say whether two words of one length differ by letters that people take for each other."""
    differing = [{a, b} for a, b in zip(typed, word, strict=True) if a != b]
    is_swapped = len(differing) > 1
    return is_swapped or all(pair in _MIXED_UP or not _is_latin(pair) for pair in differing)


def _is_latin(letters: set[str]) -> bool:
    return all("a" <= letter <= "z" for letter in letters)


def _mixed_up() -> set[frozenset[str]]:
    """Return the pairs of letters that lie side by side, above each other, or sound alike."""
    beside = [pair for row in _ROWS for pair in pairwise(row)]
    for upper, lower in pairwise(_ROWS):
        beside += [*zip(upper, lower, strict=False), *zip(upper[1:], lower, strict=False)]
    alike = [(one, other) for letters in _ALIKE for one in letters for other in letters]
    return {frozenset(pair) for pair in [*beside, *alike]}


_MIXED_UP = _mixed_up()
