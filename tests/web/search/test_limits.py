"""How often visitors may search."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.kit import clock
from app.web.search.limits import MOST, NETWORKS_MOST, Counter

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}


@pytest.fixture(autouse=True)
def _fresh(app: Any, session: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A few are too many, and no minute passes however slow the machine is today."""
    del session  # whose end lets the clock run again
    app.extensions.pop("searches", None)
    monkeypatch.setitem(MOST, "search", 6)
    clock.freeze(clock.now())
    yield
    app.extensions.pop("searches", None)


def times(client: Any, count: int, path: str = "/search?q=lamp", **where: str) -> list[int]:
    return [client.get(path, environ_base=where or ELSEWHERE).status_code for _ in range(count)]


def test_a_network_that_searches_too_often_is_asked_to_wait(client: Any) -> None:
    assert set(times(client, MOST["search"])) == {200}
    refused = client.get("/search?q=lamp", environ_base=ELSEWHERE)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 61
    assert "Wait a minute" in refused.get_data(as_text=True)
    # Other networks, and suggestions, are not held back.
    assert times(client, 1, REMOTE_ADDR="198.51.100.7") == [200]
    assert times(client, 1, "/search/suggest?q=lamp") == [200]


def test_after_a_minute_one_searches_on(client: Any) -> None:
    times(client, MOST["search"] + 1)
    clock.freeze(clock.now() + timedelta(minutes=1))
    assert times(client, 1) == [200]


def test_members_and_this_machine_are_not_counted(client: Any, sign_in: Any, bob: Any) -> None:
    assert set(times(client, MOST["search"] + 2, REMOTE_ADDR="127.0.0.1")) == {200}
    sign_in(client, bob)
    assert set(times(client, MOST["search"] + 2)) == {200}


def test_one_customer_of_ipv6_is_one_network(client: Any) -> None:
    for number in range(MOST["search"]):
        times(client, 1, REMOTE_ADDR=f"2001:db8:1:2::{number:x}")
    assert times(client, 1, REMOTE_ADDR="2001:db8:1:2:ffff::1") == [429]
    assert times(client, 1, REMOTE_ADDR="2001:db8:1:3::1") == [200]


def test_counting_takes_bounded_memory() -> None:
    counter = Counter()
    for number in range(NETWORKS_MOST + 10):
        counter.count("search", str(number))
    assert len(counter.counts) == NETWORKS_MOST
    assert counter.count("search", "0")[0] == 2
