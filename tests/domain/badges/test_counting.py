"""What counts, for whom, by which clock: one vector for each countable and each condition."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import update

from app.domain.accounts.models import User
from app.domain.badges.catalogue import CATALOGUE
from app.domain.badges.counting import count_of, counts_of
from app.domain.badges.facts.sources import facts_of
from app.domain.badges.rules import COUNTABLES, Criterion
from app.domain.forum.models.questions import Question
from app.domain.ideas.models.ideas import StatusChange
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.factories.badges import (
    a_me_too,
    a_question,
    a_ruling,
    a_solution,
    a_stranger,
    a_vote,
    an_answer,
    an_edit,
)
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.ideas import a_vote as a_backing
from tests.factories.ideas import an_idea

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
Case = tuple[str, Callable[[User], Any], int]


def have(member: User, count: str, **more: Any) -> int:
    return count_of(Criterion(count, 1, **more), [member.id]).get(member.id, 0)


def changed(thing: Any, **values: Any) -> Any:
    with unit_of_work():
        for name, value in values.items():
            setattr(thing, name, value)
    return thing


def solved_own_by_another(bob: User) -> None:
    question = a_question(bob)
    answer = an_answer(a_stranger(), question)
    with unit_of_work():
        question.accept(answer.id, by_id=bob.id, at=clock.now())


def solved_own_by_oneself(bob: User) -> None:
    a_solution(bob, asker=bob)


def also_works(bob: User) -> None:
    moment = clock.now()
    changed(an_answer(bob), also_works_at=moment, also_works_by_id=a_stranger().id)
    changed(an_answer(bob), also_works_at=moment, also_works_by_id=bob.id)


def recommended(bob: User) -> None:
    moment = clock.now()
    changed(an_answer(bob), recommended_at=moment, recommended_by_id=a_stranger().id)
    changed(an_answer(bob), recommended_at=moment, recommended_by_id=bob.id)


def voted_answer(bob: User) -> None:
    answer = an_answer(bob)
    for value in (1, 1, -1):
        a_vote(a_stranger(), answer, value)
    a_vote(a_stranger(), answer, voided_at=clock.now())
    a_vote(bob, answer)
    changed(answer, imported_score=3)


def voted_question(bob: User) -> None:
    question = a_question(bob)
    a_vote(a_stranger(), question)
    a_vote(a_stranger(), question, voided_at=clock.now())
    changed(question, imported_score=2)


def shared(bob: User) -> None:
    question = a_question(bob, imported_too=4)
    a_me_too(question, f"m:{a_stranger().id}")
    a_me_too(question, f"m:{bob.id}")
    a_me_too(question, "g:abcdef")


def voting(bob: User) -> None:
    a_vote(bob, a_question(a_stranger()))
    a_vote(bob, an_answer(a_stranger()), -1)
    a_vote(bob, an_answer(a_stranger()), voided_at=clock.now())
    a_vote(bob, a_question(a_stranger(), hidden_at=clock.now()))


def tidying(bob: User) -> None:
    there = a_question(a_stranger())
    twice = a_question(a_stranger(), duplicate_of_id=there.id)
    a_ruling(bob, twice)
    a_ruling(bob, twice)
    a_ruling(bob, a_question(a_stranger(), merged_into_id=there.id), "merge")
    a_ruling(bob, a_question(a_stranger()))  # taken back: it stands for itself again
    a_ruling(bob, a_question(bob, duplicate_of_id=there.id))


def editing(bob: User) -> None:
    answer, question = an_answer(a_stranger()), a_question(a_stranger())
    an_edit(a_stranger(), answer, 1)
    for number in (2, 3):
        an_edit(bob, answer, number)
    an_edit(bob, question, 2)
    an_edit(bob, an_answer(bob), 2)


def newcomers(bob: User) -> None:
    asker = a_stranger()
    a_solution(bob, asker=asker, posted_at=NOON)
    a_solution(bob, asker=asker, posted_at=NOON + timedelta(days=1))


def profile(bob: User) -> None:
    changed(bob, picture="face.webp", bio="I mend lamps.")


def suggesting(bob: User) -> None:
    space = make_space("group")
    an_idea(author=bob)
    for values in ({"hidden_at": NOON}, {"held_at": NOON}, {"space": space}):
        an_idea(author=bob, **values)
    an_idea(author=bob, merged_into_id=an_idea().id)


def delivered(bob: User) -> None:
    an_idea(author=bob, status="delivered")
    an_idea(author=bob, status="beta")
    own = an_idea(author=bob, status="delivered")
    with unit_of_work():
        db.session.add(StatusChange(idea_id=own.id, after="delivered", by_id=bob.id))


def voted_idea(bob: User) -> None:
    idea = an_idea(author=bob, votes=2, imported_votes=3)
    a_backing(idea, by=bob)
    a_backing(idea, cast_by_id=a_stranger().id)


def voting_for_ideas(bob: User) -> None:
    a_backing(an_idea(), by=bob)
    a_backing(an_idea(author=bob), by=bob)
    a_backing(an_idea(), by=bob, cast_by_id=a_stranger().id)
    a_backing(an_idea(hidden_at=NOON), by=bob)


CASES: list[Case] = [
    ("questions-asked", a_question, 1),
    ("questions-asked", lambda bob: a_question(bob, hidden_at=clock.now()), 0),
    ("questions-solved", solved_own_by_another, 1),
    ("questions-solved", solved_own_by_oneself, 0),
    ("answers-posted", an_answer, 1),
    ("answers-posted", lambda bob: an_answer(bob, a_question(bob)), 0),
    ("answers-posted", lambda bob: an_answer(bob, hidden_at=clock.now()), 0),
    ("answers-accepted", a_solution, 1),
    ("answers-accepted", solved_own_by_oneself, 0),
    ("newcomers-helped", newcomers, 1),
    ("also-works", also_works, 1),
    ("recommended", recommended, 1),
    ("votes-on-answers", voted_answer, 4),
    ("votes-on-questions", voted_question, 3),
    ("me-toos", shared, 5),
    ("readers", lambda bob: a_question(bob, view_count=40), 40),
    ("votes-cast", voting, 2),
    ("duplicates", tidying, 2),
    ("edits", editing, 2),
    ("posts", lambda bob: (a_question(bob), an_answer(bob)), 2),
    ("days-answering", lambda bob: (an_answer(bob), an_answer(bob)), 1),
    ("streak", an_answer, 1),
    ("profile", profile, 2),
    ("ideas-suggested", suggesting, 1),
    ("ideas-delivered", delivered, 1),
    ("votes-on-ideas", voted_idea, 5),
    ("idea-votes", voting_for_ideas, 1),
]


@pytest.mark.parametrize("count,make,expected", CASES)
def test_what_counts(bob, count, make, expected):
    make(bob)
    assert have(bob, count) == expected


def test_every_countable_has_facts_and_a_case():
    assert {count for count, _, _ in CASES} == set(COUNTABLES)
    for count in COUNTABLES:
        assert facts_of(count, lambda column: column == 1) is not None


@pytest.mark.parametrize("count", [name for name, it in COUNTABLES.items() if it.placed])
def test_nothing_counts_that_not_every_member_may_read(bob, alice, count):
    """The same facts, in a space for few: none of them counts."""
    space = make_space("group")
    for case, make, _ in CASES:
        if case == count:
            make(bob)
    with unit_of_work():
        db.session.execute(update(Question).values(space_id=space.id))
    assert have(bob, count) == 0


def test_members_spaces_count(bob):
    a_solution(bob, space_id=make_space("members").id)
    assert have(bob, "answers-accepted") == 1


# -- conditions -------------------------------------------------------------------------------


def test_only_the_period(bob):
    clock.freeze(NOON)
    a_solution(bob, posted_at=NOON - timedelta(days=30))
    a_solution(bob, posted_at=NOON - timedelta(days=30, seconds=1))
    assert have(bob, "answers-accepted", days=30) == 1
    assert have(bob, "answers-accepted") == 2


def test_only_the_tag(bob):
    a_solution(bob, tags=(make_tag("wifi"),))
    a_solution(bob, tags=(make_tag("zigbee"),))
    a_solution(bob)
    assert have(bob, "answers-accepted", tag="wifi") == 1
    assert have(bob, "answers-accepted", tag="nothing") == 0


def test_the_product_and_those_below_it(bob):
    lights = make_product("Lights")
    bulb = make_product("Bulb", parent=lights)
    a_solution(bob, product_id=lights.id)
    a_solution(bob, product_id=bulb.id)
    a_solution(bob, product_id=make_product("Lock").id)
    assert have(bob, "answers-accepted", product=lights.slug) == 2
    assert have(bob, "answers-accepted", product=bulb.slug) == 1
    assert have(bob, "answers-accepted", product="gone") == 0


def test_the_most_about_one_thing(bob):
    lights, lock, wifi = make_product("Lights"), make_product("Lock"), make_tag("wifi")
    for product in (lights, lights, lock):
        a_solution(bob, product_id=product.id, tags=(wifi,))
    a_solution(bob)
    assert have(bob, "answers-accepted", per="product") == 2
    assert have(bob, "answers-accepted", per="tag") == 3


def test_votes_of_one_post_are_not_added_to_anothers(bob):
    one, other = an_answer(bob), an_answer(bob)
    for post in (one, one, other):
        a_vote(a_stranger(), post)
    assert have(bob, "votes-on-answers", per="post") == 2
    assert have(bob, "votes-on-answers") == 3


# In Berlin (+2 in June): 19:59Z is 21:59, 20:00Z is 22:00, 03:59Z is 5:59, 04:00Z is 6:00.
@pytest.mark.parametrize(
    "zone,hour,minute,counts",
    [
        ("Europe/Berlin", 19, 59, False),
        ("Europe/Berlin", 20, 0, True),
        ("Europe/Berlin", 3, 59, True),
        ("Europe/Berlin", 4, 0, False),
        ("UTC", 20, 0, False),
        ("UTC", 22, 0, True),
        ("Pacific/Auckland", 12, 0, True),  # midnight there
        ("Nowhere/AtAll", 23, 0, True),  # not known: UTC
    ],
)
def test_the_night_is_the_members_own(bob, zone, hour, minute, counts):
    changed(bob, time_zone=zone)
    a_solution(bob, posted_at=NOON.replace(hour=hour, minute=minute), solved_at=NOON)
    assert have(bob, "answers-accepted", hours=(22, 6)) == int(counts)


def test_hours_that_do_not_reach_over_midnight(bob):
    for hour in (4, 5, 7, 8):
        a_solution(bob, posted_at=NOON.replace(hour=hour))
    assert have(bob, "answers-accepted", hours=(5, 8)) == 2


def test_a_streak_is_the_longest_run_of_the_members_own_days(bob):
    changed(bob, time_zone="America/New_York")
    # 02:00Z belongs to the day before in New York: 9, 10, 11 June, a gap, 13 June.
    for day in (10, 11, 12, 14):
        an_answer(bob, posted_at=datetime(2026, 6, day, 2, tzinfo=UTC))
    an_answer(bob, posted_at=datetime(2026, 6, 11, 23, tzinfo=UTC))  # 11 June again
    assert have(bob, "streak") == 3
    assert have(bob, "days-answering") == 4


def test_a_question_that_had_waited(bob):
    a_solution(bob, asked_at=NOON - timedelta(days=90), posted_at=NOON)
    a_solution(bob, asked_at=NOON - timedelta(days=89, hours=23), posted_at=NOON)
    assert have(bob, "answers-accepted", question_age=90) == 1


def test_long_after_joining(bob):
    changed(bob, joined_at=NOON - timedelta(days=365))
    a_question(bob, asked_at=NOON - timedelta(seconds=1))
    assert have(bob, "posts", membership=365) == 0
    a_question(bob, asked_at=NOON)
    assert have(bob, "posts", membership=365) == 1


# -- for many ---------------------------------------------------------------------------------


def test_one_and_many_agree(alice, bob, mallory):
    for member, times in ((alice, 1), (bob, 2)):
        for _ in range(times):
            a_solution(member)
    criterion = Criterion("answers-accepted", 1)
    expected = {alice.id: 1, bob.id: 2}
    ids = [alice.id, bob.id, mallory.id]
    assert count_of(criterion, ids) == expected
    assert count_of(criterion, range(min(ids), max(ids) + 1)) == expected
    assert {i: n for i in ids for n in [count_of(criterion, [i]).get(i)] if n} == expected


def test_who_has_too_few_is_left_out(bob):
    a_solution(bob)
    assert count_of(Criterion("answers-accepted", 2), [bob.id]) == {}
    assert count_of(Criterion("streak", 2), [bob.id]) == {}


def test_everything_at_once_costs_few_statements(bob, statements):
    criteria = [badge.criterion for badge in CATALOGUE.values() if badge.criterion]
    for _ in range(3):
        a_solution(bob, product_id=make_product("Lock").id, tags=(make_tag("wifi"),))
    member_id = bob.id
    with statements() as ran:
        found = counts_of(criteria, member_id)
    # One for all sums; one each for the two halves of the day, and the days in a row.
    assert len(ran) <= 4, str(ran)
    three = {
        found[badge.criterion]
        for badge in CATALOGUE.values()
        if badge.criterion and badge.key in ("handy", "keystone")
    }
    assert three == {3}
