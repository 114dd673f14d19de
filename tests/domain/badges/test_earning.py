"""Earning: once for each occasion, kept for ever, the same by announcement and by sweep."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.actions.profiles import edit_profile
from app.domain.badges.actions import earning
from app.domain.badges.actions.earning import consider, sweep
from app.domain.badges.actions.giving import revoke_badge
from app.domain.badges.catalogue import CATALOGUE, SPARE_ICONS
from app.domain.badges.models import Award
from app.domain.badges.queries import badge_named
from app.domain.badges.rules import Criterion
from app.domain.forum.actions.accepting import accept_answer, withdraw_acceptance
from app.domain.forum.actions.voting import vote
from app.domain.notifications.models import Notice
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.domain.badges.ways_of_ideas import WAYS_OF_IDEAS
from tests.factories.badges import (
    a_badge,
    a_me_too,
    a_question,
    a_ruling,
    a_solution,
    a_stranger,
    a_vote,
    an_answer,
    an_award,
    an_edit,
)
from tests.factories.catalog import make_product, make_tag
from tests.factories.threads import answered, asked, let_happen, words

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


def held(member: Any) -> set[tuple[str, str]]:
    rows = db.session.execute(
        select(Award.badge, Award.occasion).where(
            Award.user_id == member.id, Award.revoked_at.is_(None)
        )
    )
    return {(badge, occasion) for badge, occasion in rows}


def keys(member: Any) -> set[str]:
    return {badge for badge, _ in held(member)}


# -- the catalogue ----------------------------------------------------------------------------


def test_names_and_drawings_are_each_badges_own():
    badges = CATALOGUE.values()
    assert len(badges) == 33
    for part in (
        [str(b.name) for b in badges],
        [str(b.about) for b in badges],
        [*(b.icon for b in badges), *SPARE_ICONS],
    ):
        assert len(part) == len(set(part))
    assert {b.tier for b in badges} == {"bronze", "silver", "gold"}


def _many(times: int, make: Any) -> Any:
    def made(bob: Any) -> None:
        for _ in range(times):
            make(bob)

    return made


def _days(times: int) -> Any:
    def made(bob: Any) -> None:
        for day in range(times):
            an_answer(bob, posted_at=NOON + timedelta(days=day))

    return made


def _one_product(bob: Any) -> None:
    lock = make_product("Lock")
    for _ in range(25):
        a_solution(bob, product_id=lock.id)


def _one_tag(bob: Any) -> None:
    tag = make_tag("wifi")
    for _ in range(25):
        a_solution(bob, tags=(tag,))


def _voted(times: int) -> Any:
    def made(bob: Any) -> None:
        answer = an_answer(bob)
        for _ in range(times):
            a_vote(a_stranger(), answer)

    return made


def _wondered(bob: Any) -> None:
    question = a_question(bob)
    for _ in range(25):
        a_me_too(question, f"m:{a_stranger().id}")


def _solved_by_others(bob: Any) -> None:
    helper = a_stranger()
    for _ in range(10):
        a_solution(helper, asker=bob)


def _years(days: int) -> Any:
    def made(bob: Any) -> None:
        with unit_of_work():
            bob.joined_at = NOON - timedelta(days=days)
        a_question(bob, asked_at=NOON)

    return made


def _profile(bob: Any) -> None:
    with unit_of_work():
        bob.picture, bob.bio = "face.webp", "I mend lamps."


def _marked(column: str) -> Any:
    def made(bob: Any) -> None:
        for _ in range(3):
            marked: dict[str, Any] = {column: NOON}
            an_answer(bob, **marked)

    return made


def _tidied(bob: Any) -> None:
    there = a_question(a_stranger())
    for _ in range(10):
        a_ruling(bob, a_question(a_stranger(), duplicate_of_id=there.id))


def _edited(bob: Any) -> None:
    for _ in range(25):
        an_edit(bob, an_answer(a_stranger()), 2)


WAYS: dict[str, Any] = {
    "welcome-mat": _profile,
    "ice-breaker": a_question,
    "helping-hand": an_answer,
    "first-candle": _years(365),
    "old-friend": _years(1826),
    "first-light": a_solution,
    "handy": _many(10, a_solution),
    "full-toolbox": _many(50, a_solution),
    "keystone": _many(150, a_solution),
    "good-neighbour": _many(10, a_solution),
    "night-shift": _many(5, lambda bob: a_solution(bob, posted_at=NOON.replace(hour=23))),
    "early-bird": _many(5, lambda bob: a_solution(bob, posted_at=NOON.replace(hour=5))),
    "second-wind": lambda bob: a_solution(bob, asked_at=NOON - timedelta(days=91), posted_at=NOON),
    "side-door": _marked("also_works_at"),
    "seal-of-approval": _marked("recommended_at"),
    "locksmith": _one_product,
    "household-name": _one_tag,
    "full-week": _days(7),
    "full-month": _days(30),
    "hundred-days": _days(100),
    "round-of-applause": _voted(10),
    "standing-ovation": _voted(25),
    "good-question": _wondered,
    "talk-of-the-street": lambda bob: a_question(bob, view_count=1000),
    "no-loose-ends": _solved_by_others,
    "civic-duty": _many(50, lambda bob: a_vote(bob, a_question(a_stranger()))),
    "tidy-hands": _tidied,
    "red-pencil": _edited,
    **WAYS_OF_IDEAS,
}


@pytest.mark.parametrize("key", CATALOGUE)
def test_each_badge_can_be_reached(bob, key):
    WAYS[key](bob)
    consider([bob.id])
    assert key in keys(bob)


# -- once, and again --------------------------------------------------------------------------


def test_once_is_once(bob):
    a_solution(bob)
    assert consider([bob.id]) == 2  # Helping hand, First light
    a_solution(bob)
    assert consider([bob.id]) == 0
    assert held(bob) == {("helping-hand", ""), ("first-light", "")}


def test_a_repeatable_one_comes_for_each_post(bob):
    for _ in range(2):
        a_question(bob, view_count=1000)
    a_question(bob, view_count=999)
    consider([bob.id])
    assert len([it for it in held(bob) if it[0] == "talk-of-the-street"]) == 2
    award = db.session.scalars(select(Award).where(Award.badge == "talk-of-the-street")).first()
    assert award.occasion == f"question:{award.subject_id}"


def test_a_custom_one_comes_for_each_so_many(bob):
    badge = a_badge("Mender", Criterion("answers-accepted", 2), is_repeatable=True)
    for _ in range(5):
        a_solution(bob)
    consider([bob.id])
    assert {(key, times) for key, times in held(bob) if key == badge.key} == {
        (badge.key, "1"),
        (badge.key, "2"),
    }


def test_a_period_counts_nothing_twice(bob):
    clock.freeze(NOON)
    badge = a_badge("Busy", Criterion("answers-accepted", 2, days=7), is_repeatable=True)

    def times() -> int:
        consider([bob.id])
        return len([it for it in held(bob) if it[0] == badge.key])

    for hours in (2, 1):
        a_solution(bob, posted_at=NOON - timedelta(hours=hours))
    assert (times(), times()) == (1, 1)
    clock.freeze(NOON + timedelta(days=1))
    a_solution(bob, posted_at=clock.now())
    assert times() == 1  # one new, one that was counted before
    a_solution(bob, posted_at=clock.now())
    assert times() == 2


def test_it_stays_when_the_count_falls(bob, alice):
    answer = a_solution(bob, asker=alice)
    consider([bob.id])
    write(withdraw_acceptance, answer.question, by=alice)
    consider([bob.id])
    assert "first-light" in keys(bob)


def test_a_revoked_one_is_not_given_again(bob, morgan):
    a_solution(bob)
    consider([bob.id])
    light = badge_named("first-light")
    assert light is not None
    write(revoke_badge, light, bob, by=morgan, reason="It was a bought one.")
    consider([bob.id])
    sweep()
    assert "first-light" not in keys(bob)


def test_struck_out_votes_earn_nothing(bob):
    answer = an_answer(bob)
    for number in range(10):
        a_vote(a_stranger(), answer, voided_at=clock.now() if number == 9 else None)
    consider([bob.id])
    assert "round-of-applause" not in keys(bob)


def test_it_is_dated_by_what_earned_it(bob):
    a_solution(bob, posted_at=NOON)
    a_solution(bob, posted_at=NOON + timedelta(days=9))
    consider([bob.id])
    assert db.session.get(Award, ("first-light", bob.id, "")).awarded_at == NOON


def test_a_retired_one_is_not_earned(bob):
    badge = a_badge("Gone", Criterion("answers-accepted", 1), retired_at=clock.now())
    a_solution(bob)
    consider([bob.id])
    assert badge.key not in keys(bob)


# -- by announcement, by sweep ----------------------------------------------------------------


def test_an_acceptance_earns_both_what_is_theirs(alice, bob):
    question = asked(alice)
    posted = answered(question, bob)
    write(accept_answer, posted, by=alice)
    let_happen()
    assert keys(bob) >= {"helping-hand", "first-light"}
    assert keys(alice) == {"ice-breaker"}
    told = db.session.scalars(select(Notice).where(Notice.kind == "badge"))
    assert {(notice.user_id, (notice.data or {})["badge"]) for notice in told} == {
        (bob.id, "helping-hand"),
        (bob.id, "first-light"),
        (alice.id, "ice-breaker"),
    }


def test_a_vote_looks_at_its_own_post_alone(alice, bob):
    applauded, other = an_answer(bob), an_answer(bob)
    for post, votes in ((applauded, 10), (other, 9)):
        for _ in range(votes):
            a_vote(a_stranger(), post)
    write(vote, other, by=alice, value=1)
    let_happen()
    assert held(bob) == {("round-of-applause", f"answer:{other.id}")}
    sweep()
    assert ("round-of-applause", f"answer:{applauded.id}") in held(bob)


def test_a_profile_is_welcomed(bob):
    with unit_of_work():
        bob.picture = "face.webp"
    shown: dict[str, Any] = {"handle": "bob", "name": "Bob", "location": "", "time_zone": "UTC"}
    write(edit_profile, bob, bio=words("I mend lamps."), by=bob, language="en", **shown)
    let_happen()
    assert keys(bob) == {"welcome-mat"}


def test_a_sweep_finds_the_same_as_looking_at_each(alice, bob, mallory, monkeypatch):
    monkeypatch.setattr(earning, "SWEEP_STEP", 2)
    for member in (alice, bob):
        for _ in range(10):
            a_solution(member, posted_at=NOON.replace(hour=23))
    with unit_of_work():
        mallory.picture, mallory.bio = "face.webp", "Me."
    sweep()
    swept = {member.handle: held(member) for member in (alice, bob, mallory)}
    with unit_of_work():
        db.session.query(Award).delete()
    for member in (alice, bob, mallory):
        consider([member.id])
        assert held(member) == swept[member.handle]
    assert swept["bob"] >= {("handy", ""), ("night-shift", ""), ("good-neighbour", "")}
    assert swept["mallory"] == {("welcome-mat", "")}
    assert sweep() > 0  # the strangers, who asked for the first time
    assert sweep() == 0


def test_a_sweep_costs_the_same_for_few_and_for_many(bob, statements):
    def cost() -> int:
        db.session.rollback()
        with statements() as ran:
            sweep()
        return len(ran)

    a_solution(bob)
    sweep()
    few = cost()
    for _ in range(6):
        a_solution(a_stranger())
    sweep()
    assert cost() == few <= 10


def test_nobody_is_told_who_cannot_read_it(bob):
    with unit_of_work():
        bob.email = bob.email_key = None
    a_solution(bob)
    consider([bob.id])
    assert "first-light" in keys(bob)
    assert not db.session.scalars(select(Notice).where(Notice.user_id == bob.id)).all()


def test_history_is_no_news(bob):
    clock.freeze(NOON)
    a_solution(bob, posted_at=NOON - timedelta(days=8))
    a_question(bob, asked_at=NOON - timedelta(days=6))
    consider([bob.id])
    assert keys(bob) == {"helping-hand", "first-light", "ice-breaker"}
    told = db.session.scalars(select(Notice).where(Notice.user_id == bob.id))
    assert [(notice.data or {})["badge"] for notice in told] == ["ice-breaker"]


def test_what_is_held_already_is_left_alone(bob):
    an_award(bob, "first-light", awarded_at=NOON)
    a_solution(bob)
    consider([bob.id])
    assert db.session.get(Award, ("first-light", bob.id, "")).awarded_at == NOON
