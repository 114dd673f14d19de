"""Two workers count while entries come in, with real commits: nothing twice, nothing lost."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import func, select

from app.application import Community
from app.domain.catalog.models import Space
from app.domain.reputation.actions import standings
from app.domain.reputation.actions.standings import (
    check_standings,
    count_entries,
    rebuild_standings,
)
from app.domain.reputation.models.boards import Standing, Uncounted
from app.domain.reputation.models.ledger import Entry
from app.kit.db import db
from app.kit.work import write
from tests.factories.catalog import make_product, make_tag
from tests.factories.reputation import new_entry
from tests.people import make_member

ROUNDS = 12
A_ROUND = 15


def _some(people: list[int], place: dict[str, Any], n: int) -> None:
    made = [
        new_entry(people[(n + i) % len(people)], 5 * (-1) ** (i % 3), **place)
        for i in range(A_ROUND)
    ]
    db.session.add_all(made)
    db.session.flush()
    db.session.add_all([Uncounted(entry_id=entry.id) for entry in made])


def run_at_once(site: Community, people: list[int], place: dict[str, Any]) -> None:
    """Let two write lines, two count them and one recount, until the lines are written."""
    start, done = threading.Barrier(5), threading.Event()

    def come_in(worker: int) -> None:
        with site.app_context():
            start.wait(timeout=30)
            for n in range(ROUNDS):
                write(_some, people, place, n + worker)

    def go_on(verb: Callable[[], Any]) -> None:
        with site.app_context():
            start.wait(timeout=30)
            while not done.is_set():
                verb()

    with ThreadPoolExecutor(5) as pool:
        writers = [pool.submit(come_in, worker) for worker in range(2)]
        verbs = (count_entries, count_entries, rebuild_standings)
        others = [pool.submit(go_on, verb) for verb in verbs]
        try:
            for writer in writers:
                writer.result(timeout=120)
        finally:
            done.set()
        for other in others:
            other.result(timeout=120)


def test_two_workers_and_writers_at_once_count_each_line_once(own_site, monkeypatch):
    monkeypatch.setattr(standings, "AT_ONCE", 10)
    people = [make_member(f"m{n}").id for n in range(6)]
    product = make_product("Below", parent=make_product("Above")).id
    tag_id, space_id = make_tag().id, db.session.scalars(select(Space.id)).one()
    place = {"product_id": product, "space_id": space_id, "tag_ids": [tag_id]}
    db.session.remove()
    run_at_once(own_site, people, place)
    count_entries()
    assert check_standings() == {"site": 0, "product": 0, "space": 0, "tag": 0}
    assert db.session.scalar(select(func.count()).select_from(Uncounted)) == 0
    assert db.session.scalar(select(func.count()).select_from(Entry)) == 2 * ROUNDS * A_ROUND
    total = db.session.scalar(select(func.sum(Entry.delta)))
    for scope in ("site", "space", "tag"):
        counted = select(func.sum(Standing.points)).where(
            Standing.scope == scope, Standing.period == "all"
        )
        assert db.session.scalar(counted) == total
