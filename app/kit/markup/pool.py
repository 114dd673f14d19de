"""A few warm children for all threads of one process."""

from __future__ import annotations

import atexit
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from .parts import Part
from .processes import Child, Overtime

RENDER_LIMIT = 0.8
"""Seconds after which a child is killed."""
TOTAL_LIMIT = 0.95
"""Seconds for waiting and rendering together."""
LEAST_LIMIT = 0.3
"""Seconds a text is given however long it waited: a hundred times what most need."""
START_LIMIT = 3.0
"""Seconds for a new child to load."""
PATIENCE = 0.05
"""Seconds to wait for a busy child before another is started."""
BUSY_LIMIT = 0.6
"""Seconds to wait when there are as many children as there may be."""
MAX_CHILDREN = 3
WINDOW = 32_000
"""Bytes of texts under way to a child, less than a pipe holds, so that no side blocks the other."""


class Busy(Exception):
    """Every child is at work and none came free in time, or none would start."""


class Pool:
    """Lends children to threads."""

    def __init__(self) -> None:
        self.start_anew()

    def start_anew(self) -> None:
        """Forget everything: the state of a new process."""
        self.changed = threading.Condition()
        self.idle: deque[Child] = deque()
        self.all: set[Child] = set()
        self.places = MAX_CHILDREN
        self.is_warm = False
        """Whether a child has answered yet: until then more would only start each other slower."""

    def forget(self) -> None:
        """In a fork, let go of the children of the process forked from."""
        for child in self.all:
            child.disown()
        self.start_anew()

    def warm(self) -> None:
        """Start a child ahead of the first text."""
        with self.changed:
            is_needed = not self.all and self.places == MAX_CHILDREN
            self.places -= is_needed
        if is_needed:
            self.take_in()

    def close(self) -> None:
        """End all children."""
        with self.changed:
            children, self.all = self.all, set()
            self.idle.clear()
            self.places = MAX_CHILDREN
        for child in children:
            child.kill()

    def take_in(self) -> bool:
        """Start a child in a place already counted, and offer it; say whether that worked."""
        try:
            child = Child()
        except (OSError, Overtime):
            with self.changed:
                self.places += 1
                self.changed.notify()
            return False
        with self.changed:
            self.all.add(child)
            self.idle.append(child)
            self.changed.notify()
        return True

    def borrow(self) -> Child:
        """Take an idle child, or a new one, or wait a little for one."""
        start = time.monotonic()
        while True:
            with self.changed:
                waited = time.monotonic() - start
                if self.idle:
                    return self.idle.pop()
                if not self.may_start(waited):
                    if waited >= (BUSY_LIMIT if self.is_warm else START_LIMIT):
                        raise Busy
                    self.changed.wait(PATIENCE)
                    continue
                self.places -= 1
            if not self.take_in():
                raise Busy

    def may_start(self, waited: float) -> bool:
        """Whether another child may be started for somebody who has waited so long."""
        if self.places == MAX_CHILDREN:
            return True
        return bool(self.places) and self.is_warm and waited >= PATIENCE

    def give_back(self, child: Child) -> None:
        """Offer a child to the next thread."""
        with self.changed:
            self.idle.append(child)
            self.changed.notify()

    def replace(self, child: Child) -> None:
        """End a child that is stuck or dead, and start another in its place."""
        with self.changed:
            is_ours = child in self.all
            self.all.discard(child)
        child.kill()
        if is_ours:
            self.take_in()

    def ready_child(self) -> Child:
        """Take a child that lives and has loaded what it needs."""
        child = self.borrow()
        if not child.is_alive:
            self.replace(child)
            child = self.borrow()
        if not child.await_ready(time.monotonic() + START_LIMIT):
            self.replace(child)
            raise Busy
        self.is_warm = True
        return child

    @contextmanager
    def lent(self) -> Iterator[tuple[Child, float]]:
        """Lend a ready child, with the seconds it has for one text."""
        start = time.monotonic()
        child = self.ready_child()
        waited = time.monotonic() - start
        try:
            yield child, min(RENDER_LIMIT, max(TOTAL_LIMIT - waited, LEAST_LIMIT))
        except BaseException:
            # Whatever went wrong, an answer may still be under way: the child cannot be used.
            self.replace(child)
            raise
        self.give_back(child)

    def cook(self, source: str, *, outline: bool = False) -> list[Part] | None:
        """Render one text; nothing when the parser failed, `Overtime` or `Busy` when time did."""
        with self.lent() as (child, limit):
            deadline = time.monotonic() + limit
            child.send({"source": source, "outline": outline}, deadline)
            parts: list[Part] | None = child.receive(deadline)["parts"]
        return parts

    def cook_many(
        self, sources: list[str], *, outline: bool = False
    ) -> Iterator[list[Part] | None]:
        """Render texts in order, several under way at once; one that takes too long is left out."""
        done = 0
        while done < len(sources):
            try:
                for parts in self.stream(sources[done:], outline=outline):
                    done += 1
                    yield parts
            except Overtime:
                done += 1
                yield None

    def stream(self, sources: list[str], *, outline: bool) -> Iterator[list[Part] | None]:
        """Give a child texts ahead of its answers, until one takes too long."""
        with self.lent() as (child, limit):
            under_way: deque[int] = deque()
            following = 0
            while following < len(sources) or under_way:
                deadline = time.monotonic() + limit
                while following < len(sources) and sum(under_way) < WINDOW:
                    if under_way and len(sources[following]) * 6 + sum(under_way) > WINDOW:
                        break
                    message = {"source": sources[following], "outline": outline}
                    under_way.append(child.send(message, deadline))
                    following += 1
                answer = child.receive(deadline)
                under_way.popleft()
                yield answer["parts"]


POOL = Pool()
os.register_at_fork(after_in_child=POOL.forget)
atexit.register(POOL.close)
