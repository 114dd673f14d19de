"""One index in PostgreSQL, searched and written by any number of hosts."""

import logging
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from typing import Any

import psycopg

from app.kit.fulltext.contract import (
    DEEPEST,
    Document,
    Found,
    Frequencies,
    Health,
    Hit,
    IndexUnavailable,
    Query,
    Sought,
)
from app.kit.fulltext.postgresql import generations, questions, statements, writing
from app.kit.fulltext.postgresql.filling import Intake
from app.kit.fulltext.postgresql.generations import Generation
from app.kit.fulltext.postgresql.server import Connection, Server
from app.kit.fulltext.postgresql.stems import Stems
from app.kit.fulltext.remembering import Remembered
from app.kit.fulltext.understanding import sought_in

# Fewer hits than this, and the words may match in part.
HARDLY_ANY = 3
_KEYS_AT_ONCE = 5_000

log = logging.getLogger(__name__)


class PostgresqlEngine:
    """Searches and writes one index, wherever its server is."""

    def __init__(self, url: str) -> None:
        self._server = Server(url)
        self._stems = Stems()
        self._remembered = Remembered()

    def put(self, documents: Iterable[Document]) -> None:
        """Add or replace documents; a damaged or missing index is started anew with them."""
        self._replace({document.key: document for document in documents})

    def drop(self, keys: Iterable[str]) -> None:
        """Forget documents; where there is no index there is nothing to forget."""
        self._replace(dict.fromkeys(keys))

    def find(self, query: Query) -> Found:
        """Search, within the time that the server gives a search."""
        sought = sought_in(query)
        if sought.is_empty and not query.everything:
            return Found([])
        return self._server.read(lambda connection: self._find(connection, query, sought))

    def frequencies(self, stems: Collection[str]) -> Frequencies:
        """Say how common these stems are."""
        return self._server.read(
            lambda connection: self._stems.known(connection, _current(connection), stems)[0]
        )

    def keys(self) -> Iterator[tuple[str, int]]:
        """Give every key and its version."""
        after = ""
        while rows := self._server.read(partial(_keys_after, after=after)):
            yield from rows
            after = rows[-1][0]

    @contextmanager
    def rebuild(self) -> Iterator[Intake]:
        """Write new tables beside those that are searched, and switch to them."""
        with self._server.rebuilding() as connection:
            with self._server.writing() as pen:
                generations.begin_all(pen)
            generations.sweep(connection)
            generation = generations.begin(connection)
            try:
                intake = Intake(connection, generation)
                yield intake
                filled = intake.finish()
                with self._server.writing() as pen:
                    generations.switch(pen, filled)
            except BaseException:
                with suppress(psycopg.Error):
                    generations.drop(connection, generation)
                raise

    def tidy(self) -> None:
        """Remove what replaced and dropped documents left behind, once it is much."""
        with self._server.writing() as connection:
            generation = generations.known(connection)
            if generation and generation.is_untidy:
                writing.sweep(connection, generation)

    def health(self) -> Health:
        """Look whether the tables are there, and whether the server can be asked at all."""
        try:
            generation = self._server.read(generations.known)
        except IndexUnavailable:
            return Health.AWAY
        if generation is None:
            return Health.MISSING
        return Health.READY if generation.is_complete else Health.INCOMPLETE

    def identity(self) -> str:
        """Name the current index: the number of a table is not given twice."""
        try:
            return self._server.read(generations.identity)
        except IndexUnavailable:
            return ""

    def close(self) -> None:
        """Close the connections that are kept."""
        self._server.close()

    def _find(self, connection: Connection, query: Query, sought: Sought) -> Found:
        generation = _current(connection)
        state = generation.number, generation.edition
        found = self._remembered.found(state, query)
        if found is None:
            found = _Search(connection, generation, self._stems, query, sought).found()
            self._remembered.keep(state, query, found)
        return found

    def _replace(self, documents: dict[str, Document | None]) -> None:
        if not documents:
            return
        with self._server.writing() as connection:
            generation = generations.known(connection)
            if generation is None:
                if not any(documents.values()):
                    return
                generation = _start_anew(connection)
            writing.replace(connection, generation, documents)


def _start_anew(connection: Connection) -> Generation:
    generations.begin_all(connection)
    generation = generations.begin(connection)
    generations.finish(connection, generation)
    generations.switch(connection, generation)
    log.warning("The search index was missing or damaged; it starts anew and wants a rebuild.")
    return generation


class _Search:
    """One search on one connection."""

    def __init__(
        self,
        connection: Connection,
        generation: Generation,
        stems: Stems,
        query: Query,
        sought: Sought,
    ) -> None:
        self._connection = connection
        self._query = query
        self._sought = sought
        self._generation = generation
        self._known, self._numbers = stems.known(
            connection, generation, questions.stems_asked(sought)
        )

    def found(self) -> Found:
        """Search for all words, and for any of them where that finds hardly anything."""
        match, several = self._query.match, len(self._sought.terms) > 1
        found, hits = self._ask(wide=match == "any")
        # Who quotes means it: a phrase is never given up, only the words beside it.
        if match == "best" and hits < HARDLY_ANY and several:
            wider, more_hits = self._ask(wide=True)
            if more_hits > hits:
                return wider
        return found

    def _ask(self, *, wide: bool) -> tuple[Found, int]:
        """Give the slice that was asked for, and how many hits there were for all slices."""
        start = max(self._query.offset, 0)
        end = min(start + max(self._query.limit, 0), DEEPEST)
        asked = questions.question(self._sought, self._known, wide=wide)
        most = max(min(end, DEEPEST - 1) + 1, HARDLY_ANY)
        put, rows = self._put(asked, most, is_bound=True)
        looked_at = next((number for what, _, _, number, _ in rows if what == "looked at"), 0)
        is_whole = put.bound is None or looked_at <= put.bound
        hits = _hits(rows)
        if not is_whole and len(hits) < most:
            # Hardly any of the best are within the filters; others may be.
            put, rows = self._put(asked, most, is_bound=False)
            is_whole, hits = True, _hits(rows)
        found = Found(
            hits[start:end],
            more=end < min(len(hits), DEEPEST),
            widened=wide and self._query.match == "best",
        )
        return _counted(found, rows, self._query, put.bits, is_whole=is_whole), len(hits)

    def _put(
        self, asked: questions.Question, most: int, *, is_bound: bool
    ) -> tuple[statements.Statement, list[tuple[Any, ...]]]:
        put = statements.statement(
            asked, self._query, self._generation, self._numbers, most, is_bound=is_bound
        )
        return put, self._connection.execute(put.sql, put.values).fetchall()


def _hits(rows: Iterable[tuple[Any, ...]]) -> list[Hit]:
    return [Hit(name, kind, score) for what, name, kind, score, _ in rows if what == "hit"]


def _counted(
    found: Found,
    rows: Iterable[tuple[Any, ...]],
    query: Query,
    bits: Mapping[str, int],
    *,
    is_whole: bool,
) -> Found:
    """Add what was counted; a value counts what fails no filter, or its own name's alone."""
    counts: dict[str, dict[str, int]] = {name: {} for name in query.counted}
    if query.ages:
        counts["age"] = {str(age): 0 for age in query.ages}
    total = 0
    for what, value, name, number, failed in rows:
        if what == "total":
            total, is_whole = int(number), is_whole and failed <= statements.MOST_COUNTED
        elif what == "facet" and failed in {0, bits.get(name, 0)}:
            counts[name][value] = counts[name].get(value, 0) + int(number)
    return replace(found, total=total, is_whole=is_whole, counts=counts)


def _current(connection: Connection) -> Generation:
    found = generations.current(connection)
    if found is None:
        raise IndexUnavailable("There is no search index yet.")
    return found


def _keys_after(connection: Connection, after: str) -> list[tuple[str, int]]:
    rows: list[tuple[str, int]] = connection.execute(
        _current(connection).sql(
            "SELECT key, version FROM {documents} WHERE key > %s ORDER BY key LIMIT %s"
        ),
        [after, _KEYS_AT_ONCE],
    ).fetchall()
    return rows
