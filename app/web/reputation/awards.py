"""Points that staff give or take back, in public and with a reason."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, flash
from wtforms import HiddenField, IntegerField, StringField
from wtforms.validators import InputRequired, Length

from app import links
from app.domain.accounts.models import User
from app.domain.accounts.permissions import Permission
from app.domain.reputation.actions.awarding import award_points
from app.domain.reputation.policy import may_award_points
from app.domain.reputation.rules import AWARD_MOST, NOTE_LONGEST, NOTE_SHORTEST
from app.kit.decisions import require
from app.kit.i18n import gettext, lazy_gettext
from app.web.accounts.heads import found_member, head_of
from app.web.forms import Form
from app.web.guards import demands
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("awards", __name__, url_prefix="/members/<handle>/points/award")


def _nonce() -> str:
    """Tell one opening of the form from another, so that a form sent twice gives once."""
    return secrets.token_urlsafe(12)


class AwardForm(Form):
    """How many points, and what for."""

    points = IntegerField(
        lazy_gettext("Points"),
        [InputRequired(lazy_gettext("Say how many points, as a whole number."))],
        description=lazy_gettext("A number below zero takes points back."),
    )
    reason = StringField(
        lazy_gettext("What for?"),
        [InputRequired(lazy_gettext("Say what for.")), Length(max=NOTE_LONGEST)],
        description=lazy_gettext("One sentence that everybody may read."),
    )
    nonce = HiddenField(default=_nonce)


@bp.get("")
@demands(Permission.AWARD_POINTS)
def new(handle: str) -> Any:
    """Ask how many points, and what for."""
    return _form(found_member(handle), AwardForm())


@bp.post("")
@demands(Permission.AWARD_POINTS)
def create(handle: str) -> Any:
    """Give points, or take some back."""
    member, form = found_member(handle), AwardForm()
    require(may_award_points(actor(), member))
    if form.validate_on_submit():
        form.attempt(
            award_points,
            member,
            form.points.data or 0,
            reason=form.reason.data or "",
            by=actor(),
            nonce=form.nonce.data or "",
        )
        if not form.is_refused:
            flash(gettext("The line stands in the ledger of %(name)s.", name=member.name))
            return done(to=links.member_points_url(member.handle))
    return _form(member, form)


def _form(member: User, form: AwardForm) -> Any:
    may = may_award_points(actor(), member)
    if form.nonce.errors:
        form.nonce.data, form.nonce.raw_data = _nonce(), None
    return page(
        "reputation/award.html",
        form.status,
        form=form,
        refusal="" if may else may.reason,
        most=AWARD_MOST,
        shortest=NOTE_SHORTEST,
        longest=NOTE_LONGEST,
        **head_of(member),
    )
