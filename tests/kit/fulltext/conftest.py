"""Engines to test: whatever is added to `OPENERS` must pass every contract test."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.kit.fulltext.contract import Engine
from app.kit.fulltext.engines import open_engine

# By the name that a test shows; each is given the request of the fixture and an empty folder.
OPENERS: dict[str, Callable[[pytest.FixtureRequest, Path], Engine]] = {
    "memory": lambda _request, folder: open_engine("memory:", folder),
    "whoosh": lambda _request, folder: open_engine("whoosh:", folder),
}


@pytest.fixture(params=OPENERS)
def engine(request, tmp_path):
    engine = OPENERS[request.param](request, tmp_path / "index")
    yield engine
    engine.close()
