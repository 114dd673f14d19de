"""The figures on the editors' desk, each with its definition: what is divided by what."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.accounts.models import Actor
from app.domain.forum.queries.worth import solved_count
from app.domain.knowledge.queries.figures import UseFigures, solved_with_article, use_figures
from app.domain.knowledge.rules import RECENT
from app.kit import clock
from app.kit.i18n import gettext, ngettext


@dataclass(frozen=True)
class Figure:
    """One figure: its name, its value, what it counts, and the sum itself."""

    name: str
    value: str
    definition: str
    sum: str


def shown_figures(who: Actor) -> list[Figure]:
    """Return link rate, known against new, reuse and link accuracy. Five statements."""
    since = clock.now() - RECENT
    solved = solved_count(actor=who, since=since)
    linked = solved_count(actor=who, since=since, among=solved_with_article())
    known = solved_count(actor=who, since=since, among=solved_with_article(known=True))
    return [*_of_threads(solved, linked, known), *_of_uses(use_figures())]


def _of_threads(solved: int, linked: int, known: int) -> list[Figure]:
    link_rate = gettext(
        "Of the threads solved in the last 90 days, those whose solution links, shows or is an"
        " article."
    )
    known_share = gettext(
        "Of the threads solved in the last 90 days, those whose article was published before they"
        " were asked."
    )
    return [
        Figure(
            gettext("Link rate"),
            _share(linked, solved),
            link_rate,
            gettext("%(part)s of %(whole)s solved threads", part=linked, whole=solved),
        ),
        Figure(
            gettext("Known, not new"),
            _share(known, solved),
            known_share,
            gettext("%(part)s known, %(new)s new", part=known, new=solved - known),
        ),
    ]


def _of_uses(use: UseFigures) -> list[Figure]:
    reuse = gettext(
        "Solved threads of the last 90 days, counted once for each article that they reuse."
    )
    accuracy = gettext(
        "Of the links judged in the last 90 days, those whose article solves the question."
    )
    return [
        Figure(
            gettext("Reuse"),
            str(use.reuses),
            reuse,
            ngettext("%(num)s article", "%(num)s articles", use.reused_articles),
        ),
        Figure(
            gettext("Link accuracy"),
            _share(use.right_links, use.judged_links),
            accuracy,
            gettext("%(part)s of %(whole)s judged", part=use.right_links, whole=use.judged_links),
        ),
    ]


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "–"
