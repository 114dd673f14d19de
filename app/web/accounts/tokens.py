"""Tokens for programs: which there are, a new one, taking one back."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, flash, redirect, url_for

from app.domain.accounts.models import User
from app.domain.accounts.tokens import create_token, tokens_of, withdraw_token
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.accounts.entering import recently
from app.web.accounts.forms import TokenForm
from app.web.guards import signed_in
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("programs", __name__, url_prefix="/settings/tokens")


@bp.get("")
@signed_in
def index() -> Any:
    """Show the tokens that still open something."""
    return tokens_page()


@bp.route("/new", methods=["GET", "POST"])
@signed_in
@recently
def new() -> Any:
    """Make a token. Its text is on the page that answers, and never again."""
    form = TokenForm()
    if form.validate_on_submit():
        made = form.attempt(create_token, by=actor(), name=form.name.data or "")
        if made is not None:
            _, text = made
            return tokens_page(text)
    return page("accounts/token_new.html", form.status, form=form)


@bp.post("/<int:token_id>/withdrawal")
@signed_in
def delete(token_id: int) -> Any:
    """Take a token back: what uses it is refused from now on."""
    write(withdraw_token, token_id, by=actor())
    flash(gettext("That token opens nothing any more."))
    return redirect(url_for("programs.index"), 303)


def tokens_page(text: str = "") -> Any:
    member = cast("User", actor())
    return page("accounts/tokens.html", tokens=tokens_of(member), text=text)
