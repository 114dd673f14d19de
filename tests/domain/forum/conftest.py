"""What holds after every test of the forum: all counters are those that counting anew gives."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.forum.actions.recounting import miscounts


@pytest.fixture(autouse=True)
def counters_are_true(request: pytest.FixtureRequest) -> Iterator[None]:
    """Count anew at the end of each test that used the database."""
    session: Any = request.getfixturevalue("session") if "session" in request.fixturenames else None
    yield
    if session is not None:
        session.expire_all()
        wrong = {name: count for name, count in miscounts().items() if count}
        assert not wrong
