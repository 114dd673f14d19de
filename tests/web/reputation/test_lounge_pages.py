"""The lounge's door: who enters, who leaves, and what others are told."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.actions.groups import add_to_group
from app.domain.accounts.actions.lounges import leave_lost_lounges
from app.domain.accounts.models import Group, Membership, User
from app.domain.accounts.queries import group_ids_of, traces_of
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.accounts import make_group
from tests.factories.catalog import make_space
from tests.factories.forum import make_question
from tests.people import make_member


@pytest.fixture
def lounge(session: Any) -> Group:
    group = make_group("Fireside")
    with unit_of_work():
        group.is_lounge = True
    return group


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return str(response.get_data(as_text=True))


def test_who_earned_it_comes_and_goes(as_member: Any, client: Any, tess: User, lounge: Any) -> None:
    space = make_space("group", group=lounge, name="By the fire")
    question = make_question(space=space)
    path = f"/questions/{question.id}-{question.slug}"
    browser = as_member(tess)
    assert browser.get(path).status_code == 404
    assert "By the fire" not in text(browser, "/lounge")
    assert browser.post("/lounge/fireside").status_code == 303
    assert browser.post("/lounge/fireside").status_code == 303
    page = text(browser, "/lounge")
    assert "You are in." in page
    assert "By the fire" in page
    assert browser.get(path).status_code == 200
    assert "By the fire" not in text(client, "/lounge")
    assert browser.post("/lounge/fireside/withdrawal").status_code == 303
    assert browser.get(path).status_code == 404
    (trace,) = traces_of(tess)
    assert (trace.role, trace.granted_by_id, trace.withdrawn_by_id) == ("lounge", tess.id, tess.id)


def test_others_are_told_how_far_it_is(as_member: Any, client: Any, bob: User, lounge: Any) -> None:
    page = text(as_member(bob), "/lounge")
    assert "This takes the trust level “trusted”" in page
    assert "disabled" in page
    assert as_member(bob).post("/lounge/fireside").status_code == 403
    assert "/signin?next=/lounge" in text(client, "/lounge")
    assert client.post("/lounge/fireside").location.startswith("/signin")
    assert group_ids_of(bob) == set()


def test_a_group_that_is_no_lounge_has_no_door(as_member: Any, tess: User) -> None:
    make_group("Beta")
    browser = as_member(tess)
    for path in ("/lounge/beta", "/lounge/beta/withdrawal", "/lounge/nothing"):
        assert browser.post(path).status_code == 404
    assert "no lounge yet" in text(browser, "/lounge")


def test_who_loses_the_right_leaves_with_a_trace(
    as_member: Any, tess: User, sue: User, morgan: User, ada: User, lounge: Any
) -> None:
    for member in (tess, sue, morgan):
        as_member(member).post("/lounge/fireside")
    bob = make_member("bobby")
    write(add_to_group, lounge, bob, by=ada)
    with unit_of_work():
        tess.trust = morgan.trust = "member"
    assert leave_lost_lounges() == 1
    held = db.session.query(Membership.user_id).filter_by(group_id=lounge.id)
    assert {row.user_id for row in held} == {sue.id, morgan.id, bob.id}
    (trace,) = traces_of(tess)
    assert (trace.withdrawn_reason, trace.withdrawn_by_id) == ("fell", None)
    assert leave_lost_lounges() == 0
    page = text(as_member(ada), "/members/tess/roles")
    assert "by the rules" in page


def test_whom_an_admin_adds_stays_without_the_right(
    as_member: Any, tess: User, ada: User, lounge: Any
) -> None:
    as_member(tess).post("/lounge/fireside")
    write(add_to_group, lounge, tess, by=ada)
    with unit_of_work():
        tess.trust = "member"
    assert leave_lost_lounges() == 0
    # Who may not come back may leave all the same.
    assert as_member(tess).post("/lounge/fireside/withdrawal").status_code == 303
    assert group_ids_of(tess) == set()


def test_an_admin_makes_and_ends_a_lounge(as_member: Any, ada: User, tess: User) -> None:
    browser = as_member(ada)
    made = browser.post("/admin/groups", data={"name": "Fireside", "is_lounge": "y"})
    assert made.status_code == 303
    assert "A lounge" in text(browser, "/admin/groups/fireside")
    as_member(tess).post("/lounge/fireside")
    assert browser.post("/admin/groups/fireside/lounge/withdrawal").status_code == 303
    assert group_ids_of(tess) == set()
    assert as_member(tess).post("/lounge/fireside").status_code == 404
    assert browser.post("/admin/groups/fireside/lounge").status_code == 303
    assert as_member(tess).post("/lounge/fireside").status_code == 303


def test_the_page_costs_the_same_for_one_and_for_many(
    client: Any, lounge: Any, statements: Any
) -> None:
    client.get("/lounge")
    with statements() as ran:
        client.get("/lounge")
    for n in range(5):
        group = make_group(f"Room {n}", make_member(f"roomer{n}"))
        with unit_of_work():
            group.is_lounge = True
        make_space("group", group=group)
    with statements() as more:
        client.get("/lounge")
    assert len(more) == len(ran) <= 8
