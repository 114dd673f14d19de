"""Boards: who earned most, with shared places, for those who agree to be compared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from app.domain.reputation.actions.standings import count_entries
from app.domain.reputation.queries.boards import BoardOf, board
from app.domain.reputation.rules import NEWCOMER_DAYS
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.reputation import make_entry
from tests.people import make_member

pytestmark = pytest.mark.usefixtures("session")

WEDNESDAY = datetime(2026, 5, 13, 12, tzinfo=UTC)


def lines(found: Any) -> list[tuple[int, str, int]]:
    return [(row.place, row.face.handle, row.points) for row in found.rows]


def members_with(*points: int, **values: Any) -> list[Any]:
    made = []
    for n, each in enumerate(points):
        made.append(make_member(f"helper{n}", **values))
        make_entry(made[-1], each)
    count_entries()
    return made


def test_whoever_earned_the_same_shares_a_place(guest):
    members_with(30, 20, 20, 10)
    assert lines(board(BoardOf(), actor=guest)) == [
        (1, "helper0", 30), (2, "helper1", 20), (2, "helper2", 20), (4, "helper3", 10),
    ]  # fmt: skip


def test_who_earned_nothing_stands_on_no_board(guest, bob):
    members_with(30)
    make_entry(bob, 6)
    make_entry(bob, -6)
    count_entries()
    assert lines(board(BoardOf(), actor=guest)) == [(1, "helper0", 30)]


@pytest.mark.parametrize(
    "change", [{"on_boards": False}, {"active": False}, {"staff_roles": ["moderator"]}]
)
def test_some_do_not_stand_on_boards_and_take_no_place(guest, change):
    first, second = members_with(30, 20)
    with unit_of_work():
        for name, value in change.items():
            setattr(first, name, value)
    assert lines(board(BoardOf(), actor=guest)) == [(1, "helper1", 20)]
    assert board(BoardOf(), actor=first).mine is None
    assert board(BoardOf(), actor=second).mine.place == 1


def test_a_board_is_of_its_place_and_period(guest, bob, alice):
    clock.freeze(WEDNESDAY)
    product, space, tag = make_product(), make_space(), make_tag()
    make_entry(bob, 10, product=product, space=space, tags=(tag,))
    make_entry(bob, 40, at=WEDNESDAY - timedelta(days=7))
    make_entry(alice, 20, at=WEDNESDAY - timedelta(days=400))
    count_entries()

    def shown(scope: str = "site", scope_id: int = 0, period: str = "week") -> Any:
        return lines(board(BoardOf(scope, scope_id, period), actor=guest))

    assert shown() == [(1, "bob", 10)]
    assert shown(period="month") == [(1, "bob", 50)]
    assert shown(period="all") == [(1, "bob", 50), (2, "alice", 20)]
    for scope, scope_id in (("product", product.id), ("space", space.id), ("tag", tag.id)):
        assert shown(scope, scope_id, "quarter") == [(1, "bob", 10)]
    assert shown("product", 999_999) == []


def test_a_new_week_begins_with_an_empty_board(guest):
    clock.freeze(WEDNESDAY)
    members_with(30)
    assert lines(board(BoardOf(), actor=guest))
    clock.freeze(WEDNESDAY + timedelta(days=5))
    assert lines(board(BoardOf(), actor=guest)) == []


def test_newcomers_have_a_board_of_their_own(guest):
    long_here = clock.now() - timedelta(days=NEWCOMER_DAYS + 1)
    members_with(30, joined_at=long_here)
    new = make_member("nina")
    make_entry(new, 10)
    count_entries()
    found = board(BoardOf(newcomers=True), actor=new)
    assert lines(found) == [(1, "nina", 10)]
    assert found.mine.place == 1
    assert board(BoardOf(), actor=new).mine.place == 2


def test_a_reader_below_the_board_sees_their_own_place(statements):
    people = members_with(50, 40, 40, 30, 20, 20, 10)
    reader = people[5]
    assert reader.handle == "helper5"  # read before the statements are counted
    with statements() as ran:
        found = board(BoardOf(), actor=reader, n=3)
    assert len(ran) == 4
    assert [row.face.handle for row in found.rows] == ["helper0", "helper1", "helper2"]
    assert (found.mine.place, found.mine.points) == (5, 20)
    assert board(BoardOf(), actor=people[0], n=3).mine.place == 1


def test_a_board_costs_the_same_with_more_on_it(guest, statements):
    counts = []
    for many in (3, 30):
        for n in range(many):
            make_entry(make_member(f"m{many}-{n}"), n + 1)
        count_entries()
        with statements() as ran:
            board(BoardOf(), actor=guest)
        counts.append(len(ran))
    assert counts == [2, 2]


def test_a_board_is_read_in_the_order_of_its_index(guest):
    members_with(30, 20)
    seen = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: Any) -> None:
        if "standings" in statement and "EXPLAIN" not in statement:
            seen.append((statement, parameters))

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        board(BoardOf(), actor=guest)
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    ((statement, parameters),) = seen
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        plan = "\n".join(row[3] for row in rows)
        assert "ix_standings_board" in plan
        assert "FOR ORDER BY" not in plan or "LAST" in plan  # sorts no more than those who tie
    else:
        for detour in ("enable_sort", "enable_seqscan", "enable_bitmapscan", "enable_hashjoin"):
            connection.execute(text(f"SET LOCAL {detour} = off"))
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        plan = "\n".join(row[0] for row in rows)
        assert "ix_standings_board" in plan
        assert "Presorted Key" in plan or "Sort" not in plan, plan
