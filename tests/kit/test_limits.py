"""Limits: exactly so many, then not until the window is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.kit import clock, limits
from app.kit.db import db
from app.kit.limits import Limit, LimitCount, hit
from app.kit.problems import TooMany
from app.kit.work import write

LIMIT = Limit("ring", 3, timedelta(minutes=1), "Wait a minute.")
NOON = datetime(2026, 6, 1, 12, 0, 30, tzinfo=UTC)


def test_the_one_too_many_is_refused_and_told_when_to_come_back(session: Any) -> None:
    clock.freeze(NOON)
    for _ in range(3):
        write(hit, LIMIT, "alice")
    with pytest.raises(TooMany) as refused:
        write(hit, LIMIT, "alice")
    assert refused.value.retry_after == 30
    assert refused.value.message == "Wait a minute."


def test_each_person_has_their_own_count(session: Any) -> None:
    clock.freeze(NOON)
    for _ in range(3):
        write(hit, LIMIT, "alice")
    write(hit, LIMIT, "bob")


def test_a_new_window_begins_anew(session: Any) -> None:
    clock.freeze(NOON)
    for _ in range(3):
        write(hit, LIMIT, "alice")
    clock.freeze(NOON + timedelta(seconds=31))
    write(hit, LIMIT, "alice")


def test_windows_that_are_over_are_swept_and_no_name_is_kept(session: Any) -> None:
    clock.freeze(NOON)
    write(hit, LIMIT, "alice@example.com")
    key = session.scalar(select(LimitCount.key))
    assert "alice" not in key
    clock.freeze(NOON + timedelta(minutes=5))
    write(limits.sweep)
    assert db.session.scalar(select(func.count()).select_from(LimitCount)) == 0
