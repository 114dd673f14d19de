"""How a few documents come and go in the tables of an index that is searched meanwhile."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from app.kit.fulltext.contract import Document
from app.kit.fulltext.postgresql import generations
from app.kit.fulltext.postgresql.generations import Generation
from app.kit.fulltext.postgresql.rows import Row, clean, row
from app.kit.fulltext.postgresql.server import Connection

# What went leaves its postings behind: they are found by stem only, and swept when idle.
_FORGET = (
    """
    UPDATE {stems} AS s SET documents = s.documents - gone.documents FROM (
        SELECT lexeme, count(*) AS documents
        FROM {texts}, unnest(tsvector_to_array(words)) AS lexeme
        WHERE id = ANY(%s) GROUP BY lexeme
    ) AS gone WHERE s.stem = gone.lexeme
    """,
    "DELETE FROM {texts} WHERE id = ANY(%s)",
    "DELETE FROM {documents} WHERE id = ANY(%s)",
)


def replace(
    connection: Connection, generation: Generation, documents: dict[str, Document | None]
) -> None:
    """Write documents in the place of those of the same keys; nothing takes the place of None."""
    gone = connection.execute(
        generation.sql("SELECT id FROM {documents} WHERE key = ANY(%s)"),
        [[clean(key) for key in documents]],
    ).fetchall()
    if gone:
        for statement in _FORGET:
            connection.execute(generation.sql(statement), [[number for (number,) in gone]])
    rows = [row(document) for document in documents.values() if document]
    if rows:
        _insert(connection, generation, rows)
    generations.count(connection, came=len(rows), went=len(gone))


def sweep(connection: Connection, generation: Generation) -> None:
    """Remove the postings of documents that went, and stems that nothing has any more."""
    connection.execute(
        generation.sql(
            "DELETE FROM {postings} AS p WHERE NOT EXISTS"
            " (SELECT FROM {documents} AS d WHERE d.id = p.document)"
        )
    )
    connection.execute(generation.sql("DELETE FROM {stems} WHERE documents <= 0"))
    generations.tidied(connection)


def _insert(connection: Connection, generation: Generation, rows: Sequence[Row]) -> None:
    stems = _numbers(connection, generation, rows)
    documents = connection.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        [generation.tables["documents"], len(rows)],
    ).fetchall()
    numbered = [(number, written) for (number,), written in zip(documents, rows, strict=True)]
    facets = {facet.number: facet for written in rows for facet in written.facets}
    connection.execute(
        generation.sql(
            "INSERT INTO {facets} SELECT * FROM unnest(%s::bigint[], %s::text[], %s::text[])"
            " ON CONFLICT DO NOTHING"
        ),
        [
            list(facets),
            [facet.name for facet in facets.values()],
            [facet.value for facet in facets.values()],
        ],
    )
    pour_documents(connection, generation, numbered)
    pour_postings(connection, generation.tables["postings"], numbered, stems)


def _numbers(connection: Connection, generation: Generation, rows: Sequence[Row]) -> dict[str, int]:
    """Count the stems of these documents, and give the numbers of all of them."""
    counts = Counter(stem for written in rows for stem in written.worths)
    found = connection.execute(
        generation.sql(
            "INSERT INTO {stems} AS s (stem, documents)"
            " SELECT * FROM unnest(%s::text[], %s::integer[])"
            " ON CONFLICT (stem) DO UPDATE SET documents = s.documents + excluded.documents"
            " RETURNING stem, id"
        ),
        [list(counts), list(counts.values())],
    )
    return dict(found.fetchall())


def pour_documents(
    connection: Connection, generation: Generation, rows: Sequence[tuple[int, Row]]
) -> None:
    """Pour numbered documents and their phrases into the tables."""
    into = generation.tables
    pour(connection, into["documents"], ((number, *it.columns) for number, it in rows))
    pour(connection, into["texts"], ((number, it.words) for number, it in rows))


def pour_postings(
    connection: Connection, table: str, rows: Sequence[tuple[int, Row]], stems: Mapping[str, int]
) -> None:
    """Pour what each numbered stem is worth in each numbered document."""
    postings = (
        (stems[stem], number, worth, written.kind_number)
        for number, written in rows
        for stem, worth in written.worths.items()
    )
    pour(connection, table, postings)


def pour(connection: Connection, table: str, rows: Iterable[Sequence[object]]) -> None:
    """Copy rows into a table, the fastest way there is."""
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as pouring:
        for values in rows:
            pouring.write_row(values)
