"""Scheduled work: verbs that run by the clock, each run recorded, once over all workers."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import or_, select, update

from . import clock
from .db import db
from .jobs import ScheduledRun
from .work import write

log = logging.getLogger("pukka.schedule")

# Seconds between two looks at what is due.
GLANCE = 1.0


@dataclass(frozen=True)
class Scheduled:
    """A verb with its name and how often it runs. It opens its own units of work."""

    name: str
    every: timedelta
    verb: Callable[[], object]


_table: list[Scheduled] = []


def connect(table: Iterable[Scheduled]) -> None:
    """Put the table of scheduled work in force: replaces whatever was there before."""
    _table[:] = table


def run_connected() -> list[str]:
    """Run what is due of the table in force, and return the names."""
    return run_scheduled(_table)


def run_until(stop: threading.Event) -> None:
    """Run what is due until ``stop`` is set; finish what is at hand first. Needs an app context."""
    while not stop.is_set():
        pause = GLANCE
        try:
            run_connected()
        except Exception:  # it outlives a database that is away for a while
            log.exception("the timetable could not be looked at; it is tried again")
            pause *= 5
        finally:
            db.session.remove()
        stop.wait(pause)


def run_scheduled(table: Iterable[Scheduled]) -> list[str]:
    """Run every entry that is due and return their names; a failing one is recorded, not raised."""
    ran = []
    moment = clock.now()
    runs = db.session.execute(select(ScheduledRun.name, ScheduledRun.next_at))
    known = {run.name: run.next_at for run in runs}
    for entry in table:
        if entry.name in known and moment < known[entry.name] <= moment + entry.every:
            continue
        if not write(_claim, entry):
            continue
        error = None
        try:
            entry.verb()
        except Exception as failure:  # the others still run; doctor shows this one
            log.exception("scheduled %s failed", entry.name)
            error = f"{type(failure).__name__}: {failure}"[:2000]
        write(_record, entry.name, error)
        ran.append(entry.name)
    return ran


def _claim(entry: Scheduled) -> bool:
    moment = clock.now()
    run = db.session.get(ScheduledRun, entry.name)
    if run is None:
        db.session.add(
            ScheduledRun(name=entry.name, next_at=moment + entry.every, started_at=moment)
        )
        return True
    claimed = db.session.execute(
        update(ScheduledRun)
        .where(
            ScheduledRun.name == entry.name,
            # Later than one turn from now: the clock was set back, and would have to catch up.
            or_(ScheduledRun.next_at <= moment, ScheduledRun.next_at > moment + entry.every),
        )
        .values(next_at=moment + entry.every, started_at=moment)
        .execution_options(synchronize_session=False)
    )
    return bool(claimed.rowcount)  # type: ignore[attr-defined]


def _record(name: str, error: str | None) -> None:
    db.session.execute(
        update(ScheduledRun)
        .where(ScheduledRun.name == name)
        .values(finished_at=clock.now(), error=error)
    )
