"""What a member wants to hear, and by which way: one table of kinds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from app import links
from app.domain.notifications.actions.preferences import choose
from app.domain.notifications.models import NOTICE_KINDS
from app.domain.notifications.queries import preferences_of
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.guards import signed_in
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("notice_settings", __name__)


@bp.get("/settings/notices")
@signed_in
def edit() -> Any:
    """Show the table."""
    rows = [
        (kind, *kind_words(kind), bell, mail)
        for kind, (bell, mail) in preferences_of(actor().id).items()
    ]
    return page("notifications/settings.html", rows=rows)


@bp.post("/settings/notices")
@signed_in
def update() -> Any:
    """Keep the table; what is not ticked is off."""
    wanted = {
        kind: (f"bell-{kind}" in request.form, f"mail-{kind}" in request.form)
        for kind in NOTICE_KINDS
    }
    write(choose, wanted, by=actor())
    flash(gettext("Saved."))
    return done(to=links.notice_settings_url())


def kind_words(kind: str) -> tuple[str, str]:
    """Return what a kind of news is called, and when it comes."""
    return {
        "answer": (gettext("Answers"), gettext("to what you asked or follow")),
        "reply": (gettext("Replies"), gettext("to what you wrote, and where you follow")),
        "acceptance": (gettext("Your answers"), gettext("accepted, also works, recommended")),
        "mention": (gettext("Mentions"), gettext("somebody wrote your handle")),
        "status": (gettext("Status"), gettext("what the brand says about what you follow or have")),
        "solved": (gettext("Solved"), gettext("what you follow or have, too, has a solution")),
        "ruling": (gettext("Rulings"), gettext("a moderator hid or restored what you wrote")),
    }[kind]
