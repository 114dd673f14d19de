"""Content that cannot be used is refused with the file's name, before anything is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from app.demo import reading
from app.demo.reading import BadContent

QUESTION = "title: Why?\nby: alice\nago: 1\nbody: Why indeed?\n"


def written(folder: Path, text: str) -> list[Any]:
    (folder / "questions").mkdir()
    (folder / "questions/why.yaml").write_text(text)
    return list(reading.threads())


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(reading, "CONTENT", tmp_path)
    return tmp_path


def test_a_thread_without_posts_is_a_thread(folder: Path) -> None:
    [(name, thread)] = written(folder, QUESTION)
    assert (name, thread["posts"]) == ("why", [])


@pytest.mark.parametrize(
    "text, told",
    [
        ("title: Why?\n", "why.yaml: the question lacks ago, body, by"),
        ("- one\n", "why.yaml: expected a dict"),
        ("title: [\n", "why.yaml: "),
        (QUESTION + "posts:\n  - {by: bob, ago: 1, kind: answer}\n", "why.yaml: post 1 lacks body"),
        (
            QUESTION + "posts:\n  - {by: bob, ago: 1, kind: reply, to: a9, body: Hm.}\n",
            "why.yaml: post 1 replies to 'a9', unknown",
        ),
    ],
)
def test_a_broken_file_is_named(folder: Path, text: str, told: str) -> None:
    with pytest.raises(BadContent) as refused:
        written(folder, text)
    assert str(refused.value).startswith(told)


@pytest.mark.parametrize(
    "line, told",
    [
        ("", "no member alice"),
        ("product: lamp\n", "product lamp"),
        ("space: attic\n", "space attic"),
        ("duplicate_of: other\n", "thread other"),
    ],
)
def test_what_is_not_there_is_named(folder: Path, line: str, told: str) -> None:
    threads = dict(written(folder, QUESTION + line))
    with pytest.raises(BadContent, match=told):
        reading.check([], [], [], threads)
