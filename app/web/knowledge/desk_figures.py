"""The figures on the editors' desk, each with its definition: what is divided by what."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.accounts.models import Actor
from app.domain.forum.queries.worth import solved_count
from app.domain.knowledge.queries.figures import solved_with_article, use_figures
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
    use = use_figures()
    return [
        Figure(
            gettext("Link rate"),
            _share(linked, solved),
            gettext(
                "Of the threads solved in the last 90 days, those whose solution links, shows or"
                " is an article."
            ),
            gettext("%(part)s of %(whole)s solved threads", part=linked, whole=solved),
        ),
        Figure(
            gettext("Known, not new"),
            _share(known, solved),
            gettext(
                "Of the threads solved in the last 90 days, those whose article was published"
                " before they were asked."
            ),
            gettext("%(part)s known, %(new)s new", part=known, new=solved - known),
        ),
        Figure(
            gettext("Reuse"),
            str(use.reuses),
            gettext(
                "Solved threads of the last 90 days, counted once for each article that they reuse."
            ),
            ngettext("%(num)s article", "%(num)s articles", use.reused_articles),
        ),
        Figure(
            gettext("Link accuracy"),
            _share(use.right_links, use.judged_links),
            gettext(
                "Of the links judged in the last 90 days, those whose article solves the question."
            ),
            gettext("%(part)s of %(whole)s judged", part=use.right_links, whole=use.judged_links),
        ),
    ]


def _share(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%" if whole else "–"
