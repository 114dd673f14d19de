"""Trust is earned by behaviour, kept for a while, lost without it, and pinned by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from app.domain.accounts.actions.rights import release_trust, set_trust
from app.domain.accounts.actions.visits import note_visit
from app.domain.accounts.models import User
from app.domain.accounts.queries import traces_of
from app.domain.forum.actions.accepting import accept_answer
from app.domain.forum.models.votes import Vote
from app.domain.reputation.actions.reviewing import review_newcomer, review_trust
from app.domain.reputation.models.cases import Case, CaseVote
from app.domain.reputation.queries.trust import trust_progress, trust_rules
from app.domain.reputation.trust import WINDOW
from app.kit import clock, jobs
from app.kit.db import db
from app.kit.jobs import Job
from app.kit.problems import Conflict, Forbidden
from app.kit.settings import declared
from app.kit.work import unit_of_work, write
from tests.factories.forum import make_answer, make_question
from tests.factories.trust import helped, here_on, made_many
from tests.people import make_member


def later(days: float) -> None:
    clock.freeze(clock.now() + timedelta(days=days))


@pytest.fixture
def old(session: Any) -> Callable[..., User]:
    """A member of two hundred days who comes, reads and helps as told."""
    # Days are counted: a midnight that passes during a test would take one out of the window.
    clock.freeze(clock.now().replace(hour=12))

    def make(handle: str = "olaf", trust: str = "member", **values: Any) -> User:
        joined = clock.now() - timedelta(days=200)
        return make_member(handle, trust=trust, joined_at=joined, **values)

    return make


def test_a_newcomer_who_came_twice_and_read_is_a_member(nora: User) -> None:
    here_on(nora, 2, threads=2)
    assert review_trust() == 0
    here_on(nora, 1, threads=3, before=5)
    assert review_trust() == 1
    assert nora.trust == "member"
    (trace,) = traces_of(nora)
    assert (trace.role, trace.reason, trace.by_rules) == ("trust: member", "rose", True)


def test_one_accepted_answer_makes_a_newcomer_a_member(nora: User) -> None:
    make_answer(author=nora)
    write(review_newcomer, nora.id)
    assert nora.trust == "new"
    make_answer(author=nora, accepted=True)
    write(review_newcomer, nora.id)
    assert nora.trust == "member"


def test_accepting_ones_own_answer_earns_nothing(nora: User) -> None:
    make_answer(make_question(author=nora), author=nora, accepted=True)
    write(review_newcomer, nora.id)
    assert nora.trust == "new"


def test_an_imported_member_whom_nobody_claimed_is_left_alone(old: Any) -> None:
    ghost = old("ghost", "trusted", confirmed=False)
    with unit_of_work():
        ghost.email = ghost.email_key = None
    assert review_trust() == 0
    assert (ghost.trust, traces_of(ghost)) == ("trusted", [])


def test_who_helps_regularly_is_trusted_and_who_carries_the_place_is_more(old: Any) -> None:
    olaf, petra = old("olaf"), old("petra")
    here_on(olaf, 15, threads=2)
    helped(olaf, answers=5, accepted=3)
    here_on(petra, 50, threads=1)
    helped(petra, answers=20, accepted=20, voters=20)
    assert review_trust() == 2
    assert (olaf.trust, petra.trust) == ("trusted", "super-user")


def test_votes_of_enough_people_do_instead_of_acceptances(old: Any) -> None:
    olaf = old()
    here_on(olaf, 15, threads=2)
    helped(olaf, answers=5, voters=4)
    assert review_trust() == 0
    with unit_of_work():
        for vote in db.session.query(Vote).limit(1):
            vote.voided_at = clock.now()
    helped(olaf, answers=2, voters=5)
    assert review_trust() == 1


def test_struck_out_votes_and_votes_against_count_for_nothing(old: Any) -> None:
    olaf = old()
    here_on(olaf, 15, threads=2)
    helped(olaf, answers=5, voters=6)
    with unit_of_work():
        for n, vote in enumerate(db.session.query(Vote).order_by(Vote.voter_id)):
            vote.voided_at, vote.value = (clock.now(), 1) if n % 2 else (None, -1)
    assert review_trust() == 0


def test_what_was_long_ago_does_not_count(old: Any) -> None:
    olaf = old()
    here_on(olaf, 15, threads=2)
    helped(olaf, answers=5, accepted=3)
    later(101)
    assert review_trust() == 0
    assert olaf.trust == "member"


def test_a_level_is_kept_two_weeks_and_then_falls_by_one(old: Any) -> None:
    petra = old("petra")
    here_on(petra, 50, threads=1)
    helped(petra, answers=20, accepted=20, voters=20)
    review_trust()
    assert petra.trust == "super-user"
    with unit_of_work():
        petra_case(petra)
    later(13)
    assert review_trust() == 0
    later(2)
    assert review_trust() == 1
    assert petra.trust == "trusted"
    newest, former = traces_of(petra)
    assert (newest.role, newest.reason) == ("trust: trusted", "fell")
    assert (former.withdrawn_reason, former.withdrawn_by_id) == ("fell", None)
    later(101)
    assert review_trust() == 1
    assert petra.trust == "member"
    later(101)
    assert review_trust() == 0


def petra_case(member: User) -> None:
    other = db.session.query(User).filter(User.id != member.id).first()
    case = Case(key="ring:1", kind="ring", state="reversed", voter_ids=[member.id])
    db.session.add(case)
    db.session.flush()
    db.session.add(
        CaseVote(
            case_id=case.id,
            voter_id=member.id,
            subject_kind="answer",
            subject_id=1,
            author_id=other.id,
            at=clock.now(),
        )
    )


def test_a_tenth_less_is_enough_to_stay(old: Any) -> None:
    olaf = old()
    here_on(olaf, 15, threads=2)
    helped(olaf, answers=5, accepted=3)
    review_trust()
    # After 87 days, the oldest of the 15 days on the site is out of the window.
    later(100 - 14)
    assert review_trust() == 0
    later(3)
    assert review_trust() == 1
    assert olaf.trust == "member"


def test_a_level_from_before_the_rules_is_kept_for_a_whole_window(old: Any) -> None:
    tess = old("tess", "trusted")
    assert review_trust() == 0
    (found,) = traces_of(tess)
    assert (found.reason, tess.trust) == ("found", "trusted")
    later(99)
    assert review_trust() == 0
    later(2)
    assert review_trust() == 1
    assert tess.trust == "member"


def test_a_level_given_by_hand_stands_until_it_is_released(old: Any, ada: User) -> None:
    olaf = old()
    write(set_trust, olaf, "trusted", reason="knows everything", by=ada)
    later(300)
    assert review_trust() == 0
    write(release_trust, olaf, reason="enough", by=ada)
    assert olaf.trust == "trusted"
    with pytest.raises(Conflict):
        write(release_trust, olaf, by=ada)
    later(13)
    assert review_trust() == 0
    later(2)
    assert review_trust() == 1
    assert olaf.trust == "member"


def test_a_level_below_the_earned_one_is_pinned_too(old: Any, ada: User) -> None:
    olaf = old()
    here_on(olaf, 15, threads=2)
    helped(olaf, answers=5, accepted=3)
    write(set_trust, olaf, "new", reason="floods", by=ada)
    write(review_newcomer, olaf.id)
    assert review_trust() == 0
    assert olaf.trust == "new"


def test_giving_by_hand_what_the_rules_gave_pins_it(nora: User, ada: User) -> None:
    make_answer(author=nora, accepted=True)
    review_newcomer_now(nora)
    write(set_trust, nora, "member", reason="sure", by=ada)
    assert [trace.by_rules for trace in traces_of(nora)] == [False, True]
    assert traces_of(nora)[1].withdrawn_at is not None
    write(set_trust, nora, "member", reason="sure again", by=ada)
    assert len(traces_of(nora)) == 2


def review_newcomer_now(member: User) -> None:
    write(review_newcomer, member.id)


@pytest.mark.parametrize("person", ["guest", "bob", "sue", "morgan", "hanna"])
def test_only_admins_let_the_rules_decide(
    request: Any, alice: User, ada: User, person: str
) -> None:
    write(set_trust, alice, "trusted", by=ada)
    with pytest.raises(Forbidden):
        write(release_trust, alice, by=request.getfixturevalue(person))


def test_staff_are_left_alone(old: Any, morgan: User) -> None:
    here_on(morgan, 50, threads=9)
    helped(morgan, answers=20, accepted=20, voters=20)
    later(300)
    assert review_trust() == 0
    assert trust_progress(morgan).decided_by == "role"


def test_an_admins_numbers_are_in_force_at_once(nora: User) -> None:
    here_on(nora, 1, threads=5)
    with unit_of_work():
        declared["reputation.trust.member.days"].put(1)
    assert review_trust() == 1
    with unit_of_work():
        WINDOW.put(30)
    assert trust_rules().window == 30


def test_a_new_day_and_an_acceptance_ask_for_a_review(nora: User, alice: User) -> None:
    here_on(nora, 1, threads=6, before=1)
    write(note_visit, nora.id)
    jobs.run_all()
    assert nora.trust == "member"
    other = make_member("newt", trust="new")
    answer = make_answer(make_question(author=alice), author=other)
    write(accept_answer, answer, by=alice)
    jobs.run_all()
    assert other.trust == "member"
    assert not db.session.query(Job).count()


def test_how_far_the_next_level_is(old: Any) -> None:
    olaf = old()
    here_on(olaf, 3, threads=2)
    helped(olaf, answers=2, accepted=1)
    found = trust_progress(olaf)
    assert (found.level, found.next_level, found.decided_by) == ("member", "trusted", "rules")
    have = [(one.have, one.need, one.met) for one in found.criteria]
    assert have[:5] == [
        (3, 15, False),
        (6, 30, False),
        (200, 30, True),
        (2, 5, False),
        (1, 3, False),
    ]
    assert not found.is_at_risk
    assert found.safe_until is None


def test_progress_says_what_is_at_risk(old: Any) -> None:
    olaf = old()
    here_on(olaf, 15, threads=2)
    helped(olaf, answers=5, accepted=3)
    review_trust()
    assert not trust_progress(olaf).is_at_risk
    later(5)
    assert trust_progress(olaf).safe_until is not None
    later(90)
    found = trust_progress(olaf)
    assert (found.is_at_risk, found.safe_until) == (True, None)


def test_progress_costs_the_same_whatever_somebody_did(old: Any, statements: Any) -> None:
    idle, busy = old("idle"), old("busy")
    here_on(busy, 40, threads=3)
    helped(busy, answers=12, accepted=5, voters=8)
    counts = []
    for member in (idle, busy):
        db.session.refresh(member)
        with statements() as ran:
            trust_progress(member)
        counts.append(len(ran))
    assert counts[0] == counts[1] <= 8


def test_two_thousand_members_are_reviewed_in_few_statements(session: Any, statements: Any) -> None:
    ids = made_many(2000, days=3, threads=2)
    with statements() as ran:
        assert review_trust() == 2000
    # Who is told costs for each of them; the reading and changing costs for each batch of 500.
    told = ("INSERT INTO notices", "INSERT INTO letters", "INSERT INTO jobs")
    assert len([each for each in ran.all if not each.startswith(told)]) <= 4 * 20 + 5
    assert db.session.query(User).filter(User.id.in_(ids), User.trust == "member").count() == 2000
    with statements() as ran:
        assert review_trust() == 0
    assert len(ran) <= 4 * 9 + 5
