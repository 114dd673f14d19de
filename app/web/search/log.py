"""What is searched for and opened, noted beside the requests: no page waits for it or fails by it.

Searches are kept in this process for some seconds and then written together. What a process that
is killed had not written is lost, and so is what comes in faster than it can be written: this is
a count of what many look for, no book of what each one did.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from threading import Lock, Timer
from typing import Any, cast
from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, Flask, Response, current_app, request
from sqlalchemy.exc import SQLAlchemyError

from app.domain.search.terms import note_opened, note_search
from app.kit.work import unit_of_work
from app.web.shell import actor

log = logging.getLogger("pukka.search")

bp = Blueprint("search_log", __name__)

# Seconds between two writings, and what may wait for one.
_PAUSE = 5.0
_MOST = 1000
# Counted in one unit of work; others may write in between.
_AT_ONCE = 50
_WORDS_LONGEST = 200
# Pages that results lead to. One that is opened from a page of results answered a search.
_OPENED = frozenset({"questions.show", "articles.show", "ideas.show", "members.show", "tags.show"})


@dataclass(frozen=True, slots=True)
class _Searched:
    words: str
    found: int
    searcher: str

    def note(self) -> None:
        note_search(self.words, self.found, searcher=self.searcher)


@dataclass(frozen=True, slots=True)
class _Opened:
    words: str
    searcher: str

    def note(self) -> None:
        note_opened(self.words, searcher=self.searcher)


@dataclass
class _Waiting:
    """What one application noted and did not write yet."""

    app: Flask
    entries: deque[_Searched | _Opened] = field(default_factory=deque)
    lock: Lock = field(default_factory=Lock)
    is_set: bool = False

    def add(self, entry: _Searched | _Opened) -> None:
        with self.lock:
            if len(self.entries) >= _MOST:
                return
            self.entries.append(entry)
            if self.is_set or self.app.testing:
                return
            self.is_set = True
        timer = Timer(_PAUSE, self.write_later)
        timer.daemon = True
        timer.start()

    def write_later(self) -> None:
        """Write from a thread of its own; another one is started by what is noted afterwards."""
        with self.lock:
            self.is_set = False
        with self.app.app_context():
            self.write()

    def write(self) -> None:
        """Write all that waits; what the database has no time for is dropped."""
        for some in self._taken():
            try:
                with unit_of_work():
                    for entry in some:
                        entry.note()
            except SQLAlchemyError:
                log.warning("%s searches were not counted: the database was busy", len(some))

    def _taken(self) -> Iterator[list[_Searched | _Opened]]:
        while True:
            with self.lock:
                count = min(_AT_ONCE, len(self.entries))
                some = [self.entries.popleft() for _ in range(count)]
            if not some:
                return
            # Processes that count the same words at one moment lock their rows in the same order.
            yield sorted(some, key=lambda entry: entry.words)


def note(words: str, found: int) -> None:
    """Note a search of plain words, and how much was found.

    Call it for first pages without any filter: a filter may be why nothing was found.
    """
    if words:
        _waiting().add(_Searched(words[:_WORDS_LONGEST], found, _searcher()))


def write_now() -> None:
    """Write what this process noted so far; for tests, and before it ends."""
    _waiting().write()


@bp.after_app_request
def _note_opened(response: Response) -> Response:
    """Note that a result was opened: the page before it was one of results, by its address."""
    if request.endpoint in _OPENED and response.status_code == 200:  # noqa: PLR2004 - a page
        words = _searched_before()
        if words:
            _waiting().add(_Opened(words, _searcher()))
    return response


def _searched_before() -> str:
    """Return the words of the page of results that led here; nothing where there was none."""
    try:
        before = urlsplit(request.referrer or "")
        if before.path != "/search" or before.netloc != request.host:
            return ""
        return parse_qs(before.query, max_num_fields=20).get("q", [""])[0][:_WORDS_LONGEST]
    except ValueError:
        return ""


def _searcher() -> str:
    who = actor()
    return f"m:{who.id}" if who.id is not None else request.remote_addr or ""


def _waiting() -> _Waiting:
    app = cast("Any", current_app)._get_current_object()  # noqa: SLF001 - threads need the application itself
    return cast("_Waiting", app.extensions.setdefault("search_log", _Waiting(app)))
