"""What every engine must do; a new one joins by its opener in conftest."""

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from app.kit import fulltext
from app.kit.fulltext.contract import DEEPEST, Document, Health, Query
from app.kit.fulltext.engines import open_engine

NAUGHTY = Path(__file__).parents[2] / "data" / "naughty-strings" / "blns.json"


def question(number, title, text="", *, kind="question", version=1, **keywords):
    return Document(f"{kind}:{number}", kind, title, text, version, keywords)


def keys_of(engine, words, **within):
    return [hit.key for hit in engine.find(Query(words, **within)).hits]


@pytest.fixture
def printers(engine):
    engine.put(
        [
            question(1, "Printer offline", "It connects to no network.", tag=["wifi"], space=["1"]),
            question(2, "Paper jam", "The printer has a jam of paper.", tag=["paper"], space=["2"]),
            question(3, "Ink", "Printers print faint.", tag=["ink", "wifi"], space=["1"]),
            question(4, "Print on Tuesday", "Printed well.", kind="article", space=["3"]),
        ]
    )
    return engine


def test_other_forms_of_a_word_are_found(printers):
    assert keys_of(printers, "connected networks") == ["question:1"]


def test_a_word_in_the_title_counts_more(engine):
    text = "alpha beta gamma delta epsilon zeta eta theta router"
    engine.put([question(1, "Something", text), question(2, "Router", text[:-7])])
    assert keys_of(engine, "router") == ["question:2", "question:1"]


def test_all_words_must_be_there(printers):
    assert keys_of(printers, "printer faint", match="all") == ["question:3"]


def test_where_all_words_find_little_any_will_do(printers):
    found = printers.find(Query("printer faint"))
    assert found.widened
    assert found.hits[0].key == "question:3"
    assert len(found.hits) > 1
    assert not printers.find(Query("printer")).widened


def test_any_word_may_be_asked_for(printers):
    found = printers.find(Query("faint tuesday nowhere", match="any"))
    assert {hit.key for hit in found.hits} == {"question:3", "article:4"}
    assert not found.widened


def test_a_phrase_keeps_its_order(printers):
    assert keys_of(printers, '"paper jam"') == ["question:2"]
    assert keys_of(printers, '"jam paper"', match="all") == ["question:2"]  # 'jam of paper'
    assert keys_of(printers, '"offline printer"', match="all") == []


def test_a_phrase_does_not_reach_from_the_title_into_the_text(engine):
    engine.put([question(1, "red", "green")])
    assert keys_of(engine, '"red green"', match="all") == []
    assert keys_of(engine, "red green", match="all") == ["question:1"]


def test_an_excluded_word_and_phrase_shut_out(printers):
    assert keys_of(printers, "printer -faint", match="all") == ["question:1", "question:2"]
    assert "question:2" not in keys_of(printers, 'printer -"paper jam"')
    assert keys_of(printers, "-printer") == []


def test_kinds(printers):
    assert keys_of(printers, "print", kinds=["article"]) == ["article:4"]
    assert "article:4" not in keys_of(printers, "print", kinds=["question", "idea"])
    assert keys_of(printers, "print", kinds=["idea"]) == []


def test_filters_want_one_value_of_each_name(printers):
    found = keys_of(printers, "printer", filters={"tag": {"wifi", "paper"}, "space": {"1"}})
    assert sorted(found) == ["question:1", "question:3"]


def test_an_impossible_filter_lets_nothing_through(printers):
    assert keys_of(printers, "printer", filters={"space": set()}) == []
    assert keys_of(printers, "printer", filters={"space": {"99"}}) == []
    assert keys_of(printers, "printer", filters={"unheard": {"1"}}) == []


def test_a_filter_holds_for_the_widened_search_too(printers):
    found = keys_of(printers, "printer faint jam", filters={"space": {"2"}})
    assert found == ["question:2"]


def test_values_of_filters_are_exact(engine):
    engine.put([question(1, "router", tag=["C++ & co, really=odd"])])
    assert keys_of(engine, "router", filters={"tag": {"C++ & co, really=odd"}}) == ["question:1"]
    assert keys_of(engine, "router", filters={"tag": {"C++"}}) == []


def test_putting_again_replaces(engine):
    engine.put([question(1, "Router", tag=["a"])])
    assert keys_of(engine, "router", filters={"tag": {"a"}}) == ["question:1"]
    engine.put([question(1, "Switch", version=2, tag=["b"])])
    assert keys_of(engine, "router") == []
    assert keys_of(engine, "switch", filters={"tag": {"b"}}) == ["question:1"]
    assert keys_of(engine, "switch", filters={"tag": {"a"}}) == []
    assert list(engine.keys()) == [("question:1", 2)]


def test_the_last_of_one_batch_stays(engine):
    engine.put([question(1, "Router", version=1), question(1, "Switch", version=2)])
    assert list(engine.keys()) == [("question:1", 2)]
    assert keys_of(engine, "router") == []


def test_dropping_forgets(printers):
    printers.drop(["question:1", "question:99"])
    assert "question:1" not in keys_of(printers, "printer")
    left = printers.keys()
    assert sorted(key for key, _ in left) == ["article:4", "question:2", "question:3"]


def test_putting_and_dropping_nothing_is_nothing(printers):
    printers.put([])
    printers.drop([])
    assert len(list(printers.keys())) == 4


def test_pages_follow_each_other_without_gap_or_repetition(engine):
    engine.put(question(number, f"Router number {number}") for number in range(25))
    pages = [engine.find(Query("router", limit=10, offset=offset)) for offset in (0, 10, 20, 30)]
    assert [len(page.hits) for page in pages] == [10, 10, 5, 0]
    assert [page.more for page in pages] == [True, True, False, False]
    assert len({hit.key for page in pages for hit in page.hits}) == 25


def test_nobody_pages_deeper_than_allowed(engine):
    engine.put([question(1, "Router")])
    assert engine.find(Query("router", offset=DEEPEST * 1000, limit=10)).hits == []
    assert engine.find(Query("router", limit=DEEPEST * 1000)).hits
    assert engine.find(Query("router", offset=-5)).hits
    assert engine.find(Query("router", limit=-5)).hits == []


def test_a_boost_counts(engine):
    plain = question(1, "Router", "It restarts.")
    weighty = replace(plain, key="question:2", boost=4.0)
    engine.put([plain, weighty, replace(plain, key="question:3")])
    assert keys_of(engine, "router")[0] == "question:2"


def test_nothing_to_search_for_finds_nothing(printers):
    for words in ("", "   ", "-", '""', "the of and", "-printer", "\0", "\ud800"):
        assert printers.find(Query(words)).hits == []


@pytest.mark.parametrize(
    "words",
    [
        " ".join(f"w{number}" for number in range(10_000)),
        "router " * 10_000,
        "a* b* c* ?* *? r*r ** ~9 router~2 ro?ter",
        "title:router AND (OR NOT ANDNOT) TO [a TO z] {a TO z} router^9 <1 >2",
        '"' * 199,
        "((((((" * 30,
        "-" * 150 + "router",
        '-"a b c" ' * 40,
        "\0\r\n\t\x1e router \x1f \ud800",
        "ﷺ" * 200,
        "e\u0301" * 100,
    ],
)
def test_no_search_does_harm(printers, words):
    for match in ("best", "all", "any"):
        printers.find(Query(words, match=match, filters={"tag": {words}}, kinds=[words]))
        printers.find(Query(words, match=match, offset=5))


def test_naughty_texts_are_kept_and_searched(engine):
    texts = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    engine.put(question(number, text, text, tag=[text]) for number, text in enumerate(texts))
    assert len(list(engine.keys())) == len(texts)
    for text in texts:
        engine.find(Query(text))


def test_a_rebuild_replaces_everything(printers):
    with printers.rebuild() as intake:
        intake.put([question(7, "Router")])
        intake.put([question(8, "Router"), question(7, "Double")])
        assert "question:1" in keys_of(printers, "printer")
    assert keys_of(printers, "printer") == []
    assert sorted(printers.keys()) == [("question:7", 1), ("question:8", 1)]
    assert printers.health() is Health.READY


def test_a_rebuild_may_be_empty(printers):
    with printers.rebuild():
        pass
    assert keys_of(printers, "printer") == []
    printers.put([question(1, "Router")])
    assert keys_of(printers, "router") == ["question:1"]
    assert printers.health() is Health.READY


def test_a_failed_rebuild_changes_nothing(printers):
    def breaks_off():
        with printers.rebuild() as intake:
            intake.put([question(7, "Router")])
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        breaks_off()
    assert "question:1" in keys_of(printers, "printer")
    assert keys_of(printers, "router") == []


def test_searching_goes_on_while_others_write_and_rebuild(engine):
    documents = [question(number, f"Router {number}", "It restarts.") for number in range(60)]
    engine.put(documents)
    done, faults, searches = threading.Event(), [], []

    def search():
        while not done.is_set():
            try:
                found = engine.find(Query("router restart", limit=60, match="all"))
                assert len(found.hits) == 60
                searches.append(1)
            except Exception as fault:  # noqa: BLE001 (told to the test below)
                faults.append(fault)
                return

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(3):
        with engine.rebuild() as intake:
            intake.put(documents)
        for document in documents[:10]:
            engine.put([document])
        engine.tidy()
    done.set()
    for thread in threads:
        thread.join()
    assert faults == []
    assert searches


def test_many_small_writes_are_tidied_away(engine):
    for number in range(30):
        engine.put([question(number, "Router"), question(1000, f"Changed {number}")])
    engine.tidy()
    assert len(list(engine.keys())) == 31
    assert len(keys_of(engine, "router", limit=50)) == 30
    assert keys_of(engine, "changed 29", match="all") == ["question:1000"]
    assert keys_of(engine, "changed 28", match="all") == []


def test_an_engine_serves_again_after_closing(printers):
    printers.close()
    assert "question:1" in keys_of(printers, "printer")


@pytest.mark.parametrize("url", ["", "whoosh", "postgres:", "whoosh:///elsewhere", "memory:x"])
def test_an_unknown_engine_is_named_in_the_error(url, tmp_path):
    with pytest.raises(ValueError, match="SEARCH_URL"):
        open_engine(url, tmp_path)


def test_the_engine_in_use_is_the_one_given_last(engine, monkeypatch):
    monkeypatch.setattr("app.kit.fulltext.engines._chosen", [])
    fulltext.use(open_engine("memory:", Path()))
    fulltext.use(engine)
    assert fulltext.current() is engine
