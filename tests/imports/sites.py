"""Whole sites with real commits, for what a transaction that ends cannot show."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Float, Integer, select, text

from app import create_app
from app.domain.catalog.models import Space
from app.imports.export.tables import carried, ordered_by
from app.kit import files
from app.kit.columns import UtcDateTime
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.conftest import settings_for

ROWS = 2
START = datetime(2024, 2, 29, 23, 59, 59, 123456, tzinfo=UTC)

# What a generic value cannot be, because the table or the program asks for one of a few.
CHOSEN: dict[tuple[str, str], Sequence[Any]] = {
    ("users", "trust"): ["trusted", "new"],
    ("users", "staff_roles"): [["admin"], []],
    ("users", "picture"): [None, None],
    ("spaces", "visibility"): ["public", "owners"],
    ("spaces", "is_default"): [True, False],
    ("announcements", "kind"): ["release", "welcome"],
    ("questions", "status"): ["fixed", None],
    ("votes", "subject_kind"): ["question", "reply"],
    ("votes", "value"): [1, -1],
    ("follows", "email_key"): [None, "k@example.com"],
    ("follows", "user_id"): [1, None],
    ("staged_questions", "stage"): ["suggested", "published"],
    ("cases", "kind"): ["ring", "same-network"],
    ("cases", "state"): ["reversed", "open"],
    ("custom_badges", "tier"): ["gold", "bronze"],
    ("footprints", "kind"): ["device", "network"],
    ("articles", "kind"): ["process", "article"],
    ("articles", "state"): ["archived", "wip"],
    ("articles", "revision_id"): [2, 1],
    ("article_revisions", "state"): ["published", "proposed"],
    ("article_revisions", "significance"): [30, 10],
    ("article_revisions", "base_id"): [2, None],
    ("article_blocks", "text_id"): [2, None],
    ("embeds", "host_kind"): ["answer", "article"],
    ("help_votes", "voter_id"): [1, None],
    ("help_votes", "guest"): [None, "g:0123"],
    ("article_uses", "way"): ["embed", "solves"],
    ("topics", "parent_id"): [2, None],
    ("ideas", "status"): ["declined", "in-progress"],
    ("ideas", "effort"): [1, None],
    ("ideas", "value"): [5, None],
    ("ideas", "merged_into_id"): [2, None],
    ("idea_comments", "parent_id"): [2, None],
    ("idea_links", "subject_kind"): ["question", "review"],
    ("idea_links", "state"): ["confirmed", "suggested"],
    ("petitions", "kind"): ["appeal", "revival"],
    ("purses", "spent"): [55, 0],
    ("stakes", "coins"): [50, 5],
    ("closings", "state"): ["asked", "solved"],
    ("tags", "about"): ["Zähler, 計器 and “quotes”\n{}", ""],
    # Rows that point into their own table, forwards and backwards.
    ("products", "parent_id"): [2, None],
    ("questions", "duplicate_of_id"): [2, None],
    ("questions", "merged_into_id"): [None, 1],
    ("replies", "parent_id"): [2, None],
    # The ledger grows only: a line takes back an earlier one.
    ("ledger", "reverses_id"): [None, 1],
}


@contextmanager
def whole_site(folder: Path, url: str | None = None) -> Iterator[None]:
    """A site of its own with an empty schema, in force while the block lasts."""
    before = files._chosen[:]
    folder.mkdir(exist_ok=True)
    made = create_app(settings_for(folder, url or f"sqlite:///{folder / 'pukka.db'}"))
    try:
        with made.app_context():
            db.create_all()
            with unit_of_work():
                db.session.add(Space(slug="community", name="Community", is_default=True))
            yield
            db.session.remove()
            db.engine.dispose()
    finally:
        files._chosen[:] = before


def fill_every_column() -> None:
    """Write rows into every carried table of a SQLite site, with something in every column."""
    with unit_of_work():
        db.session.execute(text("PRAGMA defer_foreign_keys = ON"))
        db.session.execute(text("DELETE FROM spaces"))
        for table, number in product(carried(), range(1, ROWS + 1)):
            row = {column.name: _value(table, column, number) for column in table.columns}
            db.session.execute(table.insert(), row)


def _value(table, column, number):
    if (table.name, column.name) in CHOSEN:
        return CHOSEN[table.name, column.name][number - 1]
    if column.foreign_keys or (isinstance(column.type, Integer) and column.primary_key):
        return number
    values = {
        UtcDateTime: START + timedelta(hours=number),
        Date: START.date() + timedelta(days=number),
        Boolean: bool(number % 2),
        Integer: number * 7,
        Float: number / 3,
        JSON: [{"label": "Größe\u2028", "n": number, "x": None}],
    }
    longest = getattr(column.type, "length", None) or 100
    words = f"{column.name[:6]}é{number}"[:longest]
    return next((values[kind] for kind in values if isinstance(column.type, kind)), words)


def everything() -> dict[str, list[dict]]:
    """All rows of all carried tables."""
    db.session.rollback()
    return {
        table.name: [
            dict(row)
            for row in db.session.execute(select(table).order_by(*ordered_by(table))).mappings()
        ]
        for table in carried()
    }
