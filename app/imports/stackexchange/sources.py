"""Where the XML files of a dump lie: in a folder, or in a zip that is never unpacked to disk."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from app.imports.stackexchange.faults import DumpError

_NAMES = ("Users", "Posts", "Comments", "Votes", "PostLinks", "Tags", "PostHistory", "Badges")
OFFICIAL = {f"{name.lower()}.xml": name.lower() for name in _NAMES}

# Dumps shrink to a quarter or, votes alone, to a thirtieth. Rows are streamed, so that a bomb
# costs time, not memory; these two bounds keep the time small as well. Small files may shrink as
# they like. Whoever has more than 16 GiB in one file unpacks it first: folders have no bound.
HIGHEST_RATIO = 200
RATIO_MATTERS_FROM = 1 << 20
LARGEST_IN_ZIP = 16 << 30

# Only these two decompressors give their output in pieces of a size we choose.
_STREAMED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_DEEPEST = 2


@dataclass(frozen=True, slots=True)
class DumpFile:
    """One official file: what it holds, its name for messages, its size, how to open it."""

    kind: str
    name: str
    size: int
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Found:
    """What lies at a path: the official files by kind, the names of all others, a way to close."""

    files: dict[str, DumpFile]
    unknown: tuple[str, ...]
    folder: str
    close: Callable[[], None]


def find_files(path: Path) -> Found:
    """Look into the folder or zip at ``path``."""
    if path.is_dir():
        return _in_folder(path)
    if not path.is_file():
        raise DumpError(str(path), None, "there is no such folder or file")
    if path.suffix.lower() == ".7z":
        raise DumpError(path.name, None, "7z archives are not read: unpack it and give the folder")
    return _in_zip(path)


def _in_folder(path: Path) -> Found:
    nested = [folder for folder in sorted(path.iterdir()) if folder.is_dir()]
    candidates = [file for folder in (path, *nested) for file in sorted(folder.iterdir())]
    files, unknown = _sort(
        (str(file.relative_to(path)), file.stat().st_size, _opener(file))
        for file in candidates
        if file.is_file()
    )
    return Found(files, unknown, path.resolve().name, lambda: None)


def _opener(file: Path) -> Callable[[], BinaryIO]:
    return lambda: file.open("rb")


def _in_zip(path: Path) -> Found:
    try:
        archive = zipfile.ZipFile(path)
        entries = [info for info in archive.infolist() if not info.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise DumpError(path.name, None, f"not a readable zip file ({problem})") from problem
    try:
        files, unknown = _sort((i.filename, i.file_size, _member(archive, i)) for i in entries)
        chosen = {file.name for file in files.values()}
        _refuse_bombs(path, [info for info in entries if info.filename in chosen])
    except DumpError:
        archive.close()
        raise
    return Found(files, unknown, path.stem, archive.close)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Callable[[], BinaryIO]:
    return lambda: cast("BinaryIO", archive.open(info))


def _sort(
    candidates: Iterable[tuple[str, int, Callable[[], BinaryIO]]],
) -> tuple[dict[str, DumpFile], tuple[str, ...]]:
    files: dict[str, DumpFile] = {}
    unknown: list[str] = []
    for name, size, opener in candidates:
        kind = _kind_of(name)
        if kind is None:
            unknown.append(name)
        elif kind in files:
            both = f"{files[kind].name} and {name}"
            raise DumpError(name, None, f"two files of one kind ({both}): give one site at a time")
        else:
            files[kind] = DumpFile(kind, name, size, opener)
    return files, tuple(unknown)


def _kind_of(name: str) -> str | None:
    """Say what a file holds; names that climb out, or lie deeper than one folder, are strangers."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    if not parts or len(parts) > _DEEPEST or parts[0] in {"/", "..", "__MACOSX"}:
        return None
    return OFFICIAL.get(parts[-1].lower())


def _refuse_bombs(path: Path, entries: list[zipfile.ZipInfo]) -> None:
    for info in entries:
        if info.flag_bits & _ENCRYPTED:
            raise DumpError(info.filename, None, "is encrypted: unpack it and give the folder")
        if info.compress_type not in _STREAMED:
            message = "is compressed in an unusual way: unpack it and give the folder"
            raise DumpError(info.filename, None, message)
        if info.file_size > LARGEST_IN_ZIP:
            gigabytes = LARGEST_IN_ZIP >> 30
            message = f"unpacks to more than {gigabytes} GiB: unpack it and give the folder"
            raise DumpError(info.filename, None, message)
        if _suspicious(info.file_size, info.compress_size):
            raise DumpError(info.filename, None, _BOMB)
    # Entries of a bomb may overlap: together they must not claim more than the archive can hold.
    if _suspicious(sum(info.file_size for info in entries), path.stat().st_size):
        raise DumpError(path.name, None, _BOMB)


_BOMB = f"unpacks to more than {HIGHEST_RATIO} times its size, as no real dump does"


def _suspicious(unpacked: int, packed: int) -> bool:
    return unpacked > RATIO_MATTERS_FROM and unpacked > packed * HIGHEST_RATIO
