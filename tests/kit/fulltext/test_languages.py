import importlib
import re
import threading
from pathlib import Path

import pytest
import snowballstemmer

from app.kit.fulltext.languages import LANGUAGES, is_stop_word, stem
from app.kit.fulltext.languages.stems import _NAMES
from app.kit.fulltext.languages.stop_words import _STOP_WORDS
from app.kit.fulltext.words import folded, stem_of


@pytest.mark.parametrize(
    "forms",
    [
        "en connect connected connecting connects connection connections",
        "en install installs installed installing",
        "en cycle cycles cycling",
        "en query queries queried",
        "de lampe lampen",
        "fr ampoule ampoules",
        "es bombilla bombillas",
        "it lampadina lampadine",
        "nl lampen lamp",
        "pt lâmpada lâmpadas",
        "sv lampor lamporna",
        "da lampe lamper lampen",
        "nb lampe lamper lampen",
        "fi lamppu lamput lamppuja",
    ],
)
def test_forms_of_one_word_meet(forms):
    language, *words = forms.split()
    assert len({stem(word, language) for word in words}) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_stems_in_c_are_those_in_python(language):
    # Which of the two a machine has must not change what is found, nor need a new index.
    name = _NAMES[language]
    plain = getattr(
        importlib.import_module(f"snowballstemmer.{name}_stemmer"), name.title() + "Stemmer"
    )
    assert not isinstance(snowballstemmer.stemmer(name), plain)
    texts = Path(__file__).parents[3].glob("docs/**/*.md")
    words = set(re.findall(r"[^\W\d_]+", " ".join(text.read_text().lower() for text in texts)))
    words |= {"größte", "ampoules", "bombillas", "lamppuja", "élève", "señales", "blåbær", "ça"}
    chosen = sorted(words)[::5]
    assert [stem(word, language) for word in chosen] == plain().stemWords(chosen)


def test_every_stemmed_language_has_words_that_say_nothing():
    common = {"en": "the", "de": "der", "fr": "les", "es": "los", "it": "gli", "nl": "het"}
    common |= {"pt": "uma", "sv": "och", "da": "og", "nb": "og", "fi": "ja"}
    assert set(common) == set(LANGUAGES)
    assert all(is_stop_word(word, language) for language, word in common.items())


def test_words_of_technical_questions_count():
    assert not any(is_stop_word(word, "en") for word in ("can", "off", "up", "again", "only"))


@pytest.mark.parametrize("word", ["can't", "cant", "won’t", "wont", "doesn't", "hasnt", "cannot"])
def test_that_something_does_not_work_says_nothing_of_what_it_is(word):
    assert stem_of(word) == ""


def test_very_short_words_stay():
    assert [stem(word, "en") for word in ("", "a", "as", "is")] == ["", "a", "as", "is"]


def test_words_that_say_nothing_are_listed_as_folded():
    every = {word for words in _STOP_WORDS.values() for word in words}
    assert {folded(word) for word in every} == every


def test_threads_do_not_spoil_each_others_stems():
    words = [f"{a}{b}ations" for a in "bcdfghjkl" for b in ("ent", "ific", "orm", "isol") * 5]
    expected = {word: stem(word, "en") for word in words}
    wrong: list[str] = []

    def work():
        wrong.extend(w for w in words if stem(w, "en") != expected[w])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
