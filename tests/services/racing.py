"""Many at once: a site whose transactions are real, and calls that start together."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from app import create_app
from app.application import Community
from app.domain.catalog.models import Space
from app.kit.db import db
from app.kit.problems import Problem
from app.kit.work import unit_of_work
from tests.conftest import settings_for

AT_ONCE = 12

Call = Callable[[], Any]


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]
)
def own_site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Community]:
    """A whole site of one test: threads see what others kept."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'pukka.db'}"
    else:
        url = request.getfixturevalue("new_postgresql_database")()
    made = create_app(settings_for(tmp_path, url))
    with made.app_context():
        db.create_all()
        with unit_of_work():
            db.session.add(Space(slug="community", name="Community", is_default=True))
        yield made
        db.session.remove()
        db.engine.dispose()


def all_at_once(site: Community, calls: Sequence[Call]) -> Counter[str]:
    """Make the calls in parallel; count what came back: "ok", or the refusal's name."""
    db.session.rollback()  # what the test read must not hold up the threads
    start = threading.Barrier(min(AT_ONCE, len(calls)))
    mine = threading.local()

    def run(call: Call) -> str:
        if not getattr(mine, "ready", False):
            mine.ready = True
            start.wait(timeout=60)
        with site.app_context():
            try:
                call()
            except Problem as problem:
                return type(problem).__name__
            return "ok"

    with ThreadPoolExecutor(AT_ONCE) as pool:
        results = Counter(pool.map(run, calls))
    db.session.rollback()
    return results
