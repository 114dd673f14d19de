"""The lounge: what it is, who may enter, and the door."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash

from app.domain.accounts.actions.lounges import join_lounge, leave_lounge
from app.domain.accounts.models import Group
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may
from app.domain.accounts.privileges import requirements
from app.domain.accounts.queries import group_by_slug
from app.domain.reputation.queries.lounges import lounges
from app.kit.i18n import gettext
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.guards import demands, public, signed_in
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("lounge", __name__, url_prefix="/lounge")


@bp.get("")
@public("that there is a lounge, and who may enter, is no secret; what is said there is")
def index() -> Any:
    """Show the lounges, and how far away they are."""
    return page(
        "reputation/lounge.html",
        lounges=lounges(actor()),
        needs=requirements()[Permission.JOIN_LOUNGE],
        may_join=may(actor(), Permission.JOIN_LOUNGE),
    )


@bp.post("/<slug>")
@demands(Permission.JOIN_LOUNGE)
def create(slug: str) -> Any:
    """Enter."""
    group = found_lounge(slug)
    write(join_lounge, group, by=actor())
    flash(gettext("Welcome to %(name)s.", name=group.name))
    return done(to="/lounge")


@bp.post("/<slug>/withdrawal")
@signed_in
def delete(slug: str) -> Any:
    """Leave."""
    group = found_lounge(slug)
    write(leave_lounge, group, by=actor())
    flash(gettext("You left %(name)s.", name=group.name))
    return done(to="/lounge")


def found_lounge(slug: str) -> Group:
    """Return a lounge; of other groups nobody is told here.

    :raises NotFound: when there is none of this name.
    """
    group = group_by_slug(slug)
    if group is None or not group.is_lounge:
        raise NotFound
    return group
