"""Indexes in folders where the disk is full or the folder may not be read: nothing is lost."""

from __future__ import annotations

import random
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.kit.fulltext.contract import Document, Engine, Health, IndexUnavailable, Query
from app.kit.fulltext.engines import open_engine

pytestmark = pytest.mark.parametrize("name", ["whoosh", "tantivy"])
# What a disk that takes nothing is told as, by us or by the system.
REFUSALS = (IndexUnavailable, OSError)


@pytest.fixture
def engine(name: str, tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(f"{name}:", tmp_path)
    yield engine
    engine.close()


def router(number: int, text: str = "It restarts.") -> Document:
    return Document(f"question:{number}", "question", f"Router {number}", text, number)


def long_one(number: int) -> Document:
    chance = random.Random(number)  # noqa: S311 (any words will do)
    words = ("".join(chance.choices("abcdefghijkl", k=9)) for _ in range(9_000))
    return router(number, " ".join(words))


def rebuild(engine: Engine, *documents: Document) -> None:
    with engine.rebuild() as intake:
        intake.put(documents)


def keys_of(engine: Engine, words: str) -> list[str]:
    return sorted(hit.key for hit in engine.find(Query(words)).hits)


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process grow beyond a few kilobytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * 1024, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_a_full_disk_loses_nothing_and_is_written_again_when_there_is_room(
    engine: Engine, tmp_path: Path
) -> None:
    rebuild(engine, router(1))
    before = size(tmp_path)
    with full_disk():
        for _ in range(3):
            with pytest.raises(REFUSALS):
                engine.put([long_one(2)])
        with pytest.raises(REFUSALS):
            rebuild(engine, long_one(3))
        assert keys_of(engine, "router") == ["question:1"]
        assert engine.health() is Health.READY
        # What was half written would fill the disk, try after try.
        assert size(tmp_path) < before + 64 * 1024
        engine.put([router(4)])
    engine.put([long_one(2)])
    assert keys_of(engine, "router") == ["question:1", "question:2", "question:4"]
    assert engine.health() is Health.READY


def test_an_index_that_may_not_be_read_is_not_taken_for_a_lost_one(
    engine: Engine, tmp_path: Path
) -> None:
    rebuild(engine, router(1))
    engine.close()
    (pointer,) = tmp_path.rglob("current")
    kept = pointer.rename(pointer.with_name("kept"))
    pointer.symlink_to(pointer)  # nobody can follow it, not even root
    assert engine.health() is Health.AWAY
    with pytest.raises(IndexUnavailable, match=f"cannot be read: {pointer}"):
        keys_of(engine, "router")
    with pytest.raises(IndexUnavailable, match=f"cannot be read: {pointer}"):
        engine.put([router(2)])
    kept.replace(pointer)
    assert keys_of(engine, "router") == ["question:1"]
    assert engine.health() is Health.READY
