"""``flask import stackexchange`` as a script meets it: table, counts, time, exit codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import func, select

from app.application import Community
from app.domain.accounts.models import User
from app.domain.catalog.models import Product
from app.domain.forum.actions.recounting import miscounts
from app.domain.forum.models.questions import Question
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.imports.dumps import answer, dump_texts, question, write_folder, write_zip

SITE = "iot.stackexchange.com"
Run = Callable[..., Result]


@pytest.fixture
def run(app: Community, session: Any) -> Run:
    """Run one import in the test's transaction."""

    def command(*words: object) -> Result:
        arguments = ["import", "stackexchange", *map(str, words)]
        result = app.test_cli_runner().invoke(args=arguments)
        db.session.expire_all()
        return result

    return command


@pytest.fixture
def texts() -> dict[str, str]:
    return dump_texts(Posts=[question(10, AcceptedAnswerId=20), answer(20, 10)])


def questions() -> int:
    return db.session.scalar(select(func.count(Question.id))) or 0


@pytest.mark.parametrize("write", [write_folder, write_zip])
def test_a_dump_is_imported_and_accounted_for(
    run: Run, tmp_path: Path, texts: dict[str, str], write: Callable[..., Path]
) -> None:
    name = SITE if write is write_folder else f"{SITE}.zip"
    result = run(write(tmp_path / name, texts))
    assert result.exit_code == 0, result.output
    assert "already there" in result.output
    assert "2 users created, 1 questions created, 1 answers created" in result.output
    assert result.output.rstrip().endswith(" s")
    assert questions() == 1


def test_the_site_can_be_named(run: Run, tmp_path: Path, texts: dict[str, str]) -> None:
    folder = write_folder(tmp_path / "dump", texts)
    result = run(folder)
    assert (result.exit_code, questions()) == (2, 0)
    assert "--site" in result.output
    assert run(folder, "--site", SITE).exit_code == 0
    assert db.session.scalar(select(Question.external_source)) == SITE


@pytest.mark.parametrize("site", ["", "no host", "https://iot.example.com", "a." * 60 + "com"])
def test_a_site_that_is_none_is_refused(
    run: Run, tmp_path: Path, texts: dict[str, str], site: str
) -> None:
    result = run(write_folder(tmp_path / "dump", texts), "--site", site)
    assert (result.exit_code, questions()) == (2, 0)
    assert "--site" in result.output


def test_a_product_can_be_named(run: Run, tmp_path: Path, texts: dict[str, str]) -> None:
    with unit_of_work():
        db.session.add(Product(slug="bulbs", name="Bulbs"))
    folder = write_folder(tmp_path / SITE, texts)
    result = run(folder, "--product", "lamps")
    assert (result.exit_code, questions()) == (2, 0)
    assert "no product 'lamps'" in result.output
    assert run(folder, "--product", "bulbs").exit_code == 0
    assert db.session.scalar(select(Product.question_count)) == 1


def test_a_bad_dump_is_refused_with_file_and_line_and_nothing_is_imported(
    run: Run, tmp_path: Path, texts: dict[str, str]
) -> None:
    lines = texts["Posts.xml"].splitlines()
    lines[3] = lines[3].replace("/>", ">")
    folder = write_folder(tmp_path / SITE, texts | {"Posts.xml": "\n".join(lines)})
    result = run(folder)
    assert result.exit_code == 2
    assert "Error: Posts.xml, line 5" in result.output
    assert questions() == 0
    assert db.session.scalar(select(func.count(User.id))) == 0


@pytest.mark.parametrize("name", ["missing", "empty"])
def test_a_path_without_a_dump_is_refused(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    assert run(tmp_path / name).exit_code == 2


def test_files_that_are_not_of_a_dump_are_named(
    run: Run, tmp_path: Path, texts: dict[str, str]
) -> None:
    result = run(write_folder(tmp_path / SITE, texts | {"notes.txt": "hello"}))
    assert "Not read: notes.txt" in result.output
    assert result.exit_code == 0


@pytest.mark.needs("data")
def test_a_real_site_is_there_as_its_table_says(run: Run, data: Path) -> None:
    result = run(data / "sites" / f"{SITE}.zip")
    assert result.exit_code == 0, result.output
    assert "1,943 users created, 320 questions created, 508 answers created" in result.output
    assert questions() == 320
    assert set(miscounts().values()) == {0}
    solved = select(func.count(Question.id)).where(Question.solved_at.is_not(None))
    assert db.session.scalar(solved) == 185
