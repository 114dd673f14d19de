"""The editors' report: what is searched for, what finds nothing, what nobody opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, request

from app.domain.accounts.permissions import Permission
from app.domain.search.queries.terms import (
    PERIODS,
    VIEWS,
    Span,
    TermRow,
    View,
    figures_of,
    searched_terms,
    trend,
)
from app.domain.search.terms import claim_term
from app.kit.i18n import gettext, ngettext
from app.kit.work import write
from app.web.guards import demands
from app.web.partials import done, page
from app.web.people import Person, person
from app.web.search.report_figures import share, shown_figures
from app.web.shell import actor
from app.web.spreadsheets import download

bp = Blueprint("search_report", __name__, url_prefix="/search")

USUAL = 30
# Further rows than one file holds nobody reads.
EXPORTED_MOST = 10_000


@dataclass(frozen=True)
class Chosen:
    """Which period, and which view of it."""

    days: int
    view: View

    def url(self, path: str = "/search/report", **different: Any) -> str:
        """Return where this is, or the same with something else chosen."""
        return f"{path}?{urlencode({'days': self.days, 'view': self.view} | different)}"


@dataclass(frozen=True)
class ShownTerm:
    """One row of the report."""

    id: int
    typed: str
    search_url: str
    times: int
    change: str
    found_none: int
    opened: str
    last_at: datetime
    vain: str
    is_mine: bool
    worker: Person | None


@dataclass(frozen=True)
class Bar:
    """One bar of the trend: a day or a week, in parts of the highest."""

    since: date
    until: date
    times: int
    found_none: int
    height: int
    part: int


@bp.get("/report")
@demands(Permission.KEEP_ARTICLES)
def index() -> Response:
    """Show the report."""
    who, chosen = actor(), _chosen(request.args)
    now, before = figures_of(chosen.days, actor=who)
    return page(
        "search/report.html",
        chosen=chosen,
        figures=shown_figures(now, before),
        bars=_bars(trend(chosen.days, actor=who)),
        rows=[_shown(row) for row in searched_terms(chosen.days, chosen.view, actor=who)],
        views=[(view_word(view), chosen.url(view=view), view == chosen.view) for view in VIEWS],
        periods=[(_span(days), chosen.url(days=days), days == chosen.days) for days in PERIODS],
        about=_about(chosen.view),
    )


@bp.get("/report.csv")
@demands(Permission.KEEP_ARTICLES)
def show() -> Response:
    """Write the report as a table for spreadsheets."""
    chosen = _chosen(request.args)
    rows = searched_terms(chosen.days, chosen.view, actor=actor(), limit=EXPORTED_MOST)
    head = [
        *(gettext("Searched for"), gettext("Times"), gettext("Before")),
        *(gettext("Found nothing"), gettext("Opened"), gettext("Last")),
    ]
    return download(f"searches-{chosen.days}-days", head, (_cells(row) for row in rows))


@bp.post("/report/<int:term_id>/claim")
@demands(Permission.KEEP_ARTICLES)
def claim(term_id: int) -> Any:
    """Take it on that these words find what people look for."""
    write(claim_term, term_id, request.form.get("reason", ""), by=actor())
    flash(gettext("Yours. Settle it on the desk when the words find something."))
    return done(to=_chosen(request.form).url())


def _span(days: int) -> str:
    return ngettext("%(num)s day", "%(num)s days", days)


def _chosen(given: Any) -> Chosen:
    days, view = given.get("days", USUAL, type=int), given.get("view", "")
    found: View = next((one for one in VIEWS if one == view), VIEWS[0])
    return Chosen(days if days in PERIODS else USUAL, found)


def _shown(row: TermRow) -> ShownTerm:
    figures, work = row.figures, row.work
    worker = work.claimed_by if work and not work.is_settled else None
    return ShownTerm(
        id=row.id,
        typed=row.typed,
        search_url=f"/search?{urlencode({'q': row.typed})}",
        times=figures.times,
        change=_change(figures.times, row.before),
        found_none=figures.found_none,
        opened=share(figures.opened, figures.found),
        last_at=row.last_at,
        vain=figures.vain,
        is_mine=worker is not None and worker.id == actor().id,
        worker=person(worker) if worker else None,
    )


def _change(times: int, before: int) -> str:
    """Return how much more or less often than in the period before."""
    if not before:
        return gettext("new")
    if times == before:
        return "±0"
    return f"+{times - before}" if times > before else f"\N{MINUS SIGN}{before - times}"


def _cells(row: TermRow) -> list[str | int]:
    figures = row.figures
    day = row.last_at.date().isoformat()
    return [row.typed, figures.times, row.before, figures.found_none, figures.opened, day]


def _bars(spans: list[Span]) -> list[Bar]:
    most = max((span.figures.times for span in spans), default=0)
    length = spans[1].since - spans[0].since if len(spans) > 1 else timedelta(days=1)
    return [
        Bar(
            since=span.since,
            until=span.since + length - timedelta(days=1),
            times=span.figures.times,
            found_none=span.figures.found_none,
            height=_part(span.figures.times, most),
            part=_part(span.figures.found_none, most),
        )
        for span in (spans if most else [])
    ]


def _part(count: int, most: int) -> int:
    # What is there at all is seen.
    return max(2, round(100 * count / most)) if count else 0


def view_word(view: View) -> str:
    """Return a view's name in the reader's language."""
    return {
        "top": gettext("Most often"),
        "nothing": gettext("Found nothing"),
        "unopened": gettext("Hardly opened"),
    }[view]


def _about(view: View) -> str:
    return {
        "top": gettext("What people look for, most often first."),
        "nothing": gettext(
            "Nothing has these words. Write what is missing, or tell search by a synonym what is"
            " meant."
        ),
        "unopened": gettext(
            "Found five times or more, and fewer than one searcher in ten opened a result: titles"
            " may not say what is inside, or the answer is not among them."
        ),
    }[view]
