"""What must happen once though many try at the same moment: on real connections, not in a test's
transaction."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from app import create_app
from app.domain.accounts.actions import credentials, joining
from app.domain.accounts.models import User
from app.kit import limits
from app.kit.db import db
from app.kit.limits import Limit
from app.kit.problems import Gone, Problem, TooMany
from app.kit.work import write
from app.web.accounts import hashing
from app.web.accounts.limits import FAILURES, DatabaseStorage
from tests.conftest import settings_for
from tests.people import make_member

AT_ONCE = 12


@pytest.fixture(
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]
)
def site(request, tmp_path):
    """A site of its own, whose database is empty before and after."""
    url = f"sqlite:///{tmp_path}/race.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("new_postgresql_database")()
    made = create_app(settings_for(tmp_path, url))
    with made.app_context():
        db.create_all()
        db.session.remove()
    yield made
    with made.app_context():
        db.session.remove()
        db.drop_all()
        db.engine.dispose()


def at_once(site: Any, act: Callable[[int], Any]) -> list[Any]:
    """Let many threads act together; return what each got, or the problem it met."""
    ready = threading.Barrier(AT_ONCE)
    got: list[Any] = []

    def run(number: int) -> None:
        with site.app_context():
            ready.wait()
            try:
                got.append(act(number))
            except Problem as problem:
                got.append(problem)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def test_of_many_who_want_one_handle_one_gets_it(site):
    spellings = ["pia", "PIA", "p1a", "Pla"]

    def act(number):
        handle = spellings[number % 4]
        address = f"p{number}@example.com"
        write(joining.join, address=address, handle=handle, name="", password_hash="x")

    got = at_once(site, act)
    assert [str(problem.field) for problem in got if problem] == ["handle"] * (AT_ONCE - 1)
    with site.app_context():
        assert db.session.query(User).count() == 1


def test_many_joining_with_one_address_make_one_account(site):
    def act(number):
        write(
            joining.join,
            address="pia@example.com",
            handle=f"pia{number + 20}x",
            name="",
            password_hash="x",
        )

    at_once(site, act)
    with site.app_context():
        assert db.session.query(User).count() == 1


def test_a_recovery_works_once_for_many_at_once(site):
    with site.app_context():
        member = make_member("pia")
        write(credentials.ask_recovery, "pia@example.com")
        member_id, nonce = member.id, str(member.recovery_nonce)

    def act(number):
        found = db.session.get_one(User, member_id)
        write(credentials.recover, found, password_hash=f"new {number}", nonce=nonce)
        return f"new {number}"

    got = at_once(site, act)
    winners = [word for word in got if isinstance(word, str)]
    assert len(winners) == 1
    assert sum(isinstance(problem, Gone) for problem in got) == AT_ONCE - 1
    with site.app_context():
        assert db.session.get_one(User, member_id).password == winners[0]


def test_a_limit_lets_through_exactly_as_many(site):
    limit = Limit("race", most=5, per=FAILURES[-1].per, message="")
    got = at_once(site, lambda _: write(limits.hit, limit, "pia"))
    assert sum(isinstance(problem, TooMany) for problem in got) == AT_ONCE - 5


def test_the_storage_of_limits_counts_each(site):
    got = at_once(site, lambda _: DatabaseStorage("database://").incr("key", 60))
    assert sorted(got) == list(range(1, AT_ONCE + 1))


def test_only_a_few_hash_at_one_time(site, monkeypatch):
    monkeypatch.setattr(hashing, "PATIENCE", 0.01)
    with site.app_context():
        with hashing._turn(), hashing._turn(), pytest.raises(TooMany):
            hashing.hash_password("some words")
        assert hashing.hash_password("some words").startswith("$argon2id$")
