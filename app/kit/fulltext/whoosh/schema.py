"""What a document looks like inside Whoosh, and where its indexes are kept."""

import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Any

from whoosh import columns, fields, formats
from whoosh.filedb.filestore import FileStorage, RamStorage
from whoosh.filedb.structfile import StructFile

from app.kit.fulltext.contract import Document
from app.kit.fulltext.homes import IndexFolder, IndexMemory
from app.kit.fulltext.weighing import Weighed, weighed
from app.kit.fulltext.words import stems_in


class _Worths(formats.Positions):
    """Takes words that were read and weighed already."""

    def word_values(self, value: tuple[Weighed], *_: Any, **__: Any) -> Iterator[Any]:
        for stem, (worth, positions) in value[0].items():
            yield stem, len(positions), worth, self.encode(positions)


class _WordsField(fields.FieldType):
    """A field of stems, each with what it is worth in the document and where it stands."""

    indexed = True
    scorable = False  # lengths are settled in the worths
    stored = False
    vector = None
    analyzer = None
    column_type = None

    def __init__(self) -> None:
        self.format = _Worths()


SCHEMA = fields.Schema(
    key=fields.ID(unique=True, stored=True),
    kind=fields.STORED(),
    version=fields.STORED(),
    text=_WordsField(),
    title=_WordsField(),
    facets=fields.KEYWORD(),
    day=fields.COLUMN(columns.NumericColumn("i")),
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
    return {
        "key": document.key,
        "kind": document.kind,
        "version": document.version,
        "text": (weighed(document),),
        "title": (_of_title(document),),
        "facets": carried,
        "day": document.day,
    }


def _of_title(document: Document) -> Weighed:
    """Give the stems of the title alone: to be asked for there, not to be weighed."""
    found: Weighed = {}
    for position, (stem, _, _) in enumerate(stems_in(document.title, document.language)):
        found.setdefault(stem, (1.0, []))[1].append(position)
    return found


def facets(name: str, values: Iterable[str]) -> list[str]:
    """Give the exact terms that a document carries for these values."""
    # Half a surrogate pair is no text and cannot be written.
    return [f"{name}={value}".encode("utf-8", "replace").decode() for value in values]
