"""What a member wants to hear, and by which way: one table of kinds."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.notifications.actions.preferences import choose
from app.domain.notifications.models import MAIL_KINDS, NOTICE_KINDS, TEAM_KINDS
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
    wanted, kinds_here = preferences_of(actor().id), _kinds()
    groups = [
        (word, [(kind, *kind_words(kind), *wanted[kind]) for kind in kinds if kind in kinds_here])
        for word, kinds in _groups()
    ]
    return page("notifications/settings.html", groups=groups, by_mail_alone=MAIL_KINDS)


@bp.post("/settings/notices")
@signed_in
def update() -> Any:
    """Keep the table; what is not ticked is off, and what is not on the page stays as it was."""
    said = {
        kind: (f"bell-{kind}" in request.form, f"mail-{kind}" in request.form) for kind in _kinds()
    }
    wanted = preferences_of(actor().id) | said
    write(choose, wanted, by=actor())
    flash(gettext("Saved."))
    return done(to=links.notice_settings_url())


def _kinds() -> list[str]:
    """Return the kinds of news that the reader can hear: the team's only who is of it."""
    decides = grants(actor(), Permission.DECIDE_IDEA)
    return [kind for kind in NOTICE_KINDS if decides or kind not in TEAM_KINDS]


def _groups() -> list[tuple[str, list[str]]]:
    """Return every kind of news once, in the groups of the page."""
    writing = ["answer", "reply", "comment", "mention"]
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
        "comment": (gettext("Comments"), gettext("on your ideas and those you follow")),
        "idea": (
            gettext("Ideas"),
            gettext("what is decided about those you voted for, suggested or follow"),
        ),
        "ideas-week": (
            gettext("The week of ideas"),
            gettext("what moved, on Monday morning, for those who decide"),
        ),
    }[kind]
