"""Start a server program for the length of a test run, and be sure that it ends."""

import contextlib
import ctypes
import itertools
import os
import pwd
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

START_SECONDS = 60
STOP_SECONDS = 20
_PR_SET_PDEATHSIG = 1
# Below those that the system hands to whoever connects somewhere: a port is chosen seconds before
# its server listens, and of the system's own another process would be given it meanwhile.
PORTS = range(18_000, 32_000)
# Each test process begins elsewhere, so that two do not choose the same.
_ports = itertools.cycle([*PORTS[(at := os.getpid() * 101 % len(PORTS)) :], *PORTS[:at]])


@contextlib.contextmanager
def running(
    command: Sequence[str | Path],
    *,
    ready: Callable[[], bool],
    log: Path,
    user: str | None = None,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    stop_with: signal.Signals = signal.SIGTERM,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program until the block ends; enter the block when `ready` says that it answers."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            list(map(str, command)),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=cwd,
            env=None if env is None else dict(env),
            preexec_fn=end_with_parent,  # noqa: PLW1509 - one call into libc, no lock is taken
            **as_user(user),
        )
    try:
        _wait_until_ready(process, ready, log)
        yield process
    finally:
        _stop(process, stop_with)


def free_port() -> int:
    """A port on loopback that nobody listens on, and that nobody is given until it is used."""
    for _ in range(len(PORTS)):
        port = next(_ports)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError(f"every port of {PORTS} is taken")


def answers(port: int) -> bool:
    """Whether something listens on this port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def as_user(name: str | None) -> dict[str, Any]:
    """What Popen must be told to run a program as this user; nothing for the present one."""
    if name is None:
        return {}
    entry = pwd.getpwnam(name)
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def end_with_parent() -> None:
    # A run that is killed outright leaves nothing behind: Linux ends the child with its parent.
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until_ready(
    process: subprocess.Popen[bytes], ready: Callable[[], bool], log: Path
) -> None:
    deadline = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            told = log.read_text(errors="replace")[-2000:]
            raise RuntimeError(f"{process.args!r} did not start (exit {process.poll()}):\n{told}")
        time.sleep(0.02)


def _stop(process: subprocess.Popen[bytes], stop_with: signal.Signals) -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process.pid, stop_with)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
