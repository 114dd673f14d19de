"""What all documents share: keys, labels, days, and the number that tells versions apart."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, select

from app.domain.catalog.models import Tag
from app.domain.catalog.queries import ProductTree
from app.domain.search.rules import BEGUN_LONGEST, BEGUN_SHORTEST, NAME_LONGEST
from app.domain.subjects import Subject
from app.kit import fulltext
from app.kit.db import db
from app.kit.fulltext import Document

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def key_of(subject: Subject) -> str:
    """Return the document's key: ``question:12``, ``article:4``."""
    return str(subject)


def names_of(*names: str) -> list[str]:
    """Return what something is called, as whoever types all of it finds it first.

    Cases, accents, and the signs between words make no difference.
    """
    words = (fulltext.words_in(name[:NAME_LONGEST].replace("_", " ")) for name in names)
    return sorted({" ".join(map(fulltext.folded, some)) for some in words if some})


def begun_as(names: Iterable[str]) -> list[str]:
    """Return how names begin, as far as documents know it, the shortest first."""
    begun = {
        name[:length].rstrip()
        for name in names
        for length in range(BEGUN_SHORTEST, min(len(name), BEGUN_LONGEST) + 1)
    }
    return sorted(
        (one for one in begun if len(one) >= BEGUN_SHORTEST), key=lambda one: (len(one), one)
    )


def day_of(moment: datetime) -> int:
    """Return a day as documents have it: how many passed since 1970."""
    return (moment - _EPOCH).days


@dataclass(frozen=True, slots=True)
class Labels:
    """What something is filed under: as words to search for, and as values to filter by."""

    words: str
    keywords: Mapping[str, Collection[str]]

    @classmethod
    def of(
        cls, row: Any, tags: Mapping[int, list[str]], tree: ProductTree, by: Iterable[int]
    ) -> Labels:
        """Make the labels of something that has a space, tags, and perhaps a product.

        :param by: who wrote it, and who answered it.
        """
        node = tree.by_id.get(row.product_id or 0)
        path = node.path if node else ()
        worn = tags.get(row.id, [])
        return cls(
            words=" ".join([*worn, *(name for _, _, name in path)]),
            keywords={
                "space": [str(row.space_id)],
                # It is found within every product above its own.
                "product": [slug for _, slug, _ in path],
                "tag": worn,
                "by": sorted({str(member_id) for member_id in by}),
            },
        )


def numbered(document: Document) -> Document:
    """Give a document its version: a number that changes when anything of it does."""
    keywords = sorted((name, list(values)) for name, values in document.keywords.items())
    whole = repr(replace(document, version=0, keywords=dict(keywords)))
    return replace(document, version=zlib.crc32(whole.encode("utf-8", "replace")))


def tags_by(owner: Column[Any], ids: Collection[int]) -> dict[int, list[str]]:
    """Return the names of tags by what wears them, in order. One statement.

    :param owner: the column of a table of tags that names what wears them.
    """
    rows = db.session.execute(
        select(owner, Tag.__table__.c.name)
        .join(Tag.__table__, Tag.__table__.c.id == owner.table.c.tag_id)
        .where(owner.in_(ids))
        .order_by(Tag.__table__.c.name)
    )
    found: dict[int, list[str]] = {}
    for wearer, name in rows:
        found.setdefault(wearer, []).append(name)
    return found
