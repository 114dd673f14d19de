"""Groups of words that mean the same: read, kept, and in force."""

from __future__ import annotations

import pytest

from app.domain.search.actions.synonyms import (
    add_group,
    add_groups,
    change_group,
    remove_group,
)
from app.domain.search.queries.synonyms import (
    find_group,
    group_counts,
    meanings_of,
    synonym_groups,
    synonyms_in_force,
)
from app.domain.search.wordlists import WordGroup, checked_group, read_groups
from app.kit import fulltext
from app.kit.problems import Conflict, Forbidden, Invalid, NotFound
from app.kit.work import write

# -- reading ------------------------------------------------------------------------------------


def words_in(text, language="en"):
    return [(group.language, list(group.words)) for group in read_groups(text, language=language)]


@pytest.mark.parametrize(
    "text",
    [
        "wifi, wi-fi, wlan\nbulb, lamp",
        "wifi; wi-fi ;wlan # radio\n\n# lights\nbulb,lamp,",
        "- [wifi, wi-fi, wlan]\n- [bulb, lamp]",
        "- wifi, wi-fi, wlan\n- bulb, lamp",
        "-\n  - wifi\n  - wi-fi\n  - wlan\n- [bulb, 'lamp']",
        "en:\n  - [wifi, wi-fi, wlan]\n  - [bulb, lamp]",
        '{"en": [["wifi", "wi-fi", "wlan"], ["bulb", "lamp"]]}',
    ],
)
def test_lines_and_yaml_are_read_alike(text):
    assert words_in(text) == [("en", ["wifi", "wi-fi", "wlan"]), ("en", ["bulb", "lamp"])]


def test_words_of_yaml_are_words_and_no_truths():
    assert words_in("- [on, off, no, 1.10, ~]") == [("en", ["on", "off", "no", "1.10", "~"])]


def test_yaml_may_name_languages():
    assert words_in("de:\n- [lampe, leuchte]\nfr:\n- [lampe, ampoule]") == [
        ("de", ["lampe", "leuchte"]),
        ("fr", ["lampe", "ampoule"]),
    ]


def test_what_is_no_yaml_after_all_is_read_by_lines():
    assert words_in("- [wifi, wlan\n- bulb: lamp, light") == [
        ("en", ["wifi", "wlan"]),
        ("en", ["bulb: lamp", "light"]),
    ]


@pytest.mark.parametrize(
    "text",
    [
        *("", "# nothing", "- {wifi: wlan}", "- [wifi, [wlan]]"),
        *("x, y\n" * 1001, "x" * 200_001),
    ],
)
def test_what_is_no_list_of_words_is_refused(text):
    with pytest.raises(Invalid) as problem:
        read_groups(text, language="en")
    assert problem.value.field == "text"


@pytest.mark.parametrize("text", ["[" * 5000, "- " * 5000, "{" * 5000, "- !!python/x y"])
def test_hostile_yaml_is_read_by_lines_or_refused(text):
    try:
        found = read_groups(text, language="en")
    except Invalid:
        return
    assert len(found) <= 1000


def test_references_are_not_followed():
    bomb = "- &a [x, y]\n" + "- [*a, *a]\n" * 3
    assert all("x, y" not in word for _, words in words_in(bomb) for word in words)


def test_a_group_has_each_word_once_and_no_quotes():
    assert checked_group([' Wi-Fi "5" ', "wi-fi 5", "WLAN", "  "]) == ["Wi-Fi 5", "WLAN"]


@pytest.mark.parametrize(
    "words",
    [["wifi"], ["wifi", "WIFI"], ["wifi", "the"], ["wifi", "?!"], ["wifi", "x" * 61],
     ["wifi", "a\u202eb"], ["wifi", "one two three four five six seven"],
     [f"word{n}" for n in range(21)]],
)  # fmt: skip
def test_a_group_that_cannot_be_kept(words):
    with pytest.raises(Invalid):
        checked_group(words)


# -- keeping ------------------------------------------------------------------------------------


def test_added_changed_and_removed(session, erin):
    group = write(add_group, "en", ["wifi", "wlan"], by=erin)
    write(change_group, group, language="en", words=["wifi", "wlan", "wi-fi"], edition=1, by=erin)
    (row,) = synonym_groups(actor=erin)
    assert (row.words, row.changed_by.id) == (["wifi", "wlan", "wi-fi"], erin.id)
    assert find_group(group.id, actor=erin).edition == 2
    write(remove_group, group, by=erin)
    assert synonym_groups(actor=erin) == []
    with pytest.raises(NotFound):
        find_group(row.id, actor=erin)


def test_a_change_that_crosses_another_is_a_conflict_with_both(session, erin, ada):
    group = write(add_group, "en", ["wifi", "wlan"], by=erin)
    write(change_group, group, language="en", words=["wifi", "wi-fi"], edition=1, by=ada)
    with pytest.raises(Conflict) as problem:
        write(change_group, group, language="en", words=["wifi", "radio"], edition=1, by=erin)
    assert problem.value.details == {
        "edition": 2, "theirs": ["wifi", "wi-fi"], "yours": ["wifi", "radio"],
    }  # fmt: skip


def test_a_group_within_another_says_nothing_new(session, erin):
    write(add_group, "en", ["wifi", "wlan", "wi-fi"], by=erin)
    with pytest.raises(Invalid):
        write(add_group, "en", ["WLAN", "wifi"], by=erin)
    write(add_group, "de", ["WLAN", "wifi"], by=erin)
    assert group_counts(actor=erin) == {"de": 1, "en": 1}


def test_an_unknown_language_is_refused(session, erin):
    with pytest.raises(Invalid):
        write(add_group, "xx", ["wifi", "wlan"], by=erin)


def test_many_at_once_keep_what_is_there(session, erin):
    write(add_group, "en", ["wifi", "wlan"], by=erin)
    given = [
        WordGroup("en", ("wlan", "wifi")),
        WordGroup("en", ("bulb", "lamp")),
        WordGroup("en", ("lamp", "bulb")),
        WordGroup("en", ("the", "and")),
    ]
    brought = write(add_groups, given, by=erin)
    assert (brought.added, brought.known) == (1, 2)
    assert [words for words, _ in brought.refused] == [("the", "and")]


def test_no_more_groups_than_there_is_room_for(session, erin, monkeypatch):
    monkeypatch.setattr("app.domain.search.actions.synonyms.GROUPS_MOST", 1)
    write(add_group, "en", ["wifi", "wlan"], by=erin)
    with pytest.raises(Invalid):
        write(add_group, "en", ["bulb", "lamp"], by=erin)
    with pytest.raises(Invalid):
        write(add_groups, [WordGroup("en", ("bulb", "lamp"))], by=erin)


def test_only_editors_keep_them(session, erin, alice, guest):
    group = write(add_group, "en", ["wifi", "wlan"], by=erin)
    for who in (alice, guest):
        for refused in (
            lambda who=who: write(add_group, "en", ["bulb", "lamp"], by=who),
            lambda who=who: write(add_groups, [], by=who),
            lambda who=who: write(
                change_group, group, language="en", words=["a1", "b1"], edition=1, by=who
            ),
            lambda who=who: write(remove_group, group, by=who),
            lambda who=who: synonym_groups(actor=who),
            lambda who=who: find_group(group.id, actor=who),
            lambda who=who: group_counts(actor=who),
        ):
            with pytest.raises(Forbidden):
                refused()


# -- in force -----------------------------------------------------------------------------------


def ways(typed):
    found = fulltext.understand(typed, synonyms=synonyms_in_force())
    return {way.stems for term in found.terms for way in term.ways}


def test_a_search_for_one_finds_the_others(session, erin):
    assert ways("wlan") == {("wlan",)}
    group = write(add_group, "en", ["wlan", "wireless network"], by=erin)
    assert len(ways("wlan")) == 2
    write(change_group, group, language="en", words=["wlan", "radio"], edition=1, by=erin)
    assert ways("wlan") == {("wlan",), ("radio",)}
    write(remove_group, group, by=erin)
    assert ways("wlan") == {("wlan",)}


def test_what_is_in_force_is_made_once_and_costs_one_statement(session, erin, statements):
    write(add_group, "en", ["wlan", "wifi"], by=erin)
    first = synonyms_in_force()
    with statements() as ran:
        assert synonyms_in_force() is first
    assert len(ran) == 1


def meant(typed, actor, language="en"):
    return [(one.typed, one.others) for one in meanings_of(typed, actor=actor, language=language)]


def test_what_a_search_becomes_is_told_in_words(session, erin):
    write(add_group, "en", ["restart", "turn off and on again"], by=erin)
    write(add_group, "en", ["wifi", "wlan", "wireless network"], by=erin)
    assert meant("restarting wlan", erin) == [
        ("restarting", ["turn off and on again"]),
        ("wlan", ["wifi", "wireless network"]),
    ]
    assert meant("turn off and on again", erin) == [("turn off and on again", ["restart"])]
    assert meant("lamp", erin) == [("lamp", [])]
    assert meant("the", erin) == []
    assert meant("", erin) == []
    phrase, title, excluded = meanings_of('"slow upstairs" title:bulb -lamp', actor=erin)
    assert phrase.is_phrase
    assert title.in_title
    assert excluded.is_excluded
