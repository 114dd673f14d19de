"""``flask demo`` as a script meets it: counts, time, exit codes."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from sqlalchemy import func, select

from app.application import Community
from app.demo import reading
from app.domain.accounts.models import User
from app.domain.forum.models.questions import Question
from app.domain.search.documents import all_documents
from app.kit import fulltext
from app.kit.db import db
from tests.people import make_member

Run = Callable[..., Result]

MEMBERS = """
- {handle: ada_admin, name: Ada Nowak, role: admin, trust: trusted, joined: 90, knows: [lights]}
- {handle: morgan_m, name: Morgan Lee, role: moderator, trust: trusted, joined: 80, knows: []}
"""
QUESTION = """
title: Why does the lamp flicker at night?
product: lights
by: ada_admin
ago: 3
too: 5
body: It flickers.
posts:
  - {by: morgan_m, ago: 2, kind: answer, id: a1, votes: 4, accepted: true, body: Tighten it.}
"""


@pytest.fixture
def run(app: Community, session: Any) -> Run:
    """Run one command in the test's transaction."""

    def command(*words: str) -> Result:
        result = app.test_cli_runner().invoke(args=["demo", *words])
        db.session.expire_all()
        return result

    return command


@pytest.fixture
def village(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A demo community of two people and one thread."""
    (tmp_path / "questions").mkdir()
    (tmp_path / "members.yaml").write_text(MEMBERS)
    (tmp_path / "products.yaml").write_text("- {slug: lights, name: Lights}")
    (tmp_path / "spaces.yaml").write_text("[]")
    (tmp_path / "announcements.yaml").write_text("[]")
    (tmp_path / "questions/flicker.yaml").write_text(QUESTION)
    monkeypatch.setattr(reading, "CONTENT", tmp_path)
    return tmp_path


def count(kind: Any) -> int:
    return db.session.scalar(select(func.count()).select_from(kind)) or 0


def test_load_prints_what_it_brought(run: Run, village: Path) -> None:
    result = run("load")
    assert result.exit_code == 0, result.output
    assert "2 members, 1 products, 1 questions, 1 answers, " in result.output
    assert "7 facts settled, 3 badges in" in result.output
    known = dict(fulltext.current().keys())
    assert len([key for key in known if key.startswith("question:")]) == 1


def test_a_second_load_says_that_there_is_nothing_to_do(run: Run, village: Path) -> None:
    run("load")
    result = run("load")
    assert result.exit_code == 0
    assert "nothing to do in" in result.output
    assert count(Question) == 1


def test_without_demo_nobody_signs_in_as_the_cast(run: Run, village: Path) -> None:
    assert "password" not in run("load").output
    assert set(db.session.scalars(select(User.password))) == {None}


def test_load_if_empty_leaves_a_lived_in_site_alone(run: Run, village: Path) -> None:
    make_member("alice")
    result = run("load", "--if-empty")
    assert result.exit_code == 0
    assert "nothing loaded" in result.output
    assert count(User) == 1


def test_a_member_of_the_same_name_keeps_it(run: Run, village: Path) -> None:
    make_member("ada_admin", email="ada@example.com")
    assert run("load").exit_code == 0
    handles = set(db.session.scalars(select(User.handle)))
    assert handles == {"ada_admin", "ada_admin_demo", "morgan_m"}


def test_a_broken_file_stops_the_load_before_it_begins(run: Run, village: Path) -> None:
    (village / "questions/flicker.yaml").write_text(QUESTION.replace("morgan_m", "nobody"))
    result = run("load")
    assert result.exit_code == 2
    assert "flicker.yaml: there is no member nobody" in result.output
    assert count(User) == 0


def test_grow_prints_counts_and_says_what_to_do_next(run: Run) -> None:
    result = run("grow", "--members", "20", "--questions", "10", "--replies", "31")
    assert result.exit_code == 0, result.output
    assert "20 members, 10 questions, 21 answers, 10 replies, " in result.output
    assert re.search(r"\d+ facts settled, \d+ lines of the ledger, \d+ badges in", result.output)
    assert "flask search rebuild" in result.output


def test_grow_can_build_the_index(run: Run) -> None:
    result = run("grow", "--members", "5", "--questions", "4", "--replies", "6", "--index")
    assert f"{len(list(all_documents()))} documents in" in result.output
    assert "flask search rebuild" not in result.output


@pytest.mark.parametrize(
    "words",
    [
        ("grow", "--members", "0", "--questions", "3", "--replies", "0"),
        ("grow", "--members", "3", "--questions", "0", "--replies", "1"),
        ("grow", "--members", "-1", "--questions", "0", "--replies", "0"),
        ("grow", "--members", "3"),
    ],
)
def test_numbers_that_cannot_be_are_refused(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2
    assert count(User) == 0
