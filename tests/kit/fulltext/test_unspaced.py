"""Scripts without blanks: what stands there is found by two or more of its signs."""

import unicodedata

import pytest

from app.kit.fulltext import Document, Query, highlight, plain_words, prepared, understand, words_in
from app.kit.fulltext.words import places_of, stems_in, stems_of

# "My smart bulb went dark, and its battery is empty. What do I do?", more or less.
CHINESE = "我的智能灯泡不亮了、电池也没电了。怎么办。"
JAPANESE = "スマート電球が点かなくなり、電池も切れました。どうすればいいですか。"
KOREAN = "스마트 전구가 켜지지않고 배터리도닳았어요."
THAI = "หลอดไฟอัจฉริยะไม่ติดและแบตเตอรี่หมด"
# A text, and words of it as people look for them.
SENTENCES = [
    (CHINESE, ["电池", "智能灯泡", "不亮", "灯泡 电池"]),
    (JAPANESE, ["電池", "スマート", "切れました", "電球 電池"]),
    (KOREAN, ["배터리", "전구", "스마트 배터리"]),
    (THAI, ["หลอดไฟ", "แบตเตอรี่", "แบตเตอรี่หมด"]),
]
ASKED = [(text, words) for text, asked in SENTENCES for words in asked]


def question(number, title, text=""):
    return Document(f"question:{number}", "question", title, text)


def keys(engine, words, **within):
    return [hit.key for hit in engine.find(Query(words, **within)).hits]


def marked(text, words, width=None):
    return [piece for piece, is_hit in highlight(text, words, width) if is_hit]


def stems(text, language="en"):
    return [stem for stem, _, _ in stems_in(text, language)]


# -- words ------------------------------------------------------------------------------------


def test_each_sign_makes_a_word_with_the_next():
    assert words_in("电池坏了") == ["电池", "池坏", "坏了"]
    assert words_in("灯。电池") == ["灯", "电池"]
    assert words_in("Hue灯泡2.0版USB-C") == ["Hue", "灯泡", "2.0", "版", "USB", "C"]


def test_marks_belong_to_their_letter():
    assert words_in("ที่นี่") == ["ที่นี่"]
    assert words_in(unicodedata.normalize("NFD", "がぎぐ")) == [
        unicodedata.normalize("NFD", pair) for pair in ("がぎ", "ぎぐ")
    ]
    assert len(words_in(unicodedata.normalize("NFD", "전지가"))) == 2


@pytest.mark.parametrize("language", ["en", "de", "fi", "und"])
def test_one_word_however_it_is_typed(language):
    for one, other in (
        ("ガス", "\uff76\uff9e\uff7d"),  # the narrow signs of old machines
        ("がぎ", unicodedata.normalize("NFD", "がぎ")),
        ("전지", unicodedata.normalize("NFD", "전지")),
        ("葛城", "葛\U000e0100城"),  # a variant of the same sign
    ):
        assert stems(one, language) == stems(other, language) == [one]
    # Voices and tones tell words apart; accents elsewhere do not.
    assert not stems_of("かき", language) & stems_of("がき", language)
    assert not stems_of("ขา", language) & stems_of("ข้า", language)


def test_they_are_no_words_to_complete_or_put_right():
    assert plain_words("智能灯泡 battery 전구가 หลอดไฟ") == {"battery"}


def test_places_are_those_of_all_words():
    text = f"{CHINESE} A bulb, 2.4GHz. {JAPANESE}"
    every = list(stems_in(text))
    assert places_of(text, {stem for stem, _, _ in every}) == every
    assert [text[start:end] for _, start, end in places_of(text, {"电池", "bulb"})] == [
        "电池",
        "bulb",
    ]


# -- what is sought, and marked ---------------------------------------------------------------


def test_a_search_asks_for_every_pair_and_a_phrase_for_all_in_a_row():
    asked = understand('灯泡不亮 "电池没电" -插座')
    assert [term.ways[0].stems for term in asked.terms] == [("灯泡",), ("泡不",), ("不亮",)]
    assert [term.ways[0].stems for term in asked.phrases] == [("电池", "池没", "没电")]
    assert [way.stems for way in asked.excluded] == [("插座",)]


def test_an_endless_sentence_is_bounded():
    asked = understand("灯泡不亮了怎么办呢" * 5_000)
    assert len(asked.terms) == 9  # its pairs, each once
    signs = "".join(chr(0x4E00 + number) for number in range(5_000))
    assert len(understand(signs).terms) == 12
    assert len(understand(f'"{signs}"').phrases[0].ways[0].stems) == 12
    assert stems("ก" + "่" * 100_000 + "ข") == ["ก" + "่" * 8, "ข"]
    assert len(marked("灯泡" * 50_000, "灯泡")) == 1


def test_synonyms_are_recognised_within_a_run():
    synonyms = prepared([("en", ["电灯泡", "bulb"]), ("en", ["wifi", "无线网络"])])
    for typed, meant in (("我的电灯泡坏了", ("bulb",)), ("wifi", ("无线", "线网", "网络"))):
        asked = understand(typed, synonyms=synonyms)
        assert meant in {way.stems for term in asked.terms for way in term.ways}


def test_neighbours_are_one_mark():
    assert marked(CHINESE, "智能灯泡 电池") == ["智能灯泡", "电池"]
    assert marked("灯泡电池", "灯泡 电池") == ["灯泡电池"]
    assert marked(CHINESE, '"灯泡不亮"') == ["灯泡不亮"]
    assert marked(CHINESE, '"灯泡电池"') == []
    assert marked("USB充电器 USB", "充电器 usb") == ["USB", "充电器", "USB"]
    pieces = highlight(CHINESE, "能灯泡不", None)
    assert "".join(piece for piece, _ in pieces) == CHINESE


@pytest.mark.parametrize("text, words", ASKED)
def test_what_is_sought_is_marked_and_nothing_is_lost(text, words):
    assert "".join(marked(text, words)) == words.replace(" ", "")
    for asked in (understand(words), understand(words, languages=["und", "en", "de"])):
        pieces = highlight(text, asked, None)
        assert "".join(piece for piece, _ in pieces) == text


def test_a_passage_begins_with_its_sentence():
    text = "你好。" * 60 + "昨天电池坏了。" + "谢谢。" * 60
    pieces = highlight(text, "电池", 40)
    assert "".join(piece for piece, _ in pieces).startswith("… 昨天电池坏了。谢谢。")
    # No blank comes in between sentences that had none.
    assert "。 " not in "".join(piece for piece, _ in highlight(f" {text}", "电池", None))


# -- every engine -----------------------------------------------------------------------------


@pytest.fixture
def sentences(engine):
    engine.put([question(number, "", text) for number, (text, _) in enumerate(SENTENCES)])
    return engine


@pytest.mark.parametrize("text, words", ASKED)
def test_a_sentence_is_found_by_a_word_of_it(sentences, text, words):
    number = [one for one, _ in SENTENCES].index(text)
    assert keys(sentences, words, match="all") == [f"question:{number}"]


def test_words_of_other_sentences_find_nothing(sentences):
    for words in ("泡电", "电灯", "電灯", "터배", "ไฟไฟ"):
        assert keys(sentences, words, match="all") == []


def test_phrases_exclusions_and_titles(engine):
    engine.put(
        [
            question(1, "电池坏了", "灯泡不亮。"),
            question(2, "灯泡", "不亮的是灯泡、电池没坏。"),
            question(3, "插座", "Hue灯泡坏了。"),
        ]
    )
    assert keys(engine, '"灯泡不亮"') == ["question:1"]
    assert set(keys(engine, "灯泡不亮", match="any")) == {f"question:{n}" for n in (1, 2, 3)}
    assert keys(engine, "灯泡 -电池", match="all") == ["question:3"]
    assert keys(engine, "title:电池") == ["question:1"]
    assert keys(engine, "hue 灯泡", match="all") == ["question:3"]
    # A single sign is found where it stands alone.
    engine.put([question(4, "", "灯 坏了")])
    assert keys(engine, "灯", match="all") == ["question:4"]
