"""One line, one idea: what was suggested, what was said to it and what became of it there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.domain.ideas.rules import BODY_LONGEST, TITLE_LONGEST
from app.imports.stackexchange.attribution import is_of_network, licence_at
from app.imports.stackexchange.bodies import comment_to_markdown, to_markdown
from app.imports.stackexchange.people import shortened
from app.imports.stackexchange.texts import clean

# What a status there means here. What works as designed, and what could not be seen to go wrong,
# was decided against; what was put off is asleep and may be brought back.
STATUSES: Mapping[str, str] = {
    "open": "needs-votes",
    "planned": "planned",
    "started": "in-progress",
    "completed": "delivered",
    "declined": "declined",
    "bydesign": "declined",
    "norepro": "declined",
    "deferred": "archived",
}
KINDS = ("idea", "bug")
# A line far beyond what any page holds is no idea.
LINE_LONGEST = 2_000_000
_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,20}")
_HOST_LONGEST, _LICENCE_LONGEST = 80, 30
_BOUND = 2**31
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\]{1,290}", re.IGNORECASE)


class BadRecord(Exception):
    """A line cannot be used: the sentence names the line and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer or comment there: a comment here."""

    key: str
    author: str
    at: datetime
    score: int
    markdown: str


@dataclass(frozen=True, slots=True)
class Record:
    """One idea, in our words and bounds."""

    site: str
    key: str
    kind: str
    title: str
    markdown: str
    tags: tuple[str, ...]
    status: str
    # What it was called there.
    status_there: str
    votes: int
    at: datetime
    decided_at: datetime
    author: str
    url: str
    # Empty where nobody says under which one.
    licence: str
    said: tuple[Said, ...]


def read(path: Path) -> Iterator[tuple[int, Record]]:
    """Give every record with the number of its line.

    :raises BadRecord: for the first line that cannot be used.
    """
    try:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, _record(number, line)
    except UnicodeDecodeError as problem:
        raise BadRecord(f"{path.name} is not UTF-8 text: {problem.reason}") from problem
    except OSError as problem:
        raise BadRecord(f"{path}: {problem.strerror or problem}") from problem


def _record(number: int, line: str) -> Record:
    if len(line) > LINE_LONGEST:
        raise BadRecord(f"line {number}: longer than {LINE_LONGEST:,} characters")
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise BadRecord(f"line {number}: no JSON; is the file complete? ({problem})") from problem
    if not isinstance(found, dict):
        raise BadRecord(f"line {number}: expected an object with site, id, title, body_html, …")
    return _Reader(number, found).record()


@dataclass(frozen=True)
class _Reader:
    """The fields of one line, each named when it cannot be used."""

    number: int
    found: Mapping[str, Any]

    def record(self) -> Record:
        site, at = self._site(), self.moment(self.found, "created")
        answers = self._said("answers", "body_html", "a", site)
        comments = self._said("comments", "text", "c", site)
        status = self._choice("status", STATUSES)
        closed = self.moment(self.found, "closed") if self.found.get("closed") else None
        said = sorted((*answers, *comments), key=lambda each: (each.at, each.key))
        last = max([at, *(each.at for each in said)])
        return Record(
            site=site,
            key=str(self._number(self.found, "id")),
            kind=self._choice("kind", KINDS),
            title=_title(self._text(self.found, "title")),
            markdown=shortened(
                to_markdown(self._text(self.found, "body_html"), site), BODY_LONGEST
            ),
            tags=tuple(self._texts("tags")),
            status=STATUSES[status],
            status_there=status,
            votes=self._votes(),
            at=at,
            decided_at=max(at, closed or last),
            author=self._author(self.found),
            url=self._url(),
            licence=self._licence(site, at),
            said=tuple(said),
        )

    def _said(self, kind: str, body: str, letter: str, site: str) -> Iterator[Said]:
        given = self.found.get(kind) or []
        if not isinstance(given, list):
            raise self._bad(kind, "a list")
        for each in given:
            if not isinstance(each, dict):
                raise self._bad(kind, "objects with id, created, author and text")
            text = self._text(each, body)
            words = to_markdown(text, site) if body == "body_html" else comment_to_markdown(text)
            if words.strip():
                yield Said(
                    key=f"{letter}{self._number(each, 'id')}",
                    author=self._author(each),
                    at=self.moment(each, "created"),
                    score=max(0, self._number(each, "score", least=-_BOUND, default=0)),
                    markdown=shortened(words, BODY_LONGEST),
                )

    def moment(self, thing: Mapping[str, Any], name: str) -> datetime:
        given = thing.get(name)
        try:
            at = datetime.fromisoformat(str(given))
        except ValueError:
            raise self._bad(name, "a moment like 2012-02-10T22:36:54") from None
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)

    def _votes(self) -> int:
        """Only votes for it: here nobody votes against an idea."""
        name = "score" if self.found.get("up_votes") is None else "up_votes"
        return max(0, self._number(self.found, name, least=-_BOUND, default=0))

    def _number(
        self, thing: Mapping[str, Any], name: str, *, least: int = 0, default: int | None = None
    ) -> int:
        given = thing.get(name, default)
        if not isinstance(given, int) or isinstance(given, bool) or not least <= given < _BOUND:
            raise self._bad(name, "a whole number")
        return given

    def _text(self, thing: Mapping[str, Any], name: str) -> str:
        given = thing.get(name)
        if not isinstance(given, str) or not given.strip():
            raise self._bad(name, "text")
        return given

    def _texts(self, name: str) -> list[str]:
        given = self.found.get(name) or []
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            raise self._bad(name, "a list of words")
        return given

    def _author(self, thing: Mapping[str, Any]) -> str:
        given = thing.get("author")
        if given is not None and not isinstance(given, str):
            raise self._bad("author", "a name, or null")
        return " ".join(clean(given or "").split())

    def _choice(self, name: str, known: Any) -> str:
        given = self.found.get(name)
        if given not in known:
            raise self._bad(name, f"one of {', '.join(known)}")
        return str(given)

    def _site(self) -> str:
        given = str(self.found.get("site") or "").lower()
        if not _HOST.fullmatch(given) or len(given) > _HOST_LONGEST:
            raise self._bad("site", "a host name like ideas.example.com")
        return given

    def _url(self) -> str:
        given = self.found.get("url") or ""
        return str(given) if _ADDRESS.fullmatch(str(given)) else ""

    def _licence(self, site: str, at: datetime) -> str:
        given = self.found.get("license") or ""
        if not isinstance(given, str) or len(given) > _LICENCE_LONGEST:
            raise self._bad("license", "the name of a licence, or null")
        return clean(given).strip() or (licence_at(at) if is_of_network(site) else "")

    def _bad(self, name: str, expected: str) -> BadRecord:
        return BadRecord(f"line {self.number}: {name!r} should be {expected}")


def _title(text: str) -> str:
    title = " ".join(clean(text).split())
    return title if len(title) <= TITLE_LONGEST else title[: TITLE_LONGEST - 1].rstrip() + "…"
