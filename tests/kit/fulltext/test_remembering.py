"""What was found lately is not worked out again, and never outlives what it was found in."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.kit.fulltext import remembering
from app.kit.fulltext.contract import Document, Found, Hit, Query
from app.kit.fulltext.engines import open_engine
from app.kit.fulltext.remembering import Remembered

ROOT = Path(__file__).parents[3]
# What works a search out, by the engine; a search that is remembered goes without it.
WORKS = {
    "memory": "app.kit.fulltext.whoosh.engine.find",
    "whoosh": "app.kit.fulltext.whoosh.engine.find",
    "tantivy": "app.kit.fulltext.tantivy.engine.find",
}
SOON = 20.0  # seconds in which another process's writing must be found, on a busy machine


def lamp(number, title="Lamp", **keywords):
    return Document(f"question:{number}", "question", title, "", 1, keywords, day=number)


def keys_of(engine, **asked):
    return sorted(hit.key for hit in engine.find(Query("lamp", **asked)).hits)


@pytest.fixture(params=list(WORKS))
def engine(request, tmp_path):
    engine = open_engine(f"{request.param}:", tmp_path / "index")
    engine.put([lamp(1, tag=["hue"]), lamp(2, tag=["wifi"])])
    yield engine
    engine.close()


@pytest.fixture
def idle(request, monkeypatch):
    """Let no search be worked out from now on."""

    def stop():
        monkeypatch.setattr(WORKS[request.node.callspec.params["engine"]], None)

    return stop


def test_the_same_search_is_not_worked_out_again(engine, idle):
    query = Query("lamp", counted=["tag"], ages=[2], filters={"tag": ["hue", "wifi"]})
    found = engine.find(query)
    idle()
    again = engine.find(Query("lamp", counted=["tag"], ages=[2], filters={"tag": ["hue", "wifi"]}))
    assert again == found
    assert again.counts == {"tag": {"hue": 1, "wifi": 1}, "age": {"2": 1}}


@pytest.mark.parametrize(
    "other",
    [
        {"kinds": ["article"]},
        {"filters": {"tag": ["hue"]}},
        {"filters": {"space": ["hue"]}},
        {"every": {"tag": ["hue"]}},
        {"without": {"tag": ["hue"]}},
        {"since": 2},
        {"until": 1},
        {"limit": 1},
        {"offset": 1},
        {"counted": ["tag"]},
        {"ages": [2]},
        {"order": "newest"},
    ],
    ids=str,
)
def test_a_search_that_differs_in_anything_is_another(engine, other, monkeypatch):
    plain = engine.find(Query("lamp"))
    different = engine.find(Query("lamp", **other))
    assert engine.find(Query("lamp")) == plain
    monkeypatch.setattr(engine, "_remembered", Remembered())
    assert engine.find(Query("lamp", **other)) == different


def test_whoever_gets_it_may_change_it(engine):
    query = Query("lamp", counted=["tag"])
    for _ in range(3):
        found = engine.find(query)
        assert len(found.hits) == 2
        assert found.counts["tag"] == {"hue": 1, "wifi": 1}
        found.hits.clear()
        found.counts["tag"]["hue"] = 99


def test_what_this_process_writes_is_known_at_once(engine):
    assert keys_of(engine) == ["question:1", "question:2"]
    engine.put([lamp(3)])
    assert keys_of(engine) == ["question:1", "question:2", "question:3"]
    engine.drop(["question:1"])
    assert keys_of(engine) == ["question:2", "question:3"]
    with engine.rebuild() as intake:
        intake.put([lamp(4)])
    assert keys_of(engine) == ["question:4"]


@pytest.mark.parametrize("name", [name for name in WORKS if name != "memory"])
def test_what_another_process_writes_is_known_soon(name, tmp_path):
    engine = open_engine(f"{name}:", tmp_path)
    engine.put([lamp(1), lamp(2)])
    assert keys_of(engine) == ["question:1", "question:2"]
    for work, expected in (
        ("engine.put([Document('question:9', 'question', 'Lamp', '')])", ["1", "2", "9"]),
        ("engine.drop(['question:1'])", ["2", "9"]),
    ):
        in_another_process(name, tmp_path, work)
        until = time.monotonic() + SOON
        while (keys := keys_of(engine)) != [f"question:{one}" for one in expected]:
            assert time.monotonic() < until, keys
            time.sleep(0.05)
    engine.close()


def in_another_process(name, folder, work):
    script = (
        "import sys; from pathlib import Path; from app.kit.fulltext.contract import Document\n"
        "from app.kit.fulltext.engines import open_engine\n"
        "engine = open_engine(sys.argv[1], Path(sys.argv[2]))\n"
    )
    command = [sys.executable, "-c", script + work, f"{name}:", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True)


def test_what_was_cut_short_is_worked_out_again(tmp_path, monkeypatch):
    engine = open_engine("memory:", tmp_path)
    engine.put(lamp(number, "A lamp flickers") for number in range(200))
    phrase = Query('"lamp flickers"', limit=1000)
    with monkeypatch.context() as hurried:
        hurried.setattr("app.kit.fulltext.whoosh.watch.TIME_LIMIT", -1.0)
        assert 0 < len(engine.find(phrase).hits) < 200
    assert len(engine.find(phrase).hits) == 200


def test_what_is_remembered_is_bounded(monkeypatch):
    monkeypatch.setattr(remembering, "_MOST", 200)
    remembered = Remembered()
    for number in range(30):
        remembered.keep("now", Query(str(number)), Found([Hit("question:1", "question", 1.0)]))
        assert remembered._size <= 200
        assert remembered.found("now", Query(str(number)))
    assert remembered.found("now", Query("0")) is None


def test_it_holds_for_one_state_of_the_index():
    remembered = Remembered()
    remembered.keep("before", Query("lamp"), Found([]))
    assert remembered.found("before", Query("lamp")) == Found([])
    assert remembered.found("now", Query("lamp")) is None
    remembered.keep("now", Query("bulb"), Found([]))
    assert remembered.found("now", Query("lamp")) is None
    assert remembered.found("before", Query("lamp")) is None


def test_where_the_state_is_unknown_nothing_is_remembered():
    remembered = Remembered()
    remembered.keep(None, Query("lamp"), Found([]))
    assert remembered.found(None, Query("lamp")) is None
