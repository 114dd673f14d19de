"""What one serving process runs: the site, and on one process of a machine the worker, too."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path
from typing import IO

from app import create_app
from app.application import Community
from app.kit import jobs
from app.kit.working import work_until

_locks: list[IO[str]] = []


def application() -> Community:
    """Build the site for one serving process; one of them on this machine also runs the worker."""
    app = create_app()
    held = _hold(app.settings.instance / "worker.lock")
    if held is not None:
        _locks.append(held)
        _start_worker(app)
    return app


def bare_application() -> Community:
    """Build the site for one serving process that leaves queued work to others."""
    return create_app()


def _hold(path: Path) -> IO[str] | None:
    """Take the machine's worker lock, or None when another process has it.

    The system lets go of it when the process ends, however it ends.
    """
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        return None
    return file


def _start_worker(app: Community) -> None:
    """Run the worker beside the site; the process ends when the batch at hand is done.

    The server gives it some seconds for that (see app/cli/serving.py). None of these threads is a
    daemon: a process joins such before it ends, while a forked one, as the server's are, would skip
    what is registered with atexit.
    """
    stop = threading.Event()

    def work() -> None:
        work_until(stop, app.app_context)

    def finish() -> None:
        threading.main_thread().join()
        stop.set()
        jobs.wake()

    threading.Thread(target=work, name="worker").start()
    threading.Thread(target=finish, name="worker-end").start()
