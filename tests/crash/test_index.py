"""The search index of a served site: written by its worker, built anew, killed, lost.

All of it while people write and search over HTTP.
"""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from app.kit.fulltext import IndexUnavailable, open_engine
from tests.crash.writers import Told, Writer, write_until
from tests.services.site import ROOT, Site

pytestmark = [pytest.mark.loopback]

# What a site promises is five seconds; a busy machine gets more.
SECONDS = 60
# Each process of Pukka takes seconds to start: what belongs together happens in one.
BORN = """
from flask_migrate import upgrade
from app import create_app
from app.domain.search import actions
from tests.crash import members

with create_app().app_context():
    upgrade()
    actions.rebuild()
members.main(2, "moderator")
"""
REBUILT_THEN_KILLED = """
import os, signal
from app import create_app
from app.domain.search import actions

with create_app().app_context():
    print(actions.rebuild(), flush=True)
    seen = []
    def progress(count):
        seen.append(count)
        if len(seen) == 3:
            os.kill(os.getpid(), signal.SIGKILL)
    actions.rebuild(progress)
"""


def run(site: Site, script: str) -> subprocess.CompletedProcess[str]:
    """Run a program on the site's database and index, beside what serves it."""
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT, env=site.settings, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def born(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, list[Writer]]]:
    """A served site, empty but for two members."""
    folder = tmp_path_factory.mktemp("site")
    env = {"DEMO": "0", "MAIL_URL": "memory:", "DATABASE_URL": f"sqlite:///{folder / 'pukka.db'}"}
    made = Site(folder, "serve", env)
    done = run(made, BORN)
    assert done.returncode == 0, done.stderr
    made.start()
    yield made, [Writer(made.port, *line.split()) for line in done.stdout.splitlines()]
    made.stop()


@pytest.fixture
def site(born: tuple[Site, list[Writer]]) -> Site:
    return born[0]


@pytest.fixture
def writers(born: tuple[Site, list[Writer]]) -> list[Writer]:
    """Two members; the first one moderates."""
    return born[1]


def indexed(site: Site) -> set[str]:
    """Return what the index itself knows, whoever may see it."""
    engine = open_engine("whoosh:", Path(site.settings["INSTANCE"]) / "search")
    try:
        return set(dict(engine.keys()))
    except IndexUnavailable:
        return set()
    finally:
        engine.close()


def lose(folder: Path) -> None:
    """Take an index away at once, as it is: its worker may be writing in it.

    Deleting file by file would trip over the files that come and go meanwhile.
    """
    gone = folder.rename(folder.with_name("search-lost"))
    shutil.rmtree(gone, ignore_errors=True)


def comes_true(fact: Callable[[], bool], seconds: float = SECONDS) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if fact():
            return True
        time.sleep(0.1)
    return False


def finds(writer: Writer, words: str) -> bytes:
    """Search as a page does; it must answer, whatever happens to the index."""
    reply = writer.send("GET", "/search?" + urlencode({"q": words}))
    assert reply.status == 200, reply.body[:500]
    return reply.body


def test_what_is_hidden_leaves_the_index_and_what_is_asked_comes(
    site: Site, writers: list[Writer]
) -> None:
    moderator, asker = writers
    told = Told()
    form = {"title": "Where does the ocelot hide?", "body": "I would like to know it, please."}
    asker.post(told, "/questions/ask", form)
    (question,) = told.questions
    key = f"question:{question}"
    assert comes_true(lambda: key in indexed(site))
    assert comes_true(lambda: b"ocelot</mark>" in finds(asker, "ocelot"))
    assert b"ocelot" in moderator.send("GET", "/search/suggest?q=oce").body
    ruling = {"reason": "spam"}
    hidden = moderator.send("POST", f"/rulings/hide/question/{question}", ruling)
    assert hidden.status == 303, hidden.body[:300]
    # Nobody is shown it from that moment on, and soon the index does not know it either.
    assert (
        b"ocelot</mark>" not in Writer(site.port, "guest", "").send("GET", "/search?q=ocelot").body
    )
    assert comes_true(lambda: key not in indexed(site))
    assert site.flask("search", "check").startswith("0 missing, 0 stale, 0 surplus")


def test_people_write_and_search_while_it_is_built_killed_and_lost(
    site: Site, writers: list[Writer]
) -> None:
    told, stop = Told(), threading.Event()
    threads = write_until(stop, writers, told, pause=0.1)
    try:
        assert comes_true(lambda: told.count >= 20, 60)
        reader = writers[1]
        killed = run(site, REBUILT_THEN_KILLED)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        assert int(killed.stdout) >= 3
        finds(reader, "lamp birch")
        lose(Path(site.settings["INSTANCE"]) / "search")
        finds(reader, "lamp cedar")
        site.flask("search", "rebuild")
        finds(reader, "lamp dusk")
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
    assert told.faults == []
    asked = {f"question:{number}" for number in told.questions}
    assert comes_true(lambda: asked <= indexed(site), 60)
    site.stop()
    number, title = next(iter(told.questions.items()))
    site.start()
    assert f"/questions/{number}".encode() in finds(writers[1], f'"{title}"')
