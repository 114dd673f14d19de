"""How close plain Markdown stays to CommonMark: counted, and each difference written down."""

import re
from pathlib import Path

import pytest

from app.kit.markup.options import COMMONMARK
from app.kit.markup.parsing import build_parser
from tests.kit.markup.commonmark import examples, same

DECISION = Path(__file__).parents[3] / "docs" / "decisions" / "0002-markdown.md"
AT_LEAST = 500
LISTED = re.compile(r"^\| (\d+) \| ([^|]+) \| [^|]+ \|$", re.MULTILINE)


def differing() -> dict[int, str]:
    parser = build_parser(COMMONMARK)
    return {
        example["number"]: example["section"]
        for example in examples()
        if not same(parser.reset().convert(example["markdown"]), example["html"])
    }


def test_most_examples_outside_raw_html_come_out_the_same() -> None:
    assert len(examples()) == 588
    assert len(examples()) - len(differing()) >= AT_LEAST


def test_every_difference_is_written_down_and_no_other() -> None:
    listed = {
        int(number): section.strip() for number, section in LISTED.findall(DECISION.read_text())
    }
    assert listed == differing()


@pytest.mark.parametrize(
    "one, other",
    [
        ("<p>a</p>\n", "<p>a</p>"),
        ("<hr />", "<hr>"),
        ('<a href="x" title="y">a</a>', '<a title="y" href="x">a</a>'),
        ("<li>a\n<ul>\n<li>b</li></ul></li>", "<li>a<ul><li>b</li></ul></li>"),
        ("<p>&quot;&amp;</p>", '<p>"&amp;</p>'),
    ],
)
def test_what_a_browser_shows_alike_counts_as_the_same(one: str, other: str) -> None:
    assert same(one, other)


@pytest.mark.parametrize(
    "one, other",
    [
        ("<p>a</p>", "<p>b</p>"),
        ("<p>a b</p>", "<p>ab</p>"),
        ("<pre><code>a\n</code></pre>", "<pre><code>a</code></pre>"),
        ("<p><em>a</em></p>", "<p><strong>a</strong></p>"),
        ('<a href="x">a</a>', '<a href="y">a</a>'),
        ("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>"),
        ("<p>a <em>b</em></p>", "<p>a<em>b</em></p>"),
    ],
)
def test_what_a_browser_shows_otherwise_does_not(one: str, other: str) -> None:
    assert not same(one, other)
