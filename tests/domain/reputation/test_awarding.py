"""Points by staff's own hand, and the ledger as members read it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domain.accounts.models import Guest, Operator
from app.domain.forum.actions.accepting import accept_answer
from app.domain.forum.actions.states import hide_post, move_question
from app.domain.forum.actions.voting import vote
from app.domain.reputation.actions.awarding import award_points
from app.domain.reputation.models.ledger import Entry
from app.domain.reputation.queries.entries import entry_list, held_back_today
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid
from app.kit.work import write
from tests.factories.catalog import make_space
from tests.factories.reputation import assert_all_proved, points_of
from tests.factories.threads import answered, asked
from tests.people import make_member

REASON = "For the meeting in Bergen"


def award(member, by, points=50, reason=REASON, nonce="a form"):
    return write(award_points, member, points, reason=reason, by=by, nonce=nonce)


def test_points_are_given_and_taken_back_in_public(bob, morgan, guest):
    award(bob, morgan)
    award(bob, morgan, points=-20, nonce="another form")
    assert points_of(bob) == 30
    taken, given = entry_list(bob.id, actor=guest).items
    assert (given.delta, given.note, given.by.handle) == (50, REASON, "morgan")
    assert (taken.delta, taken.title) == (-20, None)
    assert_all_proved()


def test_the_same_form_twice_gives_once(bob, morgan):
    first = award(bob, morgan)
    assert award(bob, morgan).id == first.id
    assert points_of(bob) == 50
    with pytest.raises(Invalid):
        award(bob, morgan, points=60)


def test_staff_award_under_their_name_and_nobody_themselves(bob, morgan, alice):
    for member, by in ((bob, Operator()), (morgan, morgan), (bob, alice)):
        with pytest.raises(Forbidden):
            award(member, by)
    assert points_of(bob) == points_of(morgan) == 0


@pytest.mark.parametrize(
    "field, values",
    [
        ("points", {"points": 0}),
        ("points", {"points": 1001}),
        ("points", {"points": -1001}),
        ("reason", {"reason": "  short   "}),
        ("reason", {"reason": "x" * 301}),
        ("nonce", {"nonce": ""}),
        ("nonce", {"nonce": "x" * 51}),
    ],
)
def test_each_value_is_checked(bob, morgan, field, values):
    with pytest.raises(Invalid) as refused:
        award(bob, morgan, **values)
    assert refused.value.field == field
    assert points_of(bob) == 0


def test_a_line_says_what_it_is_about_and_never_who_voted(alice, bob, mallory):
    question = asked(alice, title="Why does the lamp hum at night?")
    post = answered(question, bob)
    write(vote, post, by=mallory, value=1)
    write(accept_answer, post, by=alice)
    write(accept_answer, answered(question, mallory), by=alice, instead_of=post.id)
    back, accepted, voted, first = entry_list(bob.id, actor=mallory).items
    assert (accepted.delta, accepted.by.handle, accepted.title) == (15, "alice", question.title)
    assert (back.delta, back.is_reversal, back.is_cap) == (-15, True, False)
    assert (voted.by, voted.subject_kind, voted.subject_id) == (None, "answer", post.id)
    assert (first.question_id, first.slug) == (question.id, question.slug)


def test_a_line_keeps_what_the_viewer_may_not_see(alice, bob, mallory, morgan):
    behind, hidden = asked(alice), asked(alice)
    for question in (behind, hidden):
        answer = answered(question, bob)
        write(accept_answer, answer, by=alice)
    write(move_question, behind, by=morgan, space=make_space("members"))
    write(hide_post, hidden, by=morgan)
    for line in entry_list(bob.id, actor=Guest()).items:
        assert (line.title, line.slug, line.question_id, line.subject_id, line.by) == (None,) * 5
    assert any(line.title for line in entry_list(bob.id, actor=mallory).items)


def test_pages_of_the_ledger_in_one_statement_each(bob, morgan, statements):
    for n in range(7):
        award(bob, morgan, points=n + 1, nonce=f"form {n}")
    viewer = make_member("viewer")
    member_id, _ = bob.id, viewer.id
    with statements() as ran:
        page = entry_list(member_id, actor=viewer, size=3)
    assert len(ran) == 1
    seen = [line.delta for line in page.items]
    while page.next:
        page = entry_list(member_id, actor=viewer, size=3, after=page.next)
        seen += [line.delta for line in page.items]
    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_what_the_bounds_held_back_today(alice, bob):
    post = answered(asked(alice), bob)
    for n in range(7):
        write(vote, post, by=make_member(f"voter{n}"), value=1)
    assert points_of(bob) == 8 + 30
    assert held_back_today(bob.id) == 12
    assert held_back_today(alice.id) == 0


def test_an_entry_is_of_its_giver(bob, morgan):
    award(bob, morgan)
    entry = db.session.scalars(select(Entry).where(Entry.user_id == bob.id)).one()
    assert (entry.reason, entry.fact, entry.actor_id) == ("award", None, morgan.id)
