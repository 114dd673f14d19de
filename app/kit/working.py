"""The worker: queued work as it comes, and beside it what happens by the clock.

Each has a thread of its own. What is done once a day takes minutes in a large community, and
nothing that people wait for, a letter or a new question in the index, may wait for it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

from . import jobs, schedule


def work_until(
    stop: threading.Event, context: Callable[[], AbstractContextManager[object]]
) -> None:
    """Work until ``stop`` is set; finish what is at hand on both sides first.

    :param context: makes the application's context, one for each thread.
    """

    def by_the_clock() -> None:
        with context():
            schedule.run_until(stop)

    beside = threading.Thread(target=by_the_clock, name="timetable")
    beside.start()
    try:
        with context():
            jobs.run_until(stop)
    finally:
        stop.set()
        beside.join()
