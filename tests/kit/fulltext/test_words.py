import json
from pathlib import Path

from app.kit.fulltext.words import MOST_WORDS, plain_words, stems_in, understand

NAUGHTY = Path(__file__).parents[2] / "data" / "naughty-strings" / "blns.json"


def stems(text):
    return [stem for stem, _, _ in stems_in(text)]


def test_words_fold_case_accents_and_apostrophes():
    assert stems("Café’s CAFE cafés") == ["cafe", "cafe", "cafe"]


def test_versions_stay_whole_and_sentences_do_not():
    assert stems("Update 2.7.4 failed.Rebooting") == ["updat", "2.7.4", "fail", "reboot"]


def test_words_without_meaning_do_not_count():
    assert stems("How do I use it on the CAN bus?") == ["us", "can", "bu"]


def test_places_point_into_the_text():
    text = "A Router’s antenna"
    assert [text[start:end] for _, start, end in stems_in(text)] == ["Router’s", "antenna"]


def test_keys_and_noise_are_no_words():
    assert stems("x" * 41 + " " + "y" * 100_000) == []


def test_plain_words_are_kept_as_written():
    assert plain_words("The Printers of René, on 5G") == {"printers", "rene"}


def test_a_search_has_words_phrases_and_exclusions():
    wanted = understand('printer "paper jam" -ink -"blue light" re-install')
    assert wanted.terms == ("printer", "re", "instal")
    assert wanted.phrases == (("paper", "jam"),)
    assert wanted.excluded == (("ink",), ("blue", "light"))
    assert wanted.stems == ("printer", "re", "instal", "paper", "jam")


def test_signs_of_other_languages_are_plain():
    wanted = understand("wifi AND (printer OR net*) title:foo fo?o^3 ~2 --help - NOT")
    assert wanted.excluded == ()
    assert set(wanted.terms) >= {"wifi", "printer", "net", "titl", "foo", "help"}


def test_an_open_quote_reaches_to_the_end():
    assert understand('"paper jam').phrases == (("paper", "jam"),)


def test_a_quoted_single_word_is_a_word():
    assert understand('"jams"').terms == ("jam",)


def test_a_search_has_bounds():
    wanted = understand(" ".join(f"w{number}" for number in range(10_000)))
    assert len(wanted.stems) == MOST_WORDS
    assert len(understand('"' + "ab cd " * 5_000 + '"').phrases[0]) == MOST_WORDS
    assert understand("a" * 300).terms == ()


def test_any_text_is_understood():
    for text in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        wanted = understand(text)
        assert all(stem and stem == stem.casefold() for stem in wanted.stems)
        # What was understood can be written anywhere.
        assert "".join(wanted.stems).encode().decode() == "".join(wanted.stems)
