"""The figures above the report of searches, each with its definition."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.search.queries.terms import Figures
from app.kit.i18n import gettext, ngettext
from app.web import words


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its value, what it was before, and what it counts."""

    name: str
    value: str
    before: str
    definition: str


def shown_figures(now: Figures, before: Figures) -> list[Figure]:
    """Return how much is searched, how much of it in vain, and how much of the rest is opened."""
    return [
        Figure(
            gettext("Searches"),
            words.number(now.times),
            _before(words.number(before.times) if before.times else ""),
            gettext("One searcher counts once a day for the same words. Nobody’s name is kept."),
        ),
        Figure(
            gettext("Found nothing"),
            share(now.found_none, now.times),
            _before(share(before.found_none, before.times) if before.times else ""),
            ngettext(
                "%(num)s search of words alone without a result.",
                "%(num)s searches of words alone without a result.",
                now.found_none,
            ),
        ),
        Figure(
            gettext("Opened"),
            share(now.opened, now.found),
            _before(share(before.opened, before.found) if before.found else ""),
            gettext("Of the searches that found something, those of which a result was opened."),
        ),
    ]


def share(part: int, whole: int) -> str:
    """Return a part in per cent; a dash where there is no whole."""
    return f"{round(100 * part / whole)}%" if whole else "–"


def _before(value: str) -> str:
    return gettext("%(value)s before", value=value) if value else gettext("none before")
