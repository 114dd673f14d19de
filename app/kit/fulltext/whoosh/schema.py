"""What a document looks like inside Whoosh, and where its indexes are kept."""

import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from whoosh import analysis, fields
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile

from app.kit.fulltext.contract import Document
from app.kit.fulltext.homes import IndexFolder, IndexMemory
from app.kit.fulltext.words import plain_words, stems_in

TITLE_WEIGHT = 3.0
_BREAK = "\x1e"  # stands between title and text in the one field
_GAP = 100  # positions between the two, so that no phrase spans both


class _Words(analysis.Analyzer):
    """Turns 'title BREAK text' into stems, those of the title heavier."""

    def __call__(self, value: str, **kwargs: Any) -> Iterator[Any]:
        token = analysis.Token(**kwargs)
        position = 0
        for part, weight in zip(value.split(_BREAK), (TITLE_WEIGHT, 1.0), strict=True):
            for stem, token.startchar, token.endchar in stems_in(part):
                token.text, token.boost, token.pos = stem, weight, position
                position += 1
                yield token
            position += _GAP


SCHEMA = fields.Schema(
    key=fields.ID(unique=True, stored=True),
    kind=fields.STORED(),
    version=fields.STORED(),
    text=fields.TEXT(analyzer=_Words()),
    facets=fields.KEYWORD(),
    words=fields.KEYWORD(),
)


class FolderHome(IndexFolder):
    """Indexes as folders of files."""

    def storage(self, place: Path) -> Any:
        """Give Whoosh's view of one folder."""
        return _MappedFiles(str(place))


class _MappedFiles(FileStorage):
    def open_file(self, name: str, **kwargs: Any) -> StructFile:
        """Map the file: faster than seeking in it, and let go of when nobody reads any more."""
        with Path(self.folder, name).open("rb") as file:
            if os.fstat(file.fileno()).st_size == 0:
                return StructFile(BytesIO(), name=name, **kwargs)
            mapped = mmap(file.fileno(), 0, access=ACCESS_READ)
        return StructFile(mapped, name=name, **kwargs)


class MemoryHome(IndexMemory):
    """Indexes in the memory of this process, for tests."""

    def __init__(self) -> None:
        super().__init__(_empty_memory)

    def storage(self, place: Any) -> Any:
        """Give the storage, which is the place itself."""
        return place


class _Memory(RamStorage):
    def temp_storage(self, name: str | None = None) -> Any:  # noqa: ARG002
        """Keep drafts in memory too: Whoosh would share one folder among all processes."""
        return _Memory()


def _empty_memory() -> _Memory:
    storage = _Memory()
    storage.create_index(SCHEMA)
    return storage


def row(document: Document) -> dict[str, Any]:
    """Give the fields of one document, as Whoosh takes them."""
    carried = facets("", [document.kind])
    for name, values in document.keywords.items():
        carried += facets(name, values)
    title = document.title.replace(_BREAK, " ")
    return {
        "key": document.key,
        "kind": document.kind,
        "version": document.version,
        "text": title + _BREAK + _said(document).replace(_BREAK, " "),
        "facets": carried,
        "words": sorted(plain_words(title)) if document.public_words else [],
        "_boost": document.boost,
    }


def _said(document: Document) -> str:
    return "\n".join((document.text, document.labels, document.best, document.rest))


def facets(name: str, values: Iterable[str]) -> list[str]:
    """Give the exact terms that a document carries for these values."""
    # Half a surrogate pair is no text and cannot be written.
    return [f"{name}={value}".encode("utf-8", "replace").decode() for value in values]
