"""What an index costs to build and to keep, and how soon it knows: ``make bench-index``.

On the community of the size that is benchmarked, and on the engine that SEARCH_URL names.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import time
from datetime import UTC, datetime
from urllib.parse import quote
from urllib.request import urlopen

from sqlalchemy import select

from app.application import Community
from app.domain.accounts.models import User
from app.domain.accounts.texts import prepare as prepare_text
from app.domain.forum.actions.asking import ask
from app.domain.forum.models.questions import Question
from app.domain.moderation.actions import hide
from app.domain.search import actions
from app.kit import fulltext
from app.kit.db import db
from app.kit.work import write
from bench import servers
from bench.communities import prepare, sample
from bench.load import percentile
from bench.places import RESULTS, ROOT, Plan, environment, plan

_ROUNDS = 8
_PATIENCE = 60.0
_GLANCE = 0.05
_WORKER = (sys.executable, "-m", "flask", "--app", "wsgi", "worker")


def main() -> None:
    """Measure and print."""
    chosen = plan()
    app = prepare(chosen)
    lines = [*_building(app, chosen), *_searching(app), *_knowing(app, chosen)]
    engine = app.settings.search_url.partition(":")[0]
    text = "\n".join([f"Size {chosen.size.name}, search on {engine}.", "", *lines, ""])
    RESULTS.mkdir(parents=True, exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y-%m-%d-%H%M%S")
    (RESULTS / f"{moment}-{chosen.size.name}-index.md").write_text(text)
    print(text)


def _building(app: Community, chosen: Plan) -> list[str]:
    """Build the index anew, as ``flask search rebuild`` does."""
    print("Building the index …", file=sys.stderr)
    wall, cpu = time.perf_counter(), time.process_time()
    with app.app_context():
        documents = actions.rebuild()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    size = sum(
        one.stat().st_size for one in (chosen.instance / "search").rglob("*") if one.is_file()
    )
    return [
        f"- rebuild: {documents:,} documents in {wall:.0f} s, {cpu:.0f} s of CPU",
        f"- files of the index: {size / 2**20:.0f} MB",
    ]


def _searching(app: Community) -> list[str]:
    """Search in this process alone; what it holds more afterwards is what search costs it."""
    paths = sample(app).searches
    client = app.test_client()
    client.get("/questions")
    fulltext.current().close()
    before = servers.memory(os.getpid())
    for path in paths * 3:
        client.get(path)
    held = servers.memory(os.getpid()) - before
    spent: list[float] = []
    for path in paths * 3:
        began = time.process_time()
        client.get(path)
        spent.append((time.process_time() - began) * 1000)
    return [
        f"- a search page in one process, CPU: {_middle_and_worst(spent)} ms",
        f"- memory of the process, more than before: {held:.0f} MB",
    ]


def _knowing(app: Community, chosen: Plan) -> list[str]:
    """Ask questions and hide them; wait until the site's search knows."""
    print("Waiting until search knows …", file=sys.stderr)
    found: list[float] = []
    gone: list[float] = []
    worker = subprocess.Popen(_WORKER, cwd=ROOT, env=environment(chosen))
    try:
        with servers.serving(servers.PUKKA, chosen):
            for _ in range(_ROUNDS):
                word = "zq" + secrets.token_hex(5).translate(
                    str.maketrans("0123456789", "ghijklmnop")
                )
                number = _ask(app, word)
                found.append(_seconds_until(chosen.port, word, is_found=True))
                _hide(app, number)
                gone.append(_seconds_until(chosen.port, word, is_found=False))
    finally:
        worker.terminate()
        worker.wait(_PATIENCE)
    return [
        f"- a new question is found after {_middle_and_worst(found)} s",
        f"- a hidden one is gone after {_middle_and_worst(gone)} s",
    ]


def _middle_and_worst(figures: list[float]) -> str:
    return f"p50 {percentile(figures, 0.5):.1f}, p95 {percentile(figures, 0.95):.1f}"


def _ask(app: Community, word: str) -> int:
    with app.app_context():
        member = db.session.scalars(select(User).where(User.trust == "trusted").limit(1)).one()
        body = prepare_text(f"The {word} of my lamp does nothing at all since this morning.")
        made = write(ask, by=member, title=f"The {word} does nothing", body=body)
        return int(made.id)


def _hide(app: Community, number: int) -> None:
    with app.app_context():
        staff = db.session.scalars(select(User).where(User.trust == "trusted").limit(1)).one()
        db.session.expunge(staff)
        staff.staff_roles = ["moderator"]
        write(hide, db.session.get_one(Question, number), by=staff, reason="spam")


def _is_found(port: int, word: str) -> bool:
    with urlopen(f"http://127.0.0.1:{port}/api/v1/search?q={quote(word)}") as answer:
        return bool(json.load(answer)["items"])


def _seconds_until(port: int, word: str, *, is_found: bool) -> float:
    began = time.monotonic()
    while _is_found(port, word) is not is_found:
        if time.monotonic() - began > _PATIENCE:
            raise SystemExit("Search never knew.")
        time.sleep(_GLANCE)
    return time.monotonic() - began


if __name__ == "__main__":
    main()
