"""Searches without words: what the filters leave, on every engine."""

import pytest

from app.kit.fulltext.contract import Document, Query


def question(number, title, day, **keywords):
    return Document(f"question:{number}", "question", title, "", 1, keywords, day=day)


@pytest.fixture
def lamps(engine):
    engine.put(
        [
            question(1, "Lamp flickers", 10, tag=["hue", "lamp"], space=["1"]),
            question(2, "Lamp hums", 30, tag=["hue"], space=["1"]),
            question(3, "Bulb is dark", 20, tag=["hue", "lamp"], space=["2"]),
            question(4, "Nothing works", 40, tag=["wifi"], space=["1"]),
        ]
    )
    return engine


def everything(engine, words="", **within):
    found = engine.find(Query(words, everything=True, order="newest", **within))
    return [int(hit.key.partition(":")[2]) for hit in found.hits]


def test_without_words_nothing_is_found_unless_everything_is_asked_for(lamps):
    assert lamps.find(Query("", filters={"tag": ["hue"]})).hits == []
    assert everything(lamps) == [4, 2, 3, 1]


def test_words_are_sought_even_so(lamps):
    assert everything(lamps, "lamp") == [2, 1]


def test_filters_days_and_demands_hold(lamps):
    assert everything(lamps, filters={"tag": ["hue"], "space": ["1"]}) == [2, 1]
    assert everything(lamps, every={"tag": ["hue", "lamp"]}) == [3, 1]
    assert everything(lamps, without={"tag": ["hue"]}) == [4]
    assert everything(lamps, since=20, until=30) == [2, 3]
    assert everything(lamps, every={"tag": ["nowhere"]}) == []


def test_what_is_excluded_stays_out(lamps):
    assert everything(lamps, "-lamp") == [4, 3]
    assert everything(lamps, '-"lamp flickers"') == [4, 2, 3]
    assert everything(lamps, '-"lamp flickers" -bulb', filters={"tag": ["hue"]}) == [2]


def test_it_comes_in_slices_and_is_counted(lamps):
    query = Query(
        filters={"tag": ["hue"]},
        counted=["kind", "tag"],
        ages=[20],
        limit=2,
        order="newest",
        everything=True,
    )
    found = lamps.find(query)
    assert [hit.key for hit in found.hits] == ["question:2", "question:3"]
    assert found.more
    assert (found.total, found.is_whole, found.widened) == (3, True, False)
    assert found.counts["kind"] == {"question": 3}
    assert found.counts["tag"] == {"hue": 3, "lamp": 2, "wifi": 1}
    assert found.counts["age"] == {"20": 2}


def test_what_was_dropped_or_replaced_is_not_listed(lamps):
    lamps.drop(["question:4"])
    lamps.put([question(2, "Lamp sings", 5, tag=["hue"])])
    assert everything(lamps) == [3, 1, 2]
