"""What a reader searches for, as the address says it; and the addresses of searches like it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote_plus, urlencode

from flask import request

from app.domain.ideas.rules.machine import STATUSES
from app.domain.search.queries import AGES, Wanted
from app.domain.search.queries.shapes import Sort
from app.kit import clock, fulltext

WORDS_LONGEST = 200
# What is like a title is looked for from its third word on.
WORDS_LEAST = 3
KINDS = ("question", "article", "idea", "member", "tag")
SORTS: tuple[Sort, ...] = ("best", "newest", "votes")
SOLVED = {"yes": True, "no": False}
# What narrows a search; the words and their type are no filters.
FILTERS = ("product", "tag", "solved", "status", "age")


def wanted_now() -> Wanted:
    """Read what is searched for from the address; what makes no sense there is not asked for."""
    given = request.args
    kind = given.get("type", "")
    kind = kind if kind in KINDS else ""
    status = given.get("status", "")
    # What one kind alone has is asked of that kind: a filter nobody sees would hide the others.
    is_of_threads, is_of_ideas = kind in ("", "question"), kind == "idea"
    return Wanted(
        words=words_typed(),
        product=_plain(given.get("product", "")) or None,
        tag=_plain(given.get("tag", "")) or None,
        solved=SOLVED.get(given.get("solved", "")) if is_of_threads else None,
        status=status if is_of_ideas and status in STATUSES else None,
        kind=kind,
        since=since(given.get("age", "")),
        sort=next((sort for sort in SORTS if sort == given.get("sort")), "best"),
        old=given.get("old") == "yes",
        exact=given.get("exact") == "yes",
    )


def words_typed() -> str:
    """Return what stands in the box."""
    return _plain(request.args.get("q", ""))


def says_enough(title: str) -> bool:
    """Say whether a title has words enough to look for what is like it.

    Where no blank parts them every sign but the last begins one.
    """
    if len(title.split()) >= WORDS_LEAST:
        return True
    return fulltext.has_unspaced(title) and len(fulltext.words_in(title)) >= WORDS_LEAST


def since(age: str) -> date | None:
    """Return the first day that is not older than this age; none for any age."""
    days = AGES.get(age)
    return clock.now().date() - timedelta(days=days) if days else None


def is_filtered() -> bool:
    """Say whether the address narrows the search beyond its words and their type."""
    return any(request.args.get(name) for name in FILTERS)


def address_of(page_number: int = 1, /, **different: str) -> str:
    """Return where another page of these results is, or of others."""
    query: dict[str, Any] = {k: v for k, v in request.args.items() if k != "page" and v}
    query = {k: v for k, v in (query | different).items() if v}
    if page_number > 1:
        query["page"] = page_number
    return f"/search?{urlencode(query)}"


def addresses_by(name: str) -> Callable[[str], str]:
    """Return what makes addresses that differ in one value alone; an empty one leaves it out."""
    rest = address_of(**{name: ""})
    joint = "" if rest.endswith("?") else "&"
    return lambda value: f"{rest}{joint}{name}={quote_plus(value)}" if value else rest


def unfiltered() -> dict[str, str]:
    """Return the changes that take every filter out of an address."""
    return dict.fromkeys(FILTERS, "")


def _plain(text: str) -> str:
    return text[:WORDS_LONGEST].replace("\x00", " ").strip()
