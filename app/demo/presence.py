"""When the cast was here, and by whom those who carry the place were trusted."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.demo.people import SOURCE
from app.domain.accounts.models import TRUST_PREFIX, RoleGrant, User, Visit
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.domain.reputation.rules import day_of
from app.kit.db import db

# How far back visits are told, and on how many of those days somebody of a level came.
DAYS = 100
_CAME = {"new": (1, 1), "member": (5, 12), "trusted": (32, 64), "super-user": (58, 90)}
_STAFF = (40, 60)
# Threads read on one day, at the most.
_READ = 9
# Whoever came once only looked around.
_LOOKED = 2
# By whom, and why, what behaviour alone does not tell.
_TRUSTED_BY = "ada_admin"
_WHY = "Helped here long before anybody counted"


def add_visits(now: datetime) -> int:
    """Store the days of everybody of the cast who has none; return how many. In a unit."""
    missing = db.session.scalars(
        select(User)
        .outerjoin(Visit, Visit.user_id == User.id)
        .where(User.external_source == SOURCE, Visit.user_id.is_(None))
        .order_by(User.id)
    ).all()
    wrote = _days_of_posts([member.id for member in missing], now)
    for member in missing:
        draw = random.Random(f"visits {member.external_id}")  # noqa: S311 - guards nothing
        fewest, most = _STAFF if member.staff_roles else _CAME[member.trust]
        known = range(min(DAYS, max(1, (now - member.joined_at).days)))
        count = min(len(known), draw.randint(fewest, most))
        days = {day_of(now - timedelta(days=ago)) for ago in draw.sample(known, count)}
        if member.trust != "new":
            days |= wrote[member.id]
        if member.trust == "member":
            # Nobody rises on the first night: that is for whoever looks at the demo to do.
            days = set(sorted(days)[-most:])
        for day in sorted(days):
            read = _LOOKED if member.trust == "new" else draw.randint(1, _READ)
            db.session.add(Visit(user_id=member.id, day=day, threads_read=read))
    return len(missing)


def _days_of_posts(ids: Sequence[int], now: datetime) -> dict[int, set[date]]:
    """Return on which of the last days these members wrote: they were here then."""
    first = now - timedelta(days=DAYS - 1)
    found: dict[int, set[date]] = defaultdict(set)
    for author, at in (
        (Question.author_id, Question.asked_at),
        (Answer.author_id, Answer.posted_at),
        (Reply.author_id, Reply.posted_at),
    ):
        rows = db.session.execute(select(author, at).where(author.in_(ids), at > first))
        for member, moment in rows:
            found[member].add(day_of(moment))
    return found


def add_trust_traces(now: datetime) -> int:
    """Say who trusted those above the ordinary, so that no review takes it; call inside a unit."""
    admin = db.session.scalars(
        select(User).where(User.external_source == SOURCE, User.external_id == _TRUSTED_BY)
    ).one()
    traced = select(RoleGrant.user_id).where(RoleGrant.role.like(f"{TRUST_PREFIX}%"))
    missing = db.session.scalars(
        select(User).where(
            User.external_source == SOURCE,
            User.trust.in_(("trusted", "super-user")),
            User.id.not_in(traced),
        )
    )
    # What staff may do comes from their roles.
    helpers = [member for member in missing if not member.staff_roles]
    for member in helpers:
        since = member.joined_at + (now - member.joined_at) / 3
        db.session.add(
            RoleGrant(
                user_id=member.id,
                role=f"{TRUST_PREFIX}{member.trust}",
                reason=_WHY,
                granted_by_id=admin.id,
                granted_at=max(since, admin.joined_at),
            )
        )
    return len(helpers)
