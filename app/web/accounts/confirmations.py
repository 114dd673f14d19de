"""Proving an address: the letter, asked for again, and the button behind its link."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, session, url_for

from app import tokens
from app.domain.accounts.actions.joining import confirm_address, want_confirmation
from app.domain.accounts.models import User
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.accounts import limits
from app.web.accounts.entering import enter
from app.web.accounts.forms import AddressForm, NothingForm
from app.web.accounts.joins import JOINING
from app.web.accounts.returning import safe_path
from app.web.guards import public
from app.web.partials import page

bp = Blueprint("confirm", __name__)


@bp.route("/confirm", methods=["GET", "POST"])
@public("the answer is the same for every address")
@limits.limited("20/hour")
def new() -> Any:
    """Say that a letter is on its way, and send it again."""
    form = AddressForm()
    sent = False
    if form.validate_on_submit():
        limits.count_letter(form.email.data)
        write(want_confirmation, form.email.data)
        sent = True
    return page("accounts/confirm_new.html", form.status, form=form, sent=sent)


@bp.get("/confirm/<token>")
@public("only the letter's reader knows the address")
def show(token: str) -> Any:
    """Show the button; mail programs that open links change nothing."""
    proof = tokens.read_confirmation(token)
    return page("accounts/confirm.html", member=proof.member, form=NothingForm())


@bp.post("/confirm/<token>")
@public("only the letter's reader knows the address")
def create(token: str) -> Any:
    """The address is proven. The browser that joined is signed in; any other signs in itself."""
    member = tokens.read_confirmation(token).member
    news = write(confirm_address, member)
    joined_here = came_from_here(member)
    if news and joined_here is not None:
        enter(member)
        flash(gettext("Welcome. Your address is confirmed."))
        return redirect(joined_here, 303)
    flash(gettext("Your address is confirmed. Sign in."))
    return redirect(url_for("signin.new", next=joined_here), 303)


def came_from_here(member: User) -> str | None:
    """Return where this browser was going when it joined as this member; None for others."""
    joining = session.get(JOINING) or {}
    return safe_path(joining.get("next")) if joining.get("key") == member.email_key else None
