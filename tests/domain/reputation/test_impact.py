"""What a helper's answers did for others."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.domain.reputation.queries.impact import impact_of, streaks, thanked_answers
from app.kit import clock
from tests.factories.catalog import make_space
from tests.factories.forum import make_answer, make_question
from tests.people import make_member

DAY = timedelta(days=1)
NOON = datetime(2026, 5, 13, 12, tzinfo=UTC)


def days(*numbers: int) -> list[date]:
    return [date(2026, 5, number) for number in numbers]


@pytest.mark.parametrize(
    "there, expected",
    [
        ((), (0, 0)),
        ((13,), (1, 1)),
        ((12,), (1, 1)),
        ((11,), (0, 1)),
        ((11, 12, 13), (3, 3)),
        ((1, 2, 3, 4, 12, 13), (2, 4)),
        ((1, 2, 3, 10, 11), (0, 3)),
        ((13, 13, 12), (2, 2)),
    ],
)
def test_a_streak_is_of_days_in_a_row_and_today_is_not_over(there, expected):
    assert streaks(days(*there), date(2026, 5, 13)) == expected


def test_days_are_the_members_own(session):
    clock.freeze(NOON)
    moments = [
        datetime(2026, 5, 12, 23, 30, tzinfo=UTC),
        datetime(2026, 5, 13, 0, 30, tzinfo=UTC),
        datetime(2026, 5, 11, 12, 0, tzinfo=UTC),
    ]
    found: dict[str, Any] = {}
    for zone in ("UTC", "Asia/Tokyo", "America/Los_Angeles"):
        member = make_member(f"in-{len(found)}", time_zone=zone)
        for moment in moments:
            make_answer(author=member, posted_at=moment)
        found[zone] = impact_of(member).streak
    # In Tokyo it was the 11th, then twice the 13th; in Los Angeles the 11th, then twice the 12th.
    assert found == {"UTC": 3, "Asia/Tokyo": 1, "America/Los_Angeles": 2}


def test_a_streak_runs_through_the_days_that_are_an_hour_shorter_or_longer(session):
    # Berlin puts its clocks forward on 29 March 2026 and back on 25 October.
    for number, (month, first) in enumerate(((3, 28), (10, 24))):
        member = make_member(f"berlin{number}", time_zone="Europe/Berlin")
        offset = {3: (22, 21, 21), 10: (21, 22, 22)}[month]
        for n, hour in enumerate(offset):
            # Each half past eleven (summer) or half past ten or so in the evening there.
            moment = datetime(2026, month, first + n, hour, 30, tzinfo=UTC)
            make_answer(author=member, posted_at=moment)
        clock.freeze(datetime(2026, month, first + 2, 22, 45, tzinfo=UTC))
        assert impact_of(member).best_streak == 3


def test_people_helped_are_readers_and_those_who_have_the_question_too(bob):
    won = make_question(view_count=100, too_count=7, imported_too=7)
    make_answer(won, author=bob, accepted=True)
    also = make_question(view_count=10, too_count=2, imported_too=2)
    make_answer(also, accepted=True)
    make_answer(also, author=bob, also_works_at=clock.now())
    make_answer(also, author=bob, also_works_at=clock.now())  # the same thread, once
    unsolved = make_question(view_count=1000)
    make_answer(unsolved, author=bob)
    own = make_question(author=bob, view_count=1000)
    make_answer(own, author=bob, accepted=True)
    hidden = make_question(view_count=1000)
    make_answer(hidden, author=bob, accepted=True, hidden_at=clock.now())
    found = impact_of(bob)
    assert found.people_helped == 119
    assert (found.answers, found.accepted, found.solve_rate) == (4, 1, None)


def test_the_solve_rate_is_told_from_five_answers_on(bob):
    for n in range(5):
        make_answer(author=bob, accepted=n < 2)
    assert impact_of(bob).solve_rate == 0.4


def test_the_usual_reply_time_is_the_median_of_first_answers(bob):
    asked = clock.now() - 10 * DAY
    for minutes in (5, 10, 20, 40, 5000):
        question = make_question(asked_at=asked)
        make_answer(question, author=bob, posted_at=asked + timedelta(minutes=minutes))
        make_answer(question, author=bob, posted_at=asked + timedelta(days=9))
    assert impact_of(bob).reply_time == timedelta(minutes=20)


def test_impact_costs_the_same_however_much_there_is(bob, statements):
    counts = []
    for many in (5, 12):
        for n in range(many):
            make_answer(author=bob, accepted=n % 2 == 0)
        assert bob.handle  # read before the statements are counted
        with statements() as ran:
            impact_of(bob)
        counts.append(len(ran))
    assert counts == [4, 4]


def test_nobody_who_answered_nothing_has_figures(bob):
    found = impact_of(bob)
    assert (found.people_helped, found.answers, found.reply_time, found.streak) == (0, 0, None, 0)


def test_thanked_answers_are_those_with_most_votes_that_the_reader_may_see(bob, guest, morgan):
    plain = make_answer(author=bob, score=3, imported_score=3)
    won = make_answer(author=bob, score=9, imported_score=9, accepted=True)
    make_answer(author=bob)
    private = make_question(space=make_space("group"))
    secret = make_answer(private, author=bob, score=20, imported_score=20)
    found = [(row.answer_id, row.is_accepted) for row in thanked_answers(bob.id, actor=guest)]
    assert found == [(won.id, True), (plain.id, False)]
    seen: list[Any] = [row.answer_id for row in thanked_answers(bob.id, actor=morgan)]
    assert seen == [secret.id, won.id, plain.id]
