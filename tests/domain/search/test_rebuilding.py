"""The whole index: built anew while people write, compared with the database, mended."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.domain.accounts.models import Guest, User
from app.domain.forum.actions.asking import ask
from app.domain.moderation.actions import hide, restore
from app.domain.search import actions
from app.domain.search.documents import documents_of
from app.domain.search.queries import Wanted, search
from app.kit import fulltext, jobs
from app.kit.fulltext import Document, Health, IndexBusy
from app.kit.work import write
from tests.factories.forum import make_question, make_text

GUEST = Guest()

pytestmark = pytest.mark.usefixtures("session")


def found(words: str) -> list[int]:
    return [result.id for result in search(Wanted(words, kind="question"), actor=GUEST).items]


def known() -> dict[str, int]:
    return dict(fulltext.current().keys())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An index of files, as a site has one."""
    fulltext.use(fulltext.open_engine("whoosh:", tmp_path / "search"))
    return tmp_path / "search"


def test_what_happens_while_it_is_built_is_in_it(folder: Path, alice: User, morgan: User) -> None:
    going, coming = make_question("The ocelot lamp"), make_question("The walrus lamp")
    write(hide, coming, by=morgan, reason="spam")
    for number in range(4):
        make_question(f"Another lamp {number}")
    actions.rebuild()
    seen: list[int] = []

    def meanwhile(count: int) -> None:
        seen.append(count)
        if len(seen) == 3:
            # Search serves from the old index, and what happens reaches that one alone.
            assert found("ocelot") == [going.id]
            write(hide, going, by=morgan, reason="spam")
            write(restore, coming, by=morgan)
            title = "Is there an okapi in here?"
            write(ask, by=alice, title=title, body=make_text("I would like to know."))
            jobs.run_all()

    assert actions.rebuild(meanwhile) == len(seen)
    assert f"question:{going.id}" not in known()
    assert found("walrus") == [coming.id]
    assert len(found("okapi")) == 1
    assert actions.check().is_none


def test_a_rebuild_that_fails_leaves_the_old_index(folder: Path) -> None:
    question = make_question("The ocelot lamp")
    actions.rebuild()

    def failing(_count: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        actions.rebuild(failing)
    assert found("ocelot") == [question.id]
    assert fulltext.current().health() is Health.READY
    assert actions.rebuild() > 0


def test_check_looks_once_more_before_it_repairs(
    monkeypatch: pytest.MonkeyPatch, morgan: User
) -> None:
    question, back = make_question("The ocelot lamp"), make_question("The walrus lamp")
    actions.rebuild()
    engine = fulltext.current()
    engine.drop([f"question:{question.id}"])
    write(hide, back, by=morgan, reason="spam")
    whole = list(documents_of([question.id]))

    def behind() -> Any:
        """Make documents that are not true any more when the comparison has them."""
        write(hide, question, by=morgan, reason="spam")
        write(restore, back, by=morgan)
        return iter(whole)

    monkeypatch.setattr("app.domain.search.actions.indexing.all_documents", behind)
    actions.check()
    assert f"question:{question.id}" not in known()
    assert f"question:{back.id}" in known()


def test_check_drops_what_belongs_to_nothing() -> None:
    actions.rebuild()
    odd = ["answer:1", "question:²", "question:", "", "no-such-kind:3", "question:999999999"]
    fulltext.current().put([Document(key, "question", "ghost", "ghost") for key in odd])
    assert actions.check().surplus == len(odd)
    assert known() == {}
    assert actions.check().is_none


# -- lost and damaged -----------------------------------------------------------------------------


def test_a_lost_index_is_mended_by_the_worker(folder: Path) -> None:
    question = make_question("The ocelot lamp", body="Or was it an okapi?")
    actions.rebuild()
    shutil.rmtree(folder)
    fulltext.current().close()
    # Titles are looked through until then.
    assert found("ocelot") == [question.id]
    assert found("okapi") == []
    actions.mend()
    assert found("okapi") == [question.id]
    assert fulltext.current().health() is Health.READY
    assert actions.check().is_none


def test_an_index_that_was_started_anew_is_mended(folder: Path, alice: User) -> None:
    question = make_question("The ocelot lamp")
    actions.rebuild()
    shutil.rmtree(folder)
    fulltext.current().close()
    title = "Is there an okapi in here?"
    write(ask, by=alice, title=title, body=make_text("I would like to know."))
    jobs.run_all()
    assert fulltext.current().health() is Health.INCOMPLETE
    assert found("ocelot") == []
    actions.mend()
    assert fulltext.current().health() is Health.READY
    assert found("ocelot") == [question.id]


def test_a_damaged_index_costs_no_search_and_is_mended(folder: Path) -> None:
    question = make_question("The ocelot lamp")
    actions.rebuild()
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix in {".trm", ".pst", ".toc"}:
            path.write_bytes(b"\x00damage" * 50)
    fulltext.current().close()
    assert found("ocelot") == [question.id]
    actions.mend()
    assert fulltext.current().health() is Health.READY
    assert f"question:{question.id}" in known()


def test_a_large_index_is_left_to_an_operator(
    folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    make_question("The ocelot lamp")
    monkeypatch.setattr("app.domain.search.actions.indexing.MENDED_MOST", 0)
    actions.mend()
    assert fulltext.current().health() is Health.MISSING
    assert "flask search rebuild" in caplog.text


def test_while_another_builds_it_mending_waits(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def busy() -> Any:
        raise IndexBusy
        yield

    monkeypatch.setattr(fulltext.current(), "rebuild", busy)
    actions.mend()
    assert fulltext.current().health() is Health.MISSING


def test_a_sound_index_is_tidied(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    actions.rebuild()
    tidied: list[bool] = []
    monkeypatch.setattr(fulltext.current(), "tidy", lambda: tidied.append(True))
    actions.mend()
    assert tidied == [True]
