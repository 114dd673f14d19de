"""Where an export lies: a folder, or a zip that is never unpacked to disk."""

from __future__ import annotations

import os
import secrets
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from app.imports.export.faults import ExportError

FILES = "files/"


class Sink(Protocol):
    """Takes the parts of an export, one after the other."""

    def open(self, name: str) -> BinaryIO: ...


class Source(Protocol):
    """Gives the parts of an export."""

    def open(self, name: str) -> BinaryIO: ...


class _FolderSink:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, name: str) -> BinaryIO:
        path = self._folder / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        # An export holds addresses and password hashes: nobody else reads it, not even at first.
        return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


class _ZipSink:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def open(self, name: str) -> BinaryIO:
        entry = zipfile.ZipInfo(name)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry.external_attr = 0o600 << 16
        return cast("BinaryIO", self._archive.open(entry, "w", force_zip64=True))


@contextmanager
def new_place(path: Path) -> Iterator[Sink]:
    """Write at ``path``, a zip if it is named so: whole when the block ends well, else nothing."""
    if path.exists() and not (path.is_dir() and not any(path.iterdir())):
        raise ExportError(str(path), "is there already; give a path that is free")
    if not path.absolute().parent.is_dir():
        raise ExportError(str(path.parent), "there is no such folder")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        if path.suffix.lower() == ".zip":
            handle = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w+b") as file, zipfile.ZipFile(file, "w") as archive:
                yield _ZipSink(archive)
        else:
            draft.mkdir(mode=0o700)
            yield _FolderSink(draft)
        draft.rename(path)
    except OSError as problem:
        raise ExportError(str(path), f"cannot be written ({problem})") from problem
    finally:
        _remove(draft)


def _remove(draft: Path) -> None:
    if draft.is_dir():
        shutil.rmtree(draft, ignore_errors=True)
    else:
        draft.unlink(missing_ok=True)


class _FolderSource:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, name: str) -> BinaryIO:
        try:
            return (self._folder / name).open("rb")
        except OSError as problem:
            raise ExportError(name, f"cannot be read ({problem.strerror})") from problem


class _ZipSource:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def open(self, name: str) -> BinaryIO:
        try:
            return cast("BinaryIO", self._archive.open(name))
        except (KeyError, OSError, zipfile.BadZipFile, RuntimeError) as problem:
            raise ExportError(name, "is missing or damaged in the zip") from problem


@contextmanager
def old_place(path: Path) -> Iterator[Source]:
    """Read what lies at ``path``, a folder or a zip."""
    if path.is_dir():
        yield _FolderSource(path)
        return
    if not path.is_file():
        raise ExportError(str(path), "there is no such folder or file")
    try:
        archive = zipfile.ZipFile(path)
    except (OSError, ValueError, zipfile.BadZipFile) as problem:
        raise ExportError(path.name, f"not a readable zip file ({problem})") from problem
    with archive:
        yield _ZipSource(archive)
