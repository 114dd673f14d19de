"""Another mail address: asked for, proven by a letter to it, told to the old one."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, flash, redirect, url_for

from app import tokens
from app.domain.accounts.actions.credentials import ask_address_change, change_address
from app.domain.accounts.models import User
from app.domain.accounts.policy import is_self
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.accounts import limits
from app.web.accounts.entering import enter
from app.web.accounts.forms import ChangeAddressForm, NothingForm
from app.web.accounts.passwords import is_present
from app.web.guards import public, signed_in
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("address", __name__)


@bp.route("/settings/address", methods=["GET", "POST"])
@signed_in
@limits.limited("20/hour")
def edit() -> Any:
    """Ask for a letter to the new address."""
    member = cast("User", actor())
    form = ChangeAddressForm()
    sent_to = ""
    if form.validate_on_submit() and is_present(form, member):
        limits.count_letter(form.address.data)
        form.attempt(ask_address_change, member, form.address.data, by=member)
        sent_to = "" if form.errors else form.address.data
    return page("accounts/address.html", form.status, form=form, member=member, sent_to=sent_to)


@bp.get("/address/<token>")
@public("only the letter's reader knows the address")
def show(token: str) -> Any:
    """Show the button; mail programs that open links change nothing."""
    proof = tokens.read_address_change(token)
    return page("accounts/address_confirm.html", proof=proof, form=NothingForm())


@bp.post("/address/<token>")
@public("only the letter's reader knows the address")
def create(token: str) -> Any:
    """The new address is proven and becomes the member's; all other browsers are signed out."""
    proof = tokens.read_address_change(token)
    stays = is_self(actor(), proof.member)
    write(change_address, proof.member, proof.said, uniquifier=proof.uniquifier)
    flash_later = gettext("Your new address is %(address)s.", address=proof.said)
    if stays:
        enter(proof.member)
    flash(flash_later)
    return redirect(url_for("address.edit" if stays else "signin.new"), 303)
