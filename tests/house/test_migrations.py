"""Migrations: from nothing to what the models say, on both databases, every step both ways."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, select

from app import create_app
from app.application import Community
from app.domain.catalog.models import Space
from app.kit.db import db
from tests.conftest import settings_for

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]
)
def empty_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Community]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        url = request.getfixturevalue("new_postgresql_database")()
    app = create_app(settings_for(tmp_path, url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def differences() -> list[Any]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, db.metadata))


def test_all_steps_lead_to_what_the_models_say(empty_site: Community) -> None:
    upgrade()
    assert differences() == []
    assert db.session.scalars(select(Space.slug)).all() == ["community"]


def test_every_step_goes_down_and_up_again(empty_site: Community) -> None:
    upgrade()
    script = ScriptDirectory(str(ROOT / "migrations"))
    for _ in script.walk_revisions():
        downgrade()
    assert set(inspect(db.engine).get_table_names()) <= {"alembic_version"}
    upgrade()
    assert differences() == []


def test_upgrading_twice_changes_nothing(empty_site: Community) -> None:
    upgrade()
    upgrade()
    assert db.session.scalars(select(Space.slug)).all() == ["community"]


def test_steps_stand_in_one_line_and_begin_with_a_date() -> None:
    script = ScriptDirectory(str(ROOT / "migrations"))
    assert len(script.get_heads()) == 1
    for step in script.walk_revisions():
        assert Path(step.path).name[:4].isdigit()
