"""The settings of a member's page."""

from __future__ import annotations

from typing import Any, cast
from zoneinfo import available_timezones

from flask import Blueprint, flash, redirect, url_for

from app.domain.accounts.actions.profiles import edit_profile
from app.domain.accounts.models import User
from app.domain.accounts.texts import prepare
from app.kit.i18n import gettext
from app.web.accounts.forms import PictureForm, ProfileForm
from app.web.guards import signed_in
from app.web.partials import page
from app.web.shell import LANGUAGES, actor

bp = Blueprint("profile", __name__, url_prefix="/settings")


@bp.route("", methods=["GET", "POST"])
@signed_in
def edit() -> Any:
    """Change how one is called and what others read of one."""
    member = cast("User", actor())
    form = profile_form(member)
    if form.validate_on_submit() and save(form, member):
        flash(gettext("Saved."))
        return redirect(url_for("profile.edit"), 303)
    return page(
        "accounts/profile.html", form.status, form=form, picture_form=PictureForm(), member=member
    )


def profile_form(member: User) -> ProfileForm:
    form = ProfileForm(obj=member)
    form.language.choices = list(LANGUAGES)
    form.time_zone.choices = [(zone, zone.replace("_", " ")) for zone in zones()]
    return form


def save(form: ProfileForm, member: User) -> bool:
    """Hand the form to the verb; say whether it was taken."""
    form.attempt(
        edit_profile,
        member,
        handle=(form.handle.data or "").strip(),
        name=form.name.data or "",
        bio=prepare(form.bio.data or ""),
        location=form.location.data or "",
        language=form.language.data,
        time_zone=form.time_zone.data,
        on_boards=bool(form.on_boards.data),
        by=member,
    )
    return not form.errors


def zones() -> list[str]:
    """Return the time zones that people live in: UTC first, then by continent and city."""
    return ["UTC", *sorted(zone for zone in available_timezones() if _is_a_city(zone))]


def _is_a_city(zone: str) -> bool:
    return "/" in zone and not zone.startswith(("Etc/", "posix/", "right/", "SystemV/", "US/"))
