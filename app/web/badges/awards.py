"""Giving a badge by hand and taking one back: staff, in public, with a reason."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from app import links
from app.domain.accounts.models import User
from app.domain.accounts.permissions import Permission
from app.domain.accounts.queries import member_by_handle
from app.domain.badges.actions.giving import award_badge, revoke_badge
from app.domain.badges.policy import may_revoke_badge
from app.domain.badges.queries import BadgeRow, all_badges, award_of
from app.kit.decisions import require
from app.kit.i18n import gettext
from app.kit.problems import NotFound
from app.web.accounts.heads import found_member
from app.web.badges.forms import AwardForm, RevocationForm
from app.web.badges.shelf import found_badge
from app.web.guards import demands
from app.web.medals import forget_rarity, shown_badge
from app.web.partials import done, page
from app.web.people import person
from app.web.shell import actor

bp = Blueprint("badge_awards", __name__)


@bp.get("/badges/award")
@demands(Permission.AWARD_BADGES)
def choose() -> Any:
    """Choose which badge to give: where a member's page leads staff."""
    badges = [shown_badge(badge) for badge in all_badges()]
    return page("badges/choose.html", badges=badges, to=request.args.get("to", "")[:60])


@bp.route("/badges/<key>/award", methods=["GET", "POST"])
@demands(Permission.AWARD_BADGES)
def create(key: str) -> Any:
    """Give a badge to a member."""
    badge = found_badge(key)
    form = AwardForm(handle=request.args.get("to", "")[:60])
    if form.validate_on_submit():
        member = _named(form)
        if member is not None:
            form.attempt(award_badge, badge, member, by=actor(), reason=form.reason.data)
            if not form.is_refused:
                return _told(gettext("%(name)s holds the badge now.", name=member.name), badge)
    return page("badges/award.html", form.status, form=form, badge=shown_badge(badge))


@bp.route("/badges/<key>/holders/<handle>/revocation", methods=["GET", "POST"])
@demands(Permission.AWARD_BADGES)
def delete(key: str, handle: str) -> Any:
    """Take a badge back."""
    badge, member = found_badge(key), found_member(handle)
    require(may_revoke_badge(actor(), member))
    form = RevocationForm(occasion=request.args.get("occasion", "")[:60])
    occasion = form.occasion.data or ""
    if award_of(key, member.id, occasion) is None:
        raise NotFound
    if form.validate_on_submit():
        form.attempt(revoke_badge, badge, member, occasion, by=actor(), reason=form.reason.data)
        if not form.is_refused:
            words = gettext("%(name)s does not hold the badge any more.", name=member.name)
            return _told(words, badge)
    told = shown_badge(badge)
    return page("badges/revocation.html", form.status, form=form, badge=told, who=person(member))


def _named(form: AwardForm) -> User | None:
    member = member_by_handle((form.handle.data or "").strip().lstrip("@"))
    if member is None:
        form.refuse("handle", gettext("Nobody has this handle."))
    return member


def _told(words: str, badge: BadgeRow) -> Any:
    forget_rarity()
    flash(words)
    return done(to=links.badge_url(badge.key))
