"""What all documents share: their keys, and the number that tells one version from the next."""

from __future__ import annotations

import zlib
from dataclasses import replace

from app.domain.subjects import Subject
from app.kit.fulltext import Document


def key_of(subject: Subject) -> str:
    """Return the document's key: ``question:12``, ``answer:9``, ``article:4``."""
    return str(subject)


def numbered(document: Document) -> Document:
    """Give a document its version: a number that changes when anything of it does."""
    whole = repr((document.title, document.text, sorted(document.keywords.items()), document.boost))
    return replace(document, version=zlib.crc32(whole.encode("utf-8", "replace")))
