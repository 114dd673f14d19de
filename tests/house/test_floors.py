"""Arrows point down: the contracts of pyproject.toml hold, and would notice if they did not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    *(
        "accounts",
        "badges",
        "catalog",
        "forum",
        "ideas",
        "knowledge",
        "loop",
        "moderation",
        "notifications",
        "reputation",
    ),
    "search",
)
PACKAGES = (
    *("app", "app.kit", "app.kit.fulltext", "app.domain", "app.web", "app.api", "app.cli"),
    *("app.imports", "app.demo", *(f"app.domain.{room}" for room in ROOMS)),
)
MODULES = (
    *(
        "app.wiring",
        "app.timetable",
        "app.config",
        "app.application",
        "app.letters",
        "app.links",
        "app.tokens",
        "app.embedded",
    ),
    "app.domain.subjects",
)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the program under this folder against our contracts."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    command += ["--config", str(ROOT / "pyproject.toml")]
    # Wide enough that no sentence of the report is broken in two.
    env = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200", "NO_COLOR": "1"}
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=300
    )


def test_every_arrow_points_down() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture
def bare_house(tmp_path: Path) -> Path:
    """The floors and rooms without anything in them."""
    for package in PACKAGES:
        folder = tmp_path.joinpath(*package.split("."))
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
    for module in MODULES:
        tmp_path.joinpath(*module.split(".")).with_suffix(".py").touch()
    return tmp_path


def test_an_empty_house_keeps_every_contract(bare_house: Path) -> None:
    done = lint(bare_house)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    "file, line, contract",
    [
        ("kit/clock.py", "import app.domain.forum", "floors"),
        ("web/pages.py", "import app.api", "floors"),
        ("links.py", "import app.letters", "floors"),
        ("domain/forum/actions.py", "import app.domain.notifications", "rooms"),
        ("domain/ideas_of_old/__init__.py", "", "rooms"),
        ("domain/forum/models.py", "import app.domain.forum.actions", "inside every room"),
        ("domain/forum/actions.py", "from flask import request", "the rules do not know the web"),
        ("domain/forum/models.py", "import flask_security", "the rules do not know the web"),
        ("kit/clock.py", "import flask", "the tools do not know the web"),
        ("web/pages.py", "import bleach", "one importer for each borrowed tool"),
        ("kit/mail.py", "import app.config", "tools are given their settings"),
    ],
)
def test_an_arrow_that_points_up_is_named(
    bare_house: Path, file: str, line: str, contract: str
) -> None:
    target = bare_house / "app" / file
    target.parent.mkdir(exist_ok=True)
    target.write_text(line)
    (bare_house / "app/domain/forum/actions.py").touch()
    done = lint(bare_house)
    assert done.returncode != 0
    assert f"{contract} BROKEN" in done.stdout


def test_a_type_checking_import_is_an_arrow_too(bare_house: Path) -> None:
    (bare_house / "app/kit/clock.py").write_text(
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import app.domain.forum\n"
    )
    assert "floors BROKEN" in lint(bare_house).stdout
