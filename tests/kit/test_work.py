"""A unit of work: all of it or none of it, and tried again when a race was lost."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError

from app.domain.catalog.models import Tag
from app.kit.db import WriteOutsideUnitError, db
from app.kit.work import TRIES, unit_of_work, write


def names() -> list[str]:
    return list(db.session.scalars(select(Tag.name).order_by(Tag.name)))


def test_what_a_unit_wrote_is_there_afterwards(session: Any) -> None:
    with unit_of_work():
        session.add(Tag(name="kept"))
    assert names() == ["kept"]


def test_a_unit_that_fails_leaves_nothing(session: Any) -> None:
    def fail_late() -> None:
        session.add(Tag(name="lost"))
        session.flush()
        raise KeyError

    with pytest.raises(KeyError):
        write(fail_late)
    assert names() == []


def test_nothing_is_written_outside_a_unit(session: Any) -> None:
    session.add(Tag(name="stray"))
    with pytest.raises(WriteOutsideUnitError):
        session.flush()
    session.rollback()


def test_units_do_not_nest(session: Any) -> None:
    with unit_of_work(), pytest.raises(RuntimeError, match="already open"), unit_of_work():
        pass


def test_a_verb_that_lost_a_race_is_called_again(session: Any) -> None:
    calls = []

    def verb(name: str) -> str:
        calls.append(name)
        if len(calls) < TRIES:
            raise IntegrityError("insert", {}, Exception("somebody was faster"))
        session.add(Tag(name=name))
        return name

    assert write(verb, "won") == "won"
    assert len(calls) == TRIES
    assert names() == ["won"]


def test_a_race_that_is_lost_every_time_is_told(session: Any) -> None:
    def verb() -> None:
        raise OperationalError("update", {}, Exception("database is locked"))

    with pytest.raises(OperationalError):
        write(verb)


def test_a_fault_of_ours_is_not_tried_again(session: Any) -> None:
    calls = []

    def verb() -> None:
        calls.append(1)
        raise OperationalError("select", {}, Exception("no such column"))

    with pytest.raises(OperationalError):
        write(verb)
    assert len(calls) == 1


def test_one_test_leaves_a_row(session: Any) -> None:
    """Writes what the next test must not find: together they prove that tests are apart."""
    with unit_of_work():
        session.add(Tag(name="left behind"))


def test_the_next_test_does_not_find_it(session: Any) -> None:
    assert names() == []
