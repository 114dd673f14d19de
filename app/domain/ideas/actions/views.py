"""Filters of the desk under a name: a member's own, or shared with the team."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import func, select

from app.domain.accounts.models import Actor
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.models.ideas import SavedView
from app.domain.ideas.policy import may_drop_view, may_see_desk
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.plain import checked_line
from app.kit.problems import Invalid

NAME_LONGEST = 60
VIEWS_MOST = 50
VALUES_MOST, KEY_LONGEST, VALUE_LONGEST = 20, 30, 200


def save_view(
    *, by: Actor, name: str, values: Mapping[str, str], shared: bool = False
) -> SavedView:
    """Keep a filter under a name; the same name again replaces what it stood for.

    :raises Invalid: on ``name`` or ``values``.
    """
    require(may_see_desk(by))
    title = checked_line("name", name, NAME_LONGEST)
    if not title:
        raise Invalid("name", _l("Give the view a name."))
    kept = _checked_values(values)
    view = db.session.scalar(
        select(SavedView).where(SavedView.owner_id == by.id, SavedView.name == title)
    )
    if view is None:
        mine = select(func.count()).where(SavedView.owner_id == by.id)
        if (db.session.scalar(mine) or 0) >= VIEWS_MOST:
            raise Invalid("name", _l("You have %(most)s views. Drop one first.", most=VIEWS_MOST))
        view = SavedView(owner_id=id_of(by), name=title)
        db.session.add(view)
    view.values, view.shared, view.at = kept, shared, clock.now()
    db.session.flush()
    return view


def drop_view(view: SavedView, *, by: Actor) -> None:
    """Forget a view of one's own."""
    lock(view)
    require(may_drop_view(by, view))
    db.session.delete(view)
    db.session.flush()


def _checked_values(values: Mapping[str, str]) -> dict[str, str]:
    kept = {str(key): str(value) for key, value in values.items() if str(value)}
    if len(kept) > VALUES_MOST or any(
        len(key) > KEY_LONGEST or len(value) > VALUE_LONGEST or "\x00" in key + value
        for key, value in kept.items()
    ):
        raise Invalid("values", _l("This filter is too long to be kept."))
    return kept
