"""Moments: aware and in UTC, on every database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import StatementError

from app.kit.limits import LimitCount
from app.kit.work import unit_of_work, write


def test_a_moment_comes_back_in_utc(session: Any) -> None:
    given = datetime(2026, 1, 1, 3, 0, tzinfo=timezone(timedelta(hours=5)))
    with unit_of_work():
        session.add(LimitCount(key="k", count=1, ends_at=given))
    session.expire_all()
    found = session.scalar(select(LimitCount.ends_at))
    assert found == given
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(session: Any) -> None:
    def keep() -> None:
        session.add(LimitCount(key="k", count=1, ends_at=datetime(2026, 1, 1)))  # noqa: DTZ001 - the fault is what is tested
        session.flush()

    with pytest.raises(StatementError):
        write(keep)
