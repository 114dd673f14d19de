"""How a search is put to tantivy."""

import math
from collections.abc import Sequence
from functools import partial

import tantivy
from tantivy import FieldType, Occur

from app.kit.fulltext.contract import Query, Sought, Term, Way
from app.kit.fulltext.tantivy.schema import GRAIN, MOST, SCHEMA, clean, facets

_term = partial(tantivy.Query.term_query, SCHEMA)
_all = tantivy.Query.all_query
# A set of terms is looked up in all documents, a few terms in those alone that have the words.
_FEW = 16


class Questions:
    """Puts searches to one searcher, whose frequencies say what a word is worth."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher

    def matching(self, sought: Sought, *, wide: bool, is_scored: bool = True) -> tantivy.Query:
        """Ask for everything that is sought, or for any of the plain words."""
        needed = [self._of_term(term, is_scored=is_scored) for term in sought.phrases]
        words = [self._of_term(term, is_scored=is_scored) for term in sought.terms]
        if wide and words:
            needed.append(_either(words))
        else:
            needed += words
        parts = [(Occur.Must, one) for one in needed or [_scoring(_all(), 0.0)]]
        parts += [(Occur.MustNot, self._having(way, "text")) for way in sought.excluded]
        return tantivy.Query.boolean_query(parts)

    def _of_term(self, term: Term, *, is_scored: bool) -> tantivy.Query:
        if is_scored:
            ways = [self._of_way(term, way) for way in term.ways]
        else:
            ways = [self._having(way, term.zone or "text") for way in term.ways]
        return ways[0] if len(ways) == 1 else tantivy.Query.disjunction_max_query(ways)

    def _having(self, way: Way, field: str) -> tantivy.Query:
        """Ask who has it at all."""
        if len(way.stems) == 1:
            return _scoring(_term(field, way.stems[0]), 0.0)
        return _scoring(tantivy.Query.phrase_query(SCHEMA, field, list(way.stems)), 0.0)

    def _of_way(self, term: Term, way: Way) -> tantivy.Query:
        field = term.zone or "text"
        parts = [(Occur.Must, self._having(way, field))]
        for stem, weight in zip(way.stems, self._weights(term, way), strict=True):
            if term.zone:
                parts.append((Occur.Must, _scoring(_term(field, stem), weight)))
            else:
                parts += [(Occur.Should, level) for level in self._levels(stem, weight)]
        return tantivy.Query.boolean_query(parts)

    def _levels(self, stem: str, weight: float) -> list[tantivy.Query]:
        return [
            _scoring(_term("worths", word), weight * level / GRAIN)
            for level in range(1, MOST + 1)
            if self._searcher.doc_freq("worths", word := f"{stem}~{level}")
        ]

    def _weights(self, term: Term, way: Way) -> list[float]:
        """Give the weights of its stems; another wording never counts more than the one typed."""
        field = term.zone or "text"
        own = [self._rarity(field, stem) for stem in way.stems]
        typed = term.ways[0].stems
        first = sum(self._rarity(field, stem) for stem in typed)
        is_known = self._searcher.doc_freq(field, typed[0]) > 0
        share = min(1.0, first / (sum(own) or 1.0)) if is_known else 1.0
        return [weight * share * way.weight * term.weight for weight in own]

    def _rarity(self, field: str, stem: str) -> float:
        documents = self._searcher.num_docs
        common = min(self._searcher.doc_freq(field, stem), documents)
        return math.log1p((documents - common + 0.5) / (common + 0.5))


def passing(matching: tantivy.Query, query: Query, *, but: str = "") -> tantivy.Query:
    """Keep what passes the filters, one of them left out where its own values are counted."""
    parts = [(Occur.Must, matching)]
    for name, wanted in {**query.filters, "kind": query.kinds or None}.items():
        if wanted is not None and name != but:
            field = "kind" if wanted is query.kinds else "facets"
            values = [clean(v) for v in wanted] if field == "kind" else facets(name, wanted)
            parts.append((Occur.Must, _scoring(_any_of(field, values), 0.0)))
    for name, wanted in query.every.items():
        parts += [(Occur.Must, _scoring(_term("facets", one), 0.0)) for one in facets(name, wanted)]
    for name, unwanted in query.without.items():
        parts.append((Occur.MustNot, _any_of("facets", facets(name, unwanted))))
    if but != "age" and (query.since is not None or query.until is not None):
        parts.append((Occur.Must, _scoring(days(query.since, query.until), 0.0)))
    return tantivy.Query.boolean_query(parts)


def days(since: int | None, until: int | None = None) -> tantivy.Query:
    """Ask for what was written within these days, both included."""
    return tantivy.Query.range_query(SCHEMA, "day", FieldType.Integer, since, until)


def _any_of(field: str, values: Sequence[str]) -> tantivy.Query:
    if len(values) > _FEW:
        return tantivy.Query.term_set_query(SCHEMA, field, values)
    return _either([_term(field, value) for value in values])


def _either(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return tantivy.Query.boolean_query([(Occur.Should, one) for one in queries])


def _scoring(query: tantivy.Query, score: float) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, score)
