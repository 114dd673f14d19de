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
    wanted = preferences_of(actor().id)
    groups = [
        (word, [(kind, *kind_words(kind), *wanted[kind]) for kind in kinds])
        for word, kinds in _groups()
    ]
    return page("notifications/settings.html", groups=groups)


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


def _groups() -> list[tuple[str, list[str]]]:
    """Return every kind of news once, in the groups of the page."""
    writing = ["answer", "reply", "mention"]
    standing = ["points", "trust", "badge", "votes"]
    outcome = [kind for kind in NOTICE_KINDS if kind not in (*writing, *standing)]
    return [
        (gettext("What others write"), writing),
        (gettext("What becomes of it"), outcome),
        (gettext("You"), standing),
    ]


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
        "points": (gettext("Points"), gettext("a new level, and what staff award or take back")),
        "trust": (gettext("Trust"), gettext("it rose or fell, and what that means")),
        "badge": (gettext("Badges"), gettext("you earned one, or staff gave you one")),
        "votes": (gettext("Checked votes"), gettext("votes of yours stopped or began to count")),
        "staging": (
            gettext("First questions"),
            gettext("yours, or one you look over, before it is published"),
        ),
        "article": (
            gettext("Articles"),
            gettext("what became of your changes and flags, and news of what you keep or show"),
        ),
    }[kind]
