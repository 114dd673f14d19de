"""Another password."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, flash, redirect, url_for

from app.domain.accounts.actions.credentials import change_password
from app.domain.accounts.models import User
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.accounts import limits
from app.web.accounts.entering import enter
from app.web.accounts.forms import ChangePasswordForm
from app.web.accounts.hashing import hash_password, is_password_of
from app.web.guards import signed_in
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("password", __name__, url_prefix="/settings/password")


@bp.route("", methods=["GET", "POST"])
@signed_in
@limits.limited("20/hour")
def edit() -> Any:
    """Change the password; every other browser is signed out."""
    member = cast("User", actor())
    form = ChangePasswordForm()
    form.about = (member.handle, member.name, member.email or "")
    if form.validate_on_submit() and is_present(form, member):
        was = member.password
        hashed = hash_password(form.password.data)
        write(change_password, member, password_hash=hashed, was=was, by=member)
        enter(member)
        flash(gettext("Your password is changed. Your other browsers are signed out."))
        return redirect(url_for("password.edit"), 303)
    return page("accounts/password.html", form.status, form=form)


def is_present(form: Any, member: User) -> bool:
    """Check the password by which a member proves themselves; say on the form if it is wrong."""
    limits.count_attempt(member.handle, member)
    if is_password_of(member, form.present.data):
        limits.forgive(member.handle, member)
        return True
    form.refuse("present", gettext("This is not your password."))
    return False
