"""Roles, trust and groups: given by admins or the shell, traced, never to oneself."""

import pytest

from app.domain.accounts.actions.groups import add_to_group, create_group, remove_from_group
from app.domain.accounts.actions.rights import grant_role, set_trust, withdraw_role
from app.domain.accounts.models import ROLES, Operator, RoleGrant
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.accounts.queries import group_ids_of, group_members, groups, traces_of
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid
from app.kit.work import write

SHELL = Operator()


def test_a_granted_role_counts_is_traced_and_ends_sessions(bob, ada):
    before = bob.fs_uniquifier
    write(grant_role, bob, "moderator", reason="helps daily", by=ada)
    assert bob.staff_roles == ["moderator"]
    assert grants(bob, Permission.HIDE)
    assert bob.fs_uniquifier != before
    (trace,) = traces_of(bob)
    assert (trace.role, trace.granted_by_id, trace.reason) == ("moderator", ada.id, "helps daily")


def test_a_withdrawn_role_ends_and_its_trace_stays(bob, ada):
    write(grant_role, bob, "editor", by=ada)
    before = bob.fs_uniquifier
    write(withdraw_role, bob, "editor", reason="left", by=ada)
    assert bob.staff_roles == []
    assert bob.fs_uniquifier != before
    (trace,) = traces_of(bob)
    assert trace.withdrawn_by_id == ada.id
    assert trace.withdrawn_reason == "left"


def test_granting_twice_is_granting_once(bob, ada):
    for _ in range(2):
        write(grant_role, bob, "editor", by=ada)
    assert db.session.query(RoleGrant).count() == 1


def test_granting_member_takes_every_role_back(bob):
    for role in ("editor", "moderator"):
        write(grant_role, bob, role, by=SHELL)
    write(grant_role, bob, "member", by=SHELL)
    assert bob.staff_roles == []
    assert all(trace.withdrawn_at for trace in traces_of(bob))


@pytest.mark.parametrize("person", ["guest", "bob", "ulla", "sue", "morgan", "hanna", "erin"])
def test_only_admins_give_roles_trust_and_groups(request, alice, person):
    by = request.getfixturevalue(person)
    for attempt in (
        lambda: write(grant_role, alice, "editor", by=by),
        lambda: write(set_trust, alice, "trusted", by=by),
        lambda: write(create_group, "Beta", by=by),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert (alice.staff_roles, alice.trust) == ([], "member")


def test_nobody_changes_their_own_roles_or_trust(ada):
    for attempt in (
        lambda: write(grant_role, ada, "moderator", by=ada),
        lambda: write(withdraw_role, ada, "admin", by=ada),
        lambda: write(set_trust, ada, "super-user", by=ada),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert ada.staff_roles == ["admin"]


@pytest.mark.parametrize("role", ["", "owner", "Admin", "admin "])
def test_unknown_roles_are_refused(bob, role):
    with pytest.raises(Invalid):
        write(grant_role, bob, role, by=SHELL)


def test_every_role_can_be_given_from_the_shell(bob):
    for role in ROLES[1:]:
        write(grant_role, bob, role, by=SHELL)
    assert bob.staff_roles == sorted(ROLES[1:])
    assert all(trace.granted_by_id is None for trace in traces_of(bob))


def test_trust_is_set_and_traced(bob, ada):
    write(set_trust, bob, "trusted", reason="ten good answers", by=ada)
    write(set_trust, bob, "super-user", by=ada)
    assert bob.trust == "super-user"
    newest, older = traces_of(bob)
    assert (newest.role, newest.withdrawn_at) == ("trust: super-user", None)
    assert older.withdrawn_at is not None
    with pytest.raises(Invalid):
        write(set_trust, bob, "godlike", by=ada)


def test_a_group_is_filled_and_emptied(ada, bob, alice):
    group = write(create_group, "  Beta   testers ", "They try things.", by=ada)
    assert group.slug == "beta-testers"
    for _ in range(2):
        write(add_to_group, group, bob, by=ada)
    write(add_to_group, group, alice, by=ada)
    assert [face.handle for face in group_members(group)] == ["alice", "bob"]
    assert group_ids_of(bob) == {group.id}
    write(remove_from_group, group, bob, by=ada)
    assert [row.member_count for row in groups()] == [1]
    with pytest.raises(Forbidden):
        write(add_to_group, group, bob, by=bob)


@pytest.mark.parametrize("name", ["", "Beta", "  beta ", "!!!", "x" * 81])
def test_a_group_needs_a_name_of_its_own(ada, name):
    write(create_group, "Beta", by=ada)
    with pytest.raises(Invalid):
        write(create_group, name, by=ada)
