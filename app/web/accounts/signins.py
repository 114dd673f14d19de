"""Signing in: by password, as one of the demo's cast, and once more before rights change."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, abort, current_app, redirect, session, url_for

from app.domain.accounts.models import User
from app.domain.accounts.queries import member_by_handle, member_by_identity, personas
from app.domain.accounts.rules import address_key
from app.kit.i18n import gettext
from app.web import sessions
from app.web.accounts import limits
from app.web.accounts.entering import enter, note_proof
from app.web.accounts.forms import AgainForm, PersonaForm, SignInForm
from app.web.accounts.hashing import is_password_of
from app.web.accounts.joins import JOINING
from app.web.accounts.returning import safe_path, wanted_place
from app.web.guards import public, signed_in
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("signin", __name__)
DEMO = "demo"


@bp.route("/signin", methods=["GET", "POST"])
@public("everybody signs in here")
@limits.limited("10/minute;50/hour")
def new() -> Any:
    """Sign in and go on where one was."""
    if not actor().is_guest:
        return redirect(wanted_place(), 303)
    form = SignInForm(next=wanted_place())
    if form.validate_on_submit():
        member = proven_member(form)
        place = safe_path(form.next.data)
        if member is not None and member.is_pending:
            session[JOINING] = {"key": address_key(member.email or ""), "next": place}
            return redirect(url_for("confirm.new"), 303)
        if member is not None:
            enter(member)
            return redirect(place, 303)
    drafts = bool(sessions.known_guest_key())
    return page(
        "accounts/signin.html", form.status, form=form, cast=persona_cast(), keeps_drafts=drafts
    )


@bp.post("/signin/persona")
@public("the cast of a demo site is everybody's")
@limits.limited("60/minute")
def create_persona() -> Any:
    """Look around as one of the demo's cast; there is none on a site that is no demo."""
    form = PersonaForm()
    member = member_by_handle(form.handle.data or "") if is_demo() else None
    if member is None or member.external_source != DEMO or not form.validate_on_submit():
        abort(404)
    enter(member)
    return redirect(safe_path(form.next.data), 303)


@bp.route("/signin/again", methods=["GET", "POST"])
@signed_in
@limits.limited("10/minute;50/hour")
def again() -> Any:
    """Give the password once more, before rights are changed."""
    member = cast("User", actor())
    form = AgainForm(next=wanted_place())
    if form.validate_on_submit():
        limits.count_attempt(member.handle, member)
        if is_password_of(member, form.password.data):
            limits.forgive(member.handle, member)
            note_proof()
            return redirect(safe_path(form.next.data), 303)
        form.refuse("password", gettext("This is not your password."))
    is_persona = is_demo() and member.external_source == DEMO
    return page("accounts/again.html", form.status, form=form, is_persona=is_persona)


def proven_member(form: SignInForm) -> User | None:
    """Return the member whose password was given; else say on the form that it was not.

    Unknown members, wrong passwords and closed accounts all look alike and take as long.
    """
    identity = form.email.data.strip()
    member = member_by_identity(identity)
    limits.count_attempt(identity, member)
    if is_password_of(member, form.password.data) and member is not None and member.active:
        limits.forgive(identity, member)
        return member
    form.refuse("password", gettext("E-mail or password is wrong."))
    return None


def is_demo() -> bool:
    return bool(cast("Any", current_app).settings.demo)


def persona_cast() -> list[Any]:
    """Return the personas to offer: a few, the staff first."""
    return personas(DEMO)[:8] if is_demo() else []
