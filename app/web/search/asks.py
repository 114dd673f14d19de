"""How asks go: how many needed no question, because what was shown fixed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import Blueprint, Response, request

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.search.queries.asks import (
    Fix,
    Outcomes,
    outcomes,
    outcomes_by_product,
    outcomes_by_week,
    top_fixes,
)
from app.kit import clock
from app.kit.i18n import gettext
from app.web.guards import demands
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("search_asks", __name__)

PERIODS = (7, 30, 90, 365)
USUAL = 30


@dataclass(frozen=True)
class ShownFix:
    """What fixed it, how often, and where it is."""

    title: str
    url: str
    is_article: bool
    times: int


@dataclass(frozen=True)
class AskFigure:
    """One figure: its name, its value, and what it counts."""

    name: str
    value: str
    definition: str


@bp.get("/search/asks")
@demands(Permission.KEEP_ARTICLES)
def index() -> Response:
    """Show the figures of a period, and where they come from."""
    who, days = actor(), _days()
    since = clock.now() - timedelta(days=days)
    return page(
        "search/asks.html",
        days=days,
        periods=[(_word(n), f"/search/asks?days={n}", n == days) for n in PERIODS],
        figures=_figures(outcomes(since, actor=who)),
        weeks=outcomes_by_week(since, actor=who),
        products=outcomes_by_product(since, actor=who),
        fixes=[_shown(one) for one in top_fixes(since, actor=who)],
        share=share,
    )


def _days() -> int:
    given = request.args.get("days", USUAL, type=int)
    return given if given in PERIODS else USUAL


def _word(days: int) -> str:
    return gettext("12 months") if days == PERIODS[-1] else gettext("%(days)s days", days=days)


def share(found: Outcomes) -> str:
    """Return the rate in words; a dash before there was any ask."""
    return "–" if found.rate is None else f"{round(100 * found.rate)}%"


def _figures(found: Outcomes) -> list[AskFigure]:
    return [
        AskFigure(
            gettext("Needed no question"),
            share(found),
            gettext(
                "Asks that opened a match, said that it fixed it, posted nothing, and asked nothing"
                " about the same product within 72 hours, of all asks that showed matches. Whoever"
                " only goes away is not counted."
            ),
        ),
        AskFigure(
            gettext("Asks"),
            str(found.begun),
            gettext("Forms of asking that showed at least one match."),
        ),
        AskFigure(
            gettext("Opened"), str(found.opened), gettext("Of them, those that opened a match.")
        ),
        AskFigure(gettext("Fixed"), str(found.fixed), gettext("Said that a match fixed it.")),
        AskFigure(
            gettext("Followed"),
            str(found.followed),
            gettext("Said that they have the same problem, and follow that question."),
        ),
        AskFigure(
            gettext("Asked all the same"),
            str(found.asked),
            gettext("Posted a question; it keeps what was shown before."),
        ),
        AskFigure(
            gettext("Taken back"),
            str(found.voided),
            gettext("Said that it was fixed, but asked about the same product within 72 hours."),
        ),
    ]


def _shown(fix: Fix) -> ShownFix:
    is_article = fix.kind == "article"
    url = links.article_url(fix.slug) if is_article else links.question_url(fix.id, fix.slug)
    return ShownFix(fix.title, url, is_article, fix.times)
