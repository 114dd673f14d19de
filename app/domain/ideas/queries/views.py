"""The saved views of the desk that a member has: their own, and those the team shares."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.domain.accounts.models import Actor
from app.domain.ideas.models.ideas import SavedView
from app.domain.ideas.policy import may_see_desk
from app.kit.db import db
from app.kit.decisions import require
from app.kit.problems import NotFound


def saved_views(actor: Actor) -> Sequence[SavedView]:
    """Return the actor's own views, then the team's, each by name. One statement."""
    require(may_see_desk(actor))
    return db.session.scalars(
        select(SavedView)
        .where(or_(SavedView.owner_id == actor.id, SavedView.shared))
        .options(joinedload(SavedView.owner))
        .order_by(SavedView.owner_id != actor.id, SavedView.name, SavedView.id)
    ).all()


def find_view(view_id: int, actor: Actor) -> SavedView:
    """Return a view that the actor may use.

    :raises NotFound: when there is none, or it is somebody else's alone.
    """
    require(may_see_desk(actor))
    view = db.session.get(SavedView, view_id)
    if view is None or not (view.shared or view.owner_id == actor.id):
        raise NotFound
    return view
