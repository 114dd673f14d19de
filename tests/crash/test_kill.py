"""The power goes while people write: nothing that was acknowledged is lost, nothing happens twice.

The whole program is served as an operator serves it, killed with all of its processes, and started
again on what it left behind.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from tests.crash.writers import Told, Writer, write_until
from tests.services.site import ROOT, Site

pytestmark = [pytest.mark.loopback]

WRITERS = 8
DRAIN_SECONDS = 120
LETTER = "letters.delivery.deliver"


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]
)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """An empty site, migrated, not yet served."""
    env = {"DEMO": "0", "MAIL_URL": "memory:", "DATABASE_URL": f"sqlite:///{tmp_path / 'pukka.db'}"}
    if request.param == "postgresql":
        env["DATABASE_URL"] = request.getfixturevalue("new_postgresql_database")()
    made = Site(tmp_path, "serve", env)
    made.flask("db", "upgrade")
    yield made
    made.stop()


@pytest.fixture
def writers(site: Site) -> list[Writer]:
    script = [sys.executable, "-m", "tests.crash.members", str(WRITERS)]
    done = subprocess.run(
        script, cwd=ROOT, env=site.settings, capture_output=True, text=True, check=True
    )
    return [Writer(site.port, *line.split()) for line in done.stdout.splitlines()]


@pytest.fixture
def look(site: Site) -> Iterator[Callable[..., list[Any]]]:
    """Asks the site's database from outside."""
    engine: Engine = create_engine(site.settings["DATABASE_URL"])

    def looking(question: str) -> list[Any]:
        with engine.begin() as connection:
            found = connection.execute(text(question))
            return list(found) if found.returns_rows else []

    yield looking
    engine.dispose()


def wait_until(true: Callable[[], bool], seconds: float = DRAIN_SECONDS) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.2)
    return False


def kill_while_writing(site: Site, writers: list[Writer], told: Told, more: int) -> None:
    """Serve, let so many further writes be acknowledged, and cut the power."""
    site.start()
    stop, before = threading.Event(), told.count
    threads = write_until(stop, writers, told)
    assert wait_until(lambda: told.count >= before + more), f"only {told.count - before} writes"
    site.kill()
    stop.set()
    for thread in threads:
        thread.join(60)


def test_killed_again_and_again_it_keeps_its_word(
    site: Site, writers: list[Writer], look: Callable[..., list[Any]]
) -> None:
    told = Told()
    is_sqlite = site.settings["DATABASE_URL"].startswith("sqlite")
    for _ in range(3 if is_sqlite else 1):
        kill_while_writing(site, writers, told, more=25)
        if is_sqlite:
            assert look("PRAGMA integrity_check")[0][0] == "ok"
    assert told.faults == []

    # What was never answered is sent again, as a browser's second click would.
    site.start()
    by_handle = {writer.handle: writer for writer in writers}
    again = list(told.unanswered)
    for handle, path, form in again:
        by_handle[handle].post(told, path, form)
    assert wait_until(lambda: is_drained(look)), look("SELECT name, tries, error FROM jobs LIMIT 5")
    site.stop()
    keeps_its_word(told, look)
    assert "missing" in site.flask("search", "check").casefold()


def is_drained(look: Callable[..., list[Any]]) -> bool:
    """Let the minutes pass that a dead worker's lease lasts, and see whether all was done.

    What a reader was sent enough of for this hour waits on: each such letter still has its job.
    """
    look("UPDATE jobs SET run_at = created_at WHERE run_at > created_at")
    time.sleep(1)
    jobs = look("SELECT name, payload FROM jobs")
    waiting = {int(re.findall(r"\d+", str(job.payload))[0]) for job in jobs if job.name == LETTER}
    unsent = look("SELECT id FROM letters WHERE sent_at IS NULL AND dropped IS NULL")
    return all(job.name == LETTER for job in jobs) and {row.id for row in unsent} <= waiting


def keeps_its_word(told: Told, look: Callable[..., list[Any]]) -> None:
    """Everything acknowledged is there, once; and every counter says what the rows say."""
    questions = {row.id: row.title for row in look("SELECT id, title FROM questions")}
    answers = {row.id: row.body for row in look("SELECT id, body FROM answers")}
    assert told.questions.items() <= questions.items()
    assert told.answers.items() <= answers.items()
    assert len(set(questions.values())) == len(questions), "a question was asked twice"
    assert len(set(answers.values())) == len(answers), "an answer was posted twice"
    votes = look(
        "SELECT v.subject_id, u.handle FROM votes v JOIN users u ON u.id = v.voter_id"
        " WHERE v.subject_kind = 'question'"
    )
    assert told.votes.keys() <= {tuple(row) for row in votes}
    wrong = look(
        "SELECT q.id FROM questions q WHERE q.score <> (SELECT coalesce(sum(value), 0) FROM votes v"
        " WHERE v.subject_kind = 'question' AND v.subject_id = q.id) OR q.answer_count <>"
        " (SELECT count(*) FROM answers a WHERE a.question_id = q.id)"
    )
    assert wrong == [], "a counter differs from its rows"
    follows = "SELECT question_id, user_id FROM follows GROUP BY 1, 2 HAVING count(*) > 1"
    assert look(follows) == []
    asked = {row.question_id for row in look("SELECT question_id FROM follows")}
    assert set(told.questions) <= asked, "a question without what asking causes"


def test_many_clicks_at_once_count_exactly(
    site: Site, writers: list[Writer], look: Callable[..., list[Any]]
) -> None:
    told = Told()
    site.start()
    asker, *others = writers
    asker.post(
        told,
        "/questions/ask",
        {"title": "Why does one lamp hum?", "body": "It hums a lot, at night."},
    )
    (question,) = told.questions
    for number, other in enumerate(others):
        body = {"body": f"Advice number {number}: turn the bulb, then the socket."}
        other.post(told, f"/questions/{question}/answers", body)
    assert len(told.answers) == len(others), told

    def clicks(writer: Writer) -> None:
        for value in ("1", "1", "-1", "1"):
            writer.post(told, f"/questions/{question}/vote", {"value": value})

    at_once(
        [threading.Thread(target=clicks, args=(writer,)) for writer in others for _ in range(2)]
    )
    at_once(
        [
            threading.Thread(target=asker.post, args=(Told(), f"/answers/{answer}/acceptance", {}))
            for answer in told.answers
        ]
    )
    assert told.faults == []
    site.stop()
    assert look(f"SELECT score FROM questions WHERE id = {question}")[0][0] == len(others)
    assert look("SELECT count(*) FROM votes")[0][0] == len(others)
    (row,) = look(f"SELECT accepted_answer_id, solved_at FROM questions WHERE id = {question}")
    assert row.accepted_answer_id in told.answers
    assert row.solved_at is not None
    counted = look("SELECT u.id, u.accepted_count FROM users u WHERE u.accepted_count <> 0")
    assert [row.accepted_count for row in counted] == [1], "somebody else's acceptance still counts"


def at_once(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
