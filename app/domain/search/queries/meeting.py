"""How much of what was asked for a text has."""

from __future__ import annotations

from collections.abc import Collection

from app.kit import fulltext
from app.kit.fulltext import Sought


def stems_for(sought: Sought, text: str) -> set[str]:
    """Return the stems of a text in every language that a search was understood in."""
    return set().union(*(fulltext.stems_of(text, language) for language in sought.languages))


def met_in(sought: Sought, stems: Collection[str], *, but: Collection[str] = ()) -> int:
    """Count the things asked for that a text has, whatever it calls each of them.

    :param but: stems that do not count, such as those with which every wish begins.
    """
    return sum(
        any(set(way.stems) - set(but) and set(way.stems) <= set(stems) for way in term.ways)
        for term in (*sought.terms, *sought.phrases)
    )
