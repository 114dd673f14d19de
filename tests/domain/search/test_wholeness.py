"""An index that was not told of everything is known as such, and catches up."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.domain.accounts.models import User
from app.domain.forum.actions.asking import ask
from app.domain.search import actions, wholeness
from app.domain.search.queries.upkeep import index_state
from app.kit import fulltext, jobs
from app.kit.fulltext import Engine, Health, Query
from app.kit.work import write
from tests.factories.forum import make_question, make_text

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def engines(tmp_path: Path) -> tuple[Engine, Engine]:
    """Two that a site may search with, one after the other; the first one is in use."""
    first = fulltext.open_engine("whoosh:", tmp_path / "first")
    fulltext.use(first)
    return first, fulltext.open_engine("tantivy:", tmp_path / "second")


def ask_about(word: str, asker: User) -> None:
    body = make_text("I would like to know it, please.")
    write(ask, by=asker, title=f"Is there an {word} here?", body=body)
    jobs.run_all()


def finds(word: str) -> bool:
    return bool(fulltext.current().find(Query(word)).hits)


def is_behind() -> bool:
    assert fulltext.current().health() is Health.READY
    return index_state("whoosh").is_behind


def test_an_engine_that_is_taken_back_catches_up(
    engines: tuple[Engine, Engine], alice: User
) -> None:
    first, second = engines
    make_question("The walrus lamp")
    actions.rebuild()
    assert not is_behind()
    fulltext.use(second)
    actions.rebuild()
    ask_about("ocelot", alice)
    fulltext.use(first)
    # It looks sound, and lacks what happened meanwhile.
    assert is_behind()
    assert not finds("ocelot")
    actions.mend()
    assert finds("ocelot")
    assert not is_behind()


def test_what_happens_between_a_rebuild_and_the_restart_is_not_lost(
    engines: tuple[Engine, Engine], alice: User
) -> None:
    first, second = engines
    actions.rebuild()
    fulltext.use(second)
    actions.rebuild()
    # The worker was not started again yet: it still writes the old index.
    fulltext.use(first)
    ask_about("ocelot", alice)
    fulltext.use(second)
    assert is_behind()
    # Nor do later changes make it whole.
    ask_about("okapi", alice)
    assert is_behind()
    assert actions.check().missing == 1
    assert not is_behind()


def test_a_comparison_that_was_cut_off_is_not_taken_for_a_whole_one(
    engines: tuple[Engine, Engine], alice: User
) -> None:
    actions.rebuild()
    wholeness.note_comparing()
    assert is_behind()
    ask_about("ocelot", alice)
    assert is_behind()
    actions.mend()
    assert not is_behind()


def test_a_large_community_is_told_what_to_run(
    engines: tuple[Engine, Engine],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    actions.rebuild()
    fulltext.use(engines[1])
    actions.rebuild()
    fulltext.use(engines[0])
    monkeypatch.setattr("app.domain.search.actions.indexing.MENDED_MOST", -1)
    actions.mend()
    assert is_behind()
    assert "flask search check" in caplog.text


def test_a_site_that_searched_for_long_is_taken_to_be_in_order(
    engines: tuple[Engine, Engine], alice: User
) -> None:
    with engines[0].rebuild():
        pass
    assert not is_behind()
    actions.mend()
    assert not is_behind()
    fulltext.use(engines[1])
    with engines[1].rebuild():
        pass
    assert is_behind()
