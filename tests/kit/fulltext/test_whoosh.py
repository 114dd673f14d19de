"""What can happen to files: crashes, damage, several processes."""

import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from typing import cast

import pytest
from whoosh.codec.whoosh3 import W3PerDocReader

from app.kit.fulltext.contract import Document, Health, IndexBusy, IndexUnavailable, Query
from app.kit.fulltext.engines import open_engine
from app.kit.fulltext.whoosh import postings

WRITER = """
    import sys
    from pathlib import Path
    from app.kit.fulltext.contract import Document
    from app.kit.fulltext.engines import open_engine

    engine = open_engine("whoosh:", Path(sys.argv[1]))
    for number in range(100_000):
        engine.put([Document(f"{number}-{part}", "question", "Router", "restarts " * 200)
                    for part in range(3)])
        print(number, flush=True)
"""


def a_router(number=1, version=1):
    return Document(f"question:{number}", "question", "Router", "It restarts.", version, day=7)


def found_by(engine, words="router"):
    return sorted(hit.key for hit in engine.find(Query(words, limit=1000)).hits)


@pytest.fixture(autouse=True)
def no_patience(monkeypatch):
    """Whoosh waits for files that others may be about to write; here nobody is."""
    monkeypatch.setattr("whoosh.index.sleep", lambda _: None)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "index"


@pytest.fixture
def engine(folder):
    engine = open_engine("whoosh:", folder)
    yield engine
    engine.close()


@pytest.fixture
def other(folder):
    """Stands for another process: nothing is shared but the folder."""
    engine = open_engine("whoosh:", folder)
    yield engine
    engine.close()


def segment_files(folder, ending):
    current = folder / (folder / "current").read_text().strip()
    return sorted(current.glob(f"MAIN_*{ending}"))


def test_without_an_index_searching_says_so(engine):
    assert engine.health() is Health.MISSING
    for ask in (
        lambda: engine.find(Query("router")),
        lambda: list(engine.keys()),
    ):
        with pytest.raises(IndexUnavailable):
            ask()
    engine.drop(["question:1"])
    engine.tidy()


def test_a_started_index_is_searchable_and_wants_a_rebuild(engine, other):
    engine.put([a_router()])
    assert found_by(engine) == ["question:1"]
    assert other.health() is Health.INCOMPLETE
    with engine.rebuild() as intake:
        intake.put([a_router(), a_router(2)])
    assert other.health() is Health.READY


def test_what_another_process_writes_is_seen(engine, other, monkeypatch):
    monkeypatch.setattr("app.kit.fulltext.searchers._GLANCE", 0.0)
    engine.put([a_router()])
    assert found_by(other) == ["question:1"]
    engine.put([a_router(2)])
    assert found_by(other) == ["question:1", "question:2"]
    with engine.rebuild() as intake:
        intake.put([a_router(3)])
    assert found_by(other) == ["question:3"]


def test_segments_are_separate_files(engine, folder):
    engine.put([a_router()])
    assert segment_files(folder, ".trm")
    assert not segment_files(folder, ".seg")


@pytest.mark.parametrize("ending", [".trm", ".pst", "_stored.col", ".day.col"])
def test_a_deleted_file_degrades_and_heals(engine, other, folder, ending):
    engine.put([a_router()])
    (lost,) = segment_files(folder, ending)
    lost.unlink()
    with pytest.raises(IndexUnavailable):
        found_by(other)
    assert other.health() is Health.MISSING
    engine.put([a_router(2)])
    assert found_by(engine) == ["question:2"]
    assert engine.health() is Health.INCOMPLETE
    with engine.rebuild() as intake:
        intake.put([a_router(), a_router(2)])
    assert engine.health() is Health.READY
    assert found_by(engine) == ["question:1", "question:2"]


@pytest.mark.parametrize("ending", [".trm", ".pst", "_stored.col"])
def test_a_cut_or_garbled_file_heals_too(engine, other, folder, ending):
    engine.put([a_router()])
    (damaged,) = segment_files(folder, ending)
    damaged.write_bytes(b"")
    with pytest.raises(IndexUnavailable):
        found_by(other)
    engine.put([a_router(1, 2)])
    assert found_by(engine) == ["question:1"]


@pytest.mark.parametrize("pointer", ["", "../../etc", "index-gone", "\0", "é" * 5000])
def test_a_damaged_pointer_heals(engine, folder, pointer):
    engine.put([a_router()])
    (folder / "current").write_text(pointer)
    with pytest.raises(IndexUnavailable):
        found_by(open_engine("whoosh:", folder))
    engine.put([a_router(2)])
    assert found_by(engine) == ["question:2"]


def test_a_suspicion_without_ground_is_dropped(engine, other, folder):
    engine.put([a_router()])
    current = folder / (folder / "current").read_text().strip()
    (current / "suspect").touch()
    engine.put([a_router(2)])
    assert found_by(other) == ["question:1", "question:2"]
    assert not (current / "suspect").exists()


def test_a_damaged_table_of_contents_heals(engine, other, folder):
    engine.put([a_router()])
    current = folder / (folder / "current").read_text().strip()
    for toc in current.glob("*.toc"):
        toc.write_bytes(b"nonsense")
    with pytest.raises(IndexUnavailable):
        found_by(other)
    engine.put([a_router(2)])
    assert found_by(engine) == ["question:2"]


def test_a_fault_in_a_document_costs_neither_the_index_nor_the_pen(engine):
    engine.put([a_router()])
    with pytest.raises(ValueError, match="much"):
        engine.put([replace(a_router(2), boost=cast("float", "much"))])
    assert found_by(engine) == ["question:1"]
    engine.put([a_router(2)])
    assert found_by(engine) == ["question:1", "question:2"]


def test_a_second_writer_waits_and_gives_up(engine, other, monkeypatch):
    monkeypatch.setattr("app.kit.fulltext.homes._PATIENCE", 0.1)
    engine.put([a_router()])
    with engine._home.writing(), pytest.raises(IndexBusy):
        other.put([a_router(2)])
    other.put([a_router(2)])
    assert found_by(other) == ["question:1", "question:2"]


def test_only_one_rebuild_runs(engine, other):
    with engine.rebuild() as intake:
        intake.put([a_router()])
        with pytest.raises(IndexBusy), other.rebuild():
            pass
    assert found_by(engine) == ["question:1"]


def test_old_indexes_do_not_pile_up(engine, folder):
    for _ in range(5):
        with engine.rebuild() as intake:
            intake.put([a_router()])
    assert len(list(folder.glob("index-*"))) <= 2


@pytest.mark.parametrize("batches", [1, 4, 9])
def test_a_killed_writer_leaves_a_readable_index(engine, folder, batches):
    program = [sys.executable, "-c", textwrap.dedent(WRITER), str(folder)]
    with subprocess.Popen(program, stdout=subprocess.PIPE) as writer:
        assert writer.stdout
        for _ in range(batches):
            done = int(writer.stdout.readline())
        # It goes on with the next batch and is struck somewhere within it.
        os.kill(writer.pid, signal.SIGKILL)
    known = dict(engine.keys()).keys()
    assert {f"{number}-{part}" for number in range(done + 1) for part in range(3)} <= known
    assert len(known) % 3 == 0
    engine.put([a_router()])
    assert "question:1" in found_by(engine)
    assert dict(engine.keys()).keys() == known | {"question:1"}


def test_a_killed_rebuild_leaves_the_old_index(engine, folder):
    engine.put([a_router()])
    program = """
        import os, sys
        from pathlib import Path
        from app.kit.fulltext.contract import Document
        from app.kit.fulltext.engines import open_engine

        with open_engine("whoosh:", Path(sys.argv[1])).rebuild() as intake:
            intake.put([Document("other", "question", "Router", "")])
            os.kill(os.getpid(), 9)
    """
    died = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program), str(folder)], check=False
    )
    assert died.returncode == -signal.SIGKILL
    assert found_by(engine) == ["question:1"]
    with engine.rebuild() as intake:
        intake.put([a_router(2)])
    assert found_by(engine) == ["question:2"]


def test_a_search_out_of_time_gives_what_it_has(engine, monkeypatch):
    engine.put(replace(a_router(number), title="A router restarts") for number in range(200))
    phrase = Query('"router restarts"', counted=["kind"], limit=1000)
    with monkeypatch.context() as hurried:
        hurried.setattr("app.kit.fulltext.whoosh.watch.TIME_LIMIT", -1.0)
        found = engine.find(phrase)
    assert 0 < len(found.hits) == found.total < 200
    assert not found.is_whole
    # What was cut short is not what later searches get.
    assert engine.find(phrase).total == 200


def test_a_phrase_is_worked_out_once(engine, monkeypatch):
    engine.put(replace(a_router(number), title="A router restarts") for number in range(20))
    assert len(found_by(engine, '"router restarts"')) == 20
    monkeypatch.setattr(postings, "positions", None)
    assert len(found_by(engine, '"router restarts"')) == 20
    engine.drop(["question:3"])
    assert len(found_by(engine, '"router restarts" restarts')) == 19


def test_an_index_of_an_earlier_layout_is_built_anew(engine, folder):
    engine.put([a_router()])
    current = folder / (folder / "current").read_text().strip()
    current.rename(folder / "index-0123456789ab")
    (folder / "current").write_text("index-0123456789ab\n")
    assert open_engine("whoosh:", folder).health() is Health.MISSING
    with engine.rebuild() as intake:
        intake.put([a_router(2)])
    assert found_by(engine) == ["question:2"]
    assert not (folder / "index-0123456789ab").exists()


def test_every_searcher_knows_what_was_read_before(engine, other, monkeypatch):
    """Segments never change, so their postings are decoded once for all searches."""
    engine.put([a_router(), a_router(2)])
    assert found_by(engine) == ["question:1", "question:2"]
    engine.drop(["question:1"])
    other.put([a_router(3)])
    monkeypatch.setattr("app.kit.fulltext.searchers._GLANCE", 0.0)
    reads, read = [], postings.read

    def noticed(*args):
        reads.append(args)
        return read(*args)

    monkeypatch.setattr(postings, "read", noticed)
    assert found_by(engine) == ["question:2", "question:3"]
    assert len(reads) == 1  # of the new segment


def test_only_what_is_shown_is_read_by_itself(engine, monkeypatch):
    """Counting thousands must not cost a look at each."""
    engine.put(a_router(number) for number in range(200))
    looked_at, stored_fields = [], W3PerDocReader.stored_fields

    def noticed(reader, number):
        looked_at.append(number)
        return stored_fields(reader, number)

    engine.find(Query("gateway"))  # opens its files, and finds nothing
    monkeypatch.setattr(W3PerDocReader, "stored_fields", noticed)
    found = engine.find(Query("router", limit=5, counted=["kind"], ages=[0]))
    assert found.total == 200
    assert len(looked_at) == 5


def test_old_postings_make_room(engine, monkeypatch):
    monkeypatch.setattr("app.kit.fulltext.whoosh.leaves._MOST_BYTES", 2000)
    engine.put(replace(a_router(number), text=f"word{number}") for number in range(50))
    for number in range(50):
        assert found_by(engine, f"word{number}") == [f"question:{number}"]
    assert engine._shelf._size <= 2000
    assert found_by(engine, "word0") == ["question:0"]


def test_the_best_of_many_words_is_found_though_most_of_what_has_some_is_passed_over(
    engine, monkeypatch
):
    """What has most of the words has the rare ones, which are looked for first."""
    monkeypatch.setattr("app.kit.fulltext.whoosh.matching.ENOUGH", 20)
    monkeypatch.setattr("app.kit.fulltext.whoosh.matching._GOING_ON", 10)
    engine.put(a_router(number) for number in range(100))
    engine.put([replace(a_router(7), text="router resets whenever thunder rolls")])
    found = engine.find(Query("thunder whenever router", match="any", limit=3))
    assert found.hits[0].key == "question:7"


def test_what_is_passed_over_is_not_what_passes_the_filters(engine, monkeypatch):
    monkeypatch.setattr("app.kit.fulltext.whoosh.matching.ENOUGH", 20)
    monkeypatch.setattr("app.kit.fulltext.whoosh.matching._GOING_ON", 10)
    # Too many to be looked up one by one, and worse matches than the other nine in ten.
    long = "router " + "words that lead nowhere " * 20
    few = {f"question:{number}" for number in range(0, 100, 10)}
    engine.put(
        replace(one, text=long, keywords={"space": ["7"]}) if one.key in few else one
        for one in map(a_router, range(100))
    )
    asked = Query("router restarts", match="any", filters={"space": ["7"]}, limit=50)
    assert {hit.key for hit in engine.find(asked).hits} == few


def test_a_rare_kind_is_found_among_many(engine):
    engine.put(a_router(number) for number in range(100))
    engine.put([replace(a_router(0), key="article:1", kind="article")])
    for match in ("any", "all"):
        asked = Query("router", kinds=["article"], match=match)
        assert [hit.key for hit in engine.find(asked).hits] == ["article:1"]
