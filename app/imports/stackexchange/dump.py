"""A dump as a whole: which files it has, and their rows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self, TypeVar

from app.imports.stackexchange import rows
from app.imports.stackexchange.faults import DumpError
from app.imports.stackexchange.rowstream import Progress, read_rows
from app.imports.stackexchange.sources import DumpFile, Found, find_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import TracebackType

Row = TypeVar("Row")

_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")


class Dump:
    """The official XML files of one site, in a folder or a zip; each method streams one file."""

    def __init__(self, found: Found, site: str | None) -> None:
        self._files = found.files
        self._close = found.close
        self.unknown_files = found.unknown
        self.site = site

    @classmethod
    def open(cls, path: Path, site: str | None = None) -> Self:
        """Look into ``path``; raise DumpError unless it has Posts and Users."""
        found = find_files(path)
        for kind, name in (("posts", "Posts.xml"), ("users", "Users.xml")):
            if kind not in found.files:
                found.close()
                message = f"holds no {name}: a dump needs at least Posts.xml and Users.xml"
                raise DumpError(path.name, None, message)
        return cls(found, site or _site_of(found))

    def close(self) -> None:
        """Let go of the zip file."""
        self._close()

    def __enter__(self) -> Self:
        """Use the dump in a ``with``."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()

    @property
    def files(self) -> tuple[DumpFile, ...]:
        """The official files that are there."""
        return tuple(self._files.values())

    def has(self, kind: str) -> bool:
        """Whether there is a file of ``kind``, such as ``votes`` or ``posthistory``."""
        return kind in self._files

    def users(self, progress: Progress | None = None) -> Iterator[rows.UserRow]:
        """Stream Users.xml."""
        return self._stream("users", rows.UserRow.read, progress)

    def posts(self, progress: Progress | None = None) -> Iterator[rows.PostRow]:
        """Stream Posts.xml."""
        return self._stream("posts", rows.PostRow.read, progress)

    def comments(self, progress: Progress | None = None) -> Iterator[rows.CommentRow]:
        """Stream Comments.xml."""
        return self._stream("comments", rows.CommentRow.read, progress)

    def votes(self, progress: Progress | None = None) -> Iterator[rows.VoteRow]:
        """Stream Votes.xml."""
        return self._stream("votes", rows.VoteRow.read, progress)

    def links(self, progress: Progress | None = None) -> Iterator[rows.LinkRow]:
        """Stream PostLinks.xml."""
        return self._stream("postlinks", rows.LinkRow.read, progress)

    def tags(self, progress: Progress | None = None) -> Iterator[rows.TagRow]:
        """Stream Tags.xml."""
        return self._stream("tags", rows.TagRow.read, progress)

    def history(self, progress: Progress | None = None) -> Iterator[rows.HistoryRow]:
        """Stream PostHistory.xml."""
        return self._stream("posthistory", rows.HistoryRow.read, progress)

    def badges(self, progress: Progress | None = None) -> Iterator[rows.BadgeRow]:
        """Stream Badges.xml."""
        return self._stream("badges", rows.BadgeRow.read, progress)

    def _stream(
        self, kind: str, build: Callable[[dict[str, str]], Row], progress: Progress | None
    ) -> Iterator[Row]:
        file = self._files.get(kind)
        return read_rows(file, build, progress) if file else iter(())


def _site_of(found: Found) -> str | None:
    """Read the site's host name off the archive or the folder, as official dumps are named."""
    inner = found.files["posts"].name.replace("\\", "/").rpartition("/")[0]
    for name in (inner, found.folder):
        if _HOST.fullmatch(name.lower()):
            return name.lower()
    return None
