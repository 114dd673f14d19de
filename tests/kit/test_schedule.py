"""Scheduled work: on time, once over all workers, a failing one recorded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from app.kit import clock
from app.kit.db import db
from app.kit.jobs import ScheduledRun
from app.kit.schedule import Scheduled, run_scheduled


def test_it_runs_when_due_and_not_before(session: Any) -> None:
    ran: list[int] = []
    table = [Scheduled("sweep", timedelta(hours=1), lambda: ran.append(1))]
    assert run_scheduled(table) == ["sweep"]
    assert run_scheduled(table) == []
    clock.freeze(clock.now() + timedelta(hours=1, seconds=1))
    assert run_scheduled(table) == ["sweep"]
    assert len(ran) == 2


def test_a_clock_that_is_set_back_holds_nothing_up(session: Any) -> None:
    table = [Scheduled("sweep", timedelta(hours=1), lambda: None)]
    now = clock.now()
    clock.freeze(now + timedelta(days=40))
    assert run_scheduled(table) == ["sweep"]
    clock.freeze(now)
    assert run_scheduled(table) == ["sweep"]
    assert run_scheduled(table) == []
    clock.freeze(now + timedelta(hours=1, seconds=1))
    assert run_scheduled(table) == ["sweep"]


def test_a_failing_one_is_recorded_and_holds_up_no_other(session: Any) -> None:
    def fail() -> None:
        message = "no broom"
        raise ValueError(message)

    ran: list[int] = []
    hour = timedelta(hours=1)
    run_scheduled([Scheduled("bad", hour, fail), Scheduled("good", hour, lambda: ran.append(1))])
    assert ran == [1]
    runs = {run.name: run for run in db.session.scalars(select(ScheduledRun))}
    assert "no broom" in (runs["bad"].error or "")
    assert runs["good"].error is None
