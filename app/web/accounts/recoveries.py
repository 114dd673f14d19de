"""A forgotten password: the letter, and the form behind its link."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, session, url_for

from app import tokens
from app.domain.accounts.actions.credentials import recover, want_recovery
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.accounts import limits
from app.web.accounts.entering import leave
from app.web.accounts.forms import AddressForm, NewPasswordForm
from app.web.accounts.hashing import hash_password
from app.web.accounts.returning import wanted_place
from app.web.guards import public
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("recover", __name__)
# Where this browser was going when it found that it needs another password.
GOING = "going"


@bp.route("/recover", methods=["GET", "POST"])
@public("the answer is the same for every address")
@limits.limited("20/hour")
def new() -> Any:
    """Ask for the letter."""
    form = AddressForm()
    sent = False
    if form.validate_on_submit():
        limits.count_letter(form.email.data)
        write(want_recovery, form.email.data)
        session[GOING] = wanted_place()
        sent = True
    place = wanted_place()
    return page("accounts/recover_new.html", form.status, form=form, sent=sent, next=place)


@bp.route("/recover/<token>", methods=["GET", "POST"])
@public("only the letter's reader knows the address")
@limits.limited("30/hour")
def create(token: str) -> Any:
    """Set a new password, once. Nobody is signed in by a letter alone."""
    proof = tokens.read_recovery(token)
    member = proof.member
    form = NewPasswordForm()
    form.about = (member.handle, member.name, member.email or "")
    if form.validate_on_submit():
        hashed = hash_password(form.password.data)
        write(recover, member, password_hash=hashed, nonce=proof.said)
        if not actor().is_guest:
            leave()
        limits.prove(member.id)
        flash(gettext("Your password is changed. Sign in with it."))
        return redirect(url_for("signin.new", next=session.pop(GOING, None)), 303)
    return page("accounts/recover.html", form.status, form=form, member=member)
