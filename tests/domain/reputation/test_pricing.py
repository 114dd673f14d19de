"""What facts are worth: vectors for the pure function, no database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from app.domain.reputation.actions.pricing import Line, price
from app.domain.reputation.queries.economies import FIRST, Version
from app.domain.reputation.queries.shapes import Fact
from app.domain.reputation.rules import LAUNCH, MATURE, Economy

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
AUTHOR = 1


def vote(voter: int, post: int = 9, *, at: datetime = NOON, up: bool = True) -> Fact:
    reason = "answer-upvoted" if up else "answer-downvoted"
    return Fact(f"vote:{voter}:answer:{post}", AUTHOR, reason, voter, "answer", post, 1, at)


def too(member: int, question: int = 1, *, at: datetime = NOON) -> Fact:
    key = f"too:{question}:{member}"
    return Fact(key, AUTHOR, "question-shared", member, "question", question, question, at)


def imported(times: int, post: int = 9, *, at: datetime = NOON) -> Fact:
    key = f"imported:answer:{post}"
    return Fact(key, AUTHOR, "imported-votes", None, "answer", post, 1, at, times)


def accepted(post: int, *, at: datetime = NOON) -> Fact:
    return Fact(f"accepted:{post}", AUTHOR, "answer-accepted", 2, "answer", post, 1, at)


def after(minutes: float) -> datetime:
    return NOON + timedelta(minutes=minutes)


def known(*changes: tuple[Economy, datetime]) -> list[Version]:
    later = [Version(n, "custom", one, at) for n, (one, at) in enumerate(changes, start=1)]
    return [FIRST, *later]


def total(facts: list[Fact], versions: list[Version] | None = None) -> int:
    return sum(line.amount for line in price(facts, versions or known()).values())


def amounts(facts: list[Fact], versions: list[Version] | None = None) -> list[int]:
    lines = price(facts, versions or known())
    return [lines[fact.fact].amount for fact in facts]


def test_each_reason_is_worth_its_price():
    facts = [
        Fact(f"one:{reason}", AUTHOR, reason, n + 2, "answer", n, 1, NOON)
        for n, reason in enumerate(LAUNCH.prices)
    ]
    lines = price(facts, known())
    assert {line.reason: line.amount for line in lines.values()} == dict(LAUNCH.prices)


def test_a_post_brings_no_more_than_its_bound():
    votes = [vote(n, at=after(n)) for n in range(2, 9)]
    assert amounts(votes) == [6, 6, 6, 6, 6, 0, 0]


def test_the_last_vote_within_a_bound_counts_in_part():
    economy = replace(LAUNCH, per_post=LAUNCH.per_post | {"answer-upvoted": 8})
    votes = [vote(n, at=after(n)) for n in range(2, 5)]
    assert amounts(votes, known((economy, after(-60)))) == [6, 2, 0]


def test_one_person_does_only_so_much_for_another_in_a_day():
    votes = [vote(2, post=n, at=after(n)) for n in range(7)]
    assert amounts(votes) == [6, 6, 6, 6, 6, 0, 0]
    tomorrow = vote(2, post=8, at=NOON + timedelta(days=1))
    assert amounts([*votes, tomorrow])[-1] == 6


def test_me_toos_and_votes_of_one_person_count_together():
    facts = [vote(2, post=n, at=after(n)) for n in range(5)] + [too(2, at=after(9))]
    assert amounts(facts)[-1] == 0


def test_votes_against_are_counted_for_themselves():
    facts = [vote(2, post=n, at=after(n)) for n in range(5)]
    facts += [vote(2, post=n, at=after(n), up=False) for n in range(10, 16)]
    costs = amounts(facts, known((MATURE, after(-60))))
    assert costs == [6] * 5 + [-2] * 5 + [0]


def test_a_post_costs_no_more_than_its_bound_and_nothing_at_the_launch():
    votes = [vote(n, at=after(n), up=False) for n in range(2, 9)]
    assert total(votes, known((MATURE, after(-60)))) == -10
    assert total(votes) == 0


def test_a_day_brings_no_more_than_its_bound_and_acceptances_beyond_it():
    votes = [vote(2 + n, post=n, at=after(n)) for n in range(40)]
    assert total(votes) == 200
    assert amounts(votes)[32:35] == [6, 2, 0]
    assert total([*votes, *(accepted(n, at=after(n)) for n in range(3))]) == 245
    # The next day begins at midnight of UTC.
    midnight = NOON + timedelta(hours=12)
    assert total([*votes, vote(99, post=99, at=midnight)]) == 206
    assert total([*votes, vote(99, post=99, at=midnight - timedelta(seconds=1))]) == 200


def test_what_a_vote_costs_does_not_make_room_in_the_day():
    votes = [vote(2 + n, post=n, at=after(n)) for n in range(40)]
    against = [vote(90, post=0, at=after(1), up=False)]
    economy = known((MATURE, after(-60)))
    assert total([*votes, *against], economy) == 198


def test_imported_votes_come_first_and_share_the_bound_of_their_post():
    # Votes carried by a merge may be older than the post they stand under now.
    facts = [vote(2, at=after(-5)), vote(3, at=after(5)), imported(4)]
    assert amounts(facts) == [6, 0, 24]
    assert amounts([imported(50)]) == [30]


def test_imported_votes_know_no_bound_of_a_day():
    assert total([imported(5, post=n) for n in range(20)]) == 600


def test_me_toos_have_a_bound_of_their_own():
    toos = [too(n, at=after(n)) for n in range(2, 30)]
    assert total(toos) == 15


def test_each_fact_has_the_price_of_its_moment():
    dear = replace(LAUNCH, prices=LAUNCH.prices | {"answer-upvoted": 10})
    versions = known((dear, after(10)), (LAUNCH, after(20)))
    votes = [vote(2, at=after(9.9)), vote(3, at=after(10)), vote(4, at=after(20))]
    assert amounts(votes, versions) == [6, 10, 6]
    assert [line.version for line in price(votes, versions).values()] == [0, 1, 2]


def test_a_tighter_bound_takes_nothing_back():
    tight = replace(
        LAUNCH, per_day=12, per_pair=1, per_post=LAUNCH.per_post | {"answer-upvoted": 6}
    )
    votes = [vote(2 + n, post=n // 3, at=after(n)) for n in range(6)]
    assert amounts(votes, known((tight, after(3.5)))) == [6, 6, 6, 6, 0, 0]


def test_a_price_turned_round_costs_within_the_same_bound():
    cost = replace(LAUNCH, prices=LAUNCH.prices | {"answer-upvoted": -20})
    votes = [vote(n, at=after(n)) for n in range(2, 5)]
    assert amounts(votes, known((cost, after(-60)))) == [-20, -10, 0]


def test_the_order_in_which_facts_arrive_does_not_matter():
    facts = [vote(2 + n % 4, post=n % 7, at=after(n % 5)) for n in range(28)]
    facts += [too(2 + n, at=after(n % 3)) for n in range(20)] + [imported(3, post=2)]
    facts = list({fact.fact: fact for fact in facts}.values())
    expected = price(facts, known())
    for turn in range(0, len(facts), 7):
        assert price([*facts[turn:], *facts[:turn]], known()) == expected
    assert price(facts[::-1], known()) == expected


def test_nobody_is_bounded_by_what_others_earn():
    facts = [vote(2 + n, post=n, at=after(n)) for n in range(40)]
    other = replace(vote(2, post=99), user_id=77)
    lines: dict[str, Line] = price([*facts, other], known())
    assert lines[other.fact].amount == 6
