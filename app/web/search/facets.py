"""What narrows a search: facets with their counts, what is chosen of them, and the order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from flask import request

from app.domain.catalog.queries import ProductTree
from app.domain.ideas.rules.machine import STATUSES
from app.domain.search.queries import AGES, Results, Wanted
from app.web.ideas.shown import status_word
from app.web.search.wanted import KINDS, SORTS, address_of, addresses_by
from app.web.templating import say as gettext

# So many choices of a facet are shown at once; the others unfold.
CHOICES_SHOWN = 6
CHOICES_MOST = 20


@dataclass(frozen=True)
class Choice:
    """One value of a facet. Its address chooses it, or no longer does where it is chosen."""

    word: str
    url: str
    is_chosen: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Facet:
    """One way to narrow the search."""

    name: str
    word: str
    choices: list[Choice]
    more: list[Choice]


@dataclass(frozen=True)
class Chip:
    """One thing the search is narrowed by, and the address without it."""

    word: str
    url: str


def kind_tabs(wanted: Wanted, found: Results) -> list[tuple[str, str, bool, int | None]]:
    """Return the kinds as tabs: those of which there is something, and the one in view."""
    counts = _counts(found, "kind")
    everything = sum(counts.values()) if counts else None
    tabs = [(gettext("Everything"), address_of(type="", status=""), not wanted.kind, everything)]
    for kind, word in kind_words().items():
        count = counts.get(kind, 0)
        if count or kind == wanted.kind or (not counts and kind in KINDS[:3]):
            # What only one kind has does not follow to another.
            dropped = {"solved": "" if kind != "question" else request.args.get("solved", "")}
            url = address_of(type=kind, status="", **dropped)
            tabs.append((word, url, kind == wanted.kind, count if counts else None))
    return tabs


def kind_words() -> dict[str, str]:
    """Return what may be looked for, in words."""
    return {
        "article": gettext("Articles"),
        "question": gettext("Questions"),
        "idea": gettext("Ideas"),
        "member": gettext("Members"),
        "tag": gettext("Tags"),
    }


def facets(wanted: Wanted, found: Results, tree: ProductTree) -> list[Facet]:
    """Return the ways to narrow what was found, each with more than one choice left."""
    if wanted.kind in ("member", "tag"):
        return []
    made = [_products(wanted, found, tree)]
    if wanted.kind in ("", "question"):
        made.append(_solved(wanted, found))
    if wanted.kind == "idea":
        made.append(_statuses(wanted))
    made += [_tags(wanted, found), _ages(found)]
    return [facet for facet in made if facet.choices and not _is_idle(facet, found)]


def chips(wanted: Wanted, found: Results, tree: ProductTree) -> list[Chip]:
    """Return everything the search is narrowed by, each to be taken away."""
    node = tree.by_slug.get(wanted.product or "")
    named = {
        "product": node.name if node else wanted.product,
        "tag": f"#{wanted.tag}" if wanted.tag else None,
        "solved": _solved_words().get(request.args.get("solved", ""))
        if wanted.solved is not None
        else None,
        "status": str(status_word(wanted.status)) if wanted.status else None,
        "age": _age_words().get(request.args.get("age", "")),
    }
    chosen = [Chip(word, address_of(**{name: ""})) for name, word in named.items() if word]
    asked = found.read
    chosen += [
        Chip(one.typed, address_of(q=asked.without_operator(one))) for one in asked.operators
    ]
    return chosen


def orders(wanted: Wanted) -> list[Choice]:
    """Return the orders of the results; members and tags have the best match alone."""
    if wanted.kind in ("member", "tag"):
        return []
    words = {
        "best": gettext("Best match"),
        "newest": gettext("Newest"),
        "votes": gettext("Most votes"),
    }
    chosen = wanted.sort
    return [
        Choice(words[sort], address_of(sort="" if sort == "best" else sort), sort == chosen)
        for sort in SORTS
    ]


def _is_idle(facet: Facet, found: Results) -> bool:
    """Say whether choosing from it would change nothing: all that was found has all of it."""
    every = [*facet.choices, *facet.more]
    return all(not one.is_chosen and one.count == found.total for one in every)


# -- each facet -------------------------------------------------------------------------------


def _products(wanted: Wanted, found: Results, tree: ProductTree) -> Facet:
    counts = _known(found, "product")
    names = {slug: node.name for slug, node in tree.by_slug.items()}
    if counts is not None:
        slugs = [slug for slug in _often_first(counts) if slug in names]
    else:
        slugs = [node.slug for node in tree.roots]
    return _facet("product", gettext("Product"), wanted.product, slugs, names, counts)


def _tags(wanted: Wanted, found: Results) -> Facet:
    counts = _counts(found, "tag")
    names = {name: f"#{name}" for name in counts}
    return _facet(
        "tag", gettext("Tag"), wanted.tag, _often_first(counts), names, _known(found, "tag")
    )


def _solved(wanted: Wanted, found: Results) -> Facet:
    chosen = {True: "yes", False: "no"}.get(wanted.solved) if wanted.solved is not None else None
    words = _solved_words()
    return _facet("solved", gettext("State"), chosen, words, words, _known(found, "solved"))


def _statuses(wanted: Wanted) -> Facet:
    # A merged idea is not found; where it went is.
    words = {one: str(status_word(one)) for one in STATUSES if one != "duplicate"}
    return _facet("status", gettext("Status"), wanted.status, words, words, None)


def _ages(found: Results) -> Facet:
    words, chosen = _age_words(), request.args.get("age", "")
    return _facet("age", gettext("Date"), chosen, words, words, _known(found, "age"))


def _facet(
    name: str,
    word: str,
    chosen: str | None,
    values: Iterable[str],
    words: Mapping[str, str],
    counts: Mapping[str, int] | None,
) -> Facet:
    """Return a facet; without counts nobody knows what each choice finds, so all are offered."""
    address = addresses_by(name)
    made = [
        Choice(
            words.get(value, value),
            address("" if value == chosen else value),
            value == chosen,
            None if counts is None else counts.get(value, 0),
        )
        for value in islice(values, CHOICES_MOST)
    ]
    # What finds nothing is not offered, but what is chosen can always be left.
    made = [one for one in made if one.count != 0 or one.is_chosen]
    made.sort(key=lambda one: not one.is_chosen)
    return Facet(name, word, made[:CHOICES_SHOWN], made[CHOICES_SHOWN:])


def _counts(found: Results, name: str) -> Mapping[str, int]:
    return found.counts.get(name, {})


def _known(found: Results, name: str) -> Mapping[str, int] | None:
    """Return the counts of a facet; None where nothing was counted, which is not nothing found."""
    return found.counts.get(name, {}) if found.counts else None


def _often_first(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda value: (-counts[value], value))


def _solved_words() -> dict[str, str]:
    return {"yes": gettext("Solved"), "no": gettext("Not solved yet")}


def _age_words() -> dict[str, str]:
    words = {
        "week": gettext("Past week"),
        "month": gettext("Past month"),
        "year": gettext("Past year"),
    }
    return {age: words[age] for age in AGES}
