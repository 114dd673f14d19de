"""What the demo community's facts came to: points, boards, badges, trust, and a case to look at."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import func, select

from app.demo import reading
from app.domain.accounts.models import User, Visit
from app.domain.accounts.permissions import PRIVILEGES, Permission
from app.domain.accounts.policy import grants, may
from app.domain.accounts.queries import open_trust_of
from app.domain.badges.models import Award, CustomBadge
from app.domain.reputation.actions.recounting import check
from app.domain.reputation.actions.reviewing import review_trust
from app.domain.reputation.actions.standings import check_standings
from app.domain.reputation.models.boards import Standing
from app.domain.reputation.models.cases import Case
from app.domain.reputation.models.ledger import Entry
from app.domain.reputation.queries.economies import version_now
from app.domain.reputation.rules import AWARD, level_of
from app.kit import clock
from app.kit.db import db


def member(handle: str) -> User:
    return db.session.scalars(select(User).where(User.handle == handle)).one()


def test_every_total_is_proved(loaded: dict[str, int]) -> None:
    assert set(check().values()) == {0}
    assert set(check_standings().values()) == {0}


def test_points_spread_over_levels_and_the_week_has_a_board(loaded: dict[str, int]) -> None:
    levels = {level_of(points).number for points in db.session.scalars(select(User.points))}
    assert levels >= {1, 2, 3, 4}
    boards = db.session.execute(
        select(Standing.period, func.count()).where(Standing.scope == "site").group_by("period")
    )
    assert all(count > 5 for _, count in boards)
    moments = db.session.scalars(select(Entry.at)).all()
    assert max(moments) <= clock.now()
    assert sum(at > clock.now() - timedelta(days=7) for at in moments) > 20


def test_helpers_have_the_rights_that_the_economy_asks_points_for(loaded: dict[str, int]) -> None:
    assert version_now().preset == "custom"
    for handle in ("old_sparky", "tinkertess", "packetpete", "installer_ines", "doorman_dan"):
        rights = set(PRIVILEGES) - {Permission.LOCK}
        assert all(grants(member(handle), right) for right in rights), handle
    # One right is left to look forward to.
    assert grants(member("old_sparky"), Permission.LOCK)
    assert not grants(member("installer_ines"), Permission.LOCK)
    refused = may(member("amelie_d"), Permission.VOTE_DOWN)
    assert not refused
    assert "to go" in str(refused.reason)


def test_staff_gave_points_in_public(loaded: dict[str, int]) -> None:
    lines = db.session.scalars(select(Entry).where(Entry.reason == AWARD)).all()
    assert len(lines) == len(reading.entries("awards"))
    assert all(line.note and line.actor_id for line in lines)
    # Not this week's: a board of what was done, not of what was given long ago.
    assert max(line.at for line in lines) < clock.now() - timedelta(days=14)


def test_badges_were_earned_and_one_was_made_here(loaded: dict[str, int]) -> None:
    held = Counter(db.session.scalars(select(Award.badge)))
    assert len(held) > 10
    made = set(db.session.scalars(select(CustomBadge.key)))
    assert len(made & set(held)) == 2
    assert db.session.scalars(select(func.max(Award.awarded_at))).one() <= clock.now()


def test_trust_of_helpers_has_a_name_behind_it_and_members_see_what_is_missing(
    loaded: dict[str, int],
) -> None:
    helpers = select(User.id).where(User.trust.in_(("trusted", "super-user")))
    ordinary = [one for one in db.session.scalars(helpers) if not is_staff(one)]
    assert set(ordinary) <= set(open_trust_of(ordinary))
    days = Counter(db.session.scalars(select(Visit.user_id)))
    assert len(days) == loaded["members"]
    assert 0 < days[member("mina_r").id] < 40


def is_staff(member_id: int) -> bool:
    return db.session.get_one(User, member_id).is_staff


def test_nobody_rises_or_falls_on_the_first_night(loaded: dict[str, int]) -> None:
    assert review_trust() == 0


def test_one_case_waits_for_the_moderators(loaded: dict[str, int]) -> None:
    [case] = db.session.scalars(select(Case)).all()
    assert (case.kind, case.state) == ("serial", "open")
    assert case.voter_ids == [member("juno_k").id]
    assert case.author_ids == [member("tinkertess").id]
