"""From what is asked to the slice of documents that answers it, and what was counted."""

from typing import Any

import tantivy

from app.kit.fulltext.contract import DEEPEST, Found, Hit, Query
from app.kit.fulltext.tantivy.questions import Questions, passing
from app.kit.fulltext.tantivy.schema import carried_under, value_of
from app.kit.fulltext.understanding import sought_in

# Fewer hits than this, and the words may match in part.
HARDLY_ANY = 3
_MOST_VALUES = 10_000  # of one facet

Counts = dict[str, dict[str, int]]


def find(searcher: tantivy.Searcher, query: Query) -> Found:
    """Search."""
    sought = sought_in(query)
    questions = Questions(searcher)
    is_wide = query.match == "any"
    found, hits = _slice(searcher, query, questions.matching(sought, wide=is_wide))
    # Who quotes means it: a phrase is never given up, only the words beside it.
    if query.match == "best" and hits < HARDLY_ANY and len(sought.terms) > 1:
        wider, more_hits = _slice(searcher, query, questions.matching(sought, wide=True))
        if more_hits > hits:
            found, is_wide = Found(wider.hits, more=wider.more, widened=True), True
    if not (query.counted or query.ages):
        return found
    # What is only counted needs no scores, which cost more than finding.
    matching = questions.matching(sought, wide=is_wide, is_scored=False)
    total, counts = _counts(searcher, query, matching)
    return Found(found.hits, found.more, found.widened, total, counts=counts)


def _slice(searcher: tantivy.Searcher, query: Query, matching: tantivy.Query) -> tuple[Found, int]:
    """Give the slice that was asked for, and how many hits were looked at for it."""
    start = max(query.offset, 0)
    end = min(start + max(query.limit, 0), DEEPEST)
    most = max(min(end, DEEPEST - 1) + 1, HARDLY_ANY)
    by = "day" if query.order == "newest" else None
    passed = passing(matching, query)
    found = searcher.search(passed, limit=most, count=False, order_by_field=by).hits
    hits = [_hit(searcher, score, address) for score, address in found[start:end]]
    return Found(hits, more=end < min(len(found), DEEPEST)), len(found)


def _hit(searcher: tantivy.Searcher, score: float, address: tantivy.DocAddress) -> Hit:
    stored = searcher.doc(address)
    return Hit(stored["key"][0], stored["kind"][0], float(score))


def _counts(
    searcher: tantivy.Searcher, query: Query, matching: tantivy.Query
) -> tuple[int, Counts]:
    """Count in one pass whatever is held to the same filters.

    Whatever has a filter of its own, which does not hold for it, costs a pass more.
    """
    is_of_days = query.since is not None or query.until is not None
    filtered = {*query.filters, *(["kind"] if query.kinds else []), *(["age"] * is_of_days)}
    passes: dict[str, dict[str, Any]] = {"": {"total": {"value_count": {"field": "day"}}}}
    for name in query.counted:
        field = "kind" if name == "kind" else carried_under(name)
        terms = {"terms": {"field": field, "size": _MOST_VALUES}}
        passes.setdefault(name if name in filtered else "", {})[f"of {name}"] = terms
    for age in query.ages:
        since = {"range": {"field": "day", "ranges": [{"from": age}]}}
        passes.setdefault("age" if "age" in filtered else "", {})[f"since {age}"] = since
    counted: dict[str, Any] = {}
    for but, aggregates in passes.items():
        counted |= searcher.aggregate(passing(matching, query, but=but), aggregates)
    counts = {name: _by_value(name, counted[f"of {name}"]) for name in query.counted}
    if query.ages:
        counts["age"] = {str(age): _at_least(counted[f"since {age}"]) for age in query.ages}
    return int(counted["total"]["value"]), counts


def _by_value(name: str, of_it: Any) -> dict[str, int]:
    buckets = {one["key"]: int(one["doc_count"]) for one in of_it["buckets"]}
    return buckets if name == "kind" else {value_of(key): n for key, n in buckets.items()}


def _at_least(of_it: Any) -> int:
    return sum(int(one["doc_count"]) for one in of_it["buckets"] if "from" in one)
