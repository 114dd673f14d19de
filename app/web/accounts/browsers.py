"""Where a member is signed in, and signing out from afar."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.user_agent import UserAgent

from app.domain.accounts.actions.browsers import end_browser, end_other_browsers
from app.domain.accounts.models import User
from app.domain.accounts.queries import browsers_of
from app.kit.i18n import gettext, ngettext
from app.kit.work import write
from app.web import sessions
from app.web.guards import signed_in
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("browsers", __name__, url_prefix="/settings/browsers")

# What a browser says of itself, the most particular first: many claim to be the later ones, too.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
    ("SamsungBrowser", "Samsung Internet"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS X", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


@bp.get("")
@signed_in
def index() -> Any:
    """Show the browsers that are signed in."""
    kept = browsers_of(cast("User", actor()))
    here = sessions.this_browser()
    rows = [(row, described(UserAgent(row.agent)), row.id_hash == here) for row in kept]
    return page("accounts/browsers.html", browsers=rows)


@bp.post("/<id_hash>/end")
@signed_in
def delete(id_hash: str) -> Any:
    """Sign one browser out."""
    member = cast("User", actor())
    write(end_browser, member, id_hash, by=member)
    flash(gettext("That browser is signed out."))
    return redirect(url_for("browsers.index"), 303)


@bp.post("/end")
@signed_in
def delete_others() -> Any:
    """Sign all other browsers out."""
    member = cast("User", actor())
    ended = write(end_other_browsers, member, sessions.this_browser(), by=member)
    flash(ngettext("%(num)s browser is signed out.", "%(num)s browsers are signed out.", ended))
    return redirect(request.path.removesuffix("/end"), 303)


def described(agent: UserAgent) -> str:
    """Return a browser in words that its owner knows it by."""
    browser = next((name for mark, name in _BROWSERS if mark in agent.string), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent.string), "")
    if browser and system:
        return gettext("%(browser)s on %(system)s", browser=browser, system=system)
    return browser or system or gettext("Unknown browser")
