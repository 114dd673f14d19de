"""``flask reputation``: what differs is named, and repaired by adding lines alone."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import delete, select, update

from app.application import Community
from app.domain.accounts.models import User
from app.domain.forum.actions.accepting import accept_answer
from app.domain.reputation.models.ledger import Credit, Entry
from app.domain.reputation.queries.facts import vote_key
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.forum import make_answer
from tests.factories.reputation import assert_all_proved, points_of
from tests.factories.threads import answered, asked


@pytest.fixture
def solved(alice, bob) -> Any:
    """A thread that gave points to both."""
    post = answered(asked(alice), bob)
    write(accept_answer, post, by=alice)
    return post


def run(app: Community, *words: str) -> tuple[int, str]:
    if not db.session.info.get("writing"):
        db.session.commit()
    result = app.test_cli_runner().invoke(args=["reputation", *words])
    db.session.expire_all()
    return result.exit_code, result.output


def lines() -> int:
    return len(db.session.scalars(select(Entry.id)).all())


def test_a_true_ledger_is_proved(app, solved):
    code, output = run(app, "check")
    assert code == 0, output
    assert "2 members, 0 wrong totals, 0 wrong entries, 0 wrong facts" in output


def test_a_wrong_total_is_named_and_set_right_without_a_line(app, solved, bob):
    with unit_of_work():
        db.session.execute(update(User).where(User.id == bob.id).values(points=1_000_000))
    code, output = run(app, "check")
    assert code == 1
    assert f"member {bob.id} is shown 1000000 points, the ledger says 23" in output
    before = lines()
    code, output = run(app, "recount")
    assert (code, lines()) == (0, before), output
    assert "1 totals" in output
    assert points_of(bob) == 23
    assert run(app, "check")[0] == 0


def test_a_fact_that_nobody_settled_is_named_and_paid(app, session, bob):
    make_answer(author=bob, accepted=True)  # as an import writes it: without verbs
    code, output = run(app, "check")
    assert (code, "first-answer" in output) == (1, True)
    assert run(app, "recount")[0] == 0
    assert points_of(bob) == 8 + 15
    assert_all_proved()


@pytest.mark.parametrize("spoiled", ["amount", "gone", "count", "standing"])
def test_a_spoiled_credit_is_repaired_from_the_ledger(app, solved, bob, spoiled):
    key = f"accepted:{solved.id}"
    change = {
        "amount": update(Credit).where(Credit.fact == key).values(amount=99),
        "gone": delete(Credit).where(Credit.fact == key),
        "count": update(Credit).where(Credit.fact == key).values(entry_count=0, amount=0),
        "standing": update(Credit).where(Credit.fact == key).values(stands=False),
    }[spoiled]
    with unit_of_work():
        db.session.execute(change)
    before = lines()
    assert run(app, "check")[0] == 1
    assert run(app, "recount")[0] == 0
    assert (lines(), points_of(bob)) == (before, 23)
    assert run(app, "check")[0] == 0


def test_a_line_for_nothing_is_taken_back(app, solved, bob):
    fact = vote_key(bob.id, "answer", 77)
    with unit_of_work():
        on = {"subject_kind": "answer", "subject_id": 77, "question_id": solved.question_id}
        key = {"fact": fact, "reason_key": f"{fact}:1", "reason": "answer-upvoted"}
        db.session.add(Entry(user_id=bob.id, delta=500, **key, **on))
    code, output = run(app, "check")
    assert (code, "is in the ledger alone" in output) == (1, True)
    assert run(app, "recount")[0] == 0
    last = db.session.scalars(select(Entry).order_by(Entry.id.desc()).limit(1)).one()
    assert (last.delta, last.fact, points_of(bob)) == (-500, fact, 23)
    assert run(app, "check")[0] == 0
    assert run(app, "recount")[0] == 0
