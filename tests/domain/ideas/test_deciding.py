"""One step through the machine: who may take it, what it asks for, what it leaves behind."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.domain.accounts.models import Guest, User
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.voting import vote
from app.domain.ideas.models.ideas import Idea, StatusChange
from app.domain.ideas.models.voices import VoteBudget
from app.domain.ideas.queries.history import history
from app.domain.ideas.queries.machine import machine, steps_for
from app.domain.ideas.rules.machine import STATUSES, TERMINAL, TRANSITIONS
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid
from app.kit.work import write
from tests.factories.ideas import an_idea

WHY = "We looked at it together and few would use it."
APP = Path(__file__).parents[3] / "app"


def changes(idea: Idea) -> list[StatusChange]:
    return list(
        db.session.scalars(
            select(StatusChange).where(StatusChange.idea_id == idea.id).order_by(StatusChange.id)
        )
    )


def decide(idea: Idea, after: str, by: User, **values: object) -> StatusChange:
    return write(set_status, idea, after, by=by, **values)  # type: ignore[arg-type]


# -- the machine ------------------------------------------------------------------------------


@pytest.mark.parametrize("before", STATUSES)
def test_only_the_steps_of_the_table_can_be_taken(hanna, before):
    target = an_idea()
    for after in STATUSES:
        idea = an_idea(status=before)
        given = {"reason": WHY, "code": "few", "target": target}
        if after in TRANSITIONS[before]:
            change = decide(idea, after, hanna, **given)
            assert (idea.status, change.before, change.after) == (after, before, after)
            continue
        with pytest.raises(Invalid) as refused:
            decide(idea, after, hanna, **given)
        assert refused.value.field == "status"
        assert (idea.status, changes(idea)) == (before, [])


def test_a_status_that_is_none(hanna):
    with pytest.raises(Invalid) as refused:
        decide(an_idea(), "deleted", hanna)
    assert refused.value.field == "status"


@pytest.mark.parametrize("after", ["declined", "already-available", "duplicate"])
@pytest.mark.parametrize("reason", ["", "No.", "x" * 60])
def test_what_always_asks_for_a_reason_gets_one(hanna, after, reason):
    idea = an_idea(status="under-review")
    with pytest.raises(Invalid) as refused:
        decide(idea, after, hanna, reason=reason, code="few", target=an_idea())
    assert refused.value.field == "reason"
    assert idea.status == "under-review"


@pytest.mark.parametrize("code", ["", "because", "votes"])
def test_a_refusal_has_a_code_of_the_list(hanna, code):
    with pytest.raises(Invalid) as refused:
        decide(an_idea(status="under-review"), "declined", hanna, reason=WHY, code=code)
    assert refused.value.field == "code"


def test_only_a_refusal_keeps_a_code(hanna):
    change = decide(an_idea(status="under-review"), "planned", hanna, code="cost")
    assert change.code == ""


def test_a_duplicate_needs_the_idea_it_doubles(hanna):
    with pytest.raises(Invalid) as refused:
        decide(an_idea(), "duplicate", hanna, reason=WHY)
    assert refused.value.field == "target"


# -- who --------------------------------------------------------------------------------------


@pytest.mark.parametrize("after", ["more-info", "planned", "declined", "already-available"])
def test_decisions_are_the_product_teams(alice, tess, sue, morgan, hanna, ada, after):
    for nobody in (alice, tess, sue, morgan):
        idea = an_idea(status="under-review")
        with pytest.raises(Forbidden):
            decide(idea, after, nobody, reason=WHY, code="few")
    for somebody in (hanna, ada):
        idea = an_idea(status="under-review")
        decide(idea, after, somebody, reason=WHY, code="few")
        assert idea.status == after


def test_moderators_keep_the_board(morgan):
    idea = an_idea()
    for after in ("needs-votes", "under-review", "archived"):
        decide(idea, after, morgan)
        assert idea.status == after
    with pytest.raises(Forbidden):
        decide(idea, "needs-votes", morgan)


@pytest.mark.parametrize("promised", ["planned", "in-progress", "beta"])
def test_what_was_promised_is_taken_back_by_the_team_and_with_a_reason(morgan, hanna, promised):
    idea = an_idea(status=promised)
    with pytest.raises(Forbidden):
        decide(idea, "archived", morgan, reason=WHY)
    with pytest.raises(Invalid) as refused:
        decide(idea, "archived", hanna)
    assert refused.value.field == "reason"
    steps = {step.after: step.needs_reason for step in steps_for(idea, hanna)}
    assert steps["archived"]
    assert steps.get("under-review", True)
    decide(idea, "archived", hanna, reason=WHY)
    assert idea.status == "archived"


def test_what_few_can_see_is_not_decided(hanna, ada):
    for idea in (an_idea(hidden_at=clock.now()), an_idea(held_at=clock.now())):
        for somebody in (hanna, ada):
            with pytest.raises(Forbidden):
                decide(idea, "needs-votes", somebody)
        assert not any(step.may for step in steps_for(idea, ada))


def test_the_steps_that_a_reader_is_shown(hanna, alice):
    idea = an_idea(status="under-review")
    steps = {step.after: step for step in steps_for(idea, hanna)}
    assert set(steps) == TRANSITIONS["under-review"]
    assert all(step.may for step in steps.values())
    assert {after for after, step in steps.items() if step.needs_reason} == {
        *("declined", "already-available", "duplicate")
    }
    assert not any(step.may for step in steps_for(idea, alice))
    assert not any(step.may for step in steps_for(idea, Guest()))


# -- what it leaves behind --------------------------------------------------------------------


def test_a_step_is_kept_with_who_why_and_when(hanna):
    idea = an_idea(status="under-review")
    clock.freeze(clock.now() + timedelta(days=1))
    decide(idea, "declined", hanna, reason=f"  {WHY}\r\n", code="cost")
    (row,) = history(idea)
    assert (row.before, row.after, row.reason, row.code) == (
        *("under-review", "declined", WHY, "cost"),
    )
    assert (row.at, row.by.id, row.is_automatic) == (clock.now(), hanna.id, False)
    assert idea.status_since == idea.active_at == clock.now()


def test_history_is_the_latest_first(hanna):
    idea = an_idea(status="under-review")
    for after in ("planned", "in-progress", "beta", "delivered"):
        decide(idea, after, hanna)
    assert [row.after for row in history(idea)] == ["delivered", "beta", "in-progress", "planned"]


@pytest.mark.parametrize("after", ["declined", "already-available", "archived"])
def test_votes_come_back_when_an_idea_ends_and_go_when_it_is_opened_again(hanna, alice, after):
    idea = an_idea(status="under-review")
    write(vote, idea, by=alice)
    decide(idea, after, hanna, reason=WHY, code="few")
    assert used(alice) == 0
    decide(idea, next(iter(TRANSITIONS[after])), hanna)
    assert (used(alice), idea.vote_count) == (1, 1)


def used(member: User) -> int:
    return db.session.get_one(VoteBudget, member.id, populate_existing=True).used


def test_from_one_ended_status_to_another_gives_nothing_twice(hanna, ada, alice):
    idea = an_idea(status="in-progress")
    write(vote, idea, by=alice)
    decide(idea, "delivered", hanna)
    assert "delivered" in TERMINAL
    assert used(alice) == 0


# -- two at once ------------------------------------------------------------------------------


def test_a_decision_that_another_overtook_is_refused(hanna, ada):
    idea = an_idea(status="under-review")
    decide(idea, "more-info", ada, seen="under-review")
    with pytest.raises(Conflict):
        decide(idea, "declined", hanna, reason=WHY, code="few", seen="under-review")
    assert idea.status == "more-info"


def test_the_same_form_sent_twice_decides_once(hanna, morgan):
    idea = an_idea(status="under-review")
    given = {"reason": WHY, "code": "few", "seen": "under-review"}
    first = decide(idea, "declined", hanna, **given)
    assert decide(idea, "declined", hanna, **given).id == first.id
    archived = decide(an_idea(), "archived", morgan)
    again = decide(db.session.get_one(Idea, archived.idea_id), "archived", morgan)
    assert (again.id, len(changes(idea))) == (archived.id, 1)


# -- one place --------------------------------------------------------------------------------


def test_a_status_is_assigned_in_one_place_alone():
    """Whoever changes an idea's status goes through the step that keeps everything else."""
    places = []
    for path in sorted((APP / "domain").rglob("*.py")):
        if not {"ideas", "loop"} & set(path.parts):
            continue
        found = [
            node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if _sets_status(node)
        ]
        places += [str(path.relative_to(APP))] * len(found)
    assert places == ["domain/ideas/actions/stepping.py"]


def _sets_status(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        targets = [part for one in node.targets for part in ast.walk(one)]
        return any(isinstance(one, ast.Attribute) and one.attr == "status" for one in targets)
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "values"
        and any(it.arg == "status" for it in node.keywords)
    )


def test_the_table_as_it_is_at_first(session):
    assert (machine().version, machine().transitions) == (0, TRANSITIONS)
