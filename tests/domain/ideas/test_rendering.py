"""Rendering anew what an older renderer made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.ideas.actions.rendering import rerender_all_stale, rerender_stale
from app.kit import markup
from app.kit.work import unit_of_work
from tests.factories.ideas import a_comment, an_idea, an_official_reply
from tests.factories.rounds import a_story

KINDS: dict[str, Callable[[], Any]] = {
    "idea": an_idea,
    "comment": a_comment,
    "official reply": an_official_reply,
    "story": a_story,
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_stale_text_is_rendered_anew(session: Any, kind: str) -> None:
    text = KINDS[kind]()
    with unit_of_work():
        text.body = "Bulbs **remember** the colour."
        text.body_parts, text.body_version = ["<p>old</p>"], markup.VERSION - 1
    rerender_all_stale()
    assert "<strong>remember</strong>" in "".join(text.body_parts)
    assert text.body_version == markup.VERSION
    assert text.body == "Bulbs **remember** the colour."
    assert rerender_stale() == 0


def test_what_is_stale_is_taken_in_batches(session: Any) -> None:
    for _ in range(3):
        an_idea(body_version=markup.VERSION - 1)
    assert [rerender_stale(2) for _ in range(3)] == [2, 1, 0]
