"""Texts made ready before they are stored, one and many."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from app.domain.accounts.texts import prepare, prepare_many
from app.kit.markup.pool import POOL


def test_many_are_prepared_as_one_is(session: Any) -> None:
    sources = ["One *two*", "", "{{kb:a#b}}\n\n[x](/knowledge/y)"]
    assert prepare_many(sources) == [prepare(source) for source in sources]
    outlined = prepare_many(["## A\n\nb"], outline=True)
    assert outlined == [prepare("## A\n\nb", outline=True)]


def test_what_cannot_be_rendered_now_stays_stale_and_ends(
    session: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/nonexistent/python")
    POOL.close()
    texts = prepare_many(["**a**", "b"])
    assert [text.version for text in texts] == [0, 0]
    assert [text.source for text in texts] == ["**a**", "b"]
    monkeypatch.undo()
    assert prepare_many(["**a**"])[0].version > 0
