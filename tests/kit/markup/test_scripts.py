"""No text makes a page run a script or load anything from afar."""

import pytest

from app.kit.markup import cook, join, render_many
from app.kit.markup.sanitising import Sanitiser
from tests.kit.markup.payloads import TEXTS, payloads
from tests.kit.markup.safety import faults_of


def test_there_are_enough_payloads_to_mean_something() -> None:
    assert len(TEXTS) >= 150
    assert len(payloads()) >= 1_000
    assert len(set(payloads())) == len(payloads())


def test_no_payload_gets_through() -> None:
    everything = payloads()
    rendered = render_many(everything, find_members=lambda found: dict.fromkeys(found, 1))
    assert not [text for text, result in zip(everything, rendered, strict=True) if result.fallback]
    found = {
        text: faults
        for text, result in zip(everything, rendered, strict=True)
        if (faults := faults_of(result.html) + faults_of(str(join(result.parts))))
    }
    assert found == {}


def test_the_plain_text_shown_for_want_of_better_is_as_safe() -> None:
    for text in TEXTS:
        result = cook("[" * 3_000 + "\n\n" + text)
        assert result.fallback
        assert faults_of(result.html) == []


@pytest.mark.parametrize(
    "html",
    [
        "<script>alert(1)</script>",
        "<p onclick=alert(1)>",
        '<a href="javascript:alert(1)">',
        '<img src="https://a.example/x.png">',
        "<input>",
        "<!-- x -->",
        '<p id="x">',
        '<p style="x">',
        "<svg>",
    ],
)
def test_the_inspector_sees_what_is_dangerous(html: str) -> None:
    assert faults_of(html)


@pytest.mark.parametrize("text", TEXTS)
def test_the_sanitiser_alone_would_be_enough(text: str) -> None:
    # As if the parser let everything through, raw.
    assert faults_of(Sanitiser().clean(text)) == []


def test_a_mention_cannot_carry_markup() -> None:
    result = cook("@bob", find_members=lambda _: {"bob": 7})
    html = join(result.parts, lambda _: ('<b onclick="x">', 'javascript:"<x>'))
    assert html == (
        '<p><a class="mention" href="javascript:&#34;&lt;x&gt;">'
        "@&lt;b onclick=&#34;x&#34;&gt;</a></p>"
    )


def test_the_sanitiser_changes_nothing_the_second_time() -> None:
    sanitiser = Sanitiser()
    for result in render_many(payloads()):
        assert sanitiser.clean(result.html) == result.html
