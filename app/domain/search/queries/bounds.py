"""What a search is held to: the facets, the operators, and how far its reader sees."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from app.domain.accounts import names
from app.domain.accounts.models import User
from app.domain.accounts.policy import members_shown
from app.domain.search.queries.language import TYPES, Asked
from app.domain.search.queries.reach import Reach
from app.domain.search.queries.shapes import Wanted
from app.kit.db import db
from app.kit.fulltext import Query

_EPOCH = date(1970, 1, 1)
ME = "me"
_YES_NO = {True: "yes", False: "no"}


@dataclass(frozen=True, slots=True)
class Bounds:
    """The parts of the engine's query that are no words."""

    kinds: Collection[str]
    filters: Mapping[str, Collection[str]]
    every: Mapping[str, Collection[str]]
    without: Mapping[str, Collection[str]]
    since: int | None
    until: int | None
    # Whose it must be: who wrote it, or answered it.
    people: Collection[int]
    # Nothing at all can be within them.
    is_empty: bool

    def query(self, **values: Any) -> Query:
        """Return a query within these bounds."""
        return Query(
            kinds=self.kinds,
            filters=self.filters,
            every=self.every,
            without=self.without,
            since=self.since,
            until=self.until,
            **values,
        )


def bounds_of(wanted: Wanted, asked: Asked, reach: Reach) -> Bounds:
    """Put together what the facets and the operators demand.

    At most one statement, for the people that were named.
    """
    kinds, spaces = _kinds(wanted, asked), _spaces(asked, reach)
    named = [*asked.authors, *asked.without.get("authors", ()), wanted.author or ""]
    people = _people(named, reach)
    filters: dict[str, Collection[str]] = {"space": spaces}
    for name, value in (
        ("product", wanted.product),
        ("tag", wanted.tag),
        ("status", wanted.status),
        ("solved", _YES_NO[wanted.solved] if wanted.solved is not None else None),
    ):
        if value is not None:
            filters[name] = [value]
    authors = _authors(wanted, asked, people)
    if authors is not None:
        filters["by"] = authors
    return Bounds(
        kinds=kinds,
        filters=filters,
        every=_every(asked),
        without=_without(asked, people),
        since=day_number(max(filter(None, (wanted.since, asked.since)), default=None)),
        until=day_number(min(filter(None, (wanted.until, asked.until)), default=None)),
        people=[int(member_id) for member_id in authors or ()],
        is_empty=not (kinds and spaces) or asked.is_contradictory or authors == [],
    )


def kinds_of(asked: Asked) -> list[str]:
    """Return the kinds of things that the operators leave."""
    denied = asked.without.get("kinds", ())
    return [kind for kind in TYPES if kind in (asked.kinds or TYPES) and kind not in denied]


def _kinds(wanted: Wanted, asked: Asked) -> list[str]:
    return [kind for kind in kinds_of(asked) if wanted.kind in ("", kind)]


def _spaces(asked: Asked, reach: Reach) -> list[str]:
    ids = {slug: str(space_id) for slug, space_id in reach.spaces.items()}
    places = reach.places
    if asked.spaces:
        places = [ids[slug] for slug in asked.spaces if slug in ids]
    left = {ids[slug] for slug in asked.without.get("spaces", ()) if slug in ids}
    return [place for place in places if place not in left]


def _authors(wanted: Wanted, asked: Asked, people: Mapping[str, str]) -> list[str] | None:
    """Return whose it must be: any of those in the box, and the one beside it."""
    if not (asked.authors or wanted.author):
        return None
    named = [people[handle] for handle in asked.authors if handle in people]
    if wanted.author is None:
        return named
    one = people.get(wanted.author, "")
    return [one] if one and (not asked.authors or one in named) else []


def _every(asked: Asked) -> dict[str, Collection[str]]:
    demanded: dict[str, Collection[str]] = {"tag": asked.tags, "product": asked.products}
    if asked.is_solved is not None:
        demanded["solved"] = [_YES_NO[asked.is_solved]]
    if asked.is_answered is not None:
        demanded["answered"] = [_YES_NO[asked.is_answered]]
    return {name: values for name, values in demanded.items() if values}


def _without(asked: Asked, people: Mapping[str, str]) -> dict[str, Collection[str]]:
    denied: dict[str, Collection[str]] = {
        "tag": asked.without.get("tags", ()),
        "product": asked.without.get("products", ()),
        "by": [people[one] for one in asked.without.get("authors", ()) if one in people],
    }
    return {name: values for name, values in denied.items() if values}


def _people(handles: Sequence[str], reach: Reach) -> dict[str, str]:
    """Return the ids of these members as documents have them, by how they were typed."""
    # Nobody can be called "me"; who is signed in means themselves.
    found = {ME: str(reach.reader_id)} if reach.reader_id and ME in handles else {}
    keys = {handle: names.handle_key(handle) for handle in handles if handle not in ("", ME)}
    if not keys:
        return found
    rows = db.session.execute(
        select(User.handle_key, User.handle, User.id).where(
            User.handle_key.in_(set(keys.values())), members_shown()
        )
    )
    known = {key: (handle, member_id) for key, handle, member_id in rows}
    return found | {
        typed: str(known[key][1])
        for typed, key in keys.items()
        if key in known and names.same_handle(known[key][0], typed)
    }


def day_number(day: date | None) -> int | None:
    """Return a day as documents have it."""
    return (day - _EPOCH).days if day else None
