"""The product team's desk: every idea as a dense row, sorted, filtered, written out."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.catalog.queries import ProductTree, product_tree
from app.domain.ideas.queries.desk import (
    SORTS,
    DeskRow,
    DeskWanted,
    desk,
    desk_count,
    desk_figures,
)
from app.domain.ideas.queries.machine import machine
from app.domain.ideas.rules import LIMIT_MOST
from app.domain.ideas.rules.machine import STATUSES, Machine
from app.kit.i18n import gettext
from app.kit.pages import Page
from app.web.guards import demands
from app.web.ideas.deciding_forms import estimate_choices
from app.web.ideas.desk_filter import ALL, DeskFilter
from app.web.ideas.desk_rows import cells, head, shown_row
from app.web.ideas.planning import owner_choices, theme_choices
from app.web.ideas.saved_views import ViewForm, shown_views
from app.web.partials import page
from app.web.shell import actor
from app.web.spreadsheets import download

bp = Blueprint("ideas_desk", __name__, url_prefix="/ideas")

# Further rows than one file holds are told of in its name, and a filter gets them.
EXPORTED_MOST = 10_000


@bp.get("/desk")
@demands(Permission.DECIDE_IDEA)
def index() -> Response:
    """Show the ideas that a filter chooses."""
    return desk_page(ViewForm())


def desk_page(form: ViewForm) -> Response:
    """Draw the desk; the form is the one that keeps its filter under a name."""
    who, chosen, tree = actor(), DeskFilter.parse(request.values), product_tree()
    after, before = request.args.get("after"), request.args.get("before")
    wanted, table = chosen.wanted(tree), machine()
    found = desk(who, wanted, after=after, before=before)
    return page(
        "ideas/desk.html",
        form.status,
        form=form,
        rows=[shown_row(row, table) for row in found.items],
        total=_total(who, wanted, found),
        chosen=chosen,
        tabs=_tabs(chosen, desk_figures(who)),
        views=shown_views(who, chosen),
        sorts=_sorts(chosen),
        newer=chosen.url(before=found.previous) if found.previous else "",
        older=chosen.url(after=found.next) if found.next else "",
        here=chosen.url(after=after or "", before=before or ""),
        estimates=estimate_choices(),
        **_choices(table, tree),
    )


def _total(who: Actor, wanted: DeskWanted, found: Page[DeskRow]) -> int:
    """Return how many a filter chooses; of what is one page whole, no statement is needed."""
    is_whole = found.next is None and found.previous is None
    return len(found.items) if is_whole else desk_count(who, wanted)


@bp.get("/desk.csv")
@demands(Permission.DECIDE_IDEA)
def show() -> Response:
    """Write all that a filter chooses as a table for spreadsheets."""
    chosen, table = DeskFilter.parse(request.args), machine()
    return download("ideas", head(), cells(_all(chosen, product_tree()), table))


def _all(chosen: DeskFilter, tree: ProductTree) -> list[DeskRow]:
    """Return every row, page by page; one that moves meanwhile is written once."""
    who, wanted = actor(), chosen.wanted(tree)
    found: dict[int, DeskRow] = {}
    after: str | None = None
    while len(found) < EXPORTED_MOST:
        part = desk(who, wanted, after=after, size=LIMIT_MOST)
        found |= {row.id: row for row in part.items}
        after = part.next
        if after is None:
            break
    return list(found.values())


def _tabs(chosen: DeskFilter, figures: dict[str, int]) -> list[tuple[str, str, bool, int]]:
    """Return the views that every team has, each with how much is in it."""
    views = [
        (gettext("Open"), DeskFilter(), figures["open"]),
        (gettext("Waiting for a reply"), DeskFilter(only="unanswered"), figures["unanswered"]),
        (gettext("Late"), DeskFilter(only="late"), figures["late"]),
        (gettext("New"), DeskFilter(status="new"), figures["new"]),
        (gettext("Mine"), DeskFilter(owner="me"), figures["mine"]),
        (gettext("Nobody’s"), DeskFilter(owner="nobody"), figures["nobody"]),
    ]
    plain = chosen.but(sort="", reverse="")
    return [(word, view.url(), view == plain, count) for word, view, count in views]


def _sorts(chosen: DeskFilter) -> dict[str, tuple[str, str]]:
    """Return where each column sorts to, and which way it is sorted now."""
    falling = {"votes", "affected", "comments", "questions", "waited", "value", "active", "new"}
    found = {}
    for name in SORTS:
        is_falling = (name in falling) != bool(chosen.reverse)
        way = "descending" if is_falling else "ascending"
        found[name] = (chosen.sorted_by(name), way if name == chosen.order else "")
    return found


def _choices(table: Machine, tree: ProductTree) -> dict[str, Any]:
    statuses = [(one, str(table.label(one))) for one in STATUSES]
    team, themes = owner_choices(), theme_choices()
    return {
        "statuses": [("", gettext("All open")), (ALL, gettext("All")), *statuses],
        "onlies": [
            ("", gettext("Any")),
            ("unanswered", gettext("Waiting")),
            ("late", gettext("Late")),
        ],
        "owners": [
            ("", gettext("Anybody")),
            ("me", gettext("Me")),
            ("nobody", gettext("Nobody")),
            *team[1:],
        ],
        "themes": [("", gettext("All themes")), *themes[1:]],
        "products": [("", gettext("All products")), *_products(tree)],
        "team": team,
        "team_themes": themes,
    }


def _products(tree: ProductTree) -> list[tuple[str, str]]:
    """Return the products, each indented under those above it."""
    return [(node.slug, "\u2003" * (len(node.path) - 1) + node.name) for node in tree.all]
