"""Members whose handle or name begins as what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.domain.search.documents.shaping import begun_as, names_of
from app.domain.search.queries.bounds import Bounds
from app.domain.search.queries.members import MemberLine
from app.domain.search.queries.places import Place, places_of
from app.domain.search.queries.standings import Known
from app.domain.search.rules import BEGUN_CUT
from app.kit import fulltext


def begun_by(words: str, bounds: Bounds) -> list[Place]:
    """Return members who may be called so; what is too short to tell anybody finds nobody.

    Documents know only the first signs of a name, so each of these is looked at once more.
    """
    if "member" not in bounds.kinds or words[:1] in ("-", '"'):
        return []
    # Of what was typed the longest beginning that documents have tells most.
    longest = begun_as(names_of(words))[-1:]
    if not longest:
        return []
    query = replace(bounds, kinds=("member",)).query(
        everything=True, order="newest", limit=BEGUN_CUT
    )
    every = {**bounds.every, "begun": longest}
    return places_of(fulltext.current().find(replace(query, every=every)).hits)


def really_begun(words: str, places: Sequence[Place], known: Mapping[str, Known]) -> list[Place]:
    """Return those who are called so, whoever answered most first."""
    typed = names_of(words)
    lines = {place: known[place.key].line for place in places if place.key in known}
    called = {
        place: line.answer_count
        for place, line in lines.items()
        if isinstance(line, MemberLine) and typed and _begins(line, typed[0])
    }
    return sorted(called, key=lambda place: (-called[place], place.id))


def _begins(line: MemberLine, typed: str) -> bool:
    return any(name.startswith(typed) for name in names_of(line.face.name, line.face.handle))
