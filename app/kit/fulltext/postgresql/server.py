"""The connections of one process to the server that holds the index."""

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any, TypeVar

import psycopg
from psycopg import errors
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.pool import PoolProxiedConnection, QueuePool

from app.kit.fulltext.contract import IndexBusy, IndexUnavailable

Connection = psycopg.Connection[tuple[Any, ...]]
T = TypeVar("T")

# A few for the threads of one process, some more for a rush; idle ones cost the server memory.
_KEPT, _RUSH = 4, 8
_PATIENCE = 2  # seconds for a connection: to get one that is free, to reach the server
_LONGEST = 200  # characters of what a server said
_HOPELESS = 5.0  # seconds for which a server that was away is not tried again
_MOST_MS = 2_000  # one search
_MOST_WRITING_MS = 600_000  # one batch; a rebuild's indexes are the longest
_LOCKED_MS = 10_000  # a writer waits so long for another
# A plan is made for each search, from its own stems: the next search's may be far more common.
# Starting helpers and compiling cost more than any search takes. Documents are fetched by number,
# however many the planner expects: to read all of them costs more than any part of them.
_MANNER = (
    "SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off;"
    "SET jit = off; SET max_parallel_workers_per_gather = 0; SET work_mem = '32MB';"
    f"SET statement_timeout = {_MOST_MS}; SET idle_in_transaction_session_timeout = '10min';"
    "SET client_min_messages = warning; SET application_name = 'pukka search'"
)
_WRITING = (
    f"SET statement_timeout = {_MOST_WRITING_MS}; SET lock_timeout = {_LOCKED_MS};"
    "SET enable_seqscan = on; SET enable_hashjoin = on; SET enable_mergejoin = on"
)
_PEN, _REBUILD = (0x70756B6B, 1), (0x70756B6B, 2)  # the two locks, by number

log = logging.getLogger(__name__)


class Server:
    """Lends connections and tells faults of the server from faults of a statement."""

    def __init__(self, url: str) -> None:
        self._url = url.replace("postgresql+psycopg:", "postgresql:", 1)
        self._lock = Lock()
        self._away_since = -_HOPELESS
        self._why_away = ""
        self._pool = self._new_pool()

    def read(self, work: Callable[[Connection], T]) -> T:
        """Do it, and once more on a new connection: the server may have started afresh.

        It may also have been caught between two indexes, of which the old one is gone by now.
        """
        try:
            return self._attempt(work)
        except errors.QueryCanceled as fault:
            raise IndexUnavailable("The search took too long.") from fault
        except (psycopg.OperationalError, errors.UndefinedTable):
            pass
        except psycopg.Error as fault:
            raise _unreadable(fault) from fault
        try:
            return self._attempt(work)
        except psycopg.Error as fault:
            raise _unreadable(fault) from fault

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Hold the only pen: one transaction, with all or nothing of what is written inside."""
        with self._told(), self.lent() as connection, connection.transaction():
            connection.execute(_WRITING.replace("SET", "SET LOCAL"))
            connection.execute("SELECT pg_advisory_xact_lock(%s, %s)", _PEN)
            yield connection

    @contextmanager
    def rebuilding(self) -> Iterator[Connection]:
        """Hold the only rebuild; the server takes it back from whoever dies holding it."""
        # A connection of its own: what it holds and sets must not come back to the pool.
        with self._told(), self._connect() as connection:
            connection.execute(_WRITING)
            connection.execute("SET maintenance_work_mem = '128MB'; SET work_mem = '128MB'")
            found = connection.execute("SELECT pg_try_advisory_lock(%s, %s)", _REBUILD).fetchone()
            if found != (True,):
                raise IndexBusy("Another process rebuilds the index.")
            yield connection

    @contextmanager
    def lent(self) -> Iterator[Connection]:
        """Lend a connection; one that broke is thrown away, with all that were opened before."""
        if time.monotonic() - self._away_since < _HOPELESS:
            raise IndexUnavailable(self._why_away)
        lent = self._borrow()
        connection: Connection = lent.dbapi_connection  # type: ignore[assignment]
        try:
            yield connection
        finally:
            if connection.broken or connection.closed:
                lent.invalidate()
                self.close()
            else:
                lent.close()

    def close(self) -> None:
        """Let go of the connections that are idle; those at work are closed when they come back."""
        with self._lock:
            old, self._pool = self._pool, self._new_pool()
        old.dispose()

    def _attempt(self, work: Callable[[Connection], T]) -> T:
        with self.lent() as connection:
            return work(connection)

    def _borrow(self) -> PoolProxiedConnection:
        try:
            return self._pool.connect()
        except NoneFree as fault:
            raise IndexUnavailable("All connections to the search index are at work.") from fault

    def _new_pool(self) -> QueuePool:
        return QueuePool(
            self._connect,  # type: ignore[arg-type]
            pool_size=_KEPT,
            max_overflow=_RUSH,
            timeout=_PATIENCE,
            use_lifo=True,
        )

    def _connect(self) -> Connection:
        try:
            connection = psycopg.connect(
                self._url,
                autocommit=True,
                prepare_threshold=None,
                connect_timeout=_PATIENCE,
                keepalives_idle=30,
            )
            connection.execute(_MANNER)
        except psycopg.OperationalError as fault:
            self._why_away = f"The server of the search index cannot be reached: {_said(fault)}"
            self._away_since = time.monotonic()
            raise IndexUnavailable(self._why_away) from fault
        return connection

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except errors.LockNotAvailable as fault:
            raise IndexBusy("Another process writes the index.") from fault
        except errors.InsufficientPrivilege as fault:
            wanted = "The role of SEARCH_URL wants GRANT CREATE ON DATABASE, to make a schema."
            raise IndexUnavailable(wanted) from fault
        except (psycopg.OperationalError, errors.ReadOnlySqlTransaction) as fault:
            raise IndexUnavailable(f"The search index cannot be written: {_said(fault)}") from fault


def _said(fault: psycopg.Error) -> str:
    """Give in one line what the server or the network said; it tells no password."""
    return " ".join(str(fault).split())[:_LONGEST]


def _unreadable(fault: psycopg.Error) -> IndexUnavailable:
    if isinstance(fault, errors.UndefinedTable):  # it is not built yet, as doctor says
        return IndexUnavailable("There is no search index yet, or it lost a table.")
    log.warning("The search index cannot be read.", exc_info=fault)
    return IndexUnavailable(f"The search index cannot be read: {_said(fault)}")
