"""Joining two ideas that say the same: nothing that anybody said is lost, nobody counts twice."""

from __future__ import annotations

from itertools import pairwise

import pytest
from sqlalchemy import select

from app.domain.catalog.models import Space
from app.domain.ideas.actions.counting import miscounts
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.merging import merge
from app.domain.ideas.actions.planning import note
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import (
    CustomerVote,
    IdeaComment,
    IdeaFollow,
    IdeaLink,
    VoteBudget,
)
from app.domain.ideas.queries.history import history, merged_here
from app.domain.ideas.queries.notes import notes
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid
from app.kit.work import unit_of_work, write
from tests.factories.ideas import a_comment, a_vote, an_idea

SAME = "Both ask that a bulb remembers its colour."


def join(idea: Idea, target: Idea, by, **values):
    return write(merge, idea, target, by=by, reason=SAME, **values)


def test_voters_are_carried_once(hanna, alice, bob, mallory):
    idea, target = an_idea(), an_idea()
    for one, member in ((idea, alice), (idea, bob), (target, bob), (target, mallory)):
        a_vote(one, by=member)
    change = join(idea, target, hanna)
    assert (target.vote_count, idea.carried_votes, idea.merged_into_id) == (3, 1, target.id)
    assert (idea.status, change.target_id, change.reason) == ("duplicate", target.id, SAME)
    used = {
        member.id: db.session.get_one(VoteBudget, member.id, populate_existing=True).used
        for member in (alice, bob, mallory)
    }
    assert used == {alice.id: 1, bob.id: 1, mallory.id: 1}
    assert not any(miscounts().values())


def test_what_was_said_goes_along(hanna, alice, bob):
    idea, target = an_idea(), an_idea(comments=1)
    root = a_comment(idea, author=alice)
    a_comment(parent=root, author=bob)
    hidden = a_comment(idea, author=bob, hidden_at=clock.now())
    write(note, idea, by=hanna, body="Lumen Hotels ask for it, too.")
    join(idea, target, hanna)
    db.session.expire_all()
    assert (idea.comment_count, target.comment_count) == (0, 3)
    moved = db.session.scalars(select(IdeaComment).where(IdeaComment.came_from_id == idea.id))
    assert {it.id for it in moved} >= {root.id, hidden.id}
    assert [it.body for it in notes(target, hanna)] == ["Lumen Hotels ask for it, too."]
    assert not any(miscounts().values())


def test_followers_and_customers_go_along(hanna, alice, bob):
    idea, target = an_idea(), an_idea()
    with unit_of_work():
        for one, member, scope in (
            (idea, alice, "all"),
            (idea, bob, "all"),
            (target, bob, "none"),
        ):
            db.session.add(IdeaFollow(idea_id=one.id, user_id=member.id, scope=scope))
        for one, name in ((idea, "hotels"), (idea, "trains"), (target, "hotels")):
            db.session.add(
                CustomerVote(idea_id=one.id, by_id=hanna.id, customer=name, customer_key=name)
            )
    join(idea, target, hanna)
    follows = db.session.scalars(select(IdeaFollow).where(IdeaFollow.idea_id == target.id))
    # Who stopped hearing of the target hears no more because it grew.
    assert {(it.user_id, it.scope) for it in follows} == {(alice.id, "all"), (bob.id, "none")}
    customers = db.session.scalars(
        select(CustomerVote.customer_key).where(CustomerVote.idea_id == target.id)
    )
    assert sorted(customers) == ["hotels", "trains"]
    assert target.vote_count == 2


def test_links_go_along_and_what_a_person_said_stands(hanna):
    idea, target = an_idea(), an_idea()
    with unit_of_work():
        for one, number, state in (
            (idea, 1, "confirmed"),
            (idea, 2, "confirmed"),
            (idea, 3, "rejected"),
            (idea, 4, "confirmed"),
            (idea, 5, "suggested"),
            (target, 2, "suggested"),
            (target, 4, "rejected"),
        ):
            db.session.add(
                IdeaLink(idea_id=one.id, subject_kind="question", subject_id=number, state=state)
            )
    join(idea, target, hanna)
    db.session.expire_all()
    links = db.session.scalars(select(IdeaLink).where(IdeaLink.idea_id == target.id))
    assert {it.subject_id: it.state for it in links} == {
        1: "confirmed",
        2: "confirmed",
        4: "rejected",
        5: "suggested",
    }


def test_enough_votes_together_open_the_review(hanna):
    idea, target = an_idea(votes=5), an_idea(votes=5)
    join(idea, target, hanna)
    assert target.status == "under-review"


def test_what_pointed_here_points_on(hanna):
    first, second, third = an_idea(), an_idea(), an_idea()
    join(first, second, hanna)
    join(second, third, hanna)
    db.session.expire_all()
    assert (first.merged_into_id, second.merged_into_id) == (third.id, third.id)
    assert [it.id for it in merged_here(third, hanna)] == [first.id, second.id]


def test_no_rings(hanna):
    ideas = [an_idea() for _ in range(3)]
    for one, other in pairwise(ideas):
        join(one, other, hanna)
    with pytest.raises(Invalid) as refused:
        join(ideas[2], ideas[0], hanna)
    assert refused.value.field == "target"


@pytest.mark.parametrize("which", ["itself", "hidden", "held", "other readers"])
def test_targets_that_are_none(ada, gina, which):
    idea = an_idea()
    with unit_of_work():
        space = Space(slug="inner", name="Inner", visibility="members")
        db.session.add(space)
    target = {
        "itself": lambda: idea,
        "hidden": lambda: an_idea(hidden_at=clock.now()),
        "held": lambda: an_idea(held_at=clock.now()),
        "other readers": lambda: an_idea(space=space),
    }[which]()
    with pytest.raises(Invalid) as refused:
        join(idea, target, ada)
    assert refused.value.field == "target"
    assert idea.status == "new"


def test_what_few_can_see_is_joined_with_nothing(ada):
    for unseen in (an_idea(hidden_at=clock.now()), an_idea(held_at=clock.now())):
        with pytest.raises(Forbidden):
            join(unseen, an_idea(), ada)


def test_who_joins_ideas(alice, tess, sue, morgan, hanna):
    for nobody in (alice, tess):
        with pytest.raises(Forbidden):
            join(an_idea(), an_idea(), nobody)
    for somebody in (sue, morgan, hanna):
        join(an_idea(), an_idea(), somebody)


def test_a_reason_is_always_asked_for(sue):
    idea = an_idea()
    with pytest.raises(Invalid) as refused:
        write(merge, idea, an_idea(), by=sue, reason="Same.")
    assert refused.value.field == "reason"


def test_the_way_through_the_machine_joins_as_well(sue):
    idea, target = an_idea(votes=2), an_idea(votes=1)
    write(set_status, idea, "duplicate", by=sue, reason=SAME, target=target)
    assert (idea.merged_into_id, target.vote_count) == (target.id, 3)
    assert history(idea, sue)[0].target.id == target.id


def test_what_ended_is_joined_with_nothing(hanna):
    for status in ("delivered", "declined", "archived"):
        with pytest.raises(Invalid) as refused:
            join(an_idea(status=status), an_idea(), hanna)
        assert refused.value.field == "status"


def test_an_idea_can_double_one_that_ended(hanna, alice):
    idea, target = an_idea(), an_idea(status="delivered")
    a_vote(idea, by=alice)
    join(idea, target, hanna)
    assert target.vote_count == 1
    assert db.session.get_one(VoteBudget, alice.id, populate_existing=True).used == 0
    assert not any(miscounts().values())


def test_twice_is_once_and_what_another_overtook_is_refused(hanna, sue):
    idea, target = an_idea(status="under-review", votes=1), an_idea()
    write(set_status, idea, "more-info", by=hanna)
    with pytest.raises(Conflict):
        join(idea, target, sue, seen="under-review")
    first = join(idea, target, sue)
    assert join(idea, target, sue).id == first.id
    assert target.vote_count == 1


def test_the_target_is_named_to_those_who_may_read_it(hanna, alice, ada):
    idea, target = an_idea(), an_idea()
    join(idea, target, hanna)
    assert history(idea)[0].target.slug == target.slug
    with unit_of_work():
        target.hidden_at = clock.now()
    assert history(idea, alice)[0].target is None
    assert history(idea, ada)[0].target.id == target.id
