"""The unit of work: the only commit in the program."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from .db import db

P = ParamSpec("P")
T = TypeVar("T")

# How often a unit that lost a race is tried again, and the longest first pause, in seconds.
TRIES = 5
PAUSE = 0.02

# PostgreSQL: serialization failure, deadlock. Both mean: nothing happened, try again.
_LOST_RACES = {"40001", "40P01"}


@contextmanager
def unit_of_work() -> Iterator[None]:
    """Everything inside happens together, or not at all.

    Units do not nest: a verb called inside one belongs to it. Rendering, hashing, mail and
    network have no place inside; the write lock is held from the first line.
    """
    session = db.session
    if session.info.get("writing"):
        message = "a unit of work is already open: verbs do not open their own"
        raise RuntimeError(message)
    session.rollback()  # ends the reading transaction; what was loaded reloads itself
    session.info["writing"] = True
    try:
        session.connection(execution_options={"writing": True})
        yield
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writing"] = False


def is_writing() -> bool:
    """Say whether a unit of work is open here."""
    return bool(db.session.info.get("writing"))


def write(verb: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call one verb in a unit of work of its own; try again when it lost a race.

    A database that is busy, a deadlock, or two people inserting the same fact at the same
    moment (a unique key refused the second) end the whole unit; the verb then runs anew on
    fresh rows and finds the other's work. After a few tries the error is the caller's.
    """
    for attempt in range(1, TRIES + 1):
        try:
            with unit_of_work():
                return verb(*args, **kwargs)
        except DBAPIError as error:
            if attempt == TRIES or not _worth_another_try(error):
                raise
            time.sleep(random.uniform(0, PAUSE * 2**attempt))  # noqa: S311 - spreads retries, guards nothing
    raise AssertionError  # the loop returns or raises


def _worth_another_try(error: DBAPIError) -> bool:
    if isinstance(error, IntegrityError):
        return True
    if isinstance(error, OperationalError) and "locked" in str(error.orig):
        return True
    return getattr(error.orig, "sqlstate", None) in _LOST_RACES
