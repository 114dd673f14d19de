"""The durable queue: what must happen later is a row of the transaction that caused it.

A job row is written in the unit of work of the change, so an acknowledged change never loses its
consequence. A worker leases rows, runs each, and deletes the row; what fails is tried again with
growing pauses and finally parked where an admin sees it, unless it raised ``NotNow``. Because a
worker can die between the effect and the deletion, reactions are idempotent.

Three kinds of reaction, marked where they are defined:

- plain: runs inside one unit of work together with the deletion of its row (exactly once);
- ``@unhurried``: slow or speaks to the outside (mail, rendering): runs outside any unit and opens
  its own;
- ``@batched``: gets a list of events at once, outside any unit (the search index).
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, Index, String, Text, delete, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from . import clock
from .db import Base, db
from .work import unit_of_work, write

log = logging.getLogger("pukka.jobs")

TRIES = 8
# Seconds before the second try; doubles each time up to an hour (8 tries span ten minutes).
FIRST_PAUSE = 5
LONGEST_PAUSE = 3600
# How long a worker may hold a job before another takes it over.
LEASE = timedelta(minutes=5)
BATCH = 200
# Seconds an idle worker waits before it looks again, when nobody woke it.
IDLE = 1.0

Handler = Callable[[Any], None]


class NotNow(Exception):
    """What a job needs is away; the job itself is sound, and waits for it as long as it takes."""


class Job(Base):
    """One consequence that is still to happen."""

    __tablename__ = "jobs"
    __table_args__ = (Index("ix_jobs_due", "parked_at", "run_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    event: Mapped[str] = mapped_column(String(100))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    # While a job waits, an equal one is not queued again; cleared when it starts.
    key: Mapped[str | None] = mapped_column(String(300), unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    run_at: Mapped[datetime] = mapped_column(default=clock.now)
    tries: Mapped[int] = mapped_column(default=0)
    lease: Mapped[str | None] = mapped_column(String(32))
    parked_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


class ScheduledRun(Base):
    """When a scheduled verb last ran, and how it ended."""

    __tablename__ = "scheduled_runs"

    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    next_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)


_handlers: dict[str, Handler] = {}
_events: dict[str, type] = {}
_waker = threading.Event()


def unhurried(reaction: Handler) -> Handler:
    """Mark a reaction that runs outside any unit of work: it is slow or speaks to the outside."""
    reaction.__dict__["kind"] = "unhurried"
    return reaction


def batched(reaction: Callable[[Sequence[Any]], None]) -> Handler:
    """Mark a reaction that takes a list of events at once, outside any unit of work."""
    reaction.__dict__["kind"] = "batched"
    return reaction


def name_of(handler: Handler) -> str:
    """Return the name under which a reaction's jobs are stored: its room and function."""
    module = handler.__module__.removeprefix("app.").removesuffix(".reactions")
    return f"{module}.{handler.__name__}"


def learn(reactions: Iterable[Handler], events: Iterable[type]) -> None:
    """Tell the queue which reactions and events exist, so that rows can name them."""
    _handlers.clear()
    _events.clear()
    _handlers.update({name_of(r): r for r in reactions})
    _events.update({e.__name__: e for e in events})


def put(reaction: Handler, event: str, payload: dict[str, Any], at: datetime | None = None) -> None:
    """Queue one reaction to one event, as a row of the open unit of work.

    An equal job that has not started yet is enough: this one is not queued twice.
    """
    name = name_of(reaction)
    key = f"{name}:{event}:" + ",".join(f"{k}={payload[k]}" for k in sorted(payload))
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    moment = clock.now()
    db.session.execute(
        insert(Job)
        .values(
            name=name,
            event=event,
            payload=payload,
            key=key[:300],
            created_at=moment,
            run_at=at or moment,
            tries=0,
        )
        .on_conflict_do_nothing(index_elements=["key"])
    )
    _waker.set()


def run_due(limit: int = BATCH) -> int:
    """Run what is due, once, and return how many jobs were taken. Needs an app context."""
    lease, taken = write(_take, limit)
    groups: dict[str, list[tuple[int, Any]]] = {}
    for job_id, name, event_name, payload in taken:
        handler, event_type = _handlers.get(name), _events.get(event_name)
        if handler is None or event_type is None:
            write(_park, job_id, lease, f"nobody knows {name} or {event_name} any more")
            continue
        event = event_type(**payload)
        if getattr(handler, "kind", "") == "batched":
            groups.setdefault(name, []).append((job_id, event))
        else:
            _run_one(handler, job_id, lease, event)
    for name, members in groups.items():
        _run_batch(_handlers[name], members, lease)
    return len(taken)


def run_all(rounds: int = 100) -> int:
    """Run everything that is due, and what that causes, until nothing is left. For tests, CLI."""
    total = 0
    for _ in range(rounds):
        count = run_due()
        if not count:
            break
        total += count
    return total


def try_again(job_id: int) -> None:
    """Take a parked job back into the queue; call inside a unit of work."""
    db.session.execute(
        update(Job)
        .where(Job.id == job_id)
        .values(parked_at=None, tries=0, run_at=clock.now(), error=None, lease=None)
    )


def backlog() -> dict[str, int]:
    """Return how many jobs wait and how many are parked."""
    parked = db.session.scalar(
        select(db.func.count()).select_from(Job).where(Job.parked_at.is_not(None))
    )
    waiting = db.session.scalar(
        select(db.func.count()).select_from(Job).where(Job.parked_at.is_(None))
    )
    return {"waiting": waiting or 0, "parked": parked or 0}


def wake() -> None:
    """Tell an idle worker in this process that there may be work."""
    _waker.set()


def run_until(stop: threading.Event) -> None:
    """Run jobs until ``stop`` is set; finish the current batch first. Needs an app context."""
    while not stop.is_set():
        _waker.clear()
        try:
            taken = run_due()
        except Exception:  # the worker outlives a database that is away for a while
            log.exception("the worker could not look for work; it tries again")
            taken = 0
            stop.wait(IDLE * 5)
        finally:
            db.session.remove()
        if not taken:
            _waker.wait(IDLE)


def _take(limit: int) -> tuple[str, list[tuple[int, str, str, dict[str, Any]]]]:
    lease = secrets.token_hex(8)
    moment = clock.now()
    # A leased job has run_at in the future (the end of its lease), so one condition finds both
    # new jobs and those whose worker died.
    due = (
        select(Job.id, Job.name, Job.event, Job.payload, Job.tries)
        .where(Job.parked_at.is_(None), Job.run_at <= moment)
        .order_by(Job.run_at, Job.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = db.session.execute(due).all()
    hopeless = [row.id for row in rows if row.tries >= TRIES]
    if hopeless:  # its worker died on it each time
        db.session.execute(
            update(Job)
            .where(Job.id.in_(hopeless))
            .values(parked_at=moment, error="the worker died while running this", lease=None)
        )
    rows = [row for row in rows if row.tries < TRIES]
    if rows:
        db.session.execute(
            update(Job)
            .where(Job.id.in_([row.id for row in rows]))
            .values(lease=lease, run_at=moment + LEASE, tries=Job.tries + 1, key=None)
        )
    return lease, [(row.id, row.name, row.event, row.payload) for row in rows]


def _run_one(handler: Handler, job_id: int, lease: str, event: Any) -> None:
    try:
        if getattr(handler, "kind", "") == "unhurried":
            handler(event)
            write(_finish, [job_id], lease)
        else:
            with unit_of_work():
                handler(event)
                _finish([job_id], lease)
    except NotNow as error:
        _postpone([job_id], lease, error)
    except Exception as error:  # noqa: BLE001 - whatever a job raises, the others go on
        _record_failure(job_id, lease, error)


def _run_batch(handler: Handler, members: list[tuple[int, Any]], lease: str) -> None:
    try:
        handler([event for _, event in members])
        write(_finish, [job_id for job_id, _ in members], lease)
    except NotNow as error:
        _postpone([job_id for job_id, _ in members], lease, error)
    except Exception as error:  # noqa: BLE001 - see above
        if len(members) == 1:
            _record_failure(members[0][0], lease, error)
            return
        # One bad event must not hold back the others: find it by running them one at a time.
        for member in members:
            _run_batch(handler, [member], lease)


def _finish(job_ids: list[int], lease: str) -> None:
    # The lease guards against a worker that was thought dead and comes back late.
    db.session.execute(delete(Job).where(Job.id.in_(job_ids), Job.lease == lease))


def _record_failure(job_id: int, lease: str, error: Exception) -> None:
    log.warning("job %s failed", job_id, exc_info=error)
    write(_note_failure, job_id, lease, f"{type(error).__name__}: {error}"[:2000])


def _note_failure(job_id: int, lease: str, error: str) -> None:
    job = db.session.get(Job, job_id)
    if job is None or job.lease != lease:
        return
    job.error, job.lease = error, None
    if job.tries >= TRIES:
        job.parked_at = clock.now()
    else:
        pause = min(FIRST_PAUSE * 2 ** (job.tries - 1), LONGEST_PAUSE)
        job.run_at = clock.now() + timedelta(seconds=pause)


def _postpone(job_ids: list[int], lease: str, error: NotNow) -> None:
    log.warning("%s jobs wait: %s", len(job_ids), error)
    write(_put_back, job_ids, lease, f"{error}"[:2000])


def _put_back(job_ids: list[int], lease: str, error: str) -> None:
    db.session.execute(
        update(Job)
        .where(Job.id.in_(job_ids), Job.lease == lease)
        .values(
            error=error,
            lease=None,
            tries=Job.tries - 1,
            run_at=clock.now() + timedelta(seconds=FIRST_PAUSE),
        )
    )


def _park(job_id: int, lease: str, error: str) -> None:
    db.session.execute(
        update(Job)
        .where(Job.id == job_id, Job.lease == lease)
        .values(parked_at=clock.now(), error=error, lease=None)
    )
