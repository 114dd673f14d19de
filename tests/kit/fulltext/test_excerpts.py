import json
from pathlib import Path

from app.kit.fulltext import highlight, prepared, understand

NAUGHTY = Path(__file__).parents[2] / "data" / "naughty-strings" / "blns.json"


def shown(segments):
    return "".join(f"[{piece}]" if is_hit else piece for piece, is_hit in segments)


def test_other_forms_of_the_word_are_marked():
    assert shown(highlight("It connects, once connected.", "connecting")) == (
        "It [connects], once [connected]."
    )


def test_the_best_passage_is_cut_out():
    text = "router " + "filler " * 60 + "the router loses its antenna signal " + "filler " * 60
    excerpt = shown(highlight(text, "antenna router", width=80))
    assert "[router] loses its [antenna]" in excerpt
    assert excerpt.startswith("… ")
    assert excerpt.endswith(" …")
    assert len(excerpt) < 100


def test_without_a_hit_the_beginning_is_shown():
    assert shown(highlight("alpha beta gamma " * 30, "omega", width=20)) == "alpha beta gamma …"


def test_a_title_is_shown_whole():
    title = "Why does the printer print printed prints? " * 10
    segments = highlight(title, "printing", width=None)
    assert "".join(piece for piece, _ in segments) == title.strip()
    assert shown(segments).count("[") == 30


def test_white_space_is_one_blank():
    assert shown(highlight("one\n\n  two\tthree", "two")) == "one [two] three"


def test_markup_stays_text_for_the_template_to_escape():
    expected = [("<b>", False), ("router", True), ("</b>", False)]
    assert highlight("<b>router</b>", "router") == expected


def test_no_text_has_no_segments():
    assert highlight("", "router") == []


def test_a_text_without_blanks_is_cut_too():
    assert len(shown(highlight("x" * 5_000, "router", width=100))) <= 104


def test_any_text_and_search_give_an_excerpt():
    for text in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        whole = "".join(piece for piece, _ in highlight(text, text, width=None))
        assert whole == " ".join(text.split())
        highlight(text * 50, text, width=60)


def test_a_long_hostile_text_takes_no_time_worth_mentioning():
    excerpt = highlight("router " * 200_000, "router " * 20, width=200)
    assert len("".join(piece for piece, _ in excerpt)) <= 204


def test_an_excerpt_begins_with_the_sentence_that_matches():
    text = "It all began in May. " * 20 + "After that the antenna lost its signal. " + "Fin. " * 80
    excerpt = shown(highlight(text, "antenna signal", width=80))
    assert excerpt.startswith("… After that the [antenna] lost its [signal]. ")
    assert len(excerpt) < 110


def test_lines_end_sentences_too():
    text = "no full stop here\n" * 20 + "- hold the button\n- wait\n" + "nothing else\n" * 20
    assert shown(highlight(text, "button", width=30)).startswith("… - hold the [button] - wait")


def test_parts_of_a_text_begin_passages_and_leave_no_sign_behind():
    text = "All is well · " * 30 + "The button blinks · wait a bit · and then some · " + "so " * 90
    assert shown(highlight(text, "button", width=34)) == "… The [button] blinks · wait a bit …"


def test_synonyms_and_wordings_are_marked_whole():
    groups = prepared([("en", ["restart", "turn off and on again"])])
    sought = understand("restarting", synonyms=groups)
    assert shown(highlight("Turn it. Turn off and on again, or restart.", sought)) == (
        "Turn it. [Turn off and on again], or [restart]."
    )


def test_phrases_are_marked_as_phrases():
    assert shown(highlight("A jam of paper. Paper jam!", understand('"paper jam"'))) == (
        "A jam of paper. [Paper jam]!"
    )


def test_words_are_marked_by_every_language_of_the_search():
    sought = understand('lampe "rote häuser"', languages=("en", "de"))
    assert shown(highlight("Zwei Lampen: two Lampen", sought)) == "Zwei [Lampen]: two [Lampen]"
    assert shown(highlight("Vor dem roten Haus", sought)) == "Vor dem [roten Haus]"
    assert shown(highlight("Zwei Lampen", understand("lampe"))) == "Zwei Lampen"


def test_a_sentence_that_begins_too_far_before_the_word_is_cut_around_it():
    text = "It goes on and " + "on and " * 80 + "the battery is empty. " + "The rest. " * 40
    passage = shown(highlight(text, "battery", 120))
    assert "the [battery] is empty" in passage
    assert len(passage) < 140
