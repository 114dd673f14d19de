"""How a search is put to Whoosh: the query, the documents it may meet, the time it may take."""

import time
from collections.abc import Iterator
from typing import Any

from whoosh import collectors, query
from whoosh.searching import TimeLimit

from app.kit.fulltext.contract import DEEPEST, Query, Sought, Term, Way
from app.kit.fulltext.searchers import Seat
from app.kit.fulltext.whoosh.schema import facets

TIME_LIMIT = 0.1
# Fewer hits than this, and the words may match in part.
HARDLY_ANY = 3
_GLANCE_EVERY = 16

Ranking = list[tuple[int, float]]


def ranked(seat: Seat, asked: Query, wanted: Sought) -> tuple[Ranking, bool]:
    """Give document numbers and scores, one more than asked for, and whether it was widened."""
    allowed = _allowed(seat, asked)
    if allowed is not None and not any(allowed):
        return [], False
    best = _search(seat, asked, _as_query(wanted, wide=asked.match == "any"), allowed)
    # Who quotes means it: a phrase is never given up, only the words beside it.
    if asked.match == "best" and len(best) < HARDLY_ANY and len(wanted.terms) > 1:
        wider = _search(seat, asked, _as_query(wanted, wide=True), allowed)
        if len(wider) > len(best):
            return wider, True
    return best, False


def _search(
    seat: Seat, asked: Query, sought: Any, allowed: bytes | None
) -> list[tuple[int, float]]:
    """Give document numbers and scores, one more than asked for, best first."""
    most = min(max(asked.offset, 0) + max(asked.limit, 1), DEEPEST) + 1
    top = collectors.TopCollector(limit=max(most, HARDLY_ANY))
    try:
        seat.searcher.search_with_collector(sought, _Bounded(top, allowed))
    except TimeLimit:
        top.finish()
    return list(top.results().items())


def _as_query(wanted: Sought, *, wide: bool) -> Any:
    terms = [_term(term) for term in wanted.terms]
    phrases = [_term(term) for term in wanted.phrases]
    parts = [*phrases, *([query.Or(terms)] if wide and terms else terms)]
    sought = query.And(parts)
    if not wanted.excluded:
        return sought
    return query.AndNot(sought, query.Or([_way(way) for way in wanted.excluded]))


def _term(term: Term) -> Any:
    ways = [_way(way, term.weight) for way in term.ways]
    return ways[0] if len(ways) == 1 else query.Or(ways)


def _way(way: Way, weight: float = 1.0) -> Any:
    boost = way.weight * weight
    if len(way.stems) > 1:
        return query.Phrase("text", list(way.stems), boost=boost)
    return query.Term("text", way.stems[0], boost=boost)


def _allowed(seat: Seat, asked: Query) -> bytes | None:
    """Give a byte for each document, 0 where kind and filters shut it out; None shuts out none."""
    choices = [facets(name, values) for name, values in asked.filters.items()]
    if asked.kinds:
        choices.append(facets("", asked.kinds))
    if not choices:
        return None

    def carried_by(facet: str) -> Iterator[int]:
        found: Iterator[int] = seat.searcher.docs_for_query(query.Term("facets", facet))
        return found

    size = seat.searcher.doc_count_all()
    allowed = int.from_bytes(b"\x01" * size, "little")
    for choice in choices:
        any_of = 0
        for facet in choice:
            any_of |= seat.mask(facet, carried_by)
        allowed &= any_of
    return allowed.to_bytes(size, "little")


class _Bounded(collectors.WrappingCollector):
    """Collects allowed documents until time is up.

    Whoosh has a collector for each; stacked, the outer one switches the inner one off.
    """

    def __init__(self, child: Any, allowed: bytes | None) -> None:
        super().__init__(child)
        self._allowed = allowed
        # Time of this thread's own work: a busy machine must not cost the reader any hits.
        self._until = time.thread_time() + TIME_LIMIT

    def collect_matches(self) -> None:
        allowed, offset = self._allowed, self.offset
        for count, number in enumerate(self.matches()):
            if allowed is None or allowed[offset + number]:
                self.collect(number)
            if count % _GLANCE_EVERY == 0 and time.thread_time() > self._until:
                raise TimeLimit
