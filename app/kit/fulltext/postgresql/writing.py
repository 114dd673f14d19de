"""How documents get into the tables: a few at a time, or all of them anew."""

from collections import Counter
from collections.abc import Iterable, Sequence

from app.kit.fulltext.contract import Document
from app.kit.fulltext.postgresql import generations
from app.kit.fulltext.postgresql.generations import POURED, Generation
from app.kit.fulltext.postgresql.rows import Row, clean, row
from app.kit.fulltext.postgresql.server import Connection

_COLUMNS = "(id, key, kind, version, day, boost, length, keywords, public_words)"
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
        generation.sql("SELECT id, length FROM {documents} WHERE key = ANY(%s)"),
        [[clean(key) for key in documents]],
    ).fetchall()
    if gone:
        for statement in _FORGET:
            connection.execute(generation.sql(statement), [[number for number, _ in gone]])
    rows = [row(document) for document in documents.values() if document]
    if rows:
        _insert(connection, generation, rows)
    lengths = [written.length for written in rows]
    generations.count(connection, lengths, [length for _, length in gone])


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
    counts = Counter(stem for written in rows for stem in written.weights)
    found = connection.execute(
        generation.sql(
            "INSERT INTO {stems} AS s (stem, documents)"
            " SELECT * FROM unnest(%s::text[], %s::integer[])"
            " ON CONFLICT (stem) DO UPDATE SET documents = s.documents + excluded.documents"
            " RETURNING stem, id"
        ),
        [list(counts), list(counts.values())],
    )
    stems: dict[str, int] = dict(found.fetchall())
    numbers = connection.execute(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
        [generation.tables["documents"], len(rows)],
    ).fetchall()
    numbered = [(number, written) for (number,), written in zip(numbers, rows, strict=True)]
    copy(connection, generation, numbered, stems)


def copy(
    connection: Connection,
    generation: Generation,
    rows: Sequence[tuple[int, Row]],
    stems: dict[str, int],
    postings: str = "{postings}",
) -> None:
    """Pour numbered rows into the tables, of which the one of stems has the stems already."""
    with connection.cursor() as cursor:
        into = generation.sql("COPY {documents} " + _COLUMNS + " FROM STDIN")
        with cursor.copy(into) as pouring:
            for number, written in rows:
                pouring.write_row((number, *written.columns))
        with cursor.copy(generation.sql("COPY {texts} FROM STDIN")) as pouring:
            for number, written in rows:
                pouring.write_row((number, written.words))
        with cursor.copy(generation.sql(f"COPY {postings} FROM STDIN")) as pouring:
            pouring.write("".join(_postings(rows, stems)))


def _postings(rows: Iterable[tuple[int, Row]], stems: dict[str, int]) -> Iterable[str]:
    for number, written in rows:
        for stem, weight in written.weights.items():
            yield f"{stems[stem]}\t{number}\t{weight:.6g}\t{written.length}\n"


class Intake:
    """Pours documents into the index that a rebuild writes, sorted at the end."""

    def __init__(self, connection: Connection, generation: Generation) -> None:
        self._connection = connection
        self._generation = generation
        self._seen: set[str] = set()
        self._stems: dict[str, int] = {}
        self._counts: Counter[str] = Counter()
        self._lengths: list[int] = []
        # What a crash loses here is lost with the whole rebuild.
        self._execute(
            f"CREATE UNLOGGED TABLE {POURED} (LIKE {{postings}}) WITH (autovacuum_enabled=off)"
        )

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents; of several with one key the first stays."""
        rows: list[tuple[int, Row]] = []
        for document in documents:
            if document.key in self._seen:
                continue
            self._seen.add(document.key)
            written = row(document)
            for stem in written.weights:
                self._stems.setdefault(stem, len(self._stems) + 1)
            self._counts.update(written.weights.keys())
            self._lengths.append(written.length)
            rows.append((len(self._lengths), written))
        with self._connection.transaction():
            copy(self._connection, self._generation, rows, self._stems, POURED)

    def finish(self) -> Generation:
        """Put everything in the order in which it is read, and give the index with its figures."""
        with self._connection.transaction():
            self._execute(
                f"INSERT INTO {{postings}} SELECT * FROM {POURED} ORDER BY stem, document"
            )
            self._execute(f"DROP TABLE {POURED}")
            self._write_stems()
            generations.finish(self._connection, self._generation)
        return Generation(
            self._generation.number,
            is_complete=True,
            documents=len(self._lengths),
            lengths=sum(self._lengths),
            squares=sum(length**2 for length in self._lengths),
        )

    def _write_stems(self) -> None:
        with (
            self._connection.cursor() as cursor,
            cursor.copy(self._generation.sql("COPY {stems} FROM STDIN")) as pouring,
        ):
            for stem, number in self._stems.items():
                pouring.write_row((number, stem, self._counts[stem]))
        for table, used in (("stems", len(self._stems)), ("documents", len(self._lengths))):
            self._connection.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                [self._generation.tables[table], used + 1],
            )

    def _execute(self, statement: str) -> None:
        self._connection.execute(self._generation.sql(statement))
