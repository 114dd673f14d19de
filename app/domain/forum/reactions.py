"""What the forum does when a place changes, or when a guest turns out to be a member."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.accounts.events import MemberSignedIn
from app.domain.accounts.models import Guest, User
from app.domain.catalog.events import SpaceChanged
from app.domain.forum.actions.counting import recount_around_all
from app.domain.forum.actions.drafts import hand_over_drafts, owner_of
from app.domain.forum.actions.recounting import AT_ONCE
from app.domain.forum.models import staging as staging
from app.domain.forum.models.questions import Question
from app.kit.db import db
from app.kit.jobs import unhurried
from app.kit.work import write


@unhurried
def recount_space(event: SpaceChanged) -> None:
    """Count anew what stands in a space: public figures hold only what is public now."""
    last = 0
    while True:
        found = db.session.scalars(
            select(Question.id)
            .where(Question.space_id == event.space_id, Question.id > last)
            .order_by(Question.id)
            .limit(AT_ONCE)
        ).all()
        if not found:
            return
        write(recount_around_all, found)
        last = found[-1]


def take_over_drafts(event: MemberSignedIn) -> None:
    """What this browser's guest typed is the member's from now on."""
    member = db.session.get(User, event.member_id)
    if member is not None and event.guest_key:
        hand_over_drafts(owner_of(Guest(), event.guest_key), member)
