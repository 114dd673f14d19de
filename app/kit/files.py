"""Uploaded files: put, get, drop. Today they lie in a local folder; names are ours, never theirs.

Who may see a file, and how much one may keep, is for callers to decide.
"""

import errno
import os
import re
import secrets
from pathlib import Path
from typing import Protocol

from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import NotFound, Problem

# 24 random bytes: nobody finds a file by guessing its name.
_NAME = re.compile(r"[A-Za-z0-9_-]{32}(?:\.[a-z0-9]{1,5})?")
_SUFFIX = re.compile(r"(?:[a-z0-9]{1,5})?")
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


class StorageFull(Problem):
    """There is no room for the file; nothing of it was kept."""

    status = 507
    code = "storage_full"


class NoSuchFile(NotFound):
    """No file has this name; whoever asks is told no more than of anything that is not there."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


class Files(Protocol):
    """Where uploads are kept."""

    def put(self, data: bytes, suffix: str = "") -> str:
        """Keep the bytes and give the name that finds them again."""

    def keep(self, name: str, data: bytes) -> None:
        """Keep the bytes under a name they were given by another place of ours."""

    def get(self, name: str) -> bytes:
        """Give the bytes, or raise NoSuchFile."""

    def path(self, name: str) -> Path:
        """Give where the file lies, for a server that sends it, or raise NoSuchFile."""

    def drop(self, name: str) -> None:
        """Forget the file; an unknown name is no fault."""

    def names(self) -> set[str]:
        """Give the name of every file, to find those that nothing refers to any more."""


_chosen: list[Files] = []


def use(files: Files) -> None:
    """Let this process keep its files there from now on."""
    _chosen[:] = [files]


def current() -> Files:
    """Give where this process keeps its files."""
    return _chosen[0]


class LocalFiles:
    """Keeps files in a folder of this machine, spread over folders so that none grows large."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, data: bytes, suffix: str = "") -> str:
        """Keep the bytes under a new random name; when this returns, they survive a power cut."""
        if not _SUFFIX.fullmatch(suffix):
            raise ValueError(f"{suffix!r} is no suffix of a file we keep.")
        name = secrets.token_urlsafe(24) + (f".{suffix}" if suffix else "")
        self.keep(name, data)
        return name

    def keep(self, name: str, data: bytes) -> None:
        """Keep the bytes under this name; FileExistsError when it has other bytes already."""
        place = self._place(name)
        if place.exists():
            raise FileExistsError(name)
        try:
            self._write(place, data)
        except OSError as fault:
            if fault.errno in _FULL:
                raise StorageFull(_l("There is no room left for files. Tell an admin.")) from fault
            raise

    def get(self, name: str) -> bytes:
        """Give the bytes of one file."""
        return self.path(name).read_bytes()

    def path(self, name: str) -> Path:
        """Give where the file lies."""
        place = self._place(name)
        if not place.is_file():
            raise NoSuchFile(name)
        return place

    def drop(self, name: str) -> None:
        """Forget the file."""
        try:
            place = self._place(name)
        except NoSuchFile:
            return
        place.unlink(missing_ok=True)

    def names(self) -> set[str]:
        """Give the name of every file that is whole."""
        return {path.name for path in self.folder.glob("??/*") if _NAME.fullmatch(path.name)}

    def _place(self, name: str) -> Path:
        """Only names of our own making lead anywhere, so no path can be smuggled in."""
        if not _NAME.fullmatch(name):
            raise NoSuchFile(name)
        return self.folder / name[:2] / name

    def _write(self, place: Path, data: bytes) -> None:
        """Write aside, then rename: a file under its name is whole, whatever happens."""
        _make_folder(place.parent)
        draft = place.with_name(f"~{place.name}")
        try:
            with draft.open("xb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            draft.rename(place)
            _sync_folder(place.parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            place.unlink(missing_ok=True)
            raise


def _make_folder(folder: Path) -> None:
    if not folder.is_dir():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
