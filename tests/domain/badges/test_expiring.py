"""Accounts that were never proven leave nothing behind, whatever they collected meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.accounts.actions.footprints import note_footprints
from app.domain.accounts.actions.joining import expire_pending
from app.domain.accounts.actions.visits import note_visit
from app.domain.accounts.models import User
from app.domain.badges.actions.earning import consider
from app.domain.badges.actions.giving import award_badge
from app.domain.badges.queries import badge_named, held_by
from app.domain.reputation.actions.awarding import award_points
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden
from app.kit.work import unit_of_work, write

WHY = "For a warm welcome to others."


def test_an_unproven_account_is_dropped_with_its_days_and_badges(ulla):
    with unit_of_work():
        ulla.picture, ulla.bio = "face.webp", "I mend lamps."
        note_visit(ulla.id)
        note_footprints(ulla.id, {"device": "d" * 64})
    consider([ulla.id])
    clock.freeze(clock.now() + timedelta(days=60))
    expire_pending()
    assert db.session.scalar(select(User).where(User.handle == "ulla")) is None


def test_staff_honour_only_those_who_proved_their_address(ulla, ada):
    badge = badge_named("welcome-mat")
    assert badge is not None
    with pytest.raises(Forbidden):
        write(award_badge, badge, ulla, by=ada, reason=WHY)
    with pytest.raises(Forbidden):
        write(award_points, ulla, 10, by=ada, reason=WHY, nonce="n")
    assert held_by(ulla.id) == []
