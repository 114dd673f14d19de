"""Which files lie in a folder. What leads out of it, or is no text, is never opened further."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from app.imports.markdown.faults import BadFile, FolderError

SUFFIXES = {".md", ".markdown"}
# An article has at most 30,000 characters; nothing far beyond is even read to its end.
LARGEST = 400_000
# More files than any help centre has: a folder given by mistake is told at once.
MOST_FILES = 20_000
DEEPEST = 12
# What tells about a folder is not one of its articles.
ABOUT_THE_FOLDER = {
    *("readme", "license", "licence", "copying", "contributing", "changelog", "code_of_conduct"),
    *("security", "authors", "notice"),
}


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A Markdown file: where it lies, and its path below the folder."""

    place: Path
    path: PurePosixPath


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder to import: everything read of it stays below its root."""

    root: Path

    @classmethod
    def open(cls, path: Path) -> Folder:
        """Take a folder that is there."""
        if not path.is_dir():
            raise FolderError(f"{path}: there is no such folder")
        return cls(path.resolve())

    @property
    def name(self) -> str:
        return self.root.name or "markdown"

    def files(self) -> Iterator[SourceFile]:
        """Give the Markdown files in the order of their paths.

        Links are not followed: neither out of the folder nor round in circles.

        :raises FolderError: when there are too many.
        """
        found = sorted(self._walk())
        if len(found) > MOST_FILES:
            raise FolderError(f"{self.root}: more than {MOST_FILES:,} Markdown files")
        for relative in found:
            yield SourceFile(self.root / relative, PurePosixPath(relative))

    def _walk(self) -> Iterator[str]:
        met = 0
        for here, folders, names in os.walk(self.root, followlinks=False):
            deep = len(Path(here).relative_to(self.root).parts)
            folders[:] = sorted(f for f in folders if not f.startswith(".") and deep < DEEPEST)
            for name in names:
                if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                    met += 1
                    yield str((Path(here) / name).relative_to(self.root))
            if met > MOST_FILES:
                return

    def inside(self, path: Path) -> Path | None:
        """Return where a path leads if that is a file below the root."""
        try:
            found = path.resolve()
            return found if found.is_relative_to(self.root) and found.is_file() else None
        except (OSError, RuntimeError, ValueError):
            return None


def tells_about_the_folder(path: PurePosixPath) -> bool:
    """Say whether a file in the folder itself is a read-me, a licence or the like."""
    return len(path.parts) == 1 and path.stem.lower() in ABOUT_THE_FOLDER


def read_text(file: SourceFile) -> str:
    """Read a file as text.

    :raises BadFile: when it is a link, too large, or no text.
    """
    if file.place.is_symlink():
        raise BadFile("is a link to somewhere else")
    try:
        with file.place.open("rb") as opened:
            data = opened.read(LARGEST + 1)
    except OSError as problem:
        raise BadFile(f"cannot be read ({problem.strerror})") from problem
    if len(data) > LARGEST:
        raise BadFile(f"is larger than {LARGEST // 1000} kB, as no article is")
    if b"\x00" in data:
        raise BadFile("is no text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        raise BadFile("is not written in UTF-8") from problem
