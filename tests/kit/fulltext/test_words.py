from app.kit.fulltext.words import forms_in, plain_words, stems_in, stems_of


def stems(text, language="en"):
    return [stem for stem, _, _ in stems_in(text, language)]


def test_words_fold_case_accents_and_apostrophes():
    assert stems("Café’s CAFE cafés") == ["cafe", "cafe", "cafe"]


def test_versions_stay_whole_and_sentences_do_not():
    assert stems("Update 2.7.4 failed.Rebooting") == ["updat", "2.7.4", "fail", "reboot"]


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


def test_forms_of_a_stem_are_found_however_they_are_written():
    text = "Gewerkt, WERKEN en werk; rust niet."
    assert forms_in(text, {"werk"}, "nl") == {"Gewerkt": "werk", "WERKEN": "werk", "werk": "werk"}
    assert forms_in("École fermée, ecole", {"ecol"}, "fr") == {"École": "ecol", "ecole": "ecol"}
