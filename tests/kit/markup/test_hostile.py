"""Texts made to take time: each is answered, safely, and in bounded time."""

import time

import pytest

from app.kit.markup import cook, join, render
from app.kit.markup.bounds import MAX_LENGTH
from tests.kit.markup.hostile import hostile_texts
from tests.kit.markup.safety import faults_of

# The promise is one second; machines that test are busy.
SECONDS = 2.0
TRIES = 3


@pytest.mark.parametrize("text", hostile_texts(), ids=lambda text: repr(text[:12]))
@pytest.mark.hurried
def test_no_text_takes_longer_than_it_may(text: str) -> None:
    assert faults_of(rendered_in_time(text)) == []


@pytest.mark.hurried
def test_nor_does_a_text_of_ten_million_characters() -> None:
    for piece in ("[", "a\n\n", "\x00", "&<"):
        assert len(rendered_in_time(piece * (10_000_000 // len(piece)))) < 3_000_000


def rendered_in_time(text: str) -> str:
    """Render a text; a machine that paused once is not the text's fault, three times it is."""
    took = []
    for _ in range(TRIES):
        render("warm")
        start = time.monotonic()
        html = render(text)
        took.append(time.monotonic() - start)
        if took[-1] < SECONDS:
            return html
    message = f"{text[:12]!r} took {took} seconds"
    raise AssertionError(message)


def test_a_text_that_fills_every_bound_ordinarily_is_rendered() -> None:
    paragraph = "The *lamp* said `off` and [the app](https://a.example) said **on**.\n\n"
    source = paragraph * (MAX_LENGTH // len(paragraph))
    result = cook(source)
    assert not result.fallback
    assert result.html.count("<strong>") == source.count("**on**")


def test_what_could_not_be_rendered_is_shown_as_it_was_typed() -> None:
    result = cook("a <b>\nc\n\n" + "[" * 5_000)
    assert result.fallback
    assert not result.may_retry
    assert result.html.startswith("<p>a &lt;b&gt;<br>\nc</p>\n<p>[[[")
    assert join(result.parts) == result.html


def test_emphasis_nested_beyond_reason_keeps_its_words() -> None:
    html = render("*a **b " * 60 + "c** d* " * 60)
    assert html.count("<em>") + html.count("<strong>") <= 20 * 60
    assert "c" in html
