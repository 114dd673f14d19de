"""The child process that renders: it reads texts from a pipe and answers with safe parts.

It is started by its path, and gives itself the package without `app` around it, so that neither
the web framework nor the program is loaded and it is ready in a fraction of a second.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import resource
import select
import signal
import struct
import sys
import types
from pathlib import Path
from typing import Any

HEADER = struct.Struct("!I")
PACKAGE = "pukka_markup"
MAX_MEMORY = 1 << 30
SUICIDE_AFTER = 3.0
"""Seconds after which a text that is still being rendered ends the child, should nobody kill it."""
ORPHAN_CHECK = 5.0


def main() -> None:
    """Answer texts until the parent goes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.dup(1)
    os.dup2(2, 1)
    parent = os.getppid()
    hello = receive(parent)
    if hello is None:
        return
    sys.path[:] = hello["path"]
    kitchen = load_kitchen()
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
    answer(answers, {"ready": True})
    while (request := receive(parent)) is not None:
        signal.setitimer(signal.ITIMER_REAL, SUICIDE_AFTER)
        reply = cook(kitchen, request["source"], outline=request["outline"])
        signal.setitimer(signal.ITIMER_REAL, 0)
        answer(answers, reply)


def load_kitchen() -> Any:
    """Import the package under a name of its own, past the program it belongs to."""
    package = types.ModuleType(PACKAGE)
    package.__path__ = [str(Path(__file__).parent)]
    sys.modules[PACKAGE] = package
    return importlib.import_module(PACKAGE + ".cooking").Kitchen()


def cook(kitchen: Any, source: str, *, outline: bool) -> dict[str, Any]:
    """Render one text; a fault of the parser is an answer too."""
    try:
        return {"parts": kitchen.cook(source, outline=outline)}
    except Exception as fault:  # noqa: BLE001 - whatever it is, the parent shows plain text
        return {"parts": None, "fault": type(fault).__name__}


def receive(parent: int) -> dict[str, Any] | None:
    """Read one message; nothing when the parent has gone."""
    header = read_exactly(HEADER.size, parent)
    body = read_exactly(HEADER.unpack(header)[0], parent) if header else b""
    return json.loads(body) if body else None


def read_exactly(size: int, parent: int) -> bytes:
    """Read so many bytes, or none when the parent has gone.

    The end of the pipe is not enough: a fork of the parent may hold it open.
    """
    data = b""
    while len(data) < size:
        readable, _, _ = select.select([0], [], [], ORPHAN_CHECK)
        if not readable:
            if os.getppid() != parent:
                return b""
            continue
        chunk = os.read(0, size - len(data))
        if not chunk:
            return b""
        data += chunk
    return data


def answer(pipe: int, message: dict[str, Any]) -> None:
    """Write one message."""
    body = json.dumps(message).encode()
    data = memoryview(HEADER.pack(len(body)) + body)
    while data:
        data = data[os.write(pipe, data) :]


if __name__ == "__main__":
    main()
