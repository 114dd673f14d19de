"""Review opens by itself: ten votes, or three questions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.ideas.actions.customers import vote_on_behalf
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.hiding import restore
from app.domain.ideas.actions.linking import link
from app.domain.ideas.actions.proposing import release
from app.domain.ideas.actions.reviewing import open_review
from app.domain.ideas.actions.voting import vote
from app.domain.ideas.policy import REVIEW_AT_QUESTIONS, REVIEW_AT_VOTES
from app.domain.ideas.queries.clock import clock_of
from app.domain.ideas.queries.history import history
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.work import unit_of_work, write
from tests.factories.ideas import an_idea


def codes(idea):
    return [(row.after, row.code, row.by) for row in history(idea)]


@pytest.mark.parametrize("status", ["new", "needs-votes"])
def test_the_tenth_vote_opens_it(alice, bob, status):
    idea = an_idea(votes=8, status=status)
    write(vote, idea, by=alice)
    assert idea.status == status
    write(vote, idea, by=bob)
    assert codes(idea) == [("under-review", "votes", None)]
    assert clock_of(idea).days == 10


def test_a_customers_vote_counts_as_any(hanna):
    idea = an_idea(votes=9)
    write(vote_on_behalf, idea, by=hanna, customer="Lumen Hotels")
    assert idea.status == "under-review"


def test_the_third_question_opens_it(tess):
    idea = an_idea()
    for number in range(1, 4):
        assert idea.status == "new"
        write(link, idea, Subject("question", number), by=tess)
    assert codes(idea) == [("under-review", "questions", None)]


def test_it_does_not_open_twice(alice, bob, hanna):
    idea = an_idea(votes=9)
    write(vote, idea, by=alice)
    write(set_status, idea, "more-info", by=hanna)
    write(vote, idea, by=bob)
    assert idea.status == "more-info"


def test_what_few_can_see_waits_until_all_can(ada, alice):
    held = an_idea(votes=10, held_at=clock.now())
    hidden = an_idea(votes=10, hidden_at=clock.now())
    for idea in (held, hidden):
        assert not write(open_review, idea)
    write(release, held, by=ada)
    assert held.status == "under-review"
    write(restore, hidden, by=ada, reason="other", note="It was a mistake.")
    assert hidden.status == "under-review"


def test_a_site_says_how_many(alice):
    with unit_of_work():
        REVIEW_AT_VOTES.put(2)
        REVIEW_AT_QUESTIONS.put(0)
    idea = an_idea(votes=1)
    write(vote, idea, by=alice)
    assert idea.status == "under-review"


def test_zero_opens_none(alice, tess):
    with unit_of_work():
        REVIEW_AT_VOTES.put(0)
        REVIEW_AT_QUESTIONS.put(0)
    idea = an_idea(votes=30)
    write(link, idea, Subject("question", 1), by=tess)
    write(vote, idea, by=alice)
    assert idea.status == "new"


def test_imported_votes_count(alice):
    idea = an_idea(imported_votes=9, imported_trend=1.0)
    clock.freeze(clock.now() + timedelta(days=1))
    write(vote, idea, by=alice)
    assert idea.status == "under-review"
