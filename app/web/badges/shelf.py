"""The shelf: all badges, one with its holders, and a member's."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, request

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may
from app.domain.badges.queries import (
    AheadRow,
    BadgeRow,
    HeldRow,
    ahead_of,
    all_badges,
    badge_named,
    held_by,
    holders_of,
)
from app.kit.problems import NotFound
from app.web.accounts.heads import found_member, head_of
from app.web.badges.shown import by_tier, holders_words, shown_holder
from app.web.guards import public
from app.web.medals import ShownBadge, kept_rarity, shown_ahead, shown_badge, shown_held
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("badges", __name__)


@bp.get("/badges")
@public("badges and how rare they are are public; what is ahead is the reader's own")
def index() -> Response:
    """Show every badge by tier; to a member, which they hold and how far the others are."""
    badges = all_badges()
    held, ahead = _of_reader()
    shown = [_beside(badge, held, ahead) for badge in badges]
    mine = sum(badge.state == "held" for badge in shown)
    return page("badges/index.html", tiers=by_tier(shown), mine=mine, total=len(shown))


@bp.get("/badges/<key>")
@public("who holds a badge is public")
def show(key: str) -> Response:
    """Show one badge: what it is for, how rare, and who holds it, newest first."""
    badge = found_badge(key)
    held, ahead = _of_reader(badge)
    place = {"after": request.args.get("after"), "before": request.args.get("before")}
    holders = holders_of(key, **place)
    return page(
        "badges/badge.html",
        badge=badge,
        shown=_beside(badge, held, ahead),
        how_many=holders_words(key, kept_rarity()),
        holders=holders.map(lambda row: shown_holder(row, key)),
        may_award=may(actor(), Permission.AWARD_BADGES) and not badge.is_retired,
        may_revoke=may(actor(), Permission.AWARD_BADGES),
    )


@bp.get("/members/<handle>/badges")
@public("the badges of members are public; what is ahead is shown to themselves alone")
def of_member(handle: str) -> Any:
    """Show what a member holds, and to themselves what is ahead."""
    member = found_member(handle)
    if member.handle != handle:
        return redirect(f"{links.member_url(member.handle)}/badges", 301)
    held = held_by(member.id)
    is_me = actor().id == member.id
    ahead = ahead_of(member.id, {row.badge.key for row in held}) if is_me else []
    rare = kept_rarity()
    return page(
        "badges/member.html",
        tab="badges",
        held=[shown_held(row, rare) for row in held],
        ahead=[shown_ahead(row) for row in ahead],
        may_award=may(actor(), Permission.AWARD_BADGES) and not is_me,
        **head_of(member),
    )


def found_badge(key: str) -> BadgeRow:
    """Return a badge.

    :raises NotFound: when there is none.
    """
    badge = badge_named(key)
    if badge is None:
        raise NotFound
    return badge


def _of_reader(badge: BadgeRow | None = None) -> tuple[dict[str, HeldRow], dict[str, AheadRow]]:
    """Return what the reader holds and is on the way to, of all badges or of this one."""
    reader = actor()
    if reader.is_guest or reader.id is None:
        return {}, {}
    held = {row.badge.key: row for row in held_by(reader.id)}
    if badge is not None and badge.key in held:
        return held, {}
    ahead = ahead_of(reader.id, held, only=badge)
    return held, {row.badge.key: row for row in ahead}


def _beside(badge: BadgeRow, held: dict[str, HeldRow], ahead: dict[str, AheadRow]) -> ShownBadge:
    if badge.key in held:
        return shown_held(held[badge.key], kept_rarity())
    if badge.key in ahead and ahead[badge.key].have:
        return shown_ahead(ahead[badge.key])
    return shown_badge(badge, kept_rarity())
