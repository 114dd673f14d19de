"""Joining: a form, a letter, a button."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, session, url_for

from app.domain.accounts.actions.joining import join, refuse_bad_names
from app.domain.accounts.names import tidy
from app.domain.accounts.queries import member_by_address
from app.domain.accounts.rules import address_key
from app.kit.problems import Invalid
from app.web import sessions
from app.web.accounts import limits
from app.web.accounts.forms import JoinForm
from app.web.accounts.hashing import hash_password
from app.web.accounts.returning import safe_path, wanted_place
from app.web.guards import public
from app.web.partials import page
from app.web.shell import actor, chosen_language

bp = Blueprint("join", __name__)
JOINING = "joining"


@bp.route("/join", methods=["GET", "POST"])
@public("anybody may join")
@limits.limited("60/hour")
def new() -> Any:
    """Join; whether the address has an account already is told to its owner alone."""
    if not actor().is_guest:
        return redirect(wanted_place(), 303)
    form = JoinForm(next=wanted_place())
    if form.validate_on_submit() and names_are_free(form):
        with limits.joining():
            hashed = hash_password(form.password.data)
            form.attempt(
                join,
                address=form.email.data,
                handle=form.handle.data,
                name=form.name.data or "",
                password_hash=hashed,
                language=chosen_language(),
            )
        if not form.errors:
            place = safe_path(form.next.data)
            session[JOINING] = {"key": address_key(form.email.data), "next": place}
            return redirect(url_for("confirm.new"), 303)
    drafts = bool(sessions.known_guest_key())
    return page("accounts/join.html", form.status, form=form, keeps_drafts=drafts)


def names_are_free(form: JoinForm) -> bool:
    """Look at handle and name before the password is hashed; the verb looks again."""
    known = member_by_address(form.email.data)
    pending_id = known.id if known is not None and known.is_pending else None
    handle = form.handle.data.strip()
    form.handle.data = handle
    try:
        refuse_bad_names(handle, tidy(form.name.data or "") or handle, but_for=pending_id)
    except Invalid as problem:
        form.refuse(problem.field, problem.message)
        return False
    return True
