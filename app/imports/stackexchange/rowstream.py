"""XML to rows, one at a time, in bounded memory, trusting nothing.

The files are flat: one root, and a ``<row …/>`` for each record. Everything else (document types,
entities, nesting) is refused at the first sight of it, before it can cost anything.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Generic, NoReturn, TypeVar
from xml.parsers import expat

from app.imports.stackexchange.faults import BadValueError, DumpError

if TYPE_CHECKING:
    from app.imports.stackexchange.sources import DumpFile

Row = TypeVar("Row")
Progress = Callable[[str, int, int], None]

_PIECE = 1 << 16
# The longest post is 30,000 characters; escaped, with everything else, far below this.
LONGEST_ROW = 4 << 20
_DEEPEST = 2
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_UTF8 = {"utf-8", "utf8", "us-ascii", "ascii"}


def read_rows(
    file: DumpFile, build: Callable[[dict[str, str]], Row], progress: Progress | None = None
) -> Iterator[Row]:
    """Yield what ``build`` makes of each row; raise DumpError with the line of what is wrong."""
    reader = _Reader(file, build)
    done = 0
    stream = _open(file)
    with stream:
        while piece := _read(stream, file):
            done += len(piece)
            yield from reader.feed(piece)
            if progress:
                progress(file.name, done, file.size)
    yield from reader.finish()


def _open(file: DumpFile) -> BinaryIO:
    try:
        return file.open()
    except (OSError, RuntimeError, zipfile.BadZipFile, NotImplementedError) as problem:
        raise DumpError(file.name, None, f"cannot be opened ({problem})") from problem


def _read(stream: BinaryIO, file: DumpFile) -> bytes:
    try:
        return stream.read(_PIECE)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error) as problem:
        raise DumpError(file.name, None, f"cannot be read, damaged ({problem})") from problem


class _Reader(Generic[Row]):
    """Feeds expat and collects the rows of each piece."""

    def __init__(self, file: DumpFile, build: Callable[[dict[str, str]], Row]) -> None:
        self._file = file
        self._build = build
        self._rows: list[Row] = []
        self._depth = 0
        self._fed = 0
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.XmlDeclHandler = self._declaration
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.EntityDeclHandler = self._doctype

    def feed(self, piece: bytes) -> list[Row]:
        if not self._fed and piece.startswith(_UTF16):
            self._refuse("is UTF-16; dumps are UTF-8")
        self._parse(piece, final=False)
        self._fed += len(piece)
        if self._fed - max(self._parser.CurrentByteIndex, 0) > LONGEST_ROW:
            self._refuse(f"something longer than {LONGEST_ROW >> 20} MiB, no row is")
        rows, self._rows = self._rows, []
        return rows

    def finish(self) -> list[Row]:
        self._parse(b"", final=True)
        return self._rows

    def _parse(self, piece: bytes, *, final: bool) -> None:
        try:
            self._parser.Parse(piece, final)
        except expat.ExpatError as problem:
            message = f"not well-formed XML ({expat.ErrorString(problem.code)})"
            if final:
                message = f"{message}: the file is cut off"
            raise DumpError(self._file.name, problem.lineno, message) from problem

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1:
            if tag.lower() != self._file.kind:
                self._refuse(f"expected <{self._file.kind}> around the rows, found <{tag[:40]}>")
            return
        if self._depth > _DEEPEST or tag != "row":
            self._refuse(f"expected <row>, found <{tag[:40]}>")
        try:
            row = self._build(attributes)
        except BadValueError as problem:
            raise DumpError(
                self._file.name, self._parser.CurrentLineNumber, str(problem)
            ) from problem
        self._rows.append(row)

    def _end(self, _tag: str) -> None:
        self._depth -= 1

    def _declaration(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _UTF8:
            self._refuse(f"says it is {encoding[:40]}; dumps are UTF-8")

    def _doctype(self, *_declared: object) -> NoReturn:
        self._refuse("declares a document type or entities, which no dump has and we do not read")

    def _refuse(self, message: str) -> NoReturn:
        raise DumpError(self._file.name, self._parser.CurrentLineNumber, message)
