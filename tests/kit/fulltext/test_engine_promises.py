"""What every engine must do beyond finding words: zones, ways, days, counts and frequencies."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from app.kit.fulltext import Document, Query, Sought, Term, Way, bag, prepared, understand

NAUGHTY = Path(__file__).parents[2] / "data" / "naughty-strings" / "blns.json"
LAMP = Document("question:1", "question", "Lamp", "It blinks.", day=100)
COUNTED = ("kind", "tag", "solved")


def keys_of(engine, words="", **within):
    return [hit.key for hit in engine.find(Query(words, **within)).hits]


def sought(engine, asked, **within):
    return [hit.key for hit in engine.find(Query(sought=asked, **within)).hits]


def lamp(number, **fields):
    return replace(LAMP, key=f"question:{number}", **fields)


# Zones


@pytest.mark.parametrize(
    "better",
    [
        {"title": "Word about things"},
        {"best": "word and something else"},
        {"labels": "word"},
    ],
)
def test_a_word_counts_more_in_some_zones_than_among_the_rest(engine, better):
    plain = Document("rest", "question", "Title about things", "Said.", rest="word and others")
    fields = {"title": plain.title, "rest": "nothing and others", **better}
    engine.put([plain, replace(plain, key="better", **fields)])
    assert keys_of(engine, "word") == ["better", "rest"]


def test_every_zone_is_searched(engine):
    engine.put(
        [Document("all", "idea", "alpha", "beta", best="gamma", rest="delta", labels="epsilon")]
    )
    for word in ("alpha", "beta", "gamma", "delta", "epsilon", "alpha epsilon delta"):
        assert keys_of(engine, word, match="all") == ["all"]


def test_no_phrase_reaches_from_one_zone_into_another(engine):
    engine.put([Document("all", "idea", "red", "green", best="blue", rest="pink", labels="grey")])
    for phrase in ("red green", "green blue", "blue pink", "pink grey"):
        assert keys_of(engine, f'"{phrase}"', match="any") == []


def test_a_long_text_is_not_better_for_being_long(engine):
    engine.put(
        [
            lamp(1, text="router " + "filler words of all sorts " * 200),
            lamp(2, text="the router stopped"),
            *(lamp(number, text="another one") for number in range(3, 20)),
        ]
    )
    assert keys_of(engine, "router") == ["question:2", "question:1"]


def test_a_word_can_be_asked_for_in_the_title_alone(engine):
    engine.put([lamp(1, title="Router blinks"), lamp(2, text="The router blinks.")])
    assert keys_of(engine, "title:router") == ["question:1"]
    assert keys_of(engine, 'title:"router blinks"') == ["question:1"]
    assert keys_of(engine, 'title:"blinks router"') == []
    assert keys_of(engine, "title:router blinks", match="any") == ["question:1"]


# Ways


def test_a_synonym_is_found_and_counts_less(engine):
    groups = prepared([("en", ["restart", "reboot"])])
    engine.put([lamp(1, text="Reboot it."), lamp(2, text="Restart it."), lamp(3)])
    assert sought(engine, understand("restart", synonyms=groups)) == ["question:2", "question:1"]
    assert sought(engine, understand("reboot", synonyms=groups)) == ["question:1", "question:2"]


def test_a_synonym_of_several_words_is_found_in_their_order(engine):
    groups = prepared([("en", ["restart", "turn off and on again"])])
    engine.put(
        [lamp(1, text="Turn it off and on again."), lamp(2, text="Off the road. Turn again.")]
    )
    assert sought(engine, understand("restart", synonyms=groups)) == ["question:1"]
    typed = understand("turn off and on again", synonyms=groups)
    engine.put([lamp(3, text="Restart the thing.")])
    assert set(sought(engine, typed, match="all")) == {"question:1", "question:2", "question:3"}


def test_each_word_may_be_said_in_another_way(engine):
    groups = prepared([("en", ["bulb", "lamp"]), ("en", ["flicker", "blink"])])
    asked = understand("bulb flickers", synonyms=groups)
    engine.put([lamp(1), lamp(2, text="It is dark."), lamp(3, title="Bulb", text="Flickering!")])
    assert sought(engine, asked, match="all") == ["question:3", "question:1"]


def test_weights_of_terms_decide(engine):
    engine.put([lamp(1, text="alpha beta"), lamp(2, text="gamma delta")])
    one = bag([("alpha", 2.0), ("gamma", 1.0)])
    other = bag([("alpha", 1.0), ("gamma", 2.0)])
    assert sought(engine, one, match="any") == ["question:1", "question:2"]
    assert sought(engine, other, match="any") == ["question:2", "question:1"]


def test_documents_are_found_by_the_forms_of_their_language(engine):
    engine.put([lamp(1, title="Zwei Lampen", language="de"), lamp(2, title="Lampen")])
    both = understand("Lampe", languages=("en", "de"))
    assert sought(engine, both) == ["question:1"]
    all_of_them = understand("die lampen", languages=("en", "de"))
    assert set(sought(engine, all_of_them)) == {"question:1", "question:2"}


def test_a_phrase_is_never_given_up(engine):
    engine.put([lamp(1, text="jam of paper in the lamp"), lamp(2, text="lamp paper")])
    assert keys_of(engine, '"paper jam" lamp') == []
    assert keys_of(engine, '"jam of paper" lamp nowhere') == ["question:1"]


def test_what_is_excluded_may_be_a_phrase_in_any_language(engine):
    engine.put([lamp(1, text="blue light"), lamp(2, text="light blue")])
    asked = Sought((Term((Way(("lamp",)),)),), excluded=(Way(("blue", "light")), Way(("x",))))
    assert sought(engine, asked) == ["question:2"]


# Days


@pytest.fixture
def four_days(engine):
    engine.put(lamp(day, day=day, text="blinks " * (day - 99)) for day in (100, 101, 103, 110))
    return engine


def test_days_bound_what_is_found(four_days):
    def found(**within):
        return sorted(keys_of(four_days, "lamp", **within))

    assert found(since=101) == ["question:101", "question:103", "question:110"]
    assert found(until=101) == ["question:100", "question:101"]
    assert found(since=101, until=103) == ["question:101", "question:103"]
    assert found(since=200) == found(since=103, until=101) == []


def test_the_newest_come_first_where_that_is_asked_for(four_days):
    newest = ["question:110", "question:103", "question:101", "question:100"]
    assert keys_of(four_days, "lamp", order="newest") == newest
    assert keys_of(four_days, "lamp", order="newest", limit=2, offset=1) == newest[1:3]


# Counts


@pytest.fixture
def shelf(engine):
    def put(number, kind, day, **keywords):
        title = f"Lamp number {number}"
        document = Document(f"{kind}:{number}", kind, title, "", 1, keywords, day=day)
        engine.put([document])

    put(1, "question", 100, tag=["wifi", "led"], solved=["yes"], space=["1"])
    put(2, "question", 101, tag=["wifi"], solved=["no"], space=["1"])
    put(3, "question", 102, tag=["led"], solved=["no"], space=["2"])
    put(4, "article", 103, tag=["wifi"], space=["1"])
    put(5, "idea", 104, space=["1"])
    engine.put([Document("question:6", "question", "Other", "", keywords={"tag": ["wifi"]})])
    return engine


def counts_of(engine, words="lamp", **within):
    found = engine.find(Query(words, counted=COUNTED, **within))
    return found.total, {name: dict(of) for name, of in found.counts.items()}


def test_what_is_found_is_counted(shelf):
    total, counts = counts_of(shelf, limit=1)
    assert total == 5
    assert counts["kind"] == {"question": 3, "article": 1, "idea": 1}
    assert counts["tag"] == {"wifi": 3, "led": 2}
    assert counts["solved"] == {"yes": 1, "no": 2}
    assert shelf.find(Query("lamp", counted=COUNTED)).is_whole


def test_each_is_counted_as_if_its_own_filter_were_not_set(shelf):
    total, counts = counts_of(shelf, kinds=["question"], filters={"tag": ["led"], "space": ["1"]})
    assert total == 1
    assert counts["kind"] == {"question": 1}
    assert counts["tag"] == {"wifi": 2, "led": 1}
    assert counts["solved"] == {"yes": 1}


def test_every_value_demanded_must_be_carried_and_none_denied(shelf):
    tags = [["wifi", "led"], ["wifi"], ["led"]]
    shelf.put([lamp(number, keywords={"tag": of}) for number, of in enumerate(tags, 21)])
    both = keys_of(shelf, "lamp", every={"tag": ["wifi", "led"]}, limit=50)
    assert set(both) == {"question:1", "question:21"}
    one = keys_of(shelf, "lamp", every={"tag": ["wifi"]}, without={"tag": ["led"]}, limit=50)
    assert "question:22" in one
    assert not {"question:21", "question:23"} & set(one)
    none = keys_of(shelf, "lamp", without={"tag": ["wifi", "led"]}, limit=50)
    assert not {f"question:{number}" for number in (21, 22, 23)} & set(none)
    assert none, "what carries nothing of it stays"
    assert keys_of(shelf, "lamp", every={"tag": ["unheard"]}) == []
    everything = keys_of(shelf, "lamp", limit=50)
    assert keys_of(shelf, "lamp", without={"tag": ["unheard"]}, limit=50) == everything


def test_what_is_demanded_holds_for_counts(shelf):
    asked = {"every": {"tag": ["led"]}, "filters": {"tag": ["wifi"]}}
    total, counts = counts_of(shelf, **asked)
    assert total == len(keys_of(shelf, "lamp", **asked))
    assert set(counts["tag"]) >= {"led"}
    led = keys_of(shelf, "lamp", every={"tag": ["led"]}, limit=50)
    assert sum(counts["kind"].values()) == total
    assert counts["tag"]["led"] == len(led)
    _, without = counts_of(shelf, without={"tag": ["led"]})
    assert "led" not in without["tag"]


def test_kinds_are_counted_beside_the_one_asked_for(shelf):
    total, counts = counts_of(shelf, kinds=["article"])
    assert total == 1
    assert counts["kind"] == {"question": 3, "article": 1, "idea": 1}
    assert counts["tag"] == {"wifi": 1}


def test_days_are_counted_as_if_none_were_asked_for(shelf):
    asked = Query("lamp", since=103, ages=(99, 102, 104, 200), counted=("kind",))
    found = shelf.find(asked)
    assert found.total == 2
    assert dict(found.counts["age"]) | {"200": 0} == {"99": 5, "102": 3, "104": 1, "200": 0}
    assert dict(found.counts["kind"]) == {"article": 1, "idea": 1}


def test_what_was_dropped_or_changed_is_not_counted(shelf):
    shelf.drop(["question:1"])
    shelf.put([Document("question:2", "question", "Lamp", "", keywords={"tag": ["new"]})])
    total, counts = counts_of(shelf)
    assert total == 4
    assert counts["tag"] == {"wifi": 1, "led": 1, "new": 1}


def test_a_widened_search_counts_what_it_found(shelf):
    total, counts = counts_of(shelf, "lamp nowhere other")
    assert total == 6
    assert counts["kind"]["question"] == 4


def test_nothing_found_counts_nothing(shelf):
    total, counts = counts_of(shelf, "nowhere")
    assert total == 0
    assert not any(count for of in counts.values() for count in of.values())


def test_counting_needs_no_hits(shelf):
    found = shelf.find(Query("lamp", limit=0, counted=("kind",)))
    assert (found.hits, found.total) == ([], 5)


# Frequencies


def test_frequencies_say_how_common_stems_are(engine):
    engine.put([lamp(1), lamp(2, text="It blinks, blinks."), lamp(3, text="", rest="blink")])
    known = engine.frequencies(["lamp", "blink", "nowhere", "\0"])
    assert known.documents == 3
    assert dict(known.of) | {"nowhere": 0, "\0": 0} == {
        "lamp": 3, "blink": 3, "nowhere": 0, "\0": 0
    }  # fmt: skip
    assert known.of.get("nowhere", 0) == 0


# Hostile


def test_ten_thousand_terms_in_a_bag_are_bounded(engine):
    engine.put(lamp(number, text=f"w{number}") for number in range(60))
    asked = bag((f"w{number}", 1.0) for number in range(10_000))
    assert len(sought(engine, asked, match="any", limit=1000)) <= len(asked.terms) < 100


def test_a_search_of_very_many_ways_answers(engine):
    engine.put([lamp(1)])
    ways = tuple(Way((f"w{number}", "lamp") if number % 2 else ("lamp",)) for number in range(40))
    asked = Sought(tuple(Term(ways) for _ in range(12)), (Term(ways),), ways[1:2])
    assert sought(engine, asked) == ["question:1"]


def test_an_understood_search_for_nothing_finds_nothing(engine):
    engine.put([lamp(1)])
    assert sought(engine, Sought()) == []
    assert sought(engine, Sought(excluded=(Way(("x",)),))) == []


def test_ten_search_naughtily_at_once(engine):
    texts = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    engine.put(lamp(number, text=text, rest=text * 3) for number, text in enumerate(texts[:100]))

    def search(texts):
        for text in texts:
            asked = understand(
                f'{text} lamp -x{text} title:"{text}" "{text}"', languages=("en", "de")
            )
            engine.find(Query(sought=asked, match="any", counted=COUNTED, filters={"tag": [text]}))
            engine.find(Query(text, kinds=[text], ages=[0], since=1, until=0, order="newest"))
            engine.frequencies([text])

    with ThreadPoolExecutor(10) as threads:
        # A fault of any thread comes out here.
        list(threads.map(search, [texts[start::10] for start in range(10)]))
