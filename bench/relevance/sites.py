"""A site's questions and answers out of its dump, as they stood at any moment."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import iterparse

_QUESTION, _ANSWER = "1", "2"
_DUPLICATE = "3"
_NO_ROWS = b"<rows />"
_LINK = re.compile(r"<a [^>]*href=\"([^\"]*)\"[^>]*>.*?</a>", re.DOTALL)
_BLOCK = re.compile(r"<(?:br|p|/p|li|pre|h\d|blockquote)[^>]*>")
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Answer:
    """One answer; `made` is the moment as the dump writes it, which sorts as text."""

    id: str
    text: str
    votes: int
    made: str


@dataclass(frozen=True)
class Question:
    """One question with its answers, the oldest first."""

    id: str
    title: str
    text: str
    tags: str
    votes: int
    accepted: str | None
    made: str
    answers: list[Answer] = field(default_factory=list)


def find_dump(site: str, folder: Path) -> Path | None:
    """Look for the site's zip, or for a folder of its XML files, below a folder or beside it."""
    for around in (folder, folder.parent):
        found = [path for path in _dumps(around) if _named_for(path, site)]
        if found:
            return min(found, key=lambda path: len(path.name))
    return None


def questions_of(dump: Path, site: str) -> dict[str, Question]:
    """Read all questions of a site.

    Links to the site's own questions go out together with their words: they say which question
    belongs to which.
    """
    hosts = [dump.stem if dump.suffix == ".zip" else dump.name, f"{site}.stackexchange.com"]
    named = "|".join(map(re.escape, hosts))
    own = re.compile(rf"(?:https?:)?//(?:{named})/(?:questions|q|a)/[^\s\"<]*")
    questions: dict[str, Question] = {}
    answers: list[tuple[str, Answer]] = []
    for row in _rows(dump, "Posts.xml"):
        text = _plain(row.get("Body", ""), own)
        votes = int(row.get("Score", 0))
        if row["PostTypeId"] == _QUESTION:
            tags = " ".join(re.findall(r"[^<>|]+", row.get("Tags", "")))
            questions[row["Id"]] = Question(
                *(row["Id"], row.get("Title", ""), text, tags, votes),
                *(row.get("AcceptedAnswerId"), row["CreationDate"]),
            )
        elif row["PostTypeId"] == _ANSWER:
            answer = Answer(row["Id"], text, votes, row["CreationDate"])
            answers.append((row["ParentId"], answer))
    for parent, answer in sorted(answers, key=lambda one: one[1].made):
        if parent in questions:
            questions[parent].answers.append(answer)
    return questions


def site_of(dump: Path) -> str:
    """Give the short name of a dump's site: all but what every site of the network has."""
    host = dump.name.removesuffix(".zip")
    return host.removesuffix(".com").removesuffix(".stackexchange")


def duplicates_and_links(dump: Path) -> list[tuple[str, str, bool]]:
    """Read which post names which other, and whether it says that both ask the same."""
    return [
        (row["PostId"], row["RelatedPostId"], row["LinkTypeId"] == _DUPLICATE)
        for row in _rows(dump, "PostLinks.xml")
    ]


def _dumps(folder: Path) -> Iterator[Path]:
    for pattern in ("*.zip", "*/*.zip", "*/*/*.zip"):
        yield from folder.glob(pattern)
    for pattern in ("*/Posts.xml", "*/*/Posts.xml", "*/*/*/Posts.xml"):
        yield from (path.parent for path in folder.glob(pattern))


def _named_for(path: Path, site: str) -> bool:
    return path.name.lower() == site or path.name.lower().startswith(f"{site}.")


def _rows(dump: Path, table: str) -> Iterator[dict[str, str]]:
    with _opened(dump, table) as file:
        for _, element in iterparse(file):  # noqa: S314 (a measurer's own files)
            if element.tag == "row":
                yield dict(element.attrib)
                element.clear()


@contextmanager
def _opened(dump: Path, table: str) -> Iterator[IO[bytes]]:
    """Open a table of a dump; one that it lacks has no rows."""
    if dump.is_dir():
        path = dump / table
        with path.open("rb") if path.exists() else BytesIO(_NO_ROWS) as file:
            yield file
        return
    with zipfile.ZipFile(dump) as packed:
        name = next((name for name in packed.namelist() if name.endswith(table)), None)
        with packed.open(name) if name else BytesIO(_NO_ROWS) as file:
            yield file


def _plain(body: str, own: re.Pattern[str]) -> str:
    def kept(link: re.Match[str]) -> str:
        address = link.group(1)
        is_own = own.match(address) or address.startswith(("/questions/", "/q/", "/a/"))
        return " " if is_own else link.group()

    text = own.sub(" ", _LINK.sub(kept, body))
    return html.unescape(_TAG.sub("", _BLOCK.sub("\n", text)))
