"""``flask export`` and ``flask import export`` as a script meets them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result
from flask import current_app
from sqlalchemy import func, select

from app.domain.catalog.models import Tag
from app.domain.forum.models.questions import Question
from app.domain.notifications.models import Letter
from app.kit import fulltext
from app.kit.db import db
from app.kit.fulltext import Query
from app.kit.work import unit_of_work
from tests.factories.forum import make_question
from tests.imports.sites import whole_site
from tests.people import make_member

Run = Callable[..., Result]


def run(*words: object) -> Result:
    return current_app.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Path]:
    """A site with one question and a letter that waits; where to export it to."""
    with whole_site(tmp_path / "source"):
        asker = make_member("alice")
        make_question("Why does the lamp flicker?", author=asker)
        with unit_of_work():
            db.session.add(Letter(kind="welcome", user_id=asker.id, dedupe_key="one"))
        yield tmp_path / "out"


@pytest.mark.parametrize("suffix", ["", ".zip"])
def test_a_site_moves(site: Path, tmp_path: Path, suffix: str) -> None:
    path = site.with_suffix(suffix)
    exported = run("export", path)
    assert exported.exit_code == 0, exported.output
    assert "1 questions" in exported.output
    assert "Left out: sessions, footprints, jobs" in exported.output
    with whole_site(tmp_path / "target"):
        imported = run("import", "export", path)
        assert imported.exit_code == 0, imported.output
        assert "1 questions" in imported.output
        assert "1 letters had not gone out yet" in imported.output
        assert db.session.scalar(select(Question.title)) == "Why does the lamp flicker?"
        assert fulltext.current().find(Query("flickering")).hits


def test_a_path_that_is_taken_is_refused(site: Path) -> None:
    site.write_text("mine")
    result = run("export", site)
    assert result.exit_code == 2
    assert "there already" in result.output
    assert site.read_text() == "mine"


def test_a_site_with_content_is_refused(site: Path) -> None:
    run("export", site)
    result = run("import", "export", site)
    assert result.exit_code == 2
    assert "Error: this site is not empty: there are users" in result.output


def test_a_spoilt_export_is_refused_with_file_and_line(site: Path, tmp_path: Path) -> None:
    run("export", site)
    path = site / "questions.jsonl"
    path.write_bytes(path.read_bytes()[:-9])
    with whole_site(tmp_path / "target"):
        result = run("import", "export", site)
        assert result.exit_code == 2
        assert "Error: questions.jsonl, line 1: the file is cut off" in result.output
        assert db.session.scalar(select(func.count(Question.id))) == 0


def test_a_path_without_an_export_is_refused(site: Path, tmp_path: Path) -> None:
    shutil.rmtree(site, ignore_errors=True)
    with whole_site(tmp_path / "target"):
        assert run("import", "export", site).exit_code == 2
        assert db.session.scalar(select(func.count(Tag.id))) == 0
