"""A list of questions inside any page: its rows, tabs, facets and neighbours."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import request

from app.domain.catalog.queries import ProductNode, ProductTree, product_tree
from app.domain.forum.queries.filters import STATES, TABS, QuestionFilter
from app.domain.forum.queries.lists import question_list
from app.kit.i18n import gettext
from app.web.rows import shown_question
from app.web.shell import actor

# Facets beside the list; the rest of STATES is reached by links.
STATES_OFFERED = ("open", "unanswered", "solved", "needs-info", "closed")


def listing(path: str, **fixed: Any) -> dict[str, Any]:
    """Return what ``forum/_list.html`` shows.

    :param path: the address of the page that holds the list.
    :param fixed: parts of the filter that the page itself decides (``product``, ``tag`` …); they
        do not appear in its query string.
    """
    chosen = QuestionFilter.parse(request.args).but(**fixed)
    found = question_list(
        chosen,
        actor=actor(),
        after=request.args.get("after"),
        before=request.args.get("before"),
    )

    def address(different: QuestionFilter, **more: str) -> str:
        query = {k: v for k, v in different.query().items() if k not in fixed} | more
        return f"{path}?{urlencode(query)}" if query else path

    return {
        "rows": [shown_question(row) for row in found.items],
        "tabs": [(tab_word(tab), address(chosen.but(tab=tab)), tab == chosen.tab) for tab in TABS],
        "newer": address(chosen, before=found.previous) if found.previous else "",
        "older": address(chosen, after=found.next) if found.next else "",
        "chosen": chosen,
        "fixed": fixed,
        "path": path,
        "states": [(state, state_word(state)) for state in STATES_OFFERED],
        "plain_url": path,
        "is_first": request.args.get("after") is None and request.args.get("before") is None,
    }


def product_choices(
    kept: str | None = None, tree: ProductTree | None = None
) -> list[tuple[str, str]]:
    """Return the products as choices of a select, children indented under their parents."""
    roots = (tree or product_tree()).roots

    def branch(nodes: tuple[ProductNode, ...], depth: int) -> list[tuple[str, str]]:
        rows = []
        for node in nodes:
            rows.append((node.slug, "\u2003" * depth + node.name))
            rows += branch(node.children, depth + 1)
        return rows

    choices = [("", gettext("All products")), *branch(roots, 0)]
    known = {value for value, _ in choices}
    return choices if not kept or kept in known else [*choices, (kept, kept)]


def tab_word(tab: str) -> str:
    return {
        "active": gettext("Active"),
        "new": gettext("New"),
        "unanswered": gettext("Unanswered"),
        "solved": gettext("Solved"),
        "affected": gettext("Most affected"),
    }[tab]


def state_word(state: str) -> str:
    assert state in STATES  # noqa: S101 - a mistake of ours, not of the reader
    return {
        "open": gettext("Open"),
        "unanswered": gettext("Needs an answer"),
        "solved": gettext("Solved"),
        "needs-info": gettext("Needs info"),
        "closed": gettext("Closed"),
    }.get(state, state)
