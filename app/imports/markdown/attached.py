"""Files that came along with a text: pictures drawn anew, others told by what they hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import select

from app.domain.knowledge.models.articles import Attachment
from app.domain.knowledge.rules.attachments import (
    MOST_BYTES,
    PICTURE_EDGE,
    download_name,
    is_picture,
    kind_of,
)
from app.kit import files
from app.kit.db import db
from app.kit.pictures import BadPicture, reencode

UNFIT = "files of a kind that is not kept, or too large (their words stay)"


@dataclass
class Attached:
    """The files of one article: those it has from an earlier run, and those that are new."""

    article_id: int | None
    owner_id: int
    # Told of a sentence for the report, and the place.
    note: Callable[[str, str], None]
    new: list[Attachment] = field(default_factory=list)
    known: int = 0
    unfit: int = 0
    _met: dict[Path, str | None] = field(default_factory=dict)

    def keep(self, path: Path) -> str | None:
        """Keep a file and return its address; None when it is nothing that may be kept."""
        if path not in self._met:
            name = self._kept(path)
            self.unfit += name is None
            self._met[path] = name
        name = self._met[path]
        return f"/attachments/{name}" if name else None

    def forget(self) -> None:
        """Drop what was kept for an article that was not written after all."""
        for each in self.new:
            files.current().drop(each.name)
        self.new.clear()

    def _kept(self, path: Path) -> str | None:
        made = self._made(path)
        if made is None:
            return None
        data, media_type, suffix = made
        title = download_name(path.name, suffix)
        there = self._there(title, data)
        if there is not None:
            self.known += 1
            return there
        name = files.current().put(data, suffix)
        self.new.append(
            Attachment(
                name=name,
                owner_id=self.owner_id,
                title=title,
                media_type=media_type,
                size=len(data),
                is_picture=media_type.startswith("image/"),
            )
        )
        return name

    def _made(self, path: Path) -> tuple[bytes, str, str] | None:
        """Return a file as it may be kept: its bytes, media type and suffix."""
        try:
            too_large = path.stat().st_size > MOST_BYTES
            data = b"" if too_large else path.read_bytes()
        except OSError as problem:
            self.note("files that cannot be read", f"{path.name}: {problem.strerror}")
            return None
        if is_picture(data):
            try:
                picture = reencode(data, max_edge=PICTURE_EDGE)
            except BadPicture as problem:
                self.note(UNFIT, f"{path.name}: {problem.reason}")
                return None
            return picture.data, picture.media_type, picture.suffix
        kind = None if too_large else kind_of(data)
        if kind is None:
            self.note(UNFIT, path.name)
            return None
        return data, kind.media_type, kind.suffix

    def _there(self, title: str, data: bytes) -> str | None:
        """Return the name under which an earlier run kept the same bytes for this article."""
        if self.article_id is None:
            return None
        names = db.session.scalars(
            select(Attachment.name).where(
                Attachment.article_id == self.article_id,
                Attachment.title == title,
                Attachment.size == len(data),
            )
        )
        return next((name for name in names if _bytes_of(name) == data), None)


def _bytes_of(name: str) -> bytes | None:
    try:
        return files.current().get(name)
    except files.NoSuchFile:
        return None
