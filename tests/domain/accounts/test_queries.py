"""People as pages read them."""

import pytest

from app.domain.accounts import policy
from app.domain.accounts.models import User
from app.domain.accounts.permissions import Permission
from app.domain.accounts.queries import (
    faces,
    handles_by_id,
    ids_by_handle,
    member_by_handle,
    member_by_identity,
    member_list,
    member_page,
    members_like,
    personas,
    staff_who_may,
)
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.people import make_member


def test_faces_name_the_weightiest_role(bob, ada, morgan):
    with unit_of_work():
        morgan.staff_roles = ["editor", "moderator"]
    found = faces([bob.id, ada.id, morgan.id, None, 0])
    assert {f.handle: f.role for f in found.values()} == {
        "bob": "",
        "ada": "admin",
        "morgan": "moderator",
    }


def test_mentions_find_members_whatever_the_case(bob, alice):
    assert ids_by_handle({"BOB", "alice", "nobody"}) == {"BOB": bob.id, "alice": alice.id}


def test_a_lookalike_mentions_nobody(alice):
    assert ids_by_handle({"AIice", "a1ice"}) == {}
    assert member_by_handle("a1ice") is None
    assert member_by_handle("ALICE") == alice


def test_the_unproven_are_not_mentioned_listed_or_completed(ulla, bob):
    assert ids_by_handle({"ulla"}) == {}
    assert members_like("ul") == []
    assert [row.face.handle for row in member_list().items] == ["bob"]


def test_the_imported_are_shown(session):
    with unit_of_work():
        db.session.add(User(handle="old", handle_key="old", name="Old hand"))
    assert [face.handle for face in members_like("old")] == ["old"]
    assert [row.face.handle for row in member_list().items] == ["old"]


def test_the_list_and_the_policy_show_the_same_people(bob, ulla, ada, guest):
    with unit_of_work():
        db.session.add(User(handle="old", handle_key="old", name="Old hand"))
    everybody = db.session.query(User).all()
    for actor in (guest, ada, bob):
        listed = {m.id for m in db.session.query(User).where(policy.members_shown())}
        seen = {m.id for m in everybody if policy.may_see_member(actor, m)}
        assert listed == seen
    assert policy.may_see_member(ulla, ulla)


def test_handles_are_found_by_id(bob, alice):
    assert handles_by_id([bob.id, alice.id, 0]) == {bob.id: "bob", alice.id: "alice"}


@pytest.mark.parametrize("typed", ["al", "@al", "AL", " ali "])
def test_completing_finds_by_the_beginning_of_handle_or_name(alice, bob, typed):
    assert [face.handle for face in members_like(typed)] == ["alice"]


def test_completing_takes_signs_of_patterns_literally(alice):
    make_member("per_cent", name="100%")
    assert members_like("%") == []
    assert members_like("_") == []
    assert [face.handle for face in members_like("100%")] == ["per_cent"]
    assert members_like("") == []


def test_the_list_goes_by_points_and_pages_by_key(session):
    for number in range(45):
        make_member(f"m{number}x", points=number)
    first = member_list()
    assert [row.face.points for row in first.items] == list(range(44, 4, -1))
    second = member_list(after=first.next)
    assert [row.face.points for row in second.items] == [4, 3, 2, 1, 0]
    assert second.next is None


def test_the_list_costs_one_statement(session, statements):
    for number in range(30):
        make_member(f"m{number}x")
    with statements() as ran:
        member_list()
    assert len(ran) == 1


def test_somebody_signing_in_is_meant_by_address_or_handle(bob):
    assert member_by_identity("BOB@example.com") == bob
    assert member_by_identity("Bob") == bob
    assert member_by_identity("nobody@example.com") is None


def test_a_members_page_shows_the_member(bob):
    shown = member_page(bob)
    assert (shown.face.handle, shown.is_claimed, shown.location) == ("bob", True, "")


def test_personas_are_the_demos_cast_staff_first(bob):
    make_member("extra", external_source="demo", external_id="1", points=9)
    make_member("boss", external_source="demo", external_id="2", staff_roles=["admin"])
    assert [face.handle for face in personas()] == ["boss", "extra"]


def test_staff_are_named_by_what_their_role_allows(hanna, ada, morgan, alice):
    left = make_member("lena", staff_roles=["product team"], active=False)
    deciders = [face.handle for face in staff_who_may(Permission.DECIDE_IDEA)]
    assert deciders == ["ada", "hanna"]
    assert left.handle not in deciders
    assert "morgan" in [face.handle for face in staff_who_may(Permission.KEEP_IDEAS)]
