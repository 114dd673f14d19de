"""Being told about oneself: to whom, once for good, and only as wished."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from app.domain.badges.events import BadgeAwarded
from app.domain.notifications.actions.notices import read_all
from app.domain.notifications.actions.preferences import choose, stop_mail
from app.domain.notifications.models import Letter, Notice
from app.domain.notifications.queries import preferences_of, recent_notices, unread_count
from app.domain.reputation.events import (
    LevelReached,
    PointsAwarded,
    TrustReviewed,
    VotesCleared,
    VotesReversed,
)
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import write
from tests.factories.standing import awarded
from tests.factories.threads import answered, asked


def told(event) -> None:
    write(publish, event)


def notices(member) -> list[tuple[str, str]]:
    found = select(Notice.kind, Notice.detail).where(Notice.user_id == member.id)
    return [(kind, detail) for kind, detail in db.session.execute(found.order_by(Notice.id))]


def letters(member) -> list[str]:
    found = select(Letter.kind).where(Letter.user_id == member.id).order_by(Letter.id)
    return list(db.session.scalars(found))


def test_a_level_is_told_once_for_good(alice):
    told(LevelReached(alice.id, 2))
    write(read_all, by=alice)
    told(LevelReached(alice.id, 2))
    assert notices(alice) == [("points", "level")]
    assert letters(alice) == ["points"]
    told(LevelReached(alice.id, 3))
    assert len(notices(alice)) == len(letters(alice)) == 2


def test_every_award_is_told_with_its_own_line(alice, morgan):
    told(PointsAwarded(alice.id, awarded(alice, morgan, 50, "For the guide"), 50, morgan.id))
    told(PointsAwarded(alice.id, awarded(alice, morgan, -20, "Was too much"), -20, morgan.id))
    assert notices(alice) == [("points", "awarded"), ("points", "taken-back")]
    newest = recent_notices(alice)[0]
    assert (newest.data["points"], newest.data["reason"]) == (-20, "Was too much")
    assert newest.face is not None


def test_a_badge_rings_and_is_mailed_only_on_wish(alice):
    told(BadgeAwarded(alice.id, "first-solution", "", None))
    assert notices(alice) == [("badge", "earned")]
    assert letters(alice) == []
    write(choose, preferences_of(alice.id) | {"badge": (True, True)}, by=alice)
    told(BadgeAwarded(alice.id, "teacher", "", None))
    assert letters(alice) == ["badge"]
    write(stop_mail, alice)
    assert preferences_of(alice.id)["badge"] == (True, False)


def test_a_repeatable_badge_is_told_for_each_occasion_however_long_its_name(alice):
    key, occasion = "b" * 60, "o" * 58
    for number in (1, 2, 2):
        told(BadgeAwarded(alice.id, key, f"{occasion}{number}", None))
    assert unread_count(alice) == 2


def test_a_badge_that_one_gives_oneself_is_no_news(ada):
    told(BadgeAwarded(ada.id, "teacher", "", ada.id))
    assert notices(ada) == []


def test_trust_that_rises_and_falls_is_told_each_way(alice):
    told(TrustReviewed(alice.id, "member", "trusted", rose=True))
    told(TrustReviewed(alice.id, "trusted", "member", rose=False))
    assert notices(alice) == [("trust", "rose"), ("trust", "fell")]


def test_both_sides_of_reversed_votes_are_told_and_who_did_both_once(alice, bob, mallory, tess):
    told(VotesReversed(7, [alice.id, bob.id], [bob.id, mallory.id]))
    assert notices(alice) == [("votes", "reversed-voter")]
    assert notices(bob) == [("votes", "reversed-both")]
    assert notices(mallory) == [("votes", "reversed-author")]
    assert letters(bob) == ["votes"]
    assert not notices(tess)
    assert not letters(tess)


def test_clearing_is_told_to_those_who_knew_of_a_reversal(alice, bob, mallory):
    told(VotesCleared(7, [alice.id], [bob.id]))
    assert notices(alice) == notices(bob) == []
    told(VotesReversed(8, [alice.id], [bob.id]))
    write(read_all, by=alice)
    told(VotesCleared(8, [alice.id, mallory.id], [bob.id]))
    assert notices(alice) == [("votes", "reversed-voter"), ("votes", "cleared-voter")]
    assert notices(bob) == [("votes", "reversed-author"), ("votes", "cleared-author")]
    assert notices(mallory) == []


def test_who_switched_the_bell_off_still_hears_by_mail_that_votes_count_again(alice):
    write(choose, preferences_of(alice.id) | {"votes": (False, True)}, by=alice)
    told(VotesReversed(8, [alice.id], []))
    told(VotesCleared(8, [alice.id], []))
    assert notices(alice) == []
    assert letters(alice) == ["votes", "votes"]


def test_members_who_came_with_an_import_get_no_mail(alice):
    def forget_address() -> None:
        alice.email = alice.email_key = None

    write(forget_address)
    told(LevelReached(alice.id, 2))
    assert notices(alice) == [("points", "level")]
    assert letters(alice) == []


def test_lines_about_the_reader_cost_no_statement_more(alice, bob, statements):
    def lines(number: int) -> int:
        for level in range(2, 2 + number):
            told(LevelReached(alice.id, level))
        with statements() as ran:
            assert len(recent_notices(alice, 50)) == db.session.scalar(
                select(func.count()).where(Notice.user_id == alice.id)
            )
        return len(ran)

    answered(asked(alice), bob)
    assert lines(1) == lines(9)


@pytest.mark.parametrize("kind", ["points", "trust", "badge", "votes", "staging"])
def test_what_is_about_the_reader_can_be_switched_off(alice, kind):
    write(choose, preferences_of(alice.id) | {kind: (False, False)}, by=alice)
    assert preferences_of(alice.id)[kind] == (False, False)
    told(LevelReached(alice.id, 2))
    assert (notices(alice) == []) == (kind == "points")
