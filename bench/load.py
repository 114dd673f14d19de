"""Load over kept connections: so many at once, for so many seconds, each waiting for its answer.

Plain sockets in a process of their own, so that what is measured is the server rather than a
client library. Every answer is read to its end, and anything but 200 is counted as an error.
"""

from __future__ import annotations

import multiprocessing
import socket
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

_ENOUGH = 10


@dataclass(frozen=True)
class Load:
    """What is asked for, by whom, how often and how long."""

    port: int
    paths: Sequence[str]
    cookies: Sequence[str]
    connections: int
    seconds: float
    # At the start, so often every address once, so that what is kept for a while is there.
    rounds: int = 0


@dataclass(frozen=True)
class Figures:
    """What came of it; times in milliseconds."""

    requests: int
    errors: int
    seconds: float
    times: list[float]
    largest: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds

    def percentile(self, share: float) -> float:
        return percentile(self.times, share)


def percentile(times: Sequence[float], share: float) -> float:
    """Return the time within which this share of all was answered."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))] if ordered else 0.0


def run(load: Load) -> Figures:
    """Put load on a server from a process of its own; return what came of it."""
    queue: multiprocessing.SimpleQueue[Figures] = multiprocessing.SimpleQueue()
    process = multiprocessing.Process(target=_run, args=(load, queue))
    process.start()
    figures = queue.get()
    process.join(_ENOUGH)
    return figures


def _run(load: Load, queue: multiprocessing.SimpleQueue[Figures]) -> None:
    results: list[tuple[list[float], int, int]] = []
    started = time.perf_counter()
    until = started + load.seconds
    threads = [
        threading.Thread(target=_ask, args=(load, n, until, results))
        for n in range(load.connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - started
    times = [moment for kept, _, _ in results for moment in kept]
    errors = sum(failed for _, failed, _ in results)
    largest = max((size for _, _, size in results), default=0)
    queue.put(Figures(len(times), errors, seconds, times, largest))


def _ask(
    load: Load, number: int, until: float, results: list[tuple[list[float], int, int]]
) -> None:
    """Ask over one connection until the time is over."""
    draw = Random(number)  # noqa: S311 - the same addresses in every run
    asked = [_request(load, path, draw) for path in load.paths]
    times: list[float] = []
    errors = largest = 0
    with socket.create_connection(("127.0.0.1", load.port), _ENOUGH) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        first = asked[number :: load.connections] * load.rounds
        while first or time.perf_counter() < until:
            request = first.pop() if first else draw.choice(asked)
            began = time.perf_counter()
            connection.sendall(request)
            good, size = _read(connection)
            times.append((time.perf_counter() - began) * 1000)
            errors += not good
            largest = max(largest, size)
    results.append((times, errors, largest))


def _request(load: Load, path: str, draw: Random) -> bytes:
    cookie = f"Cookie: sid={draw.choice(load.cookies)}\r\n" if load.cookies else ""
    head = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{load.port}\r\nAccept-Encoding: gzip\r\n"
    return f"{head}{cookie}\r\n".encode()


def _read(connection: socket.socket) -> tuple[bool, int]:
    """Read one answer to its end; say whether it was 200, and how long its body is."""
    data = b""
    while (end := data.find(b"\r\n\r\n")) < 0:
        data += _more(connection)
    head = data[:end].lower()
    place = head.find(b"content-length:")
    length = int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
    missing = length - (len(data) - end - 4)
    while missing > 0:
        missing -= len(_more(connection))
    return data.startswith(b"HTTP/1.1 200"), length


def _more(connection: socket.socket) -> bytes:
    part = connection.recv(262_144)
    if not part:
        raise ConnectionError("The server hung up.")
    return part
