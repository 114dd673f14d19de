"""Badges for ideas are noticed as soon as they are earned, and never for what nobody reads."""

from __future__ import annotations

from app.domain.badges.actions.earning import consider
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.proposing import propose, release
from app.domain.ideas.actions.voting import vote
from app.kit.work import write
from tests.domain.badges.test_earning import keys
from tests.factories.ideas import a_vote, an_idea
from tests.factories.threads import let_happen, words


def test_suggesting_voting_and_delivering_are_noticed_at_once(alice, bob, hanna):
    idea = write(
        propose, by=alice, title="Let bulbs remember", body=words("Please. " * 9), space=None
    )
    for _ in range(9):
        a_vote(an_idea(), by=bob)
    write(vote, idea, by=bob)
    let_happen()
    assert keys(alice) == {"bright-idea"}
    assert "town-hall" in keys(bob)
    for after in ("under-review", "planned", "in-progress", "delivered"):
        write(set_status, idea, after, by=hanna, reason="We build it, for it helps everybody.")
    let_happen()
    assert "off-the-drawing-board" in keys(alice)


def test_an_idea_that_is_held_earns_nothing_before_it_is_released(nora, hanna):
    idea = write(
        propose, by=nora, title="Let bulbs remember", body=words("Please. " * 9), space=None
    )
    let_happen()
    consider([nora.id])
    assert keys(nora) == set()
    write(release, idea, by=hanna)
    let_happen()
    assert keys(nora) == {"bright-idea"}
