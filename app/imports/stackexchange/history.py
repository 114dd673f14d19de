"""Edits and decisions of the past, collected for each post in the order in which they happened.

The file is in the order of time, not of posts. To hold only one post's history in memory, the
entries are sorted on disk, in a temporary SQLite file that nobody else sees.
"""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.imports.stackexchange.rows import COMMUNITY, tags_of

if TYPE_CHECKING:
    from app.imports.stackexchange.dump import Dump
    from app.imports.stackexchange.plan import Plan
    from app.imports.stackexchange.rows import HistoryRow
    from app.imports.stackexchange.rowstream import Progress

TITLE, BODY, TAGS = {1, 4, 7}, {2, 5, 8}, {3, 6, 9}
INITIAL, ROLLBACK = {1, 2, 3}, {7, 8, 9}
REVISIONS = TITLE | BODY | TAGS
EVENTS = {
    10: "closed",
    11: "reopened",
    12: "deleted",
    13: "undeleted",
    14: "locked",
    15: "unlocked",
}
_CLOSE_REASONS = {
    "1": "duplicate",
    "2": "off topic",
    "3": "subjective and argumentative",
    "4": "not a real question",
    "7": "too localized",
    "10": "general reference",
    "20": "noise or pointless",
    "101": "duplicate",
    "102": "off topic",
    "103": "unclear what is asked",
    "104": "too broad",
    "105": "primarily opinion-based",
}
_OTHER_ENTRIES = {
    16: "made a community wiki",
    19: "protected",
    20: "unprotected",
    24: "notes that a suggested edit was approved",
    25: "sent to a social network",
    33: "post notices added",
    34: "post notices removed",
    35: "migrated away",
    36: "migrated here",
    50: "brought up by the robot",
    52: "listed as a hot question",
    53: "no longer listed as a hot question",
}


@dataclass(frozen=True, slots=True)
class Revision:
    """One edit; what it did not touch is None. The body is the Markdown its author wrote."""

    guid: str
    kind: str
    at: datetime
    user_id: int | None
    user_name: str
    title: str | None
    body: str | None
    tags: tuple[str, ...] | None
    comment: str
    entries: int


@dataclass(frozen=True, slots=True)
class Event:
    """One decision about a post, with the reason in words where the site gave one."""

    kind: str
    at: datetime
    user_id: int | None
    user_name: str
    reason: str
    originals: tuple[int, ...]
    entries: int = 1


@dataclass(frozen=True, slots=True)
class PostHistory:
    """All that is kept of one post's past, oldest first."""

    post_id: int
    revisions: tuple[Revision, ...]
    events: tuple[Event, ...]

    @property
    def entries(self) -> int:
        """How many rows of the dump this is, for the reconciliation."""
        return sum(r.entries for r in self.revisions) + len(self.events)


def why_skip_entry(plan: Plan, entry: HistoryRow) -> str | None:
    """Say why an entry is left out, or None."""
    if entry.type_id not in REVISIONS and entry.type_id not in EVENTS:
        return _OTHER_ENTRIES.get(entry.type_id, f"entries of the kind {entry.type_id}")
    if not plan.keeps_post(entry.post_id):
        return "of posts that are neither question nor answer, or not in the dump"
    return None


def histories(dump: Dump, plan: Plan, progress: Progress | None = None) -> Iterator[PostHistory]:
    """Yield the history of each post that will be created, by the posts' ids in the dump."""
    if not dump.has("posthistory"):
        return
    with tempfile.TemporaryDirectory() as folder:
        shelf = sqlite3.connect(Path(folder) / "history.db", isolation_level=None)
        try:
            _fill(shelf, dump, plan, progress)
            found = shelf.execute("SELECT * FROM entry ORDER BY post_id, at, id")
            for post_id, group in groupby(found, key=lambda entry: entry[0]):
                yield _history_of(post_id, [_Entry(*values) for values in group])
        finally:
            shelf.close()


@dataclass(frozen=True, slots=True)
class _Entry:
    post_id: int
    at: str
    id: int
    type_id: int
    guid: str
    user_id: int | None
    user_name: str
    text: str
    comment: str

    @property
    def moment(self) -> datetime:
        return datetime.fromisoformat(self.at)


def _fill(shelf: sqlite3.Connection, dump: Dump, plan: Plan, progress: Progress | None) -> None:
    shelf.execute("PRAGMA journal_mode = OFF")
    shelf.execute("PRAGMA synchronous = OFF")
    columns = "post_id, at, id PRIMARY KEY, type_id, guid, user_id, user_name, text, comment"
    shelf.execute(f"CREATE TABLE entry ({columns})")
    kept = (row for row in dump.history(progress) if why_skip_entry(plan, row) is None)
    # An id that comes twice is counted as skipped by the check: the first one stays.
    shelf.execute("BEGIN")
    shelf.executemany(
        "INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                row.post_id,
                row.at.astimezone(UTC).isoformat(timespec="microseconds"),
                row.id,
                row.type_id,
                row.revision,
                row.user_id,
                row.user_name,
                row.text,
                row.comment,
            )
            for row in kept
        ),
    )
    shelf.execute("COMMIT")


def _history_of(post_id: int, entries: list[_Entry]) -> PostHistory:
    groups: dict[str, list[_Entry]] = {}
    events = []
    for entry in entries:
        if entry.type_id in EVENTS:
            events.append(_event(entry))
        else:
            groups.setdefault(entry.guid, []).append(entry)
    revisions = tuple(_revision(group) for group in groups.values())
    return PostHistory(post_id, revisions, tuple(events))


def _revision(group: list[_Entry]) -> Revision:
    first = group[0]
    parts = {
        part: next((entry.text for entry in reversed(group) if entry.type_id in types), None)
        for part, types in (("title", TITLE), ("body", BODY), ("tags", TAGS))
    }
    kinds = {entry.type_id for entry in group}
    rolled_back = bool(kinds & ROLLBACK)
    body, tags = parts["body"], parts["tags"]
    return Revision(
        guid=first.guid,
        kind="initial" if kinds & INITIAL else "rollback" if rolled_back else "edit",
        at=first.moment,
        user_id=first.user_id,
        user_name=first.user_name,
        title=parts["title"],
        body=None if body is None else body.replace("\r\n", "\n").replace("\r", "\n"),
        tags=None if tags is None else tags_of(tags),
        comment=next((entry.comment for entry in group if entry.comment), ""),
        entries=len(group),
    )


def _event(entry: _Entry) -> Event:
    told = _told(entry.text)
    originals = told.get("OriginalQuestionIds", [])
    voters = told.get("Voters", [])
    user_id, user_name = entry.user_id, entry.user_name
    # What several people voted for is done by the robot; the first of them stands for all.
    if user_id in {None, COMMUNITY} and isinstance(voters, list) and voters:
        voter = voters[0] if isinstance(voters[0], dict) else {}
        user_id, user_name = _whole(voter.get("Id")), str(voter.get("DisplayName", ""))
    reason = entry.comment
    if EVENTS[entry.type_id] == "closed":
        reason = _CLOSE_REASONS.get(entry.comment.strip(), entry.comment)
    return Event(
        kind=EVENTS[entry.type_id],
        at=entry.moment,
        user_id=user_id,
        user_name=user_name,
        reason=reason,
        originals=tuple(i for i in originals if _whole(i)) if isinstance(originals, list) else (),
    )


def _told(text: str) -> dict[str, Any]:
    """Read the JSON that newer dumps keep in an event's text; anything else says nothing."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
