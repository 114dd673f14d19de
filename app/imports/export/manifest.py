"""What an export says about itself: its version, and what each part must be."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO
from zipfile import BadZipFile

from app.imports.export.faults import ExportError
from app.imports.export.places import Source
from app.imports.export.shapes import row_of
from app.imports.export.tables import carried

NAME = "manifest.json"
FORMAT = "pukka-export"
# Raised whenever an older reader would misunderstand what is written.
VERSION = 1

LONGEST_MANIFEST = 1 << 20
# The longest row is a question of 30,000 characters with its rendering; this is far beyond.
LONGEST_LINE = 64 << 20
_PIECE = 1 << 20

FILE_LIST = "files.jsonl"


@dataclass(frozen=True, slots=True)
class Part:
    """One file of JSON lines: how many, how long, and their checksum (SHA-256)."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The whole export; parts by the name of their file."""

    site: str
    made_at: str
    parts: dict[str, Part]

    def text(self) -> bytes:
        """Write it as people can read it, too."""
        head = {"format": FORMAT, "version": VERSION, "site": self.site, "made_at": self.made_at}
        parts = {name: asdict(part) for name, part in self.parts.items()}
        return json.dumps({**head, "parts": parts}, indent=1).encode("ascii") + b"\n"


def part_name(table: str) -> str:
    """Name the file of a table."""
    return f"{table}.jsonl"


def read_manifest(source: Source) -> Manifest:
    """Read the manifest, and refuse what we could not read rightly."""
    with source.open(NAME) as file:
        text = file.read(LONGEST_MANIFEST)
    try:
        found = json.loads(text)
        if found["format"] != FORMAT:
            raise ExportError(NAME, "this is not an export of Pukka")
        version = int(found["version"])
        if version > VERSION:
            message = f"written in version {version} of the format, newer than {VERSION}, ours"
            raise ExportError(NAME, f"{message}: update this site first")
        parts = {str(name): _part(values) for name, values in found["parts"].items()}
        manifest = Manifest(str(found["site"]), str(found["made_at"]), parts)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        raise ExportError(NAME, f"is damaged ({problem})") from problem
    _refuse_strangers(manifest)
    return manifest


def _part(values: dict[str, Any]) -> Part:
    return Part(int(values["rows"]), int(values["bytes"]), str(values["sha256"]))


def _refuse_strangers(manifest: Manifest) -> None:
    known = {part_name(table.name) for table in carried()} | {FILE_LIST}
    strangers = sorted(manifest.parts.keys() - known)
    if strangers:
        raise ExportError(NAME, f"{strangers[0]} is no table of this version: update this site")
    if FILE_LIST not in manifest.parts or part_name("users") not in manifest.parts:
        raise ExportError(NAME, "is damaged (it lacks parts that every export has)")


def lines(source: Source, name: str) -> Iterator[tuple[int, bytes]]:
    """Give the lines of a part with their numbers, each of bounded length."""
    with source.open(name) as file:
        number = 0
        while line := _line(file, name, number + 1):
            number += 1
            if not line.endswith(b"\n"):
                raise ExportError(name, "the file is cut off within this line", number)
            yield number, line


def _line(file: BinaryIO, name: str, number: int) -> bytes:
    try:
        line = file.readline(LONGEST_LINE)
    except (OSError, EOFError, BadZipFile, zlib.error) as problem:
        raise ExportError(name, f"cannot be read, damaged ({problem})", number) from problem
    if len(line) == LONGEST_LINE:
        raise ExportError(name, "the line is longer than any row", number)
    return line


def verify(source: Source, name: str, part: Part) -> None:
    """Read a part to its end: as many lines as were written, and every byte as it was."""
    checksum, number = hashlib.sha256(), 0
    try:
        for number, line in lines(source, name):  # noqa: B007 - the last one is told below
            checksum.update(line)
    except ExportError:
        _refuse_bad_line(source, name)
        raise
    if number < part.rows:
        message = f"the file ends here, {part.rows - number:,} lines too early"
        raise ExportError(name, message, number or None)
    if number > part.rows or checksum.hexdigest() != part.sha256:
        _refuse_bad_line(source, name)
        raise ExportError(name, "is not what was exported: its checksum differs")


def _refuse_bad_line(source: Source, name: str) -> None:
    """Look for the line that cannot be read, to name it."""
    table = next((each for each in carried() if part_name(each.name) == name), None)
    if table is None:
        return
    for number, line in lines(source, name):
        try:
            row_of(line, table)
        except ValueError as problem:
            raise ExportError(name, str(problem), number) from problem
