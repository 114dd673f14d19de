"""Each kind of suspicion at its bounds, on plain rows."""

from datetime import UTC, datetime, timedelta

import pytest

from app.domain.reputation.fraud import rules
from app.domain.reputation.fraud.ballots import Ballot, Print, Tally, shared, tail, tallied
from app.domain.reputation.fraud.couples import most_within
from app.domain.reputation.fraud.graphs import components, dense_parts, truss
from app.domain.reputation.fraud.rings import look_inside, without_bystanders
from app.domain.reputation.fraud.search import find_suspicions

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)


class Votes:
    """A few votes, before a background of many by others."""

    def __init__(self):
        self.all = []
        for voter in range(1000, 1200):
            for step in range(10):
                self.add(voter, 2000 + (voter * 7 + step * 31) % 150, 1, days=voter % 60)

    def add(self, voter, author, count=1, *, value=1, days=0, every=0):
        for n in range(count):
            at = NOON - timedelta(days=days) + timedelta(seconds=every * n)
            self.all.append(Ballot(voter, author, "answer", len(self.all) + 1, value, at))

    def spread(self, voter, author, count, **more):
        self.add(voter, author, count, every=3 * 24 * 3600, days=70, **more)

    def find(self, *prints):
        return find_suspicions(lambda: iter(self.all), prints)

    def kinds(self, *prints):
        return [it.kind for it in self.find(*prints)]


@pytest.fixture
def votes():
    return Votes()


def test_the_background_is_honest(votes):
    assert votes.find() == []


@pytest.mark.parametrize(
    "count, kinds",
    [(rules.SERIAL_IN_MINUTES - 1, []), (rules.SERIAL_IN_MINUTES, ["serial"])],
)
def test_a_burst_begins_at_its_bound(votes, count, kinds):
    votes.add(1, 2, count, every=20)
    assert votes.kinds() == kinds


def test_a_burst_that_is_little_of_what_somebody_votes_is_none(votes):
    votes.add(1, 2, 10, every=20)
    for author in range(2000, 2030):
        votes.add(1, author, 1, days=author % 40)
    assert votes.find() == []


def test_the_same_votes_over_weeks_are_no_burst(votes):
    votes.spread(1, 2, 12)
    assert votes.find() == []


def test_a_burst_over_a_day_takes_more(votes):
    votes.add(1, 2, rules.SERIAL_IN_DAY, every=3600)
    [found] = votes.find()
    assert found.evidence["minutes"] == (rules.SERIAL_IN_DAY - 1) * 60
    assert not found.certain


def test_votes_against_are_found_sooner(votes):
    votes.add(1, 2, rules.SERIAL_DOWN_IN_MINUTES, value=-1, every=30)
    votes.add(1, 2005, 3, days=9)
    [found] = votes.find()
    assert (found.kind, found.value) == ("serial", -1)
    assert {vote.value for vote in found.votes} == {-1}


def test_two_for_each_other_and_for_few_else(votes):
    votes.spread(1, 2, 10)
    votes.spread(2, 1, 10)
    [found] = votes.find()
    assert (found.kind, found.voters, found.certain) == ("pair", [1, 2], False)


def test_a_vote_for_which_nothing_comes_back_makes_no_pair(votes):
    votes.spread(1, 2, 10)
    votes.spread(2, 1, 3)
    assert votes.find() == []


def test_two_who_like_others_as_much_are_no_pair(votes):
    for one, other in ((1, 2), (2, 1)):
        votes.spread(one, other, 10)
        votes.spread(one, 2000, 8)
    assert votes.find() == []


@pytest.mark.parametrize("kind, found", [("device", "same-device"), ("network", "same-network")])
def test_what_two_share_makes_the_difference(votes, kind, found):
    votes.spread(1, 2, 9)
    assert votes.find() == []
    prints = [Print(1, kind, "k"), Print(2, kind, "k")]
    [suspicion] = votes.find(*prints)
    assert suspicion.kind == found
    assert suspicion.certain is (kind == "device")


def test_what_many_share_says_nothing(votes):
    votes.spread(1, 2, 9)
    prints = [Print(member, "device", "library") for member in range(1, rules.DEVICE_MOST + 2)]
    assert votes.find(*prints) == []


def test_several_accounts_for_one_are_a_star(votes):
    for voter in range(1, 7):
        votes.spread(voter, 50, 8)
        votes.spread(voter, 2000 + voter, 2)
    [found] = votes.find()
    assert (found.kind, found.evidence["shape"]) == ("ring", "star")
    assert (found.voters, found.authors) == ([1, 2, 3, 4, 5, 6], [50])


def test_the_fans_of_somebody_whom_many_like_are_no_star(votes):
    for voter in range(1, 7):
        votes.spread(voter, 50, 8)
        votes.spread(voter, 2000 + voter, 2)
    for voter in range(1000, 1060):
        votes.add(voter, 50, 1, days=voter % 50)
    assert votes.find() == []


def test_whom_a_ring_votes_for_is_no_voter_of_it(votes):
    for voter in range(1, 9):
        for author in range(1, 9):
            if author != voter:
                votes.add(voter, author, 2, days=voter + author, every=9000)
        votes.add(voter, 70, 1, days=voter)
    votes.add(70, 1, 1, days=4)
    votes.add(70, 2003, 9, days=4, every=90_000)
    [found] = votes.find()
    assert 70 not in found.voters
    assert found.voters == list(range(1, 9))


def test_a_tally_counts_by_voter_author_and_pair():
    ballots = [
        Ballot(1, 2, "answer", 1, 1, NOON),
        Ballot(1, 2, "answer", 2, 1, NOON),
        Ballot(1, 3, "answer", 3, -1, NOON),
        Ballot(4, 2, "reply", 4, 1, NOON),
    ]
    ups, downs = tallied(ballots)
    assert (ups.count(1, 2), ups.count(2, 1), ups.share(1, 2), ups.received[2]) == (2, 0, 1.0, 3)
    assert (downs.count(1, 3), downs.total, len(ups)) == (1, 1, 2)
    assert sorted(ups.pairs(2)) == [(1, 2, 2)]


@pytest.mark.parametrize(
    "count, expected, chance",
    [(0, 5, 1.0), (1, 0.1, 0.0952), (3, 1.0, 0.0803), (20, 20.0, 0.5297), (4, 0.0, 0.0)],
)
def test_the_chance_of_so_many_is_that_of_the_textbook(count, expected, chance):
    assert tail(count, expected) == pytest.approx(chance, abs=1e-4)


def test_a_chance_is_small_and_never_wrong_at_the_ends():
    assert 0 < tail(40, 0.5) < 1e-50
    assert tail(1, 5000.0) == pytest.approx(1.0)


def test_most_within_a_span_is_found_wherever_it_lies():
    times = [NOON + timedelta(minutes=m) for m in (0, 30, 31, 32, 33, 90, 91)]
    assert most_within(times, timedelta(minutes=5)) == range(1, 5)
    assert most_within([], timedelta(minutes=5)) == range(0)


def clique(*members):
    return {one: {it for it in members if it != one} for one in members}


def test_a_truss_keeps_what_has_neighbours_in_common():
    graph = clique(1, 2, 3, 4)
    graph[4] = graph[4] | {9}
    graph[9] = {4}
    assert truss(graph, 2) == clique(1, 2, 3, 4)
    assert truss(graph, 3) == {}
    assert graph[9] == {4}  # what was given stays


def test_parts_hang_together_and_grow_denser():
    graph = clique(1, 2, 3) | clique(5, 6, 7, 8)
    assert sorted(map(sorted, components(graph))) == [[1, 2, 3], [5, 6, 7, 8]]
    parts = [sorted(part) for part in dense_parts(graph)]
    assert parts.count([5, 6, 7, 8]) == 2
    assert parts.count([1, 2, 3]) == 1


def test_a_bystander_is_left_out_of_a_group():
    tally = Tally()
    for voter in (1, 2, 3):
        for author in (1, 2, 3):
            if voter != author:
                for _ in range(3):
                    tally.add(voter, author)
    tally.add(1, 9)
    for author in range(20, 40):
        tally.add(9, author)
        tally.add(author, 9)
    tally.add(9, 1)
    assert without_bystanders({1, 2, 3, 9}, tally) == {1, 2, 3}
    inside = look_inside({1, 2, 3}, tally)
    assert (inside.votes, inside.density) == (18, 1.0)


def test_sharing_is_symmetric_and_by_kind():
    known = shared([Print(1, "device", "a"), Print(2, "device", "a"), Print(3, "network", "a")])
    assert known.has_device(2, 1)
    assert not known.has_network(1, 2)
    assert list(known.device_pairs()) == [(1, 2)]
