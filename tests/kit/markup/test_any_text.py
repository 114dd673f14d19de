"""Any text at all: thrown together by Hypothesis, and the ones known to be naughty."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.kit.markup import cook, plain, render, render_many
from app.kit.markup.cooking import Kitchen
from app.kit.markup.options import COMMONMARK
from app.kit.markup.parsing import build_parser
from app.kit.markup.parts import BREAKING
from tests.kit.markup.payloads import TEXTS
from tests.kit.markup.safety import faults_of

NAUGHTY = Path(__file__).parents[2] / "data" / "naughty-strings" / "blns.json"
PIECES = [
    *"[]()<>!*_~`#|-+=:;&\\\"'{}@./ \t\n0123456789abcxyz",
    *("\n\n", "\n    ", "\n- ", "\n1. ", "\n> ", "```", "~~~", "**", "__", "~~", "![", "](", "]:"),
    *("[a]", "[a]: /b", "<b>", "</b>", "<!--", "-->", "&amp;", "&#x41;", "&#0;", "https://"),
    *("www.", "javascript:"),
    *("a.example", "/files/a.png", "@bob", "- [ ] ", "- [x] ", "|---|", "\n---\n"),
    *("\n===\n", "| a | b |\n", "é", "😀", "\u202e", "\x02", "\x03", "\x00", "\x0c", "\r"),
    *("\ud800", "\udfff", "\u00a0", "\u2028", "wzxhzdk:0", "klzzwxh:0000"),
    *("\n{{kb:a#b}}\n", "{{kb:", "}}", "\n::: #p\n", "\n:::\n", "\n## ", " {#k}", "{#"),
]
KITCHEN = Kitchen()
PLAIN = build_parser(COMMONMARK)

markdownish = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)
anything = st.text(st.characters(), max_size=200)  # surrogates too


@settings(max_examples=400, deadline=None)
@given(source=markdownish | anything)
def test_any_text_gives_safe_html(source: str) -> None:
    html = render(source)
    assert faults_of(html) == []
    html.encode()


@settings(max_examples=400, deadline=None)
@given(source=markdownish)
def test_sanitising_twice_changes_nothing(source: str) -> None:
    html = KITCHEN.parser.reset().convert(source)
    parts = KITCHEN.sanitiser.parts(html)
    once = "".join(part for part in parts if isinstance(part, str))
    assert KITCHEN.sanitiser.clean(once) == once


@settings(max_examples=400, deadline=None)
@given(source=markdownish)
def test_the_sanitiser_finds_nothing_to_take_away(source: str) -> None:
    # What the parser writes is clean already: the sanitiser is the second lock, not the first.
    html = KITCHEN.parser.reset().convert(re.sub("[\x00@{]", "", source))
    parts = KITCHEN.sanitiser.parts(html)
    assert all(isinstance(part, str) for part in parts)
    assert faults_of(html) == []


@settings(max_examples=300, deadline=None)
@given(source=markdownish)
def test_plain_markdown_parses_too(source: str) -> None:
    PLAIN.reset().convert(source)


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.text("abcdefghij", min_size=1, max_size=8), min_size=1, max_size=20))
def test_ordinary_words_come_out_as_they_went_in(words: list[str]) -> None:
    sentence = " ".join(words)
    assert plain(render(sentence)) == sentence


@pytest.mark.parametrize("text", json.loads(NAUGHTY.read_text(encoding="utf-8")))
def test_naughty_strings(text: str) -> None:
    for source in (text, f"- {text}", f"> {text}", f"`{text}`", f"[{text}]({text})", f"@{text}"):
        assert faults_of(render(source)) == []


def test_payloads_next_to_each_other() -> None:
    pairs = [one + two for one in TEXTS[::3] for two in TEXTS[1::5]]
    for source, result in zip(pairs, render_many(pairs), strict=True):
        assert faults_of(result.html) == [], source


def test_the_parser_itself_bears_half_a_character() -> None:
    for source in ("[a](\ud800)", "<https://a.example/\udfff>", "![\ud800](/files/\ud800)"):
        KITCHEN.cook(source)


def test_what_no_page_can_hold_is_taken_away() -> None:
    assert cook("a\x00b\ud800c\x1b[0md\x02e").html == "<p>a\ufffdb\ufffdc[0mde</p>"


class Words(HTMLParser):
    """The words of HTML as a parser finds them, piece by piece."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.pieces.append(" " if tag in BREAKING else "")
        if tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        self.pieces.append(" " if tag in BREAKING else "")

    def handle_data(self, data: str) -> None:
        self.pieces.append(data)


def assert_words_as_parsed(html: str) -> None:
    assert plain(html) == " ".join("".join(Words(html).pieces).split())


@settings(max_examples=200, deadline=None)
@given(source=markdownish | anything)
def test_the_words_of_any_text_are_those_that_a_parser_finds(source: str) -> None:
    assert_words_as_parsed(render(source))


def test_the_words_of_hostile_texts_are_those_that_a_parser_finds() -> None:
    naughty = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    described = ['![a > b "c" <d> it\'s & &lt;](/files/a.png)', "<b title='>'>x</b>", "a<br>b"]
    for rendered in render_many([*TEXTS, *naughty, *described]):
        assert_words_as_parsed(rendered.html)
