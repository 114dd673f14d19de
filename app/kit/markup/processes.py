"""The children that render, seen from their parent: started, asked, killed at their limit."""

from __future__ import annotations

import contextlib
import json
import os
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from .child import HEADER

PROGRAM = str(Path(__file__).with_name("child.py"))
MAX_ANSWER = 8_000_000


class Overtime(Exception):
    """A child did not answer in time, or has died."""


class Child:
    """One child process and the two pipes to it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(  # noqa: S603 - our own file, no word of a user
            [sys.executable, "-I", "-S", PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
        )
        if self.process.stdin is None or self.process.stdout is None:
            raise Overtime
        self.input, self.output = self.process.stdin, self.process.stdout
        for pipe in (self.input, self.output):
            os.set_blocking(pipe.fileno(), False)
        self.is_ready = False
        self.unread = b""
        try:
            self.send({"path": [entry for entry in sys.path if entry]}, time.monotonic() + 1)
        except Overtime:
            self.kill()
            raise

    def await_ready(self, deadline: float) -> bool:
        """Wait until the child has loaded what it needs; say whether it has."""
        if not self.is_ready:
            with contextlib.suppress(Overtime):
                self.receive(deadline)
                self.is_ready = True
        return self.is_ready

    def send(self, message: dict[str, Any], deadline: float) -> int:
        """Write a message; return its size."""
        body = json.dumps(message).encode()
        data = memoryview(HEADER.pack(len(body)) + body)
        size = len(data)
        while data:
            self.wait(self.input.fileno(), select.POLLOUT, deadline)
            try:
                data = data[os.write(self.input.fileno(), data) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise Overtime from error
        return size

    def receive(self, deadline: float) -> dict[str, Any]:
        """Read a message."""
        (size,) = HEADER.unpack(self.read(HEADER.size, deadline))
        if size > MAX_ANSWER:
            raise Overtime
        try:
            answer: dict[str, Any] = json.loads(self.read(size, deadline))
        except ValueError as error:
            raise Overtime from error
        return answer

    def read(self, size: int, deadline: float) -> bytes:
        """Read so many bytes, keeping what came beyond them."""
        chunks, have = [self.unread], len(self.unread)
        while have < size:
            self.wait(self.output.fileno(), select.POLLIN, deadline)
            try:
                chunk = os.read(self.output.fileno(), 1 << 16)
            except BlockingIOError:
                continue
            except OSError as error:
                raise Overtime from error
            if not chunk:
                raise Overtime
            chunks.append(chunk)
            have += len(chunk)
        data = b"".join(chunks)
        self.unread = data[size:]
        return data[:size]

    def wait(self, pipe: int, event: int, deadline: float) -> None:
        """Wait until a pipe can be used, but not past the deadline."""
        poll = select.poll()
        poll.register(pipe, event)
        left = deadline - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise Overtime

    @property
    def is_alive(self) -> bool:
        """Whether the process still runs."""
        return self.process.poll() is None

    def kill(self) -> None:
        """End the process at once and take its traces away."""
        self.process.kill()
        self.process.wait()
        self.close_pipes()

    def close_pipes(self) -> None:
        """Close both ends."""
        for pipe in (self.input, self.output):
            with contextlib.suppress(OSError):
                pipe.close()

    def disown(self) -> None:
        """Let go, in a fork, of a child that belongs to the process forked from."""
        self.close_pipes()
        self.process.returncode = 0
