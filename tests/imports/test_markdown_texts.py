"""Markdown of other places as our renderer reads it."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from app.imports.markdown.body import finished, prepared
from app.imports.markdown.front_matter import split
from app.imports.markdown.headings import Anchors
from app.imports.markdown.links import Goal, Landscape, Links
from app.kit.markup import render

ELSEWHERE = Goal("/knowledge/care", "Care for [it]", Anchors(keys={"clean": "clean-it"}))
LAND = Landscape({"123": ELSEWHERE}, {"b/Care.md": ELSEWHERE}, "help.example.com")


def converted(text: str, title: str = "A title", land: Landscape = LAND) -> str:
    body = prepared(text, title)
    links = Links(land, PurePosixPath("a/Here.md"), body.anchors, lambda _what, _where: None)
    return finished(body, lambda lines: lines, links.rewrite).strip()


@pytest.mark.parametrize(
    "given, expected",
    [
        # Marks of kramdown vanish; braces in prose and in code stay.
        ("[Docs](https://d.example){.link-external} x", "[Docs](https://d.example) x"),
        ("A line\n{: .note .big}", "A line"),
        ("Use {braces} and `{.code}`", "Use {braces} and `{.code}`"),
        # Elements within a line.
        ("Press <kbd>Ctrl</kbd> + <kbd>C</kbd>", "Press `Ctrl` + `C`"),
        ("<b>bold</b> <i>soft</i> x<sup>2</sup>", "**bold** *soft* x²"),
        # Marks that would not open or close where they stand.
        (r"<b>\*</b>These pins", r"\*These pins"),
        ("<b>Note:</b>mind it", "**Note**:mind it"),
        ("<b> bold </b>word <i>soft </i>end", "**bold** word *soft* end"),
        ("<b>Note:</b> mind it", "**Note:** mind it"),
        ('<a class="x" href="https://d.example/a b">go</a>', "[go](https://d.example/a%20b)"),
        ("one<br>two", "one\ntwo"),
        ("| a<br>b | c |", "| a · b | c |"),
        ("cd <folder name>", "cd <folder name>"),
        ("`<kbd>x</kbd>`", "`<kbd>x</kbd>`"),
        # Callouts.
        ("> [!NOTE]\n> Mind the gap.", "> **Note:** Mind the gap."),
        ("> [!warning] Hot", "> **Warning:** Hot"),
        ("> [!TIP]\n> * one\n> * two", "> **Tip:**\n>\n> * one\n> * two"),
        # Wrapped lines are joined, what means a break is kept.
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("- one\n  two\n- three", "- one two\n- three"),
        ("one  \ntwo", "one\ntwo"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("```\none\ntwo <b>x</b>\n```", "```\none\ntwo <b>x</b>\n```"),
        # Comments and hidden words are not for readers.
        ("a <!-- TOC --> b", "a  b"),
        ('<p style="display:none">secret words</p>\n\nseen', "seen"),
        # HTML blocks.
        ("<h2 id='far'>Far away</h2>", "## Far away {#far}"),
        (
            "<details><summary>More</summary>\n\nInside *it*\n\n</details>",
            "**More**\n\nInside *it*",
        ),
        ("<table><tr><th>A</th></tr><tr><td>1<br>2</td></tr></table>", "| A |\n| --- |\n| 1 · 2 |"),
        ("<ul><li>x</li></ul>", "- x"),
        ('<iframe src="https://v.example/1"></iframe>', "<https://v.example/1>"),
        ("   <hr style='x'>", "---"),
    ],
)
def test_a_mark_of_other_places_is_one_of_ours(given: str, expected: str) -> None:
    assert converted(given) == expected


def test_footnotes_are_numbered_and_gathered() -> None:
    text = "One[^b][^a] `[^a]`.\n\n[^a]: First\n    and more\n[^b]: Second\n[^c]: Unused"
    assert converted(text) == "One¹ ² `[^a]`.\n\n---\n\n1. Second\n2. First and more\n3. Unused"


# -- headings ---------------------------------------------------------------------------------


def test_a_heading_keeps_the_addresses_that_led_to_it() -> None:
    text = (
        "[1](#old-name) [2](#whats-new) [3](#own) [4](#gone) [5](#top)\n\n"
        "<a id='old-name'></a>\n\n## New name\n\n## What's new\n\n## Mine {#own}\n"
    )
    assert converted(text) == (
        "[1](#old-name) [2](#what-s-new) [3](#own) 4 [5](#top)\n\n"
        "## New name {#old-name}\n\n## What's new\n\n## Mine {#own}"
    )


def test_headings_that_say_the_same_are_told_apart() -> None:
    assert converted("## Steps\n\n## Steps") == "## Steps\n\n## Steps {#steps-2}"


def test_a_heading_that_repeats_the_title_goes() -> None:
    assert converted("# A *title*\n\nText") == "Text"
    assert converted("Text\n\n## Other\n\n## A title") == "Text\n\n## Other\n\n## A title"


def test_what_looks_like_a_heading_in_code_is_none() -> None:
    assert converted("```sh\n# not one\n```\n[x](#not-one)") == "```sh\n# not one\n```\nx"


# -- links ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "given, expected",
    [
        ("[x](https://help.example.com/hc/en-us/articles/123-Care)", "[x](/knowledge/care)"),
        (
            "[x](https://help.example.com/hc/en-us/articles/123#clean)",
            "[x](/knowledge/care#clean-it)",
        ),
        ("[x](/hc/articles/123)", "[x](/knowledge/care)"),
        ("[x](../b/Care.md#Clean)", "[x](/knowledge/care#clean-it)"),
        ('[x](../b/Care.md "hm")', '[x](/knowledge/care "hm")'),
        ("<https://help.example.com/hc/de/articles/123>", "[Care for (it)](/knowledge/care)"),
        ("See https://help.example.com/hc/articles/123.", "See [Care for (it)](/knowledge/care)."),
        ("[x]: https://help.example.com/hc/articles/123", "[x]: /knowledge/care"),
        # Not ours, not there, or not to be touched.
        (
            "[x](https://other.example/hc/articles/123)",
            "[x](https://other.example/hc/articles/123)",
        ),
        (
            "[x](https://help.example.com/hc/articles/9)",
            "[x](https://help.example.com/hc/articles/9)",
        ),
        ("[x](/hc/articles/9)", "[x](https://help.example.com/hc/articles/9)"),
        ("[x](../b/Gone.md)", "x"),
        ("[x](https://a.example/wiki/A_(b))", "[x](https://a.example/wiki/A_(b))"),
        ("[`x` y](/hc/articles/123)", "[`x` y](/knowledge/care)"),
        ("[a<br>b](/hc/articles/123)", "[a b](/knowledge/care)"),
        ("`[x](/hc/articles/123)`", "`[x](/hc/articles/123)`"),
        ("[x](mailto:a@b.example)", "[x](mailto:a@b.example)"),
    ],
)
def test_a_link_leads_where_its_article_is_now(given: str, expected: str) -> None:
    assert converted(given) == expected


# -- front matter -----------------------------------------------------------------------------


def test_front_matter_that_is_no_yaml_is_read_line_by_line() -> None:
    values, text, is_good = split("---\ntitle: Error: it fails\nid: 5\n---\nBody")
    assert (values, text, is_good) == ({"title": "Error: it fails", "id": "5"}, "Body", False)


# -- hostile ----------------------------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    "<table><tr><td><script>alert(1)</script></td></tr></table>",
    "[x](javascript:alert(1))",
    "![x](javascript:alert(1))",
    "<details><summary><img src=x onerror=alert(1)></summary></details>",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_runs_arrives_on_a_page(text: str) -> None:
    html = render(converted(text)).lower()
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


@pytest.mark.parametrize(
    "unit",
    ["[", "![", "](", "<div>", "<a id=", "> ", "`", "[^a]", "{.a", "<table><tr>", "<!--", "* * "],
)
def test_repetition_takes_no_time_to_speak_of(unit: str) -> None:
    converted(unit * (25_000 // len(unit)))
