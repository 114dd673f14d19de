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


def cpu_seconds(pid: int, *, with_postgresql: bool) -> float:
    """Return user and system time of a process, of all below it, and of a PostgreSQL beside it."""
    rows = list(_processes())
    family = {pid}
    while True:
        more = {own for own, parent, _, _ in rows if parent in family} - family
        if not more:
            break
        family |= more
    return sum(
        seconds
        for own, _, name, seconds in rows
        if own in family or (with_postgresql and name == "postgres")
    )


def memory(pid: int) -> float:
    """Return the megabytes that a process and all below it hold for themselves."""
    family, total = {pid}, 0
    for own, parent, _, _ in sorted(_processes()):
        if own in family or parent in family:
            family.add(own)
            for line in Path(f"/proc/{own}/smaps_rollup").read_text().splitlines():
                total += int(line.split()[1]) if line.startswith("Pss:") else 0
    return total / 1024


def _processes() -> Iterator[tuple[int, int, str, float]]:
    """Give id, parent, name and CPU seconds of every process; children that ended are counted."""
    for folder in Path("/proc").iterdir():
        if not folder.name.isdigit():
            continue
        try:
            text = (folder / "stat").read_text()
        except OSError:  # it ended meanwhile
            continue
        name, _, rest = text.partition("(")[2].rpartition(") ")
        fields = rest.split()
        ticks = sum(map(int, fields[11:15]))
        yield int(folder.name), int(fields[1]), name, ticks / _TICK


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
