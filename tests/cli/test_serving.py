"""`flask serve`, `start` and `worker` as operators run them: real processes, really stopped."""

from __future__ import annotations

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, select

from app import create_app
from app.domain.catalog.events import SpaceChanged
from app.kit import events
from app.kit.db import db
from app.kit.jobs import Job
from app.kit.work import unit_of_work
from tests.conftest import SECRET, settings_for
from tests.services.processes import START_SECONDS, free_port, running

pytestmark = pytest.mark.loopback

ROOT = Path(__file__).parents[2]
STOPS_WITHIN = 45


@dataclass
class Instance:
    """A folder with a site's settings, as an operator has it."""

    folder: Path
    port: int

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'pukka.db'}"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        own = {"INSTANCE": str(self.folder), "MODE": "development", "DEMO": "0"}
        return kept | own | {"PORT": str(self.port), "SECRET_KEY": SECRET} | more

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "flask", "--app", "wsgi", *words]

    @contextmanager
    def running(self, *words: str, **more: str) -> Iterator[subprocess.Popen[bytes]]:
        with running(
            self.command(*words),
            ready=lambda: self.told("Ctrl-C stops") or self.told("is at"),
            log=self.log,
            cwd=ROOT,
            env=self.environment(**more),
        ) as process:
            yield process

    def ask(self, path: str) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    @property
    def log(self) -> Path:
        return self.folder / "log"

    def told(self, words: str) -> bool:
        return self.log.exists() and words in self.log.read_text("utf-8")

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Look into the site's database from here."""
        app = create_app(settings_for(self.folder, self.database))
        with app.app_context():
            yield
            db.session.remove()
            db.engine.dispose()


@pytest.fixture
def instance(tmp_path: Path) -> Instance:
    return Instance(tmp_path, free_port())


@pytest.fixture
def migrated(instance: Instance) -> Instance:
    with instance.opened():
        upgrade()
    return instance


def stop(process: subprocess.Popen[bytes]) -> int:
    process.send_signal(signal.SIGTERM)
    return process.wait(STOPS_WITHIN)


def queue_jobs(count: int) -> None:
    with unit_of_work():
        for number in range(count):
            events.publish(SpaceChanged(1_000_000 + number))


def held_jobs() -> int:
    """Jobs that somebody took and neither finished nor gave back."""
    held = select(func.count()).select_from(Job).where(Job.lease.is_not(None))
    return db.session.scalar(held) or 0


def waiting_jobs() -> int:
    return db.session.scalar(select(func.count()).select_from(Job)) or 0


def wait_for_a_batch_at_work() -> None:
    """Return while the other process holds a batch of jobs."""
    until = time.monotonic() + START_SECONDS
    while not held_jobs():
        assert time.monotonic() < until, "nobody took a job"
        db.session.rollback()
        time.sleep(0.01)
    db.session.rollback()


def test_serve_answers_and_stops_when_told_to(migrated: Instance) -> None:
    with migrated.running("serve") as process:
        assert migrated.ask("/healthz") == (200, "ok\n")
        assert migrated.ask("/")[0] == 200
        assert stop(process) == 0
    # What it said: where it is, once, and nothing to worry about.
    assert migrated.log.read_text("utf-8").splitlines() == [
        f"Lumen Home is at http://127.0.0.1:{migrated.port}"
    ]


@pytest.mark.parametrize("program", ["serve", "worker"])
def test_who_stops_finishes_the_batch_at_hand(migrated: Instance, program: str) -> None:
    with migrated.opened():
        queue_jobs(2000)
        queued = waiting_jobs()
        with migrated.running(program) as process:
            wait_for_a_batch_at_work()
            assert stop(process) == 0
        assert held_jobs() == 0
        assert 0 < waiting_jobs() < queued


def test_serving_without_a_worker_leaves_the_queue_to_others(migrated: Instance) -> None:
    with migrated.opened():
        queue_jobs(3)
        queued = waiting_jobs()
    with migrated.running("serve", "--no-worker") as process:
        assert migrated.ask("/readyz")[0] == 200
        assert stop(process) == 0
    with migrated.opened():
        assert waiting_jobs() == queued


def test_start_makes_a_site_of_nothing(instance: Instance) -> None:
    for _ in range(2):
        with instance.running("start") as process:
            assert '"index":"ready"' in instance.ask("/readyz")[1]
            assert stop(process) == 0
        told = instance.log.read_text("utf-8").split("\n")
        address = f"http://127.0.0.1:{instance.port}"
        assert told == ["", f"  Lumen Home is at  {address}", "  Ctrl-C stops.", "", ""]
        instance.log.unlink()


def test_a_second_site_on_a_taken_port_is_refused_in_words(migrated: Instance) -> None:
    with migrated.running("serve"):
        second = subprocess.run(
            migrated.command("serve"),
            cwd=ROOT,
            env=migrated.environment(),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert second.returncode == 2
    assert f"PORT {migrated.port}: Address already in use." in second.stderr


def test_a_bad_setting_stops_the_start_with_its_name(instance: Instance) -> None:
    refused = subprocess.run(
        instance.command("serve"),
        cwd=ROOT,
        env=instance.environment(BASE_URL="community"),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert refused.returncode != 0
    assert "Pukka cannot start. BASE_URL: found 'community', expected" in refused.stderr
    assert "Traceback" not in refused.stderr
