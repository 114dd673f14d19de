"""The board: every idea, in an order, chosen by words, status, product, theme or tag."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, request

from app import links
from app.domain.accounts.models import Actor
from app.domain.catalog.queries import ProductTree, product_tree
from app.domain.catalog.rules import tag_name
from app.domain.ideas.queries.lists import BEST, Wanted, ideas, status_counts
from app.domain.ideas.queries.rounds import RoundRow, open_rounds
from app.domain.ideas.queries.themes import ThemeRow, themes
from app.domain.ideas.queries.viewers import backing
from app.domain.ideas.rules import ORDERS
from app.domain.ideas.rules.machine import ANY, ROADMAP, STATUSES, USUALLY
from app.domain.search.queries import idea_ids
from app.kit.i18n import gettext
from app.web.guards import public
from app.web.ideas.clocks import promise
from app.web.ideas.shown import shown_idea, shown_ideas, status_word
from app.web.listing import product_choices
from app.web.partials import page
from app.web.shell import actor, base_url

bp = Blueprint("idea_board", __name__)

WORDS_LONGEST = 200
DELIVERED_SHOWN = 3


@dataclass(frozen=True)
class Chosen:
    """What the address asks for."""

    sort: str = "trending"
    status: str = ""
    product: str = ""
    tag: str = ""
    theme: str = ""
    q: str = ""

    @classmethod
    def parse(cls, query: Mapping[str, str]) -> Chosen:
        """Read a query string; what means nothing is left out."""
        sort, status = query.get("sort", ""), query.get("status", "")
        words = query.get("q", "")[:WORDS_LONGEST].replace("\x00", " ").strip()
        return cls(
            sort=sort if sort in ORDERS else _usual_sort(words),
            status=status if status in (ANY, *STATUSES) else "",
            product=query.get("product", "")[:80],
            tag=tag_name(query.get("tag", "")[:80]),
            theme=query.get("theme", "")[:80],
            q=words,
        )

    def url(self, **changes: str) -> str:
        """Return the address of the same with something else chosen."""
        values = {key: said for key, said in (vars(self) | changes).items() if said}
        if values.get("sort") == _usual_sort(values.get("q", "")):
            del values["sort"]
        return f"{links.ideas_url()}?{urlencode(values)}" if values else links.ideas_url()

    @property
    def is_plain(self) -> bool:
        """Whether all ideas are shown, in whatever order."""
        return not any((self.status, self.product, self.tag, self.theme, self.q))


def _usual_sort(words: str) -> str:
    # Who looks for words wants what fits them best on top, not what is new.
    return BEST if words else "trending"


@bp.get("/ideas")
@public("the board is open; what stands on it is filtered by policy")
def index() -> Response:
    """Show the board. At most ten statements, beside those of every page."""
    who, chosen = actor(), Chosen.parse(request.args)
    known, tree = themes(who), product_tree()
    wanted = _wanted(chosen, known, tree, who)
    return page(
        "ideas/board.html",
        chosen=chosen,
        is_plain=chosen.is_plain,
        heading=_heading(chosen, tree),
        looks_at_all=not _statuses(chosen),
        promise=promise(),
        sorts=_sorts(chosen),
        suggest_url=_suggest_url(chosen),
        **_listed(chosen, wanted, who),
        **_filters(chosen, known, tree),
        **_beside(who, wanted, chosen),
    )


@bp.app_template_global("status_word")
def _status_word(status: str) -> str:
    return status_word(status)


def _listed(chosen: Chosen, wanted: Wanted, who: Actor) -> dict[str, Any]:
    after, before = request.args.get("after"), request.args.get("before")
    found = ideas(who, wanted, after=after, before=before)
    is_first = not (after or before)
    return {
        "rows": shown_ideas(found.items, who),
        "newer": _turned(chosen, "before", found.previous),
        "older": _turned(chosen, "after", found.next),
        "canonical_url": base_url() + chosen.url() if is_first and chosen == Chosen() else "",
    }


def _wanted(chosen: Chosen, known: list[ThemeRow], tree: ProductTree, who: Actor) -> Wanted:
    # What is not there has no ideas: an id that no row has.
    product = tree.by_slug.get(chosen.product)
    theme = next((row.id for row in known if row.slug == chosen.theme), 0)
    return Wanted(
        order=chosen.sort,
        statuses=_statuses(chosen),
        product_id=(product.id if product else 0) if chosen.product else None,
        tag=chosen.tag or None,
        theme_id=theme if chosen.theme else None,
        ids=tuple(idea_ids(chosen.q, actor=who)) if chosen.q else None,
    )


def _statuses(chosen: Chosen) -> tuple[str, ...]:
    if chosen.status in STATUSES:
        return (chosen.status,)
    return () if chosen.status == ANY else _usual_statuses(chosen)


def _usual_statuses(chosen: Chosen) -> tuple[str, ...]:
    """Return what is shown where no status was chosen; words look through all of them."""
    return () if chosen.q else USUALLY.get(chosen.sort, ())


def _mixed_statuses(chosen: Chosen) -> list[tuple[str, str]]:
    # Where everything is shown, "open" would be a false name for it.
    open_and_any = [("", gettext("Open")), (ANY, gettext("Any"))]
    return open_and_any if _usual_statuses(chosen) else [("", gettext("Any"))]


def _filters(chosen: Chosen, known: list[ThemeRow], tree: ProductTree) -> dict[str, Any]:
    return {
        "products": [("", gettext("Any")), *product_choices(chosen.product, tree)[1:]],
        "statuses": [
            *_mixed_statuses(chosen),
            *((one, status_word(one)) for one in STATUSES if one != "duplicate"),
        ],
        "themes": [("", gettext("Any")), *((row.slug, row.name) for row in known)],
        "without_tag_url": chosen.url(tag=""),
        "any_status_url": chosen.url(status=ANY),
    }


def _beside(who: Actor, wanted: Wanted, chosen: Chosen) -> dict[str, Any]:
    counts = status_counts(who, wanted)
    lately = Wanted(order="moved", statuses=("delivered",))
    delivered = ideas(who, lately, size=DELIVERED_SHOWN).items if counts.get("delivered") else []
    return {
        "is_empty": not any(counts.values()),
        "stands": [
            (status, status_word(status), counts[status], chosen.url(status=status))
            for status in ("new", "needs-votes", *ROADMAP)
            if counts.get(status)
        ],
        "delivered": [shown_idea(row) for row in delivered],
        "backing": None if who.is_guest else backing(who),
        # Whoever looks for something is not kept from it.
        "rounds": [(row, _round_url(row)) for row in open_rounds(who)] if chosen.is_plain else [],
    }


def _round_url(row: RoundRow) -> str:
    return links.round_url(row.id, row.slug)


def _heading(chosen: Chosen, tree: ProductTree) -> str:
    if chosen.q:
        return gettext("Ideas: %(words)s", words=chosen.q)
    if chosen.status in STATUSES:
        return gettext("Ideas: %(words)s", words=status_word(chosen.status))
    node = tree.by_slug.get(chosen.product)
    return gettext("Ideas: %(words)s", words=node.name) if node else gettext("Ideas")


def _sorts(chosen: Chosen) -> list[tuple[str, str, bool]]:
    words = {
        BEST: gettext("Best match"),
        "trending": gettext("Trending"),
        "top": gettext("Top"),
        "new": gettext("New"),
        "affected": gettext("Most affected"),
    }
    orders = (BEST, *ORDERS) if chosen.q else ORDERS
    tabs = [(words[sort], chosen.url(sort=sort), sort == chosen.sort) for sort in orders]
    return [*tabs, (gettext("Roadmap"), links.roadmap_url(), False)]


def _suggest_url(chosen: Chosen) -> str:
    given = {"product": chosen.product, "theme": chosen.theme, "title": chosen.q}
    query = urlencode({key: said for key, said in given.items() if said})
    return f"{links.ideas_url()}/new?{query}" if query else f"{links.ideas_url()}/new"


def _turned(chosen: Chosen, way: str, key: str | None) -> str:
    if not key:
        return ""
    plain = chosen.url()
    return f"{plain}{'&' if '?' in plain else '?'}{way}={key}"
