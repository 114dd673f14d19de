"""The page of results."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request

from app.domain.catalog.queries import product_tree
from app.domain.search.queries import Results, Wanted, search, suggestions
from app.domain.search.rules import RESULTS_A_PAGE
from app.web.catalog.shown import shown_product
from app.web.guards import public
from app.web.partials import page
from app.web.search import log
from app.web.search.facets import chips, facets, kind_tabs, orders
from app.web.search.headings import heading, loosened, says_nothing, widened, worth_asking
from app.web.search.limits import count_search
from app.web.search.popular import popular
from app.web.search.shown import shown
from app.web.search.wanted import address_of, is_filtered, unfiltered, wanted_now
from app.web.shell import actor

bp = Blueprint("search", __name__)

# Nobody reads further; each page costs the engine all pages before it.
LAST_PAGE = 10


@bp.get("/search")
@public("results are filtered by policy")
def index() -> Response:
    """Show what was found."""
    count_search()
    number = min(max(request.args.get("page", 1, type=int), 1), LAST_PAGE)
    wanted = wanted_now()
    found, instead = _found(wanted, number)
    if not found.degraded and found.read.is_plain and _is_plain(wanted):
        log.note(wanted.words, len(found.items))
    return page(
        "search/results.html",
        q=wanted.words,
        wanted=wanted,
        found=found,
        results=shown(found.items),
        heading=heading(found, instead or wanted.words, number),
        instead=instead,
        widened=widened(found, number),
        newer=address_of(number - 1) if number > 1 else "",
        older=address_of(number + 1) if found.more and number < LAST_PAGE else "",
        **_ways_on(wanted, found),
    )


def _ways_on(wanted: Wanted, found: Results) -> dict[str, Any]:
    """Return what leads to other results: facets, orders, other spellings; more where none are."""
    tree = product_tree()
    # Titles alone, which are looked through while the index is away, know of no facets.
    has_facets = (bool(found.items) or is_filtered()) and not found.degraded
    plain = "" if found.items else loosened(wanted.words)
    return {
        "tabs": kind_tabs(wanted, found),
        "facets": facets(wanted, found, tree) if has_facets else [],
        "chips": chips(wanted, found, tree),
        "orders": orders(wanted),
        "corrected_url": address_of(q=found.corrected, exact="") if found.corrected else "",
        "exact_url": address_of(exact="yes"),
        "old_url": address_of(old="" if wanted.old else "yes"),
        "unfiltered_url": _unfiltered(wanted, found),
        "asked": worth_asking(found),
        "says_nothing": not found.items and says_nothing(wanted.words),
        "loosened_words": plain,
        "loosened_url": address_of(q=plain) if plain else "",
        "popular": [] if found.items else popular(),
        "products": [] if found.items else [shown_product(node) for node in tree.roots],
    }


def _unfiltered(wanted: Wanted, found: Results) -> str:
    """Return the address of the words alone, where more than words is asked for."""
    if not is_filtered() and found.read.is_plain:
        return ""
    return address_of(q=found.read.words or wanted.words, **unfiltered())


def _found(wanted: Wanted, number: int) -> tuple[Results, str]:
    """Search; where nothing is found and it is likely what was meant, search that instead.

    That is a slip of the hand put right, or the word that half a word begins: its suggestions were
    in sight when it was sent.

    Returns the results, and the words they are for where these are not those that were typed.
    """
    offset = (number - 1) * RESULTS_A_PAGE
    found = search(wanted, actor=actor(), offset=offset)
    meant = found.corrected
    if found.is_corrected and meant:
        return found, meant
    if found.items or wanted.exact:
        return found, ""
    if not meant and found.read.is_plain and not found.degraded:
        meant = next(iter(suggestions(wanted.words, actor=actor()).completions), None)
    if not meant:
        return found, ""
    others = search(replace(wanted, words=meant), actor=actor(), offset=offset)
    return (others, meant) if others.items else (found, "")


def _is_plain(wanted: Wanted) -> bool:
    """Say whether nothing but words was asked for: a filter may be why nothing was found."""
    return bool(wanted.words) and not is_filtered() and not wanted.kind and not _turned_pages()


def _turned_pages() -> bool:
    return "page" in request.args
