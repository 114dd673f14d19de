"""What holds after every test of the forum: all counters are those that counting anew gives."""

from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.forum.actions.recounting import miscounts


@pytest.fixture(autouse=True)
def counters_are_true(session: Any) -> Iterator[None]:
    """Count anew at the end of each test."""
    yield
    session.expire_all()
    wrong = {name: count for name, count in miscounts().items() if count}
    assert not wrong
