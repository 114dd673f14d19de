"""Engines to test: whatever is added to `OPENERS` must pass every contract test."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest

from app.kit.fulltext.contract import Engine
from app.kit.fulltext.engines import open_engine


@pytest.fixture
def search_server(postgresql_url: str) -> str:
    """The URL of a PostgreSQL that has no search index."""
    with psycopg.connect(postgresql_url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute("DROP SCHEMA IF EXISTS pukka_search CASCADE")
    return postgresql_url


def _on_postgresql(request: pytest.FixtureRequest, folder: Path) -> Engine:
    return open_engine(request.getfixturevalue("search_server"), folder)


# By the name that a test shows; each is given the request of the fixture and an empty folder.
OPENERS: dict[str, Callable[[pytest.FixtureRequest, Path], Engine]] = {
    "memory": lambda _request, folder: open_engine("memory:", folder),
    "whoosh": lambda _request, folder: open_engine("whoosh:", folder),
    "tantivy": lambda _request, folder: open_engine("tantivy:", folder),
    "postgresql": _on_postgresql,
}
# What an engine needs beside Python; without it, its tests are left out by name.
NEEDED = {"postgresql": [pytest.mark.needs("postgresql")]}


@pytest.fixture(params=[pytest.param(name, marks=NEEDED.get(name, [])) for name in OPENERS])
def engine(request, tmp_path):
    engine = OPENERS[request.param](request, tmp_path / "index")
    yield engine
    engine.close()
