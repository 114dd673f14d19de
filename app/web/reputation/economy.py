"""What gives points and what rights need, as admins change it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from app.domain.accounts.permissions import Permission
from app.domain.reputation.actions.economies import change_economy
from app.domain.reputation.queries.economies import versions
from app.domain.reputation.rules import PRESET_LABELS, PRESETS, REASONS, Economy
from app.kit.i18n import gettext
from app.web.guards import demands
from app.web.partials import done, page
from app.web.reputation.forms import EconomyForm, given, preset_of
from app.web.reputation.history import version_rows
from app.web.reputation.rights import privileges
from app.web.reputation.shown import differences
from app.web.shell import actor

bp = Blueprint("economy", __name__, url_prefix="/admin/economy")


@bp.get("")
@demands(Permission.SET_ECONOMY)
def edit() -> Any:
    """Show every number, as it is in force or as a preset would have it."""
    present = versions()[-1]
    chosen = PRESETS.get(request.args.get("preset", ""))
    form = EconomyForm(data=given(chosen or present.economy) | {"based_on": present.number})
    return _page(form, chosen)


@bp.post("")
@demands(Permission.SET_ECONOMY)
def update() -> Any:
    """Put what was typed in force, or first show what it would change."""
    form = EconomyForm()
    is_comparing = "compare" in request.form
    if is_comparing:
        # To look at the differences takes no reason yet.
        form.reason.validators = []
    if not form.validate_on_submit():
        return _page(form, None)
    wanted = form.economy()
    if is_comparing or not _is_in_force(form, wanted):
        return _page(form, wanted)
    flash(gettext("In force from now on. What was earned before stays as it was."))
    return done(to="/admin/economy")


def _is_in_force(form: Any, wanted: Economy) -> bool:
    form.attempt(
        change_economy,
        preset=preset_of(wanted),
        economy=wanted,
        reason=form.reason.data or "",
        by=actor(),
        based_on=form.based_on.data,
    )
    return not form.is_refused


def _page(form: Any, wanted: Economy | None) -> Any:
    known = versions()
    present = known[-1]
    if form.is_outrun:
        # Whoever sends it again has seen what the other one changed.
        form.based_on.data, form.based_on.raw_data = present.number, None
    return page(
        "reputation/economy.html",
        form.status,
        form=form,
        reasons=[(name, reason.per_post is not None) for name, reason in REASONS.items()],
        rights=[right.name.lower() for right, _ in privileges()],
        presets=[(name, PRESET_LABELS[name], name == present.preset) for name in PRESETS],
        present=PRESET_LABELS[present.preset],
        wanted=PRESET_LABELS[preset_of(wanted)] if wanted else "",
        changes=differences(present.economy, wanted) if wanted else [],
        versions=version_rows(known),
    )
