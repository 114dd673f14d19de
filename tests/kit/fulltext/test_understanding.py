import json
from pathlib import Path

import pytest

from app.kit.fulltext import Query, Way, bag, prepared, sought_in, understand
from app.kit.fulltext.understanding import MOST_IN_A_BAG, MOST_TERMS, MOST_WAYS

NAUGHTY = Path(__file__).parents[2] / "data" / "naughty-strings" / "blns.json"


def first_ways(terms):
    return [term.ways[0].stems for term in terms]


def others(sought, number=0):
    return {way.stems: way.weight for way in sought.terms[number].ways[1:]}


def test_a_search_has_words_phrases_and_exclusions():
    sought = understand('printer "paper jam" -ink -"blue light" re-install')
    assert first_ways(sought.terms) == [("printer",), ("re", "instal")]
    assert first_ways(sought.phrases) == [("paper", "jam")]
    assert sought.excluded == (Way(("ink",)), Way(("blue", "light")))
    assert set(sought.stems) == {"printer", "re", "instal", "reinstal", "paper", "jam"}


def test_a_word_can_be_asked_for_in_the_title():
    sought = understand('title:Printers title:"paper jam" subtitle:ink')
    assert [(term.ways[0].stems, term.zone) for term in sought.phrases] == [
        (("printer",), "title"),
        (("paper", "jam"), "title"),
    ]
    assert first_ways(sought.terms) == [("subtitl",), ("ink",)]


def test_signs_of_other_languages_are_plain():
    sought = understand("wifi AND (printer OR net*) tag:foo fo?o^3 ~2 --help - NOT")
    assert sought.excluded == ()
    assert set(sought.stems) >= {"wifi", "printer", "net", "tag", "foo", "help"}


def test_an_open_quote_reaches_to_the_end():
    assert first_ways(understand('"paper jam').phrases) == [("paper", "jam")]


def test_a_quoted_single_word_is_a_word():
    assert first_ways(understand('"jams"').terms) == [("jam",)]


@pytest.mark.parametrize(
    "nothing", ["", "   ", "-", '""', "the of and", "-printer", "\0", "\ud800"]
)
def test_some_searches_ask_for_nothing(nothing):
    assert understand(nothing).is_empty


def test_a_search_has_bounds():
    sought = understand(" ".join(f"w{number}" for number in range(10_000)))
    assert len(sought.terms) == MOST_TERMS
    assert len(understand('"' + "ab cd " * 5_000 + '"').phrases[0].ways[0].stems) == MOST_TERMS
    assert understand("a" * 300).is_empty
    many = prepared(("en", [f"x{group}{word}" for word in range(20)]) for group in range(10))
    sought = understand(" ".join(f"x{group}0" for group in range(10)), synonyms=many)
    assert len(sought.terms) == 10
    assert sum(len(term.ways) for term in sought.terms) == MOST_WAYS


def test_every_language_is_tried():
    sought = understand("lampen router", languages=("en", "de"))
    assert sought.languages == ("en", "de")
    assert sought.terms[0].ways == (Way(("lampen",)), Way(("lamp",)))
    assert sought.terms[1].ways == (Way(("router",)), Way(("rout",)))


def test_a_word_too_common_in_one_language_does_not_count():
    both = understand("die Lampe", languages=("en", "de"))
    assert len(both.terms) == 1
    assert first_ways(understand("die", languages=("en", "de")).terms) == [("die",)]


# Synonyms


def test_a_word_is_found_by_what_else_it_is_called():
    groups = prepared([("en", ["restart", "reboot", "power cycle"])])
    assert others(understand("rebooting", synonyms=groups)) == {
        ("restart",): 0.8,
        ("power", "cycl"): 0.8,
    }


def test_a_wording_of_several_words_is_recognised_with_its_common_words():
    groups = prepared([("en", ["restart", "turn off and on again"])])
    sought = understand("turn off and on again my lamp", synonyms=groups)
    assert first_ways(sought.terms) == [("turn",), ("off",), ("again",), ("lamp",)]
    # Each of its words may be apart, or all of them said otherwise.
    assert others(sought, 0) == others(sought, 2) == {("restart",): pytest.approx(0.8 / 3)}
    assert others(sought, 3) == {}
    assert others(understand("restart", synonyms=groups)) == {("turn", "off", "again"): 0.8}


def test_a_hyphen_is_no_hindrance():
    groups = prepared([("en", ["wifi", "wi-fi", "wlan"])])
    assert ("wi", "fi") in others(understand("wifi", synonyms=groups))
    assert set(others(understand("wi-fi", synonyms=groups))) == {("wifi",), ("wlan",)}


def test_the_longest_wording_wins():
    groups = prepared([("en", ["valve", "trv"]), ("en", ["radiator valve", "thermostat head"])])
    sought = understand("radiator valve", synonyms=groups)
    assert others(sought, 1) == {("thermostat", "head"): pytest.approx(0.4)}
    assert others(understand("valve", synonyms=groups)) == {("trv",): 0.8}


def test_a_wording_that_would_lose_its_meaning_is_recognised_alone():
    groups = prepared([("en", ["offline", "not connected"])])
    assert others(understand("offline", synonyms=groups)) == {}
    assert others(understand("not connected", synonyms=groups)) == {("offlin",): 0.8}


def test_quotes_mean_it():
    groups = prepared([("en", ["restart", "reboot"])])
    assert understand('"restart it now"', synonyms=groups).stems == ("restart", "now")


def test_synonyms_are_those_of_the_languages():
    groups = prepared([("de", ["lampe", "leuchte"]), ("en", ["lamp", "light"])])
    german = understand("lampen", languages=("de",), synonyms=groups)
    assert others(german) == {("leucht",): 0.8}
    assert others(understand("leuchten", languages=("en",), synonyms=groups)) == {}


def test_a_wording_of_two_groups_has_the_synonyms_of_both():
    groups = prepared([("en", ["hub", "router"]), ("en", ["hub", "bridge"])])
    assert set(others(understand("hub", synonyms=groups))) == {("router",), ("bridg",)}


def test_odd_groups_do_no_harm():
    groups = prepared([("en", []), ("en", ["", "  ", "the of"]), ("xx", ["a", "b"]), ("en", ["x"])])
    assert others(understand("x", synonyms=groups)) == {}


# Bags and queries


def test_a_bag_has_a_weight_for_each_word():
    sought = bag([("router", 2.0), ("lamp", 1.0), ("router", 0.5), ("", 1.0), ("zero", 0.0)])
    assert {term.ways[0].stems: term.weight for term in sought.terms} == {
        ("router",): 2.5,
        ("lamp",): 1.0,
    }
    assert len(bag((f"w{number}", 1.0) for number in range(1000)).terms) == MOST_IN_A_BAG
    assert bag([]).is_empty


def test_a_query_seeks_its_words_where_nothing_is_sought():
    assert sought_in(Query("printers")) == understand("printers")
    assert sought_in(Query("printers", sought=understand("lamp"))) == understand("lamp")


def test_any_text_is_understood():
    texts = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    groups = prepared(("en", texts[start : start + 20]) for start in range(0, len(texts), 20))
    for text in texts:
        sought = understand(text, languages=("en", "de", "fi"), synonyms=groups)
        assert all(stem and stem == stem.casefold() for stem in sought.stems)
        # What was understood can be written anywhere.
        assert "".join(sought.stems).encode().decode() == "".join(sought.stems)


@pytest.mark.parametrize(
    "typed, ways",
    [
        ("E-1042", [{("e", "1042"), ("e1042",)}]),
        ("(Z-Wave)", [{("z", "wave"), ("zwave",)}]),
        ("wi-fi", [{("wi", "fi"), ("wifi",)}]),
        ("error E-1042", [{("error",)}, {("e", "1042"), ("e1042",)}]),
        # Of pieces that say something alone either may stand apart.
        ("lip-sync", [{("lip",)}, {("sync",)}]),
        ("node.js", [{("node",)}, {("js",)}]),
    ],
)
def test_a_word_with_a_hyphen_whose_pieces_say_nothing_alone_is_one(
    typed: str, ways: list[set[tuple[str, ...]]]
) -> None:
    sought = understand(typed)
    assert [{way.stems for way in term.ways} for term in sought.terms] == ways
    assert not sought.phrases


def test_a_word_in_pieces_keeps_its_synonyms() -> None:
    groups = prepared([("en", ["wi-fi", "wlan"])])
    [term] = understand("wi-fi", synonyms=groups).terms
    assert ("wlan",) in {way.stems for way in term.ways}
    [other] = understand("wlan", synonyms=groups).terms
    assert ("wi", "fi") in {way.stems for way in other.ways}
