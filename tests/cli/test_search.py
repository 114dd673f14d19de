"""``flask search`` as a script meets it: counts, exit codes, and what stands in its way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.application import Community
from app.kit import fulltext
from app.kit.db import db
from tests.factories.forum import make_question

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def folder(app: Community, tmp_path: Path) -> Iterator[Path]:
    fulltext.use(fulltext.open_engine("whoosh:", tmp_path))
    yield tmp_path
    fulltext.use(fulltext.open_engine("memory:", tmp_path))


def run(app: Community, *words: str) -> tuple[int, str]:
    if not db.session.info.get("writing"):
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["search", *words])
    db.session.expire_all()
    return result.exit_code, result.output


def test_rebuild_says_how_many_documents_it_made(app: Community, folder: Path) -> None:
    make_question("The ocelot lamp")
    code, output = run(app, "rebuild")
    assert code == 0, output
    assert "2 documents in" in output  # the thread and who asked
    assert fulltext.current().health() is fulltext.Health.READY


def test_check_says_what_differed_once(app: Community, folder: Path) -> None:
    question = make_question("The ocelot lamp")
    run(app, "rebuild")
    assert run(app, "check")[0] == 0
    fulltext.current().drop([f"question:{question.id}"])
    code, output = run(app, "check")
    assert code == 1
    assert "1 missing, 0 stale, 0 surplus" in output
    assert "it was repaired" in output
    code, output = run(app, "check")
    assert code == 0
    assert "0 missing, 0 stale, 0 surplus" in output


def test_check_makes_an_index_that_is_not_there(app: Community, folder: Path) -> None:
    make_question("The ocelot lamp")
    code, output = run(app, "check")
    assert code == 1
    assert "2 missing" in output
    assert len(dict(fulltext.current().keys())) == 2


def test_two_rebuilds_do_not_run_at_once(app: Community, folder: Path) -> None:
    other = fulltext.open_engine("whoosh:", folder)
    with other.rebuild():
        code, output = run(app, "rebuild")
    assert code == 2
    assert "Another process" in output
    assert run(app, "rebuild")[0] == 0


def test_a_disk_that_takes_nothing_is_named(app: Community, tmp_path: Path) -> None:
    make_question("The ocelot lamp")
    # Where the folder of the index should be lies something that cannot hold any.
    (tmp_path / "search").write_text("")
    fulltext.use(fulltext.open_engine("whoosh:", tmp_path / "search"))
    try:
        for verb in ("rebuild", "check"):
            code, output = run(app, verb)
            assert code == 2, output
            assert "The index cannot be written: " in output
            assert "Traceback" not in output
    finally:
        fulltext.use(fulltext.open_engine("memory:", tmp_path))
