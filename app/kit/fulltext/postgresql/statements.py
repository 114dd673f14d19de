"""How a search is put to PostgreSQL: one statement, of no more parts than the search needs."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from app.kit.fulltext.contract import Query
from app.kit.fulltext.postgresql.generations import Generation
from app.kit.fulltext.postgresql.questions import Question
from app.kit.fulltext.postgresql.rows import VALUE_BITS, clean, facets, name_number

# So many that match best are looked at more closely; where they are counted, some more.
MOST_LOOKED_AT = 500
MOST_COUNTED = 5_000

_ASKED = """
    unnest(%(stems)s::integer[], %(terms)s::integer[], %(ways)s::integer[], %(sizes)s::integer[],
        %(weights)s::float8[]) AS a (stem, term, way, size, weight)
    JOIN {postings} AS p ON p.stem = a.stem /* any kind */"""
_OF_KINDS = "AND p.kind = ANY(%(kind_numbers)s::smallint[])"
_ENOUGH = "count(*) >= %(needed)s"
_ALL_THERE = "count(*) FILTER (WHERE term BETWEEN 0 AND %(demanded)s - 1) >= %(demanded)s"
# Of every way to say a term what its stems are worth together, where all of them are there;
# of every term its best way; of the document the sum.
_BY_WORDS = f"""
scored AS (
    SELECT p.document, sum(a.weight * p.worth) AS score FROM {_ASKED}
    GROUP BY p.document HAVING {_ENOUGH}
)"""
_BY_TERMS = f"""
scored AS (
    SELECT document, sum(score) AS score FROM met GROUP BY document
    HAVING {_ENOUGH} AND {_ALL_THERE} AND min(term) >= 0
)"""
# No word is sought: all that the filters leave, but what is excluded.
_EVERYTHING = """
scored AS (SELECT id AS document, 0::float8 AS score FROM {documents})"""
_ALL_BUT = """
scored AS (
    SELECT id AS document, 0::float8 AS score FROM {documents} AS e
    WHERE NOT EXISTS (SELECT FROM met WHERE met.document = e.id)
)"""
_WAYS = f"""
met AS (
    SELECT p.document, a.term, max(a.weight * p.worth) AS score FROM {_ASKED}
    GROUP BY p.document, a.term
),"""
_PHRASES = f"""
said AS (
    SELECT p.document, a.term, a.way, sum(a.weight * p.worth) AS score FROM {_ASKED}
    GROUP BY p.document, a.term, a.way, a.size HAVING count(*) = a.size
),
phrases AS (
    SELECT way, phrase::tsquery AS phrase
    FROM unnest(%(places)s::integer[], %(phrases)s::text[]) AS f (way, phrase)
),
met AS (
    SELECT s.document, s.term, max(s.score) AS score
    FROM said AS s LEFT JOIN phrases AS f USING (way)
    WHERE f.way IS NULL OR (SELECT t.words @@ f.phrase FROM {{texts}} AS t WHERE t.id = s.document)
    GROUP BY s.document, s.term
),"""


_BEST = """
best AS MATERIALIZED (
    SELECT document, score FROM scored ORDER BY score DESC, document LIMIT %(bound)s
),"""
_LOOKED_AT = "SELECT 'looked at', '', '', count(*), 0 FROM best"


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL with its values, and the bit of each filter that something is counted without.

    `bound` is how many of the best are looked at, None where all are.
    """

    sql: str
    values: dict[str, Any]
    bits: dict[str, int]
    bound: int | None


@dataclass(slots=True)
class _Filters:
    """Conditions that always hold, and by name those that a count leaves out in turn."""

    hard: list[str]
    soft: dict[str, str]
    values: dict[str, Any]


def statement(
    asked: Question,
    query: Query,
    generation: Generation,
    numbers: Mapping[str, int],
    most: int,
    *,
    is_bound: bool,
) -> Statement:
    """Compose the whole search: what matches, the best of it, and what is counted of it.

    Where it `is_bound`, what does not match well is not looked at.
    """
    filters = _filters(query)
    bits = {name: 1 << place for place, name in enumerate(filters.soft)}
    failed = " + ".join(
        f"CASE WHEN {condition} THEN 0 ELSE {bits[name]} END"
        for name, condition in filters.soft.items()
    )
    values = _values(asked, numbers) | filters.values | {"most": most}
    bound = _bound(asked, query, most) if is_bound else None
    values["bound"] = bound and bound + 1
    outcomes = [_hits(query), *([_LOOKED_AT] if bound else []), *_counts(query, bits, values)]
    sql = f"""WITH {_matching(asked, query, values)},
        {_BEST if bound else ""}
        matched AS MATERIALIZED (
            SELECT d.id, d.key, d.kind, d.day, {"d.facets," if query.counted else ""} s.score,
                {failed or "0"} AS failed
            FROM {"best" if bound else "scored"} AS s JOIN {{documents}} AS d ON d.id = s.document
            WHERE {" AND ".join(filters.hard) or "true"}
        )
        {" UNION ALL ".join(outcomes)}"""
    return Statement(generation.sql(sql), values, bits, bound)


def _bound(asked: Question, query: Query, most: int) -> int | None:
    if not asked.needed or query.order == "newest":
        return None
    return max(MOST_COUNTED if query.counted or query.ages else MOST_LOOKED_AT, most)


def _values(asked: Question, numbers: Mapping[str, int]) -> dict[str, Any]:
    """Give what is asked, a stem that the index has not got left out: nothing can match it."""
    known = [(numbers[stem], *rest) for stem, *rest in asked.rows if stem in numbers]
    names = ("stems", "terms", "ways", "sizes", "weights")
    columns: Any = zip(*known, strict=True) if known else [()] * len(names)
    return {
        **{name: list(column) for name, column in zip(names, columns, strict=True)},
        "places": list(asked.phrases),
        "phrases": list(asked.phrases.values()),
        "needed": asked.needed,
        "demanded": asked.demanded,
    }


def _matching(asked: Question, query: Query, values: dict[str, Any]) -> str:
    if not asked.rows:
        return _EVERYTHING
    if not (asked.phrases or asked.has_ways or 0 < asked.demanded < asked.needed):
        found = _BY_WORDS
    else:
        found = (_PHRASES if asked.phrases else _WAYS) + (_BY_TERMS if asked.needed else _ALL_BUT)
    if not query.kinds or "kind" in query.counted:
        return found
    values["kind_numbers"] = [name_number(clean(kind)) for kind in query.kinds]
    return found.replace("/* any kind */", _OF_KINDS)


def _filters(query: Query) -> _Filters:
    found = _Filters([], {}, {})
    if query.kinds:
        found.values["kinds"] = [clean(kind) for kind in query.kinds]
        _add(found, "kind", "d.kind = ANY(%(kinds)s)", query.counted)
    for place, (name, wanted) in enumerate(query.filters.items()):
        found.values[f"filter{place}"] = _numbers(name, wanted)
        _add(found, name, f"d.facets && %(filter{place})s::bigint[]", query.counted)
    for name, wanted in query.every.items():
        found.values.setdefault("every", []).extend(_numbers(name, wanted))
    for name, unwanted in query.without.items():
        found.values.setdefault("without", []).extend(_numbers(name, unwanted))
    if "every" in found.values:
        found.hard.append("d.facets @> %(every)s::bigint[]")
    if "without" in found.values:
        found.hard.append("NOT d.facets && %(without)s::bigint[]")
    if query.since is not None or query.until is not None:
        found.values |= {"since": query.since, "until": query.until}
        bounds = "d.day BETWEEN coalesce(%(since)s, d.day) AND coalesce(%(until)s, d.day)"
        _add(found, "age", bounds, ["age"] if query.ages else [])
    return found


def _add(filters: _Filters, name: str, condition: str, counted: Collection[str]) -> None:
    if name in counted:
        filters.soft[name] = condition
    else:
        filters.hard.append(condition)


def _numbers(name: str, values: Collection[str]) -> list[int]:
    return [facet.number for facet in facets(name, values)]


def _hits(query: Query) -> str:
    order = "day DESC, score DESC" if query.order == "newest" else "score DESC"
    return f"""(
        SELECT 'hit' AS what, key AS name, kind, score, 0 AS failed FROM matched
        WHERE failed = 0 ORDER BY {order}, id LIMIT %(most)s
    )"""


def _counts(query: Query, bits: Mapping[str, int], values: dict[str, Any]) -> Iterator[str]:
    if not (query.counted or query.ages):
        return
    values |= {"passing": [0, *bits.values()], "aged": [0, bits.get("age", 0)]}
    names = [clean(name) for name in query.counted]
    values |= {"ages": list(query.ages), "names": names}
    values["name_numbers"] = [name_number(name) for name in names]
    yield "SELECT 'total', '', '', count(*) FILTER (WHERE failed = 0), count(*) FROM matched"
    if "kind" in query.counted:
        yield """
            SELECT 'facet', kind, 'kind', count(*), failed FROM matched
            WHERE failed = ANY(%(passing)s) GROUP BY kind, failed"""
    if query.ages:
        yield """
            SELECT 'facet', age::text, 'age', count(*), 0
            FROM matched, unnest(%(ages)s::integer[]) AS age
            WHERE day >= age AND failed = ANY(%(aged)s) GROUP BY age"""
    if set(query.counted) - {"kind"}:
        yield f"""
            SELECT 'facet', f.value, f.name, c.documents, c.failed FROM (
                SELECT facet, failed, count(*) AS documents FROM (
                    SELECT facets, failed FROM matched WHERE failed = ANY(%(passing)s)
                    ORDER BY score DESC LIMIT {MOST_COUNTED}
                ) AS counted, unnest(facets) AS facet
                WHERE facet >> {VALUE_BITS} = ANY(%(name_numbers)s::bigint[]) GROUP BY facet, failed
            ) AS c JOIN {{facets}} AS f ON f.id = c.facet WHERE f.name = ANY(%(names)s)"""
