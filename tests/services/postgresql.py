"""PostgreSQL for tests: the server that TEST_DATABASE_URL names, or one of our own.

`postgresql_url` is an empty database for this test process (each of several has its own).
`new_postgresql_database()` makes another, for tests that migrate, break or fill a whole database.
"""

import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import URL, make_url

from tests.services.missing import require
from tests.services.processes import as_user, free_port, running
from tests.services.programs import postgresql

# A test server forgets everything at the end, so it need not be careful with the disk.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "shared_buffers": "64MB",
    "max_connections": "60",
    "listen_addresses": "127.0.0.1",
}


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[URL]:
    """Where a PostgreSQL server answers; its database is one that new ones are made from."""
    require("postgresql")
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        yield make_url(given).set(drivername="postgresql+psycopg")
        return
    with own_server() as url:
        yield url


@pytest.fixture(scope="session")
def new_postgresql_database(postgresql_server: URL, worker_id: str) -> Iterator[Callable[[], str]]:
    """Makes an empty database and tells its URL; all of them go when the run ends."""
    made: list[str] = []
    numbers = itertools.count(1)

    def new_database() -> str:
        name = f"pukka_test_{worker_id}_{next(numbers)}"
        made.append(name)
        _drop(postgresql_server, name)
        _execute(postgresql_server, "CREATE DATABASE {} TEMPLATE template0", name)
        return postgresql_server.set(database=name).render_as_string(hide_password=False)

    yield new_database
    for name in made:
        _drop(postgresql_server, name)


@pytest.fixture(scope="session")
def postgresql_url(new_postgresql_database: Callable[[], str]) -> str:
    """The URL of this process's own database, empty at first: `postgresql+psycopg://…`."""
    return new_postgresql_database()


@contextmanager
def own_server() -> Iterator[URL]:
    """A server of our own in a temporary folder, on loopback, ended with the block."""
    # The server refuses to run as root, so root hands the folder to somebody who owns nothing.
    user = _plain_user() if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="pukka-pg-"))
    try:
        if user:
            shutil.chown(folder, user)
        _make_cluster(folder / "data", user)
        port = free_port()
        url = URL.create("postgresql+psycopg", "pukka", host="127.0.0.1", port=port)
        url = url.set(database="postgres")
        settings = CARELESS | {"port": str(port), "unix_socket_directories": str(folder)}
        command = [_program("postgres"), "-D", str(folder / "data")]
        command += [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with running(
            command,
            ready=lambda: _accepts(url),
            log=folder / "log",
            user=user,
            cwd=folder,
            stop_with=signal.SIGINT,  # "fast": open connections are ended, not waited for
        ):
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _plain_user() -> str:
    try:
        as_user("postgres")
    except KeyError:
        return "nobody"
    return "postgres"


def _make_cluster(folder: Path, user: str | None) -> None:
    command = [_program("initdb"), "--pgdata", str(folder), "--username=pukka", "--auth=trust"]
    command += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
    made = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder.parent, **as_user(user)
    )
    if made.returncode:
        raise RuntimeError(f"initdb failed:\n{made.stdout}\n{made.stderr}")


def _program(name: str) -> str:
    path = postgresql(name)
    if path is None:
        raise FileNotFoundError(f"PostgreSQL's {name} is not on this machine")
    return path


def _accepts(url: URL) -> bool:
    try:
        with psycopg.connect(_conninfo(url), connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False


def _execute(server: URL, statement: str, name: str) -> None:
    with psycopg.connect(_conninfo(server), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _drop(server: URL, name: str) -> None:
    _execute(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _conninfo(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)
