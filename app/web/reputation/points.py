"""How points work, for everybody, and each line of a member's points."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request

from app import links
from app.domain.accounts.privileges import requirements
from app.domain.reputation.queries.economies import versions
from app.domain.reputation.queries.entries import entry_list, held_back_today
from app.web.accounts.heads import found_member, head_of
from app.web.guards import public
from app.web.partials import page
from app.web.reputation.history import version_rows
from app.web.reputation.ladder import stand_of
from app.web.reputation.lines import points_lines
from app.web.reputation.rights import opened_by_trust
from app.web.reputation.shown import level_rows, price_rows, right_rows
from app.web.shell import actor

bp = Blueprint("points", __name__)


@bp.get("/points")
@public("how points work is for everybody")
def index() -> Response:
    """Show the whole economy in force; a member sees where they stand in it."""
    who, known = actor(), versions()
    economy = known[-1].economy
    rights = right_rows(requirements(), who)
    return page(
        "reputation/how.html",
        stand=None if who.is_guest else stand_of(who.points, requirements()),
        prices=price_rows(economy),
        against=-min(0, economy.prices["answer-downvoted"]),
        per_day=economy.per_day,
        per_pair=economy.per_pair,
        levels=level_rows(rights, None if who.is_guest else who.points),
        rights=rights,
        opened=opened_by_trust(),
        versions=version_rows(known),
    )


@bp.get("/members/<handle>/points")
@public("points are public; what they point at is filtered by policy")
def show(handle: str) -> Any:
    """Show each line of a member's points."""
    member = found_member(handle)
    if member.handle != handle:
        return redirect(links.member_points_url(member.handle), 301)
    found = entry_list(
        member.id,
        actor=actor(),
        after=request.args.get("after"),
        before=request.args.get("before"),
    )
    head = head_of(member)
    return page(
        "reputation/points.html",
        tab="points",
        # Neighbours are put together within a page, so that no page counts another's lines.
        lines=points_lines(found.items),
        found=found,
        stand=stand_of(member.points, requirements()),
        held_back=held_back_today(member.id) if head["is_me"] else 0,
        **head,
    )
