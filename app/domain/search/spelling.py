"""How alike two spellings are, and what a slip of the finger does to a word. No database."""

from __future__ import annotations

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
    # Whoever slips twice still knows how the word begins.
    if slips > 1 and typed[0] != word[0]:
        return None
    return (
        _SAME_BEGINNING * (typed[0] == word[0])
        + _SAME_END * (typed[-1] == word[-1])
        + _COMMON * log10(1 + uses)
        - slips
    )
