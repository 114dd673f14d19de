"""``flask ideas``: counters that differ are found, and set right."""

from __future__ import annotations

from typing import Any

import pytest

from app.application import Community
from app.domain.ideas.actions.commenting import agree
from app.domain.ideas.actions.voting import vote
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaComment, VoteBudget
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.forum import make_question
from tests.factories.ideas import a_comment, an_idea
from tests.factories.loop import a_linked_idea


@pytest.fixture
def idea(alice: Any) -> Idea:
    """An idea with imported votes, one of a member's own, and a comment somebody agrees with."""
    made = an_idea(imported_votes=12, imported_trend=1.5)
    write(vote, made, by=alice)
    first = a_comment(made)
    a_comment(parent=first)
    write(agree, first, by=alice)
    return made


def run(app: Community, word: str) -> tuple[int, str]:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["ideas", word])
    db.session.expire_all()
    return result.exit_code, result.output


def first_comment(idea: Idea) -> IdeaComment:
    return db.session.query(IdeaComment).filter_by(idea_id=idea.id, parent_id=None).one()


def test_counters_that_are_right_are_left_alone(app: Community, idea: Idea) -> None:
    code, output = run(app, "check")
    assert code == 0, output
    assert "0 ideas miscounted" in output
    trend = idea.trend
    assert run(app, "recount")[0] == 0
    assert (idea.vote_count, idea.comment_count, idea.trend) == (13, 2, trend)


@pytest.mark.parametrize(
    "table, counter, right",
    [
        ("ideas", "vote_count", 13),
        ("ideas", "comment_count", 2),
        ("trends", "trend", None),
        ("comments", "score", 1),
        ("comments", "reply_count", 1),
        ("budgets", "used", 1),
    ],
)
def test_a_wrong_counter_is_found_and_set_right(
    app: Community, idea: Idea, alice: Any, table: str, counter: str, right: int | None
) -> None:
    rows: dict[str, Any] = {
        "ideas": idea,
        "trends": idea,
        "comments": first_comment(idea),
        "budgets": db.session.get(VoteBudget, alice.id),
    }
    row = rows[table]
    right = right if right is not None else getattr(row, counter)
    with unit_of_work():
        setattr(row, counter, 99)
    code, output = run(app, "check")
    assert code == 1
    assert f"1 {table} miscounted" in output
    assert getattr(row, counter) == 99
    assert run(app, "recount")[0] == 0
    assert getattr(row, counter) == pytest.approx(right)
    assert run(app, "check")[0] == 0


def test_a_voter_without_a_budget_is_found_and_given_one(
    app: Community, idea: Idea, alice: Any
) -> None:
    with unit_of_work():
        db.session.delete(db.session.get(VoteBudget, alice.id))
    assert run(app, "check")[0] == 1
    assert run(app, "recount")[0] == 0
    assert db.session.get_one(VoteBudget, alice.id).used == 1
    assert run(app, "check")[0] == 0


def test_the_need_behind_an_idea_is_proved_and_set_right(app: Community, tess: Any) -> None:
    linked = a_linked_idea(make_question(), by=tess)
    with unit_of_work():
        linked.affected_count = 40
    code, said = run(app, "check")
    assert code == 1
    assert "needs miscounted" in said
    assert run(app, "recount")[0] == 0
    assert run(app, "check")[0] == 0
    db.session.refresh(linked)
    assert linked.affected_count == 1
