"""A member's page: theirs alone to change, and nobody loses a handle to somebody else."""

import pytest

from app.domain.accounts.actions.profiles import edit_profile, set_picture
from app.domain.accounts.queries import handle_is_taken, member_by_former_handle
from app.kit.problems import Forbidden, Invalid, TooMany
from app.kit.work import write
from tests.factories.accounts import make_bio


def edited(member, by=None, **changes):
    values = {
        "handle": member.handle,
        "name": member.name,
        "bio": make_bio(),
        "location": "",
        "language": "en",
        "time_zone": "UTC",
    }
    write(edit_profile, member, **(values | changes), by=by or member)


def test_a_member_edits_what_others_read(bob):
    edited(
        bob, name=" Bob  Bee ", bio=make_bio("**hi**"), location="Leeds", time_zone="Europe/London"
    )
    assert (bob.name, bob.bio, bob.location) == ("Bob Bee", "**hi**", "Leeds")
    assert bob.time_zone == "Europe/London"


@pytest.mark.parametrize(
    "field,value",
    [
        ("name", "Moderator"), ("name", ""), ("name", "evil.test"), ("handle", "admin"),
        ("handle", "x y"), ("location", "x" * 81), ("location", "a\u202eb"),
        ("time_zone", "Mars/Base"), ("bio", make_bio("x" * 2001)),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_refused_on_its_field(bob, field, value):
    with pytest.raises(Invalid) as refused:
        edited(bob, **{field: value})
    assert refused.value.field == field
    assert bob.name == "Bob"


def test_staff_may_wear_the_words_of_staff(morgan):
    edited(morgan, name="Morgan, moderator")
    assert morgan.name == "Morgan, moderator"


@pytest.mark.parametrize("person", ["guest", "mallory", "ada"])
def test_nobody_edits_anothers_page(request, bob, person):
    by = request.getfixturevalue(person)
    with pytest.raises(Forbidden):
        edited(bob, by=by, name="Bobby")
    with pytest.raises(Forbidden):
        write(set_picture, bob, "x.webp", by=by)


def test_a_former_handle_leads_to_its_member_and_to_nobody_else(bob, alice):
    edited(bob, handle="bobby")
    assert bob.handle == "bobby"
    assert member_by_former_handle("BOB") == bob
    assert handle_is_taken("bob", but_for=alice.id)
    with pytest.raises(Invalid):
        edited(alice, handle="bob")


def test_a_member_may_return_to_a_former_handle(bob):
    edited(bob, handle="bobby")
    edited(bob, handle="bob")
    assert bob.handle == "bob"
    assert member_by_former_handle("bob") is None
    assert member_by_former_handle("bobby") == bob


def test_changing_the_case_of_a_handle_leaves_no_former_one(bob):
    edited(bob, handle="BOB")
    assert bob.handle == "BOB"
    assert member_by_former_handle("bob") is None


def test_handles_are_not_collected(bob):
    for handle in ("bob2a", "bob3a", "bob4a"):
        edited(bob, handle=handle)
    with pytest.raises(TooMany):
        edited(bob, handle="bob5a")
    assert bob.handle == "bob4a"


def test_a_new_picture_gives_the_old_one_back_to_be_dropped(bob):
    assert write(set_picture, bob, "one.webp", by=bob) is None
    assert write(set_picture, bob, "two.webp", by=bob) == "one.webp"
    assert write(set_picture, bob, None, by=bob) == "two.webp"
    assert bob.picture is None
