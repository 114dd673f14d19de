"""Imported members have their history: by our rules, dated by the facts, once."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from app.domain.accounts.models import User
from app.domain.reputation.actions import settling
from app.domain.reputation.actions.recounting import check
from app.domain.reputation.actions.standings import check_standings
from app.domain.reputation.models.boards import Standing, Uncounted
from app.domain.reputation.models.ledger import Entry
from app.imports.stackexchange.writing import points, target
from app.kit import jobs
from app.kit.db import db
from tests.imports.full_dump import FULL, count, one


def lines_of(number):
    """Reason and points of a member's ledger, in its order."""
    rows = db.session.execute(
        select(Entry.reason, Entry.delta)
        .where(Entry.user_id == one(User, number).id)
        .order_by(Entry.at, Entry.id)
    )
    return [tuple(row) for row in rows]


def test_votes_and_acceptance_of_before_give_points_by_our_rules(bring):
    bring(**FULL)
    # Bob asked 11 and wrote the accepted answer 20, with one vote.
    assert dict(lines_of(2)) == {
        "first-question": 4,
        "first-answer": 8,
        "imported-votes": 6,
        "answer-accepted": 15,
    }
    assert one(User, 2).points == 33
    assert one(User, 1).points == sum(points for _, points in lines_of(1))


def test_lines_are_dated_by_what_they_stand_on(bring):
    bring(**FULL)
    assert max(db.session.scalars(select(Entry.at))) < datetime(2022, 1, 1, tzinfo=UTC)
    this_week = select(func.count()).where(
        Standing.period == "week", Standing.starts_on > datetime(2022, 1, 1, tzinfo=UTC).date()
    )
    assert db.session.scalar(this_week) == 0
    assert count(Standing) > 0


def test_the_table_says_what_was_written_and_a_second_run_writes_nothing(bring):
    first = bring(**FULL)
    written, total = count(Entry), db.session.scalar(select(func.sum(User.points)))
    assert first.remarks["lines written to the ledger"] == written > 0
    assert first.remarks["points that they came to"] == total
    second = bring(**FULL)
    assert "lines written to the ledger" not in second.remarks
    assert (count(Entry), count(Uncounted)) == (written, 0)


def test_everything_is_proved(bring):
    bring(**FULL)
    assert not any(check_standings().values())
    assert not any(check().values())


def test_nobody_hears_of_years_that_are_over(bring):
    bring(**FULL)
    assert count(jobs.Job) == 0


def test_a_run_that_stopped_while_settling_is_finished_by_the_next(bring, monkeypatch):
    whole, calls = settling.settle_members, []

    def stopping(ids, **details):
        calls.append(ids)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return whole(ids, **details)

    monkeypatch.setattr(target.batches, "__defaults__", (1,))
    monkeypatch.setattr(points, "settle_members", stopping)
    with pytest.raises(KeyboardInterrupt):
        bring(**FULL)
    db.session.rollback()
    assert count(Entry) > 0
    monkeypatch.setattr(points, "settle_members", whole)
    bring(**FULL)
    assert one(User, 2).points == 33
    assert not any(check().values())
