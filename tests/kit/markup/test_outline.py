"""Articles: embedded blocks, sections with keys, marked passages; and all of it hostile."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup, escape

from app.kit.markup import Part, cook, embeds_in, excerpt, join, key_of, links_in, plain
from app.kit.markup.cooking import Kitchen
from app.kit.markup.keys import KEY, LONGEST, Keys
from app.kit.markup.rendering import cut
from app.kit.markup.tree import MAX_EMBEDS
from tests.kit.markup.safety import faults_of
from tests.kit.markup.test_any_text import markdownish

KITCHEN = Kitchen()
TAG = re.compile(r"<(/?)([a-z0-9]+)[^>]*>")
VOID = frozenset({"br", "hr", "img", "input"})


def parts_of(source: str) -> list[Part]:
    return list(cook(source, outline=True).parts)


def marks(parts: list[Part]) -> list[Part]:
    return [part for part in parts if not isinstance(part, str)]


# -- embeds -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source, html",
    [
        ("{{kb:a#b}}", "<X>"),
        ("  {{ kb: a#b }}  ", "<X>"),
        ("{{KB:a#b}}", "<p>{{KB:a#b}}</p>"),
        ("{{kb:A#B}}", "<X>"),
        ("before\n{{kb:a#b}}\nafter", "<p>before</p><X><p>after</p>"),
        ("- one\n  {{kb:a#b}}\n- two", "<ul><li>one<X></li><li>two</li></ul>"),
        (
            "1. one\n\n   {{kb:a#b}}\n\n2. two",
            "<ol><li><p>one</p><X></li><li><p>two</p></li></ol>",
        ),
        ("> {{kb:a#b}}", "<blockquote><X></blockquote>"),
        ("> quoted\n{{kb:a#b}}", "<blockquote><p>quoted</p></blockquote><X>"),
        ("see {{kb:a#b}}", "<p>see {{kb:a#b}}</p>"),
        ("{{kb:a#b}} {{kb:a#b}}", "<p>{{kb:a#b}} {{kb:a#b}}</p>"),
        ("`{{kb:a#b}}`", "<p><code>{{kb:a#b}}</code></p>"),
        ("\\{{kb:a#b}}", "<p>{{kb:a#b}}</p>"),
        ("{{kb:a}}", "<p>{{kb:a}}</p>"),
        ("{{kb:#b}}", "<p>{{kb:#b}}</p>"),
        ("{{kb:../a#b}}", "<p>{{kb:../a#b}}</p>"),
        ('{{kb:a"onload#b}}', '<p>{{kb:a"onload#b}}</p>'),
        ("{{kb:a#b<script>}}", "<p>{{kb:a#b&lt;script&gt;}}</p>"),
        ("{{kb:-a#b}}", "<p>{{kb:-a#b}}</p>"),
        ("{{kb:İa#b}}", "<p>{{kb:İa#b}}</p>"),
        ("<embedded reference=a#b>", "<p>&lt;embedded reference=a#b&gt;</p>"),
    ],
)
@pytest.mark.parametrize("outline", [False, True])
def test_where_a_block_is_shown(source: str, html: str, *, outline: bool) -> None:
    parts = list(cook(source, outline=outline).parts)
    shown = join(parts, embed=lambda _: Markup("<X>"))
    assert shown.replace("\n", "") == html


@pytest.mark.parametrize(
    "fence", ["```\n{{kb:a#b}}\n```", "~~~\n{{kb:a#b}}\n~~~", "    {{kb:a#b}}"]
)
def test_in_code_it_stays_text(fence: str) -> None:
    for outline in (False, True):
        assert embeds_in(cook(fence, outline=outline).parts) == []
        assert "{{kb:a#b}}" in cook(fence, outline=outline).html


def test_what_nobody_gives_is_left_out() -> None:
    parts = parts_of("# One\n\n{{kb:secret#b}}\n\nwords")
    assert "secret" not in join(parts)
    assert plain(parts) == "One words"
    assert excerpt(parts, embed=lambda _: None) == "One words"
    assert plain(parts, embed=lambda name: Markup("<p>{}</p>").format(name)) == (
        "One secret#b words"
    )


def test_of_thousands_of_embeds_a_page_shows_a_few() -> None:
    source = "{{kb:a#b}}\n" * 2_500
    result = cook(source)
    assert not result.fallback
    shown = [part for part in result.parts if not isinstance(part, str)]
    assert shown == [{"embed": "a#b"}] * MAX_EMBEDS
    assert result.html.count("{{kb:a#b}}") == 2_500 - MAX_EMBEDS


def test_the_blocks_and_links_of_a_text() -> None:
    parts = parts_of(
        "{{kb:b#x}}\n\n[a](/knowledge/a) <https://c.example/?a=1&b=2> [a](/knowledge/a)\n\n"
        "{{kb:a#x}}\n\n{{kb:b#x}}\n\n`[no](/no)`"
    )
    assert embeds_in(parts) == ["b#x", "a#x"]
    assert links_in(parts) == ["/knowledge/a", "https://c.example/?a=1&b=2"]


# -- sections and passages --------------------------------------------------------------------


def test_headings_begin_sections() -> None:
    parts = parts_of("# First *of* all\n\none\n\n### Own {#my-key}\n\ntwo\n\nThird\n---\n")
    assert marks(parts) == [
        {"head": "first-of-all", "level": "2"},
        {"head_end": "first-of-all", "level": "2"},
        {"head": "my-key", "level": "3"},
        {"head_end": "my-key", "level": "3"},
        {"head": "third", "level": "2"},
        {"head_end": "third", "level": "2"},
    ]
    assert json.loads(json.dumps(parts)) == parts
    assert join(parts).replace("\n", "") == (
        "<h2>First <em>of</em> all</h2><p>one</p><h3>Own</h3><p>two</p><h2>Third</h2>"
    )
    page = join(parts, head=lambda key, level, begins: escape(f"[{key} {level} {begins}]"))
    assert "[my-key 3 True]Own[my-key 3 False]" in page
    assert plain(parts) == "First of all one Own two Third"


def test_a_passage_is_marked() -> None:
    parts = parts_of("one\n::: #safe\ntwo\n\n## Head\n\n- three\n:::\nfour")
    assert marks(parts) == [
        {"passage": "safe"},
        {"head": "head", "level": "2"},
        {"head_end": "head", "level": "2"},
        {"passage_end": "safe"},
    ]
    page = join(parts, passage=lambda key, begins: escape(f"[{key}]" if begins else "[/]"))
    assert page.replace("\n", "") == (
        "<p>one</p>[safe]<p>two</p><h2>Head</h2><ul><li>three</li></ul>[/]<p>four</p>"
    )
    assert ":::" not in join(parts)


def test_a_passage_that_nobody_ends_runs_to_the_end() -> None:
    parts = parts_of("::: #a\none\n::: #b\ntwo\n")
    assert marks(parts) == [
        {"passage": "a"},
        {"passage": "b"},
        {"passage_end": "b"},
        {"passage_end": "a"},
    ]


@pytest.mark.parametrize(
    "source", [":::", "  ::: #a\nb", "- ::: #a", "::: #", "::: a", ":::: #a", "```\n::: #a\n```"]
)
def test_what_marks_no_passage_stays_text(source: str) -> None:
    assert marks(parts_of(source)) == []
    assert ":::" in join(parts_of(source))


def test_in_the_forum_they_stay_text() -> None:
    result = cook("## Head {#key}\n\n::: #a\n\nb\n\n:::")
    assert len(result.parts) == 1
    assert result.html.replace("\n", "") == "<h4>Head {#key}</h4><p>::: #a</p><p>b</p><p>:::</p>"


def test_a_heading_in_a_list_or_quote_begins_no_section() -> None:
    parts = parts_of("- # a {#b}\n\n> ## c")
    assert marks(parts) == []
    assert "<h3>a {#b}</h3>" in join(parts)
    assert "<h3>c</h3>" in join(parts)


def test_every_key_is_given_once_and_the_writers_own_first() -> None:
    keys = [
        part["head"]
        for part in marks(parts_of("## A b\n## A b\n## x {#a-b}\n## A b\n## ...\n## ?"))
        if isinstance(part, dict) and "head" in part
    ]
    assert keys == ["a-b-2", "a-b-3", "a-b", "a-b-4", "section", "section-2"]


@pytest.mark.parametrize(
    "words, key",
    [
        ("Reset the bulb", "reset-the-bulb"),
        ("Wi\u2011Fi & 2.4 GHz?", "wi-fi-2-4-ghz"),
        ("Zurücksetzen", "zurucksetzen"),
        ("電球", "電球"),
        ("…", "section"),
        ("x" * 300, "x" * LONGEST),
    ],
)
def test_the_key_of_a_heading(words: str, key: str) -> None:
    assert key_of(words) == key
    assert KEY.fullmatch(key)


def test_as_many_equal_headings_as_there_can_be() -> None:
    keys = Keys()
    taken = [keys.take("k" * LONGEST) for _ in range(5_000)]
    assert len(set(taken)) == len(taken)
    assert all(KEY.fullmatch(key) for key in taken)


def test_nobody_is_called_by_an_article() -> None:
    result = cook("@bob", find_members=lambda _: {"bob": 2}, outline=True)
    assert result.mentions == ()
    assert result.html == "<p>@bob</p>"


# -- any text ---------------------------------------------------------------------------------


@settings(max_examples=400, deadline=None)
@given(source=markdownish)
def test_parts_are_whole_wherever_a_section_or_passage_is_cut(source: str) -> None:
    parts = KITCHEN.cook(cut(source), outline=True)
    open_tags: list[str] = []
    begun: list[tuple[str, object]] = []
    seen: set[object] = set()
    for part in parts:
        if isinstance(part, str):
            follow(part, open_tags)
            continue
        (name, value), *_ = part.items()
        if name == "embed":
            continue
        assert open_tags == []
        if name.endswith("_end"):
            assert begun.pop() == (name.removesuffix("_end"), value)
        else:
            begun.append((name, value))
            assert value not in seen
            seen.add(value)
    assert open_tags == []
    assert begun == []


def follow(html: str, open_tags: list[str]) -> None:
    for end, tag in TAG.findall(html):
        if tag in VOID:
            continue
        if end:
            assert open_tags.pop() == tag
        else:
            open_tags.append(tag)


@settings(max_examples=300, deadline=None)
@given(source=markdownish | st.text(st.characters(), max_size=100))
def test_any_article_is_safe(source: str) -> None:
    parts = KITCHEN.cook(cut(source), outline=True)
    html = join(parts, head=lambda *_: Markup(""))
    assert faults_of(html) == []
    html.encode()
