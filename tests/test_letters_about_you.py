"""Letters about the reader: true when they go, kind, in both ways, and stopped by one click."""

from __future__ import annotations

from urllib.parse import urlparse

import pytest

from app.domain.badges.events import BadgeAwarded
from app.domain.badges.models import Award
from app.domain.forum.actions.accepting import accept_answer
from app.domain.notifications.actions.preferences import choose
from app.domain.notifications.queries import preferences_of
from app.domain.reputation.events import (
    LevelReached,
    PointsAwarded,
    TrustReviewed,
    VotesCleared,
    VotesReversed,
)
from app.kit import mail
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import unit_of_work, write
from tests.factories.standing import awarded, worth
from tests.factories.threads import answered, asked, let_happen


def happened(event) -> None:
    write(publish, event)
    let_happen()


def set_trust(member, trust: str) -> None:
    with unit_of_work():
        member.trust = trust


def set_points(member, points: int) -> None:
    with unit_of_work():
        member.points = points


def both(sent: mail.Mail) -> tuple[str, str]:
    return sent.text, sent.html


def test_an_award_says_how_much_by_whom_and_why(alice, morgan, outbox):
    entry = awarded(alice, morgan, 50, "For the guide to routers")
    happened(PointsAwarded(alice.id, entry, 50, morgan.id))
    [sent] = outbox
    assert sent.subject == "Morgan gave you 50 points"
    for body in both(sent):
        assert "For the guide to routers" in body
        assert "/members/alice/points" in body
        assert "where everybody can read it" in body


def test_points_taken_back_say_why(alice, morgan, outbox):
    happened(PointsAwarded(alice.id, awarded(alice, morgan, -1, "By mistake"), -1, morgan.id))
    assert outbox[0].subject == "Morgan took back 1 point"
    assert "By mistake" in outbox[0].text


def test_a_level_is_mailed_while_it_holds(alice, outbox):
    set_points(alice, 520)
    happened(LevelReached(alice.id, 3))
    happened(LevelReached(alice.id, 4))  # the points went before the letter did
    [sent] = outbox
    assert sent.subject == "You reached level 3: Helper"
    assert "Solves more than their own problems." in sent.text


def test_trust_that_rose_says_what_it_grants(alice, outbox):
    set_trust(alice, "trusted")
    happened(TrustReviewed(alice.id, "member", "trusted", rose=True))
    [sent] = outbox
    assert sent.subject == "Your trust rose: you are “trusted” now"
    for body in both(sent):
        assert "accept an answer for the asker" in body
        assert "/trust" in body
        assert "ask questions" not in body  # that they could before


def test_trust_that_fell_is_kind_and_leads_to_what_is_missing(alice, outbox):
    set_trust(alice, "member")
    happened(TrustReviewed(alice.id, "trusted", "member", rose=False))
    [sent] = outbox
    assert "what is missing" in sent.text
    assert "Your points and badges stay" in sent.text


def test_trust_that_changed_again_meanwhile_is_not_mailed(alice, outbox):
    happened(TrustReviewed(alice.id, "member", "trusted", rose=True))
    assert outbox == []


@pytest.mark.parametrize("side", ["voter", "author"])
def test_a_letter_about_votes_accuses_nobody(alice, outbox, side):
    sides = ([alice.id], []) if side == "voter" else ([], [alice.id])
    happened(VotesReversed(7, *sides))
    happened(VotesCleared(7, *sides))
    first, second = outbox
    assert first.subject == "Some votes do not count"
    assert second.subject == "Votes count again"
    for body in both(first):
        assert "says nothing about you" in body
        assert "/points" in body
        for word in ("fraud", "cheat", "abuse", "suspicious", "violat"):
            assert word not in body.casefold()


def test_a_revoked_badge_is_not_mailed(alice, outbox):
    write(choose, preferences_of(alice.id) | {"badge": (True, True)}, by=alice)
    happened(BadgeAwarded(alice.id, "teacher", "", None))
    assert outbox == []
    with unit_of_work():
        db.session.add(Award(badge="mentor", user_id=alice.id))
    happened(BadgeAwarded(alice.id, "mentor", "", None))
    assert "/badges/mentor" in outbox[0].text


def test_one_click_of_a_mail_program_stops_this_kind_alone(app, alice, outbox):
    set_points(alice, 200)
    happened(LevelReached(alice.id, 2))
    stop = urlparse(outbox[0].unsubscribe or "")
    assert app.test_client().post(f"{stop.path}?{stop.query}").status_code == 200
    assert preferences_of(alice.id)["points"] == (True, False)
    assert preferences_of(alice.id)["trust"] == (True, True)


def test_the_letter_of_an_acceptance_says_what_it_brought(alice, bob, outbox):
    answer = answered(asked(alice), bob)
    write(accept_answer, answer, by=alice)
    worth(answer, 15)
    let_happen()
    [sent] = [sent for sent in outbox if sent.to == bob.email]
    for body in both(sent):
        assert "It brought you 15 points." in body
