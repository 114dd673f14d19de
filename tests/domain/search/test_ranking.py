"""Ranking is pure: what goes in decides what comes out, whatever engine found it."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.search.ranking import (
    Answered,
    Candidate,
    Standing,
    Writing,
    answers_by_words,
    best_answer,
    best_first,
    most_alike,
    searches_for,
    shortlist,
)
from app.domain.search.ranking.words import counted, times_of
from app.kit.fulltext import Frequencies, Hit, bag, understand
from app.kit.fulltext.words import stem_of, words_in

ROOT = Path(__file__).parents[3]

WIFI = Writing("Wifi drops every night", "The router restarts at three and the wifi is gone.")


def known(stems):
    """Thousand documents; "wifi" is common, everything else is not, "zzyx" nobody ever wrote."""
    return Frequencies(1000, {stem: {"wifi": 400, "zzyx": 0}.get(stem, 9) for stem in stems})


def found(*titles, **standing):
    return [Candidate(title, 1.0, title, Standing(**standing)) for title in titles]


def order(ranked):
    return [key for key, _ in ranked]


def alike(asked, **writings):
    hits = [Hit(key, "question", 1.0) for key in writings]
    candidates = {
        key: Candidate(key, 1.0, writing.title, writing=writing)
        for key, writing in writings.items()
    }
    return order(most_alike(asked, [hits], candidates, known))


# The page of results


def test_words_of_the_title_come_first():
    ranked = best_first(understand("wifi drops"), found("Something else", "Wifi", "Wifi drops"))
    assert order(ranked) == ["Wifi drops", "Wifi", "Something else"]


def test_whatever_is_called_so_is_meant_even_beside_what_is_solved():
    better = Standing(votes=3, is_solved=True, answers=2)
    solved = Candidate("solved", 1.0, "Wifi is slow", better)
    called = Candidate("called", 1.0, "The wifi drops at night")
    ranked = best_first(understand("wifi drops"), [solved, called])
    assert order(ranked) == ["called", "solved"]
    # One of two words is not what it is called.
    ranked = best_first(understand("wifi speed"), [solved, called])
    assert order(ranked) == ["solved", "called"]


def test_a_synonym_in_the_title_counts_as_the_word():
    sought = understand("wifi")
    way = replace(sought.terms[0].ways[0], stems=("wireless", "network"))
    sought = replace(sought, terms=(replace(sought.terms[0], ways=(way,)),))
    ranked = best_first(sought, found("Wireless mouse", "Wireless network"))
    assert order(ranked) == ["Wireless network", "Wireless mouse"]


def test_a_title_counts_in_every_language_that_was_understood():
    sought = understand("verbindungen", languages=("en", "de"))
    ranked = best_first(sought, found("Etwas anderes", "Die Verbindung fehlt"))
    assert order(ranked)[0] == "Die Verbindung fehlt"


def test_equals_keep_the_order_in_which_they_came():
    assert order(best_first(understand("wifi"), found("b", "a", "c"))) == ["b", "a", "c"]


@pytest.mark.parametrize(
    "better",
    [
        Standing(is_solved=True, answers=1),
        Standing(is_checked=True),
        Standing(answers=1),
        Standing(votes=5),
        Standing(too=5),
        Standing(boost=1.2),
    ],
)
def test_of_two_that_match_alike_the_better_one_comes_first(better):
    plain, good = Candidate("plain", 1.0, "Wifi"), Candidate("good", 1.0, "Wifi", better)
    assert order(best_first(understand("wifi"), [plain, good])) == ["good", "plain"]


def test_what_nobody_answered_for_years_sinks_below_weaker_matches():
    stale = Candidate("stale", 1.5, "Wifi", Standing(is_stale=True))
    assert order(best_first(understand("wifi"), [stale, Candidate("new", 1.0, "Wifi")]))[0] == "new"


def test_worth_decides_between_equals_and_does_not_rule():
    loved = Candidate("loved", 1.0, "Wifi", Standing(votes=10_000, is_solved=True, answers=9))
    meant = Candidate("meant", 2.5, "Wifi")
    assert order(best_first(understand("wifi"), [loved, meant]))[0] == "meant"


def test_votes_below_zero_are_no_credit_and_no_debt():
    hated = Candidate("hated", 1.0, "Wifi", Standing(votes=-100))
    plain = Candidate("plain", 1.0, "Wifi")
    scores = dict(best_first(understand("wifi"), [hated, plain]))
    assert scores["hated"] == scores["plain"]


# The searches for what is like a text


def test_a_search_asks_for_the_words_that_tell_most():
    words = " ".join(f"word{number}" for number in range(40))
    for sought in searches_for(Writing("wifi", f"{words} wifi wifi"), known):
        assert len(sought.terms) <= 12
    rare = searches_for(Writing("wifi gateway", ""), known)[0]
    assert [term.ways[0].stems for term in rare.terms] == [("gateway",), ("wifi",)]


def test_a_word_that_nothing_has_is_not_searched_for():
    stems = {
        term.ways[0].stems
        for sought in searches_for(Writing("zzyx gateway"), known)
        for term in sought.terms
    }
    assert stems == {("gateway",)}


@pytest.mark.parametrize("title", ["", "   ", "the of and", "!!! ???", "\x00\x1e", "🙂"])
def test_a_text_without_words_asks_for_nothing(title):
    assert searches_for(Writing(title), known) == []
    assert most_alike(Writing(title), [], {}, known) == []


def test_title_and_text_are_searched_for_apart():
    by_title, by_all = searches_for(WIFI, known)
    assert {term.ways[0].stems[0] for term in by_title.terms} == {"wifi", "drop", "everi", "night"}
    assert {"router", "restart"} <= {term.ways[0].stems[0] for term in by_all.terms}


def test_endless_texts_are_read_at_their_beginning():
    asked_for = []

    def counting(stems):
        asked_for.append(len(stems))
        return known(stems)

    endless = Writing("x" * 100_000, " ".join(f"w{number}" for number in range(100_000)))
    searches_for(endless, counting)
    most_alike(endless, [], {"k": Candidate("k", 1.0, "", writing=endless)}, counting)
    assert max(asked_for) <= 150


# The order of what is like a text


def test_whoever_shares_the_rare_words_is_more_alike():
    assert alike(
        WIFI,
        common=Writing("Wifi", "My wifi is slow on the sofa."),
        same=Writing("Router restarts", "Each night it drops, at three."),
    ) == ["same", "common"]


def test_an_answer_may_say_what_the_question_does_not():
    assert alike(
        Writing("Thermostat shows E74"),
        silent=Writing("Heating is off", "It blinks.", best="Call somebody."),
        told=Writing("Heating is off", "It blinks.", best="E74 means: the thermostat is flat."),
    ) == ["told", "silent"]


def test_what_is_found_vouches_for_its_like():
    same = "stalling stream freezes behind nat port forwarding relay"
    texts = {
        "alone": Writing("Camera", "tulips roses lilies daisies poppies violets orchids heather"),
        "one": Writing("Camera", same),
        "two": Writing("Camera", f"{same} again"),
        "three": Writing("Camera", f"{same} there"),
    }
    assert alike(Writing("Camera"), **texts)[-1] == "alone"
    # With nobody else to speak for either, the two are equals.
    assert alike(Writing("Camera"), alone=texts["alone"], one=texts["one"])[0] == "alone"


def test_what_was_not_compared_comes_last_as_it_was_ranked():
    hits = [Hit(key, "question", 1.0) for key in ("b", "a", "c")]
    candidates = {key: Candidate(key, 1.0, "Wifi") for key in "abc"}
    candidates["c"] = candidates["c"]._replace(writing=Writing("Nothing in common"))
    assert order(most_alike(WIFI, [hits, hits[:1]], candidates, known)) == ["c", "b", "a"]


def test_solved_comes_before_unsolved_where_both_are_as_alike():
    text = Writing("Wifi drops")
    candidates = {
        "open": Candidate("open", 1.0, "", writing=text),
        "solved": Candidate("solved", 1.0, "", Standing(is_solved=True, answers=1), text),
    }
    assert order(most_alike(WIFI, [], candidates, known)) == ["solved", "open"]


def test_the_shortlist_takes_the_first_of_every_ranking_first():
    hits = {key: Hit(key, "question", 1.0) for key in "abcd"}
    first, second = [hits["a"], hits["b"], hits["c"]], [hits["d"], hits["a"]]
    assert [hit.key for hit in shortlist([first, second])] == ["a", "d", "b", "c"]


# The answer that is shown


def test_the_answer_with_most_of_the_words_is_shown():
    answers = [
        Answered(1, "Restart it.", votes=9, is_accepted=True),
        Answered(2, "The router needs an update; then the wifi stays."),
    ]
    assert best_answer(understand("router wifi"), answers) == 2


def test_of_answers_with_the_same_words_the_accepted_one_is_shown():
    answers = [Answered(1, "Wifi, wifi, wifi!", votes=3), Answered(2, "Wifi.", is_accepted=True)]
    assert best_answer(understand("wifi"), answers) == 2


def test_no_answer_is_shown_where_none_has_the_words():
    assert best_answer(understand("wifi"), [Answered(1, "No idea.", 90, is_accepted=True)]) is None
    assert best_answer(understand("wifi"), []) is None
    assert best_answer(bag([]), [Answered(1, "Wifi")]) is None


def test_an_answer_is_read_far_down():
    late = "word " * 600 + "thermostat"
    assert best_answer(understand("thermostat"), [Answered(1, "None"), Answered(2, late)]) == 2


def test_all_answers_have_their_place():
    answers = [Answered(1, "Nothing"), Answered(2, "Wifi")]
    assert order(answers_by_words(understand("wifi"), answers)) == [2, 1]


def test_words_are_counted_as_they_are_found_one_by_one():
    naughty = json.loads((ROOT / "tests/data/naughty-strings/blns.json").read_text("utf-8"))
    texts = [path.read_text("utf-8")[:4_000] for path in (ROOT / "docs").glob("*.md")]
    for text in [
        *naughty,
        *texts,
        "The hub's 2.4GHz, (or 5GHz) end.Next wi-fi don't",
        "灯 hub 不亮了",
    ]:
        for language in ("en", "nl"):
            stems = [stem_of(word, language) for word in words_in(text)[:500]]
            expected = Counter(stem for stem in stems if stem)
            assert counted(text, language) == expected
            times, length = times_of(["hub", "the", "ghz"], text, (language,), 500)
            assert (times["hub"], times["ghz"]) == (expected["hub"], expected["ghz"])
            assert length == expected.total()
