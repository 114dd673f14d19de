"""The index of one big host: several processes, damage, and a wheel that may not be there."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import tantivy

from app import create_app
from app.kit.fulltext.contract import Document, Health, IndexBusy, IndexUnavailable, Query
from app.kit.fulltext.engines import open_engine
from tests.conftest import settings_for

ROOT = Path(__file__).parents[3]


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def engine(folder):
    engine = open_engine("tantivy:", folder)
    yield engine
    engine.close()


def router(number):
    return Document(f"question:{number}", "question", f"Router {number}", "It restarts.", number)


def keys_of(engine, words):
    return sorted(hit.key for hit in engine.find(Query(words, limit=100)).hits)


def rebuild(engine, *documents):
    with engine.rebuild() as intake:
        intake.put(documents)


def in_another_process(folder, work):
    script = (
        "import os, sys; from pathlib import Path; from app.kit.fulltext.contract import Document\n"
        "from app.kit.fulltext.engines import open_engine\n"
        "engine = open_engine('tantivy:', Path(sys.argv[1]))\n"
        "router = Document('question:9', 'question', 'Router', '')\n"
    )
    command = [sys.executable, "-c", script + work, str(folder)]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def test_what_another_process_writes_is_found_within_a_second(engine, folder, monkeypatch):
    rebuild(engine, router(1))
    assert keys_of(engine, "router") == ["question:1"]
    assert in_another_process(folder, "engine.put([router])") == 0
    monkeypatch.setattr("app.kit.fulltext.tantivy.engine._GLANCE", 0.0)
    assert keys_of(engine, "router") == ["question:1", "question:9"]


def test_an_index_that_another_process_rebuilt_is_searched_at_once(engine, folder):
    rebuild(engine, router(1))
    assert keys_of(engine, "router") == ["question:1"]
    assert in_another_process(folder, "with engine.rebuild() as it: it.put([router])") == 0
    assert keys_of(engine, "router") == ["question:9"]


def test_a_rebuild_that_was_killed_harms_nothing(engine, folder):
    rebuild(engine, router(1))
    work = "with engine.rebuild() as it:\n    it.put([router])\n    os.kill(os.getpid(), 9)"
    assert in_another_process(folder, work) == -9
    assert keys_of(engine, "router") == ["question:1"]
    rebuild(engine, router(2))
    assert keys_of(engine, "router") == ["question:2"]


def test_one_rebuild_at_a_time(engine, folder):
    with engine.rebuild(), pytest.raises(IndexBusy), open_engine("tantivy:", folder).rebuild():
        pass
    assert engine.health() is Health.READY


def test_a_damaged_index_is_unavailable_and_starts_anew(engine, folder):
    rebuild(engine, router(1))
    for path in folder.rglob("*"):
        if path.is_file() and path.name != "current":
            path.write_bytes(b"not an index")
    engine.close()
    with pytest.raises(IndexUnavailable):
        keys_of(engine, "router")
    assert engine.health() is Health.MISSING
    engine.put([router(2)])
    assert engine.health() is Health.INCOMPLETE
    assert keys_of(engine, "router") == ["question:2"]


def test_an_index_of_an_earlier_shape_is_built_anew(engine, folder, monkeypatch):
    with monkeypatch.context() as earlier:
        shape = tantivy.SchemaBuilder().add_text_field("key", stored=True).build()
        earlier.setattr("app.kit.fulltext.tantivy.engine.SCHEMA", shape)
        with engine.rebuild():
            pass
    assert engine.health() is Health.MISSING
    with pytest.raises(IndexUnavailable, match="earlier shape"):
        keys_of(engine, "router")
    rebuild(engine, router(1))
    assert engine.health() is Health.READY
    assert keys_of(engine, "router") == ["question:1"]


@pytest.mark.parametrize("value", ["2024-01-31T00:00:00Z", "12", "true", "=", "a=b", "", "Ünï"])
def test_a_value_is_counted_as_it_is_written(engine, value):
    rebuild(engine, replace(router(1), keywords={"tag": [value], "odd.name": [value]}))
    found = engine.find(Query("router", counted=["tag", "odd.name"]))
    assert found.counts == {"tag": {value: 1}, "odd.name": {value: 1}}
    assert engine.find(Query("router", filters={"tag": [value]})).hits


def test_no_index_is_missing(engine):
    assert engine.health() is Health.MISSING
    with pytest.raises(IndexUnavailable):
        keys_of(engine, "router")
    engine.drop(["question:1"])
    assert engine.health() is Health.MISSING


def test_without_its_wheel_the_setting_is_refused_with_what_to_do(folder, monkeypatch):
    for name in [name for name in sys.modules if name.startswith("app.kit.fulltext.tantivy")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "tantivy", None)
    with pytest.raises(ValueError, match="pip install tantivy"):
        open_engine("tantivy:", folder)
    # Who starts such a site reads a sentence.
    settings = settings_for(folder, f"sqlite:///{folder / 'pukka.db'}", search_url="tantivy:")
    with pytest.raises(SystemExit, match=r"Pukka cannot start\. SEARCH_URL: .*pip install tantivy"):
        create_app(settings)
