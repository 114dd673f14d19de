"""What a member knows about, and the mark of the best: compared in public, for those who agree."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from app.domain.forum.queries.queues import Topics
from app.domain.reputation.actions.cutoffs import find_cutoffs
from app.domain.reputation.actions.standings import count_entries
from app.domain.reputation.queries.expertise import (
    Mark,
    knows_about,
    marks_beside,
    topics_of,
)
from app.kit.work import unit_of_work
from tests.factories.catalog import make_owner, make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question
from tests.factories.reputation import make_entry
from tests.people import make_member


def people_with(points: Sequence[int], **place: Any) -> list[Any]:
    """Members with so many points, each by one accepted answer."""
    made = []
    for n, each in enumerate(points):
        member = make_member(f"expert{n}")
        make_entry(member, each, **place)
        made.append(member)
    count_entries()
    find_cutoffs()
    return made


def marks(people: Sequence[Any], product: Any = None, *tags: str) -> dict[str, Any]:
    found = marks_beside([p.id for p in people], [product.id] if product else [], tags)
    return {p.handle: found[p.id].percent or found[p.id].place for p in people if p.id in found}


def test_a_member_knows_about_what_was_accepted_best_first(bob, statements):
    lamps, locks, wifi = make_product("Lamps"), make_product("Locks"), make_tag("wifi")
    for _ in range(4):
        make_entry(bob, product=lamps)
    make_entry(bob, product=locks, tags=(wifi,))
    make_entry(bob, 6, reason="answer-upvoted", tags=(make_tag("heard-of"),))
    count_entries()
    bob_id = bob.id
    with statements() as ran:
        found = knows_about(bob_id)
    assert len(ran) == 1
    assert [(row.name, row.kind, row.accepted, row.points, row.bar) for row in found] == [
        ("Lamps", "product", 4, 60, 100),
        ("Locks", "product", 1, 15, 25),
        ("wifi", "tag", 1, 15, 25),
    ]
    assert all(row.mark is None for row in found)


def test_a_whole_of_which_one_part_is_known_is_left_out(bob):
    top = make_product("Top")
    below = make_product("Below", parent=top)
    make_entry(bob, product=below)
    count_entries()
    assert [row.name for row in knows_about(bob.id)] == ["Below"]
    make_entry(bob, product=top)
    count_entries()
    assert [row.name for row in knows_about(bob.id)] == ["Top", "Below"]


def test_what_is_known_in_private_is_not_told(bob):
    make_entry(bob, product=make_product(), tags=(make_tag(),), space=make_space("group"))
    count_entries()
    assert knows_about(bob.id) == []


def test_among_few_the_first_three_have_a_place(session):
    product = make_product()
    people = people_with([50, 40, 30, 20, 10], product=product)
    assert marks(people, product) == {"expert0": 1, "expert1": 2, "expert2": 3}
    (mark,) = marks_beside([people[0].id], [product.id], ()).values()
    assert mark == Mark(product.name, product.slug, "product", place=1, people=5)
    assert knows_about(people[0].id)[0].mark == mark


def test_of_fewer_than_five_nobody_is_marked(session):
    product = make_product()
    assert marks(people_with([50, 40, 30, 20], product=product), product) == {}


def test_among_many_the_best_are_told_by_percent(session):
    tag = make_tag("router")
    people = people_with(range(140, 100, -1), tags=(tag,))
    # Of forty: one percent is one person, five are two, ten are four.
    assert marks(people, None, "router") == {
        "expert0": 1, "expert1": 5, "expert2": 10, "expert3": 10,
    }  # fmt: skip


def test_where_all_are_equal_nobody_is_best(session):
    product, tag = make_product(), make_tag()
    assert marks(people_with([15] * 20, product=product), product) == {}
    assert marks(people_with_others([15] * 6, tags=(tag,)), None, tag.name) == {}


def people_with_others(points: Sequence[int], **place: Any) -> list[Any]:
    made = [make_member(f"other{n}") for n in range(len(points))]
    for member, each in zip(made, points, strict=True):
        make_entry(member, each, **place)
    count_entries()
    find_cutoffs()
    return made


@pytest.mark.parametrize(
    "change", [{"on_boards": False}, {"active": False}, {"staff_roles": ["moderator"]}]
)
def test_who_is_not_compared_has_no_mark_and_stands_in_nobodys_way(session, change):
    product = make_product()
    people = people_with([60, 50, 40, 30, 20, 10], product=product)
    with unit_of_work():
        for name, value in change.items():
            setattr(people[0], name, value)
    find_cutoffs()
    assert marks(people, product) == {"expert1": 1, "expert2": 2, "expert3": 3}
    known = knows_about(people[0].id)
    assert [(row.name, row.mark) for row in known] == [(product.name, None)]


def test_the_rarest_mark_is_shown_and_the_nearest_product_before_a_tag(session, statements):
    top = make_product("Top")
    below = make_product("Below", parent=top)
    tag = make_tag("router")
    people = people_with([50, 40, 30, 20, 10], product=below, tags=(tag,))
    ids, path = [person.id for person in people], [top.id, below.id]
    with statements() as ran:
        found = marks_beside(ids, path, ["router"])
    assert len(ran) == 1
    assert {mark.topic for mark in found.values()} == {"Below"}
    make_entry(people[1], 15, tags=(tag,))
    count_entries()
    find_cutoffs()
    best = marks_beside(ids, [top.id, below.id], ["router"])[people[1].id]
    assert (best.topic, best.place) == ("router", 1)


def test_nobody_and_nothing_ask_the_database_nothing(bob, statements):
    with statements() as ran:
        assert marks_beside([], [1], ["wifi"]) == {}
        assert marks_beside([bob.id], [], []) == {}
    assert len(ran) <= 1  # bob himself


def test_cutoffs_are_found_again_without_leftovers(session):
    product = make_product()
    people = people_with([50, 40, 30, 20, 10], product=product)
    with unit_of_work():
        people[0].on_boards = False
    assert find_cutoffs() == 0
    assert marks(people, product) == {}


def test_what_waits_for_a_helper_is_about_what_they_know(bob, guest):
    top = make_product("Top")
    below, tag = make_product("Below", parent=top), make_tag()
    make_entry(bob, product=below, tags=(tag,))
    count_entries()
    assert topics_of(bob) == Topics(frozenset({top.id, below.id}), frozenset({tag.id}))
    assert not topics_of(guest)


def test_whoever_is_no_expert_yet_is_waited_for_where_they_own_and_answer(bob, statements):
    assert not topics_of(bob)
    owned, answered = make_product("Owned"), make_product("Answered")
    make_owner(bob, owned)
    make_answer(make_question(product=answered), author=bob)
    make_answer(make_question(), author=bob)
    assert bob.handle  # read before the statements are counted
    with statements() as ran:
        found = topics_of(bob)
    assert len(ran) == 3
    assert found == Topics(frozenset({owned.id, answered.id}))
