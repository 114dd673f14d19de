"""News of ideas: to whom, once each, gathered, and only while they may read the idea."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.domain.ideas.actions.commenting import comment
from app.domain.ideas.actions.customers import vote_on_behalf
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.following import follow, unfollow
from app.domain.ideas.actions.hiding import hide
from app.domain.ideas.actions.merging import merge
from app.domain.ideas.actions.petitions import sign
from app.domain.ideas.actions.planning import assign, expect
from app.domain.ideas.actions.proposing import propose, release
from app.domain.ideas.actions.replying import reply_officially
from app.domain.ideas.actions.rounds import end_round
from app.domain.ideas.actions.voting import vote
from app.domain.ideas.events import IdeaStatusChanged
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import PETITION_AT, REVIEW_AT_VOTES
from app.domain.ideas.queries.history import latest_change
from app.domain.notifications.actions import idea_hearers, idea_telling
from app.domain.notifications.actions.notices import read_all
from app.domain.notifications.actions.preferences import choose
from app.domain.notifications.events import IdeaHearersDue
from app.domain.notifications.models import Letter, Notice
from app.domain.notifications.queries import (
    preferences_of,
    recent_notices,
    unread_count,
)
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_space
from tests.factories.ideas import a_vote, an_idea
from tests.factories.rounds import a_round, a_story, some_coins
from tests.factories.threads import let_happen, words
from tests.people import make_member

REASON = "It needs a memory chip that none of our bulbs has, and none will get."


def details(member, kind: str = "idea") -> list[str]:
    found = select(Notice.detail).where(Notice.user_id == member.id, Notice.kind == kind)
    return list(db.session.scalars(found.order_by(Notice.id)))


def letters(member, kind: str = "idea") -> list[str]:
    found = select(Letter).where(Letter.user_id == member.id, Letter.kind == kind)
    return [each.data.get("detail", "") for each in db.session.scalars(found.order_by(Letter.id))]


def tick(seconds: int = 60) -> None:
    clock.freeze(clock.now() + timedelta(seconds=seconds))


def reviewed(**values) -> Idea:
    """Return an idea that the team is looking at."""
    return an_idea(status="under-review", **values)


def decided(idea: Idea, after: str, by, reason: str = REASON, **more) -> None:
    tick()
    write(set_status, idea, after, by=by, reason=reason, **more)
    let_happen()


# -- decisions --------------------------------------------------------------------------------


def test_voters_followers_and_the_author_hear_a_decision_once_each(
    alice, bob, mallory, tess, hanna
):
    idea = reviewed(author=alice)
    a_vote(idea, by=bob)
    a_vote(idea, by=alice)
    write(follow, idea, by=mallory, scope="decisions")
    write(follow, idea, by=bob)
    decided(idea, "planned", hanna)
    for member in (alice, bob, mallory):
        assert details(member) == letters(member) == ["planned"]
    assert details(tess) == details(hanna) == []


def test_who_stopped_an_idea_hears_nothing_of_it_though_they_voted(alice, bob, hanna):
    idea = reviewed(author=alice)
    a_vote(idea, by=bob)
    write(unfollow, idea, by=bob)
    write(unfollow, idea, by=alice)
    decided(idea, "planned", hanna)
    assert details(bob) == letters(bob) == details(alice) == letters(alice) == []


def test_the_decider_is_not_told_what_they_decided(hanna):
    idea = reviewed(author=hanna)
    decided(idea, "planned", hanna)
    assert details(hanna) == []


def test_an_event_that_comes_twice_is_told_once_also_to_who_read_it(bob, hanna):
    idea = reviewed()
    a_vote(idea, by=bob)
    decided(idea, "planned", hanna)
    [change] = db.session.scalars(select(Letter.data).where(Letter.user_id == bob.id))
    write(read_all, by=bob)
    again = IdeaStatusChanged(idea.id, change["change"], "under-review", "planned", hanna.id)
    for _ in range(2):
        write(publish, again)
        let_happen()
    assert details(bob) == letters(bob) == ["planned"]
    assert unread_count(bob) == 0


def test_unread_decisions_on_one_idea_are_one_line_and_each_a_letter(bob, hanna):
    idea = reviewed()
    a_vote(idea, by=bob)
    decided(idea, "planned", hanna)
    decided(idea, "in-progress", hanna)
    [line] = recent_notices(bob)
    assert (line.detail, line.idea, line.idea_id) == ("in-progress", idea.title, idea.id)
    assert letters(bob) == ["planned", "in-progress"]
    write(read_all, by=bob)
    decided(idea, "delivered", hanna)
    assert details(bob) == ["in-progress", "delivered"]


def test_many_are_told_in_handfuls_and_nobody_is_left_out(monkeypatch, hanna):
    for module in (idea_hearers, idea_telling):
        monkeypatch.setattr(module, "FOLLOWERS_AT_ONCE", 2)
    idea = reviewed(votes=5)
    decided(idea, "planned", hanna)
    told = select(func.count()).select_from(Notice).where(Notice.idea_id == idea.id)
    assert db.session.scalar(told) == 6
    assert db.session.scalar(told.where(Notice.count > 1)) == 0


def test_an_idea_that_was_looked_at_and_opened_is_no_news(bob, hanna):
    idea = an_idea()
    a_vote(idea, by=bob)
    decided(idea, "needs-votes", hanna, reason="")
    assert details(bob) == []


def test_review_that_opens_by_itself_is_told_to_voters_and_to_its_owner(bob, hanna):
    write(REVIEW_AT_VOTES.put, 2)
    idea = an_idea(status="needs-votes", owner_id=hanna.id)
    a_vote(idea, by=bob)
    write(vote, idea, by=make_member("last-voter"))
    let_happen()
    assert idea.status == "under-review"
    assert details(bob) == ["under-review"]
    assert details(hanna) == letters(hanna) == ["review"]


def test_a_granted_appeal_is_told_to_voters_and_to_its_owner(bob, hanna):
    write(PETITION_AT.put, 1)
    idea = reviewed(owner_id=hanna.id)
    a_vote(idea, by=bob)
    decided(idea, "declined", hanna, code="technical")
    tick()
    other = make_member("another-voter")
    a_vote(idea, by=other)
    write(sign, idea, by=other)
    let_happen()
    assert recent_notices(bob)[0].data["code"] == "appeal"
    assert details(hanna) == ["petition"]


def test_the_rights_are_asked_again_when_a_line_is_shown(bob, hanna):
    idea = reviewed()
    a_vote(idea, by=bob)
    decided(idea, "planned", hanna)
    assert unread_count(bob) == 1
    closed = make_space(visibility="group")
    with unit_of_work():
        idea.space = closed
    assert unread_count(bob) == 0
    assert recent_notices(bob) == []


def test_nothing_is_told_of_what_was_hidden_meanwhile(bob, hanna, morgan):
    idea = reviewed()
    a_vote(idea, by=bob)
    write(set_status, idea, "planned", by=hanna, reason=REASON)
    write(hide, idea, by=morgan, reason="spam")
    let_happen()
    assert details(bob) == letters(bob) == []


def test_voters_of_a_merged_idea_hear_where_it_went_and_those_of_the_other_do_not(
    alice, bob, mallory, hanna
):
    idea, target = reviewed(author=alice), reviewed()
    a_vote(idea, by=bob)
    a_vote(target, by=mallory)
    tick()
    write(merge, idea, target, by=hanna, reason=REASON)
    let_happen()
    assert details(bob) == details(alice) == letters(bob) == letters(alice) == ["merged"]
    assert details(mallory) == []


def test_an_official_reply_and_a_release_that_moves_are_told_like_decisions(bob, hanna):
    idea = reviewed()
    a_vote(idea, by=bob)
    write(reply_officially, idea, by=hanna, body=words("We read all of it, and we try it soon."))
    let_happen()
    assert details(bob) == letters(bob) == ["reply"]
    decided(idea, "planned", hanna)
    tick()
    write(expect, idea, by=hanna, expected="app 6.6")
    let_happen()
    assert letters(bob) == ["reply", "planned", "expected"]
    assert recent_notices(bob)[0].data["now"] == "app 6.6"


# -- addressed to one -------------------------------------------------------------------------


def test_the_new_owner_hears_also_of_an_idea_they_stopped(hanna, ada):
    idea = reviewed()
    write(unfollow, idea, by=hanna)
    write(assign, idea, by=ada, owner=hanna)
    assert details(hanna) == letters(hanna) == ["assigned"]


def test_who_is_voted_for_hears_it_and_nobody_else(bob, hanna):
    idea = an_idea(status="needs-votes")
    write(vote_on_behalf, idea, by=hanna, customer="@bob")
    write(vote_on_behalf, idea, by=hanna, customer="The bakery at the corner")
    assert details(bob) == letters(bob) == ["on-behalf"]
    told = select(func.count()).select_from(Notice).where(Notice.detail == "on-behalf")
    assert db.session.scalar(told) == 1


def test_a_held_idea_is_told_to_its_author_and_those_who_open_ideas(hanna, nora):
    idea = write(propose, by=nora, title="Let bulbs remember", body=words("x " * 40), space=None)
    assert details(nora) == ["held"]
    assert letters(nora) == []
    assert details(hanna) == ["waiting"]
    assert letters(hanna) == []
    write(release, idea, by=hanna)
    assert details(nora) == letters(nora) == ["released"]
    assert details(hanna) == []


# -- rounds and stories -----------------------------------------------------------------------


def test_followers_hear_of_a_round_and_who_placed_coins_of_its_result(bob, mallory, tess, hanna):
    ideas = [an_idea(), an_idea()]
    write(follow, ideas[0], by=bob)
    a_vote(ideas[0], by=tess)
    round_ = a_round(ideas, by=hanna)
    let_happen()
    assert details(bob) == letters(bob) == ["round-opened"]
    some_coins(round_, ideas[1], by=mallory)
    write(end_round, round_, by=hanna)
    let_happen()
    assert details(bob) == ["round-opened", "round-closed"]
    assert details(mallory) == ["round-closed"]
    assert details(tess) == []
    closed = make_space(visibility="group")
    with unit_of_work():
        round_.space = closed
    assert unread_count(bob) == 0


def test_voters_hear_a_story_about_their_idea_once(bob, hanna):
    ideas = [an_idea(), an_idea()]
    for idea in ideas:
        a_vote(idea, by=bob)
    a_story(ideas, by=hanna)
    let_happen()
    assert details(bob) == letters(bob) == ["story"]


# -- wishes, costs ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["idea", "comment"])
def test_news_of_ideas_can_be_switched_off(alice, bob, hanna, kind):
    write(choose, preferences_of(alice.id) | {kind: (False, False)}, by=alice)
    idea = reviewed(author=alice)
    decided(idea, "planned", hanna)
    write(comment, idea, by=bob, body=words("The hall, too."))
    let_happen()
    assert bool(details(alice)) == bool(letters(alice)) == (kind != "idea")
    assert bool(details(alice, "comment")) == (kind != "comment")
    assert bool(letters(alice, "comment")) == (kind != "comment")


def test_a_handful_costs_no_statement_more_for_more_members(hanna, statements):
    def told(votes: int) -> int:
        idea = reviewed(votes=votes)
        decided(idea, "planned", hanna)
        due = IdeaHearersDue("change", _change_of(idea), idea.id, hanna.id)
        with statements() as ran, unit_of_work():
            idea_telling.tell_hearers(due)
        return len(ran)

    assert told(2) == told(9)


def _change_of(idea: Idea) -> int:
    change = latest_change(idea)
    assert change is not None
    return change.id
