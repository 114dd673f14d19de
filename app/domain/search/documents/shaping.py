"""What all documents share: their keys, their tags, the number that tells versions apart."""

from __future__ import annotations

import zlib
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from sqlalchemy import Column, select

from app.domain.catalog.models import Tag
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.fulltext import Document


def key_of(subject: Subject) -> str:
    """Return the document's key: ``question:12``, ``answer:9``, ``article:4``."""
    return str(subject)


def numbered(document: Document) -> Document:
    """Give a document its version: a number that changes when anything of it does."""
    whole = repr((document.title, document.text, sorted(document.keywords.items()), document.boost))
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
