"""`flask accounts`: members and rights from the shell, with exit codes that scripts rely on."""

import pytest

from app.domain.accounts.models import User
from app.domain.accounts.queries import group_ids_of, member_by_handle, traces_of
from app.kit.db import db
from tests.factories.accounts import PASSWORD


@pytest.fixture
def run(app, session):
    def command(*words, typed=None):
        result = app.test_cli_runner().invoke(args=["accounts", *words], input=typed)
        db.session.expire_all()
        return result

    return command


def test_a_member_is_created_with_role_and_password(run, client):
    result = run(
        "create", "Pia@example.com", "pia", "--role", "product-team", "--trust", "trusted",
        "--name", "Pia of Lumen", "--password-stdin", typed=f"{PASSWORD}\n",
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "1 member created" in result.output
    assert " s" in result.output
    member = member_by_handle("pia")
    assert (member.email, member.name, member.trust) == (
        "Pia@example.com",
        "Pia of Lumen",
        "trusted",
    )
    assert member.staff_roles == ["product team"]
    assert member.is_confirmed
    signed = client.post("/signin", data={"email": "pia", "password": PASSWORD})
    assert signed.status_code == 303


def test_without_a_password_nobody_signs_in_yet(run, client):
    assert run("create", "pia@example.com", "pia").exit_code == 0
    assert member_by_handle("pia").password is None
    assert client.post("/signin", data={"email": "pia", "password": ""}).status_code == 422


@pytest.mark.parametrize(
    "words,named",
    [
        (("create", "no-address", "pia"), "email"),
        (("create", "bob@example.com", "pia"), "email"),
        (("create", "pia@example.com", "bob"), "handle"),
        (("create", "pia@example.com", "b\u043eb"), "handle"),
        (("create", "pia@example.com", "x"), "handle"),
        (("create", "pia@example.com", "pia", "--role", "king"), "role"),
        (("create", "pia@example.com", "pia", "--trust", "total"), "trust"),
        (("create", "pia@example.com", "pia", "--password-stdin"), "password"),
        (("create", "pia@example.com"), "HANDLE"),
        (("grant", "nobody", "admin"), "handle"),
        (("grant", "bob", "king"), "role"),
        (("trust", "bob", "total"), "trust"),
        (("group", "add", "nothing", "bob"), "group"),
        (("group", "create", ""), "name"),
    ],
)
def test_unusable_arguments_exit_2_name_the_fault_and_leave_nothing(run, bob, words, named):
    result = run(*words, typed="short\n")
    assert result.exit_code == 2
    assert named in result.output
    assert db.session.query(User).count() == 1
    assert (bob.staff_roles, bob.trust) == ([], "member")


def test_a_role_is_granted_and_taken_back(run, bob):
    result = run("grant", "bob", "partner manager")
    assert result.exit_code == 0
    assert "1 roles changed" in result.output
    assert bob.staff_roles == ["partner manager"]
    assert run("grant", "@BOB", "moderator").exit_code == 0
    assert run("withdraw", "bob", "moderator").exit_code == 0
    assert bob.staff_roles == ["partner manager"]
    assert run("grant", "bob", "member").exit_code == 0
    assert bob.staff_roles == []
    assert all(trace.withdrawn_at for trace in traces_of(bob))


def test_trust_is_set(run, bob):
    assert run("trust", "bob", "super-user").exit_code == 0
    assert bob.trust == "super-user"


def test_a_group_is_made_filled_and_emptied(run, bob, alice):
    made = run("group", "create", "Beta testers", "--about", "They try things.")
    assert made.exit_code == 0
    assert made.output.startswith("beta-testers\n")
    assert run("group", "add", "beta-testers", "bob", "alice").exit_code == 0
    assert group_ids_of(bob) == group_ids_of(alice) != set()
    assert run("group", "remove", "beta-testers", "bob").exit_code == 0
    assert group_ids_of(bob) == set()


def test_adding_some_who_do_not_exist_adds_nobody(run, bob):
    run("group", "create", "Beta")
    assert run("group", "add", "beta", "bob", "nobody").exit_code == 2
    assert group_ids_of(bob) == set()
