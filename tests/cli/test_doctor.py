"""`flask doctor`: content with a sound site, and each fault named on its own line."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from app import create_app
from app.application import Community
from app.domain.catalog.events import SpaceChanged
from app.domain.search import actions as search
from app.domain.search.queries import upkeep
from app.kit import clock, events, fulltext
from app.kit.db import db
from app.kit.jobs import Job, ScheduledRun
from app.kit.work import unit_of_work
from tests.conftest import settings_for
from tests.services.processes import free_port

CHECKS = ["settings", "database", "index", "cache", "mail", "queue", "files", "text"]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Community]:
    url = f"sqlite:///{tmp_path / 'pukka.db'}"
    made = create_app(settings_for(tmp_path, url, search_url="whoosh:"))
    with made.app_context():
        upgrade()
        search.rebuild()
        yield made
        db.session.remove()
        db.engine.dispose()


def examined(site: Community) -> tuple[int, dict[str, str], str]:
    """The exit code, each check's mark, and all that was said."""
    result = site.test_cli_runner().invoke(args=["doctor"])
    marks = {}
    for line in result.stdout.splitlines():
        mark, name, *_ = line.split()
        marks[name] = mark
    return result.exit_code, marks, result.output


def test_a_fresh_site_is_sound(site: Community) -> None:
    code, marks, said = examined(site)
    assert code == 0, said
    assert list(marks) == CHECKS
    assert "BAD" not in marks.values()


def lose_the_index(site: Community) -> None:
    shutil.rmtree(site.settings.instance / "search")


def park_a_job(_: Community) -> None:
    with unit_of_work():
        events.publish(SpaceChanged(1))
        db.session.execute(db.update(Job).values(parked_at=clock.now(), error="KeyError: 1"))


def fail_on_schedule(_: Community) -> None:
    with unit_of_work():
        db.session.add(
            ScheduledRun(name="limits.sweep", next_at=clock.now(), error="disk full of lamps")
        )


def search_elsewhere_for_a_while(site: Community) -> None:
    with fulltext.open_engine("whoosh:", site.settings.instance / "search").rebuild():
        pass


def forget_a_step(_: Community) -> None:
    downgrade()


def lose_every_table(site: Community) -> None:
    db.drop_all()
    with db.engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))


def write_protect_uploads(site: Community) -> None:
    # A folder that is there and takes no file, not even from root.
    site.settings = replace(site.settings, uploads=Path("/proc"))


def put_a_file_where_uploads_belong(site: Community) -> None:
    site.settings.uploads.write_text("not a folder")


def stop_redis(site: Community) -> None:
    site.settings = replace(site.settings, redis_url="unix:///nowhere/redis.sock")


@pytest.mark.parametrize(
    "check,harm,words",
    [
        ("index", lose_the_index, "run `flask search rebuild`"),
        ("index", search_elsewhere_for_a_while, "run `flask search check`"),
        ("queue", park_a_job, " parked jobs"),
        ("queue", fail_on_schedule, "limits.sweep"),
        ("database", forget_a_step, "run `flask db upgrade`"),
        ("files", write_protect_uploads, "cannot write in /proc"),
        ("files", put_a_file_where_uploads_belong, "uploads"),
        ("cache", stop_redis, "Error"),
    ],
)
def test_a_fault_is_named_on_its_line(
    site: Community, check: str, harm: Callable[[Any], None], words: str
) -> None:
    harm(site)
    code, marks, said = examined(site)
    assert code == 1
    assert [name for name, mark in marks.items() if mark == "BAD"] == [check]
    line = next(line for line in said.splitlines() if line.startswith(f"BAD   {check}"))
    assert words in line
    assert "1 of 8 checks found a fault." in said


def test_a_site_without_tables_is_told_what_to_do(site: Community) -> None:
    lose_every_table(site)
    code, marks, said = examined(site)
    assert code == 1
    assert (marks["database"], marks["queue"]) == ("BAD", "BAD")
    assert "run `flask db upgrade`" in said


def test_plain_http_in_production_is_noted_and_no_fault(site: Community) -> None:
    site.settings = replace(site.settings, mode="production")
    code, marks, said = examined(site)
    assert (code, marks["settings"]) == (0, "note")
    assert "BASE_URL is plain http" in said


def test_a_community_that_outgrew_its_engine_is_told_the_next(
    site: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "WHOOSH_MOST_POSTS", -1)
    code, marks, said = examined(site)
    assert (code, marks["index"]) == (0, "note")
    assert "SEARCH_URL=postgresql:" in said
    site.settings = replace(site.settings, search_url="tantivy:")
    assert examined(site)[1]["index"] == "ok"


@pytest.mark.loopback
def test_an_index_whose_server_is_away_is_not_called_lost(site: Community) -> None:
    nowhere = f"postgresql://pukka:heather@127.0.0.1:{free_port()}/nowhere"
    site.settings = replace(site.settings, search_url=nowhere)
    fulltext.use(fulltext.open_engine(nowhere, site.settings.instance))
    code, marks, said = examined(site)
    assert (code, marks["index"]) == (1, "BAD")
    assert "postgresql, away: " in said
    assert "refused" in said
    assert "rebuild" not in said
    assert "heather" not in said


def test_no_secret_is_printed(site: Community) -> None:
    secret = "kept-to-itself"
    site.settings = replace(site.settings, redis_url=f"redis://:{secret}@nowhere.invalid:1/0")
    _, _, said = examined(site)
    assert secret not in said
    assert site.settings.secret_key not in said
