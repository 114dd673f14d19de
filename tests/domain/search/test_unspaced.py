"""Content in scripts without blanks: found, marked, compared, and not mended."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.models import Guest
from app.domain.search import actions
from app.domain.search.models import LexiconWord
from app.domain.search.queries import Results, Wanted, search, similar, suggestions
from app.domain.search.queries.lexicon import completions, mend
from app.kit.db import db
from tests.factories.catalog import make_space
from tests.factories.forum import make_answer, make_question

GUEST = Guest()

pytestmark = pytest.mark.usefixtures("session")


def found(words: str) -> Results:
    return search(Wanted(words), actor=GUEST)


def ids(words: str) -> list[int]:
    return [result.id for result in found(words).items]


def marked(segments: Any) -> list[str]:
    return [words for words, is_hit in segments if is_hit]


@pytest.fixture(params=["en", "und"])
def threads(request: Any) -> tuple[Any, Any]:
    """Two threads in Chinese, in a space that says it is in English, or in none that is known."""
    space = make_space("public", language=request.param)
    lamp = make_question("智能灯泡不亮", body="昨天还好好的。今天按开关没反应。", space=space)
    make_answer(lamp, body="先检查电池。我的也是电池没电了。")
    plug = make_question("插座连不上网", body="无线网络一直断。", space=space)
    actions.rebuild()
    return lamp, plug


def test_a_thread_is_found_by_a_word_of_its_title_its_text_and_its_answers(
    threads: tuple[Any, Any],
) -> None:
    lamp, plug = threads
    assert ids("灯泡") == [lamp.id]
    assert ids("按开关") == [lamp.id]
    assert ids("无线网络") == [plug.id]
    (by_answer,) = found("电池没电").items
    assert by_answer.id == lamp.id
    assert by_answer.is_by_answer
    assert marked(by_answer.excerpt)[-1] == "电池没电"
    assert marked(found("灯泡不亮").items[0].title) == ["灯泡不亮"]
    assert ids("灯泡 -开关") == []
    assert ids("title:插座") == [plug.id]


def test_what_is_asked_in_it_is_alike(threads: tuple[Any, Any]) -> None:
    lamp, plug = threads
    assert [one.id for one in similar("我的灯泡今天不亮了", actor=GUEST, near=True)] == [lamp.id]
    assert next(one.id for one in similar("插座没有无线网络", actor=GUEST)) == plug.id


def test_pairs_of_signs_are_neither_completed_nor_put_right(threads: tuple[Any, Any]) -> None:
    lamp, _ = threads
    assert not [
        word for word in db.session.scalars(db.select(LexiconWord.word)) if ord(word[0]) > 999
    ]
    assert completions("灯泡") == []
    assert mend("灯炮").whole() == []
    nothing = found("灯炮")
    assert (list(nothing.items), nothing.corrected) == ([], None)
    offered = suggestions("智能灯", actor=GUEST)
    assert [one.id for one in offered.items] == [lamp.id]
    assert (list(offered.completions), offered.corrected) == ([], None)
