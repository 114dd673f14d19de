"""Pages by key: every row once, whatever is posted meanwhile."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import desc, select

from app.domain.catalog.models import Tag
from app.kit.db import db
from app.kit.pages import Page, order, slice_of
from app.kit.problems import Invalid
from app.kit.work import unit_of_work

BY = order(desc(Tag.question_count), desc(Tag.id))
COLUMNS: tuple[Any, ...] = (Tag.id, Tag.question_count)
# Keys that are well written, and not of this list.
OTHERS: list[Any] = [
    1, {}, [1], [1, 2, 3], [None, 1], [True, 1], [[], 1], ["a", 1], [1, "b"],
]  # fmt: skip


def page(after: str | None = None, before: str | None = None, size: int = 3) -> Page[Any]:
    return slice_of(
        select(*COLUMNS),
        BY,
        after=after,
        before=before,
        size=size,
        run=lambda statement: db.session.execute(statement).all(),
        key_of=lambda row: (row.question_count, row.id),
    )


def make(*counts: int) -> None:
    with unit_of_work():
        for number, count in enumerate(counts):
            db.session.add(Tag(name=f"tag {number} {count}", question_count=count))


def walk(size: int) -> list[int]:
    found, key = [], None
    while True:
        here = page(after=key, size=size)
        found += [row.id for row in here.items]
        if here.next is None:
            return found
        key = here.next


def test_all_pages_together_are_the_whole_list(session: Any) -> None:
    make(5, 3, 3, 3, 9, 0, 3)
    whole = [row.id for row in session.execute(select(Tag.id).order_by(*BY.clauses()))]
    for size in (1, 2, 3, 7, 20):
        assert walk(size) == whole


def test_going_back_leads_where_one_came_from(session: Any) -> None:
    make(1, 2, 3, 4, 5, 6, 7)
    first = page()
    second = page(after=first.next)
    back = page(before=second.previous)
    assert [r.id for r in back.items] == [r.id for r in first.items]
    assert back.previous is None
    assert back.next == first.next


def test_a_row_added_in_front_shifts_nothing(session: Any) -> None:
    make(1, 2, 3, 4, 5)
    first = page()
    make(99)
    second = page(after=first.next)
    assert not {r.id for r in first.items} & {r.id for r in second.items}


def test_an_empty_list_has_no_neighbours(session: Any) -> None:
    assert page() == Page([], None, None)


@pytest.mark.parametrize(
    "key",
    [
        "",
        "!!!",
        "AAAA",
        "é",
        *(base64.urlsafe_b64encode(json.dumps(key).encode()).decode() for key in OTHERS),
        base64.urlsafe_b64encode(b"[1e400, 1]").decode(),
        base64.urlsafe_b64encode(b"[1, 99999999999999999999999]").decode(),
        base64.urlsafe_b64encode(b'[{"t": "2020-01-01"}, 1]').decode(),
    ],
)
def test_a_key_of_another_list_is_refused(session: Any, key: str) -> None:
    make(1)
    with pytest.raises(Invalid):
        page(after=key)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=60))
def test_no_key_is_a_fault(session: Any, key: str) -> None:
    try:
        page(after=key)
    except Invalid:
        db.session.rollback()
