"""How all documents get into the tables of a new index, which nobody searches yet."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import islice

from app.kit.fulltext.contract import Document
from app.kit.fulltext.postgresql import generations
from app.kit.fulltext.postgresql.generations import POURED, Generation
from app.kit.fulltext.postgresql.rows import Facet, Row, row
from app.kit.fulltext.postgresql.server import Connection
from app.kit.fulltext.postgresql.writing import pour, pour_documents, pour_postings

# Documents that are held at once: all of a large community would fill the memory.
_AT_ONCE = 500
# What a crash loses of it is lost with the whole rebuild.
_POURED = f"""
CREATE UNLOGGED TABLE {POURED} (LIKE {{postings}}) WITH (autovacuum_enabled = off)
"""
# One stem's postings lie side by side in the end, so that a search reads a few pages.
_IN_ORDER = f"INSERT INTO {{postings}} SELECT * FROM {POURED} ORDER BY stem, kind, document"


class Intake:
    """Pours documents into the index that a rebuild writes, in order at the end."""

    def __init__(self, connection: Connection, generation: Generation) -> None:
        self._connection = connection
        self._generation = generation
        self._seen: set[str] = set()
        self._stems: dict[str, int] = {}
        self._counts: Counter[str] = Counter()
        self._facets: dict[int, Facet] = {}
        connection.execute(generation.sql(_POURED))

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents; of several with one key the first stays."""
        remaining = iter(documents)
        while some := list(islice(remaining, _AT_ONCE)):
            self._pour(some)

    def _pour(self, documents: Iterable[Document]) -> None:
        rows: list[tuple[int, Row]] = []
        for document in documents:
            if document.key not in self._seen:
                self._seen.add(document.key)
                rows.append((len(self._seen), self._noted(row(document))))
        with self._connection.transaction():
            pour_documents(self._connection, self._generation, rows)
            poured = self._generation.sql(POURED)
            pour_postings(self._connection, poured, rows, self._stems)

    def finish(self) -> Generation:
        """Put everything in the order in which it is read, and give the index with its figures."""
        filled = replace(self._generation, is_complete=True, documents=len(self._seen))
        with self._connection.transaction():
            self._connection.execute(filled.sql(_IN_ORDER))
            self._connection.execute(filled.sql(f"DROP TABLE {POURED}"))
            self._pour_the_rest()
            generations.finish(self._connection, filled)
        return filled

    def _noted(self, written: Row) -> Row:
        for stem in written.worths:
            self._stems.setdefault(stem, len(self._stems) + 1)
        self._counts.update(written.worths.keys())
        self._facets.update((facet.number, facet) for facet in written.facets)
        return written

    def _pour_the_rest(self) -> None:
        into = self._generation.tables
        stems = ((number, stem, self._counts[stem]) for stem, number in self._stems.items())
        pour(self._connection, into["stems"], stems)
        facets = ((number, facet.name, facet.value) for number, facet in self._facets.items())
        pour(self._connection, into["facets"], facets)
        for table, used in (("stems", len(self._stems)), ("documents", len(self._seen))):
            self._connection.execute(
                "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", [into[table], used + 1]
            )
