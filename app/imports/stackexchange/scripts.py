"""Raised and lowered characters: Markdown has none, Unicode has some."""

from __future__ import annotations

_RAISED = str.maketrans("0123456789+-\u2212=()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿⁱ")
_LOWERED = str.maketrans("0123456789+-\u2212=()aeoxhklmnpst", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜ")
# A longer one is small print or a footnote, which reads well as plain text.
_SHORT = 12


def raised(text: str) -> str:
    """Raise ``10-6`` to ⁻⁶; what Unicode cannot raise stays as it is."""
    return _translated(text, _RAISED)


def lowered(text: str) -> str:
    """Lower ``2`` to ₂; what Unicode cannot lower stays as it is."""
    return _translated(text, _LOWERED)


def _translated(text: str, table: dict[int, int]) -> str:
    possible = len(text) <= _SHORT and all(ord(character) in table for character in text)
    return text.translate(table) if possible else text
