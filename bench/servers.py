"""Starting a server, waiting until it answers, and counting the CPU time of all its processes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.places import ROOT, Plan, environment

PUKKA = ("-m", "flask", "--app", "wsgi", "serve")
HELLO = ("-m", "bench.hello")
PATIENCE = 60
_TICK = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(command: tuple[str, ...], chosen: Plan) -> Iterator[int]:
    """Run a server while the block runs; give its process id."""
    server = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment(chosen))
    try:
        _wait(server, chosen.port)
        yield server.pid
    finally:
        server.terminate()
        server.wait(PATIENCE)


def cpu_seconds(*roots: int) -> float:
    """Return user and system time of these processes and of all below them."""
    rows = list(_processes())
    family = set(roots)
    while more := {own for own, parent, _ in rows if parent in family} - family:
        family |= more
    return sum(seconds for own, _, seconds in rows if own in family)


def parent_of(pid: int) -> int | None:
    """Return the parent of a process of this machine; None when there is none of this number."""
    return next((parent for own, parent, _ in _processes() if own == pid), None)


def memory(pid: int) -> float:
    """Return the megabytes a process and all below it hold; mapped files are the system's."""
    family, total = {pid}, 0
    for own, parent, _ in sorted(_processes()):
        if own in family or parent in family:
            family.add(own)
            for line in Path(f"/proc/{own}/smaps_rollup").read_text().splitlines():
                total += int(line.split()[1]) if line.startswith("Pss_Anon:") else 0
    return total / 1024


def _processes() -> Iterator[tuple[int, int, float]]:
    """Give id, parent and CPU seconds of every process; children that ended are counted."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            text = (folder / "stat").read_text()
        except OSError:  # it ended meanwhile
            continue
        fields = text.rpartition(") ")[2].split()
        ticks = sum(map(int, fields[11:15]))
        yield int(folder.name), int(fields[1]), ticks / _TICK


def _wait(server: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if server.poll() is not None:
            raise SystemExit("The server ended before it answered.")
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The server did not answer in time.")
