"""What the demo community's facts came to: presence, points, boards, badges. Nobody is told."""

from __future__ import annotations

from sqlalchemy import select

from app.demo import honours, presence, reading
from app.demo.opinions import give_thanks
from app.demo.people import SOURCE
from app.demo.stage import Stage
from app.domain.accounts.models import User
from app.domain.badges.actions.earning import sweep
from app.domain.reputation.actions.cases import find_cases
from app.domain.reputation.actions.cutoffs import find_cutoffs
from app.domain.reputation.actions.settling import settle_members
from app.domain.reputation.actions.standings import count_entries
from app.kit.db import db
from app.kit.work import write


def tell_history(stage: Stage) -> dict[str, int]:
    """Add what is missing of the cast's history; return how much. Opens its own units."""
    write(presence.add_visits, stage.now)
    write(presence.add_trust_traces, stage.now)
    counts = {
        "economies": write(_set_economy, stage),
        "badges made": write(_make_badges, stage),
        "thanks": write(_give_thanks, stage),
        "facts settled": write(_settle_cast),
        "awards": write(_give_points, stage),
    }
    count_entries()
    find_cutoffs()
    # Before anybody looks, so that the moderators have something to look at.
    counts["suspicions"] = find_cases() if counts["thanks"] else 0
    counts["badges"] = sweep(quiet=True)
    return counts


def _settle_cast() -> int:
    cast = db.session.scalars(select(User.id).where(User.external_source == SOURCE)).all()
    # Dated by the facts: years of them do not fill this week's board.
    return settle_members(cast, quiet=True)


def _set_economy(stage: Stage) -> int:
    return sum(honours.set_economy(stage, entry) for entry in reading.entries("economy"))


def _make_badges(stage: Stage) -> int:
    return sum(honours.make_badge(stage, entry) for entry in reading.entries("badges"))


def _give_thanks(stage: Stage) -> int:
    return sum(give_thanks(stage, entry) for entry in reading.entries("thanks"))


def _give_points(stage: Stage) -> int:
    entries = enumerate(reading.entries("awards"), 1)
    return sum(honours.give_points(stage, number, entry) for number, entry in entries)
