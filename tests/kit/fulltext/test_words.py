import json
import random
import re
from pathlib import Path

import pytest

from app.kit.fulltext import LANGUAGES
from app.kit.fulltext.words import places_of, plain_words, stem_of, stems_in, stems_of, words_in

ROOT = Path(__file__).parents[3]
NAUGHTY = ROOT / "tests" / "data" / "naughty-strings" / "blns.json"
# Pieces of words, to make up such as any of the languages may have.
SOUNDS = ["a", "e", "i", "o", "u", "y", "ä", "ö", "ü", "é", "aa", "ij", "ie", "eau"]
STARTS = [
    "",
    "b",
    "C# ",
    "c++ ",
    "ch",
    "d",
    "g",
    "k",
    "l",
    "m",
    "n",
    "qu",
    "r",
    "s",
    "st",
    "t",
    "v",
    "ß",
    "ç",
]
ENDS = ["", "s", "es", "ing", "en", "heid", "heden", "ation", "mente", "lich", "issa", "ies", "d"]


def stems(text, language="en"):
    return [stem for stem, _, _ in stems_in(text, language)]


def test_words_fold_case_accents_and_apostrophes():
    assert stems("Café’s CAFE cafés") == ["cafe", "cafe", "cafe"]


def test_versions_stay_whole_and_sentences_do_not():
    assert stems("Update 2.7.4 failed.Rebooting") == ["updat", "2.7.4", "fail", "reboot"]


def test_a_letter_with_its_signs_is_a_name():
    text = "C++ and C#, (F#) not °C; x+++ A#1 issue #5 abc# vitamin C+"
    named = [word for word in words_in(text) if not word.isalnum()]
    assert named == ["C++", "C#", "F#"]
    assert words_in("温度 C# 好") == ["温度", "C#", "好"]
    assert places_of(text, {"c#"}) == [("c#", 8, 10)]
    assert stem_of("C#") == "c#"
    assert stem_of("C++", "de") == "c++"


def test_words_without_meaning_do_not_count():
    assert stems("How do I use it on the CAN bus?") == ["use", "can", "bus"]


def test_places_point_into_the_text():
    text = "A Router’s antenna"
    assert [text[start:end] for _, start, end in stems_in(text)] == ["Router’s", "antenna"]


def test_keys_and_noise_are_no_words():
    assert stems("x" * 41 + " " + "y" * 100_000) == []


def test_plain_words_are_kept_as_written():
    assert plain_words("The Printers of René, on 5G") == {"printers", "rene"}


def test_two_texts_share_stems():
    assert stems_of("Printers print") & stems_of("a printed printer") == {"print", "printer"}


def test_each_language_has_its_own_words_and_endings():
    assert stems("Die Lampen flackern", "de") == ["lamp", "flack"]
    assert stems("Die lamps flicker", "en") == ["die", "lamp", "flicker"]
    assert stems("les lampes connectées", "fr") == stems("la lampe connectée", "fr")


def test_an_unknown_language_has_plain_words():
    assert stems("Żarówki migają", "pl") == ["zarowki", "migaja"]


def found(text, stems, language="en"):
    return [text[start:end] for _, start, end in places_of(text, stems, language)]


def test_words_of_a_stem_are_found_however_they_are_written():
    assert found("Gewerkt, WERKEN en werk; rust niet.", {"werk"}, "nl") == [
        *("Gewerkt", "WERKEN", "werk")
    ]
    assert found("École fermée, ecole", {"ecol"}, "fr") == ["École", "ecole"]
    assert found("2.4GHz, not 2.45GHz: don't at 4 or 'tis", {"2.4", "ghz", "45"}) == [
        *("2.4", "GHz", "GHz")
    ]


def made_up(some):
    syllables = (some.choice(STARTS) + some.choice(SOUNDS) for _ in range(some.randrange(1, 4)))
    return some.choice(["", "", "ge", "ver"]) + "".join(syllables) + some.choice(ENDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_looking_for_a_few_stems_finds_what_reading_every_word_finds(language):
    some = random.Random(language)  # noqa: S311 - no secret
    texts = [path.read_text(encoding="utf-8")[:5_000] for path in (ROOT / "docs").glob("*.md")]
    texts += json.loads(NAUGHTY.read_text(encoding="utf-8"))
    texts += [" ".join(made_up(some) for _ in range(400)) for _ in range(10)]
    for given in texts:
        # What sticks to a figure with many decimals, as the "e" of 1.234e5, is not looked for.
        text = re.sub(r"(\.\d{3,})(?=\w)", r"\1 ", given)
        every = list(stems_in(text, language))
        wanted = {stem for stem, _, _ in some.sample(every, min(3, len(every)))}
        assert places_of(text, wanted, language) == [one for one in every if one[0] in wanted]
