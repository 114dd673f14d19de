"""Stopping mail from a link in it: a page with one button, and the click of a mail program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, request

from app.domain.accounts.models import User
from app.domain.notifications.actions.follows import mute_for, stop_follow
from app.domain.notifications.actions.idea_lines import stop_idea
from app.domain.notifications.actions.preferences import stop_mail
from app.domain.notifications.models import NOTICE_KINDS
from app.kit.db import db
from app.kit.i18n import gettext
from app.kit.problems import Gone
from app.kit.work import write
from app.letters import tokens
from app.web.guards import public
from app.web.notifications.links_in_mail import open_to_mail, unkept
from app.web.notifications.settings import kind_words
from app.web.partials import page

bp = Blueprint("stops", __name__)


@dataclass(frozen=True)
class Stop:
    """Whose mail a link stops, and how much of it."""

    member: User | None
    follow_id: int | None
    question_id: int
    kind: str
    what: str
    idea_id: int = 0

    @property
    def words(self) -> str:
        """What the button promises."""
        if self.follow_id is not None:
            return gettext("Forget my address")
        if self.what == "thread":
            return gettext("Mute this question")
        if self.what == "idea":
            return gettext("Hear nothing more of this idea")
        if self.what == "kind":
            return gettext("Stop mails about: %(kind)s", kind=kind_words(self.kind)[0])
        return gettext("Stop all mail")


@bp.get("/stop/<token>")
@public("the link in the mail proves whose mail it is")
def new(token: str) -> Any:
    """Show what would stop, with one button; opening the link alone stops nothing."""
    return unkept(page("notifications/stop.html", stop=_read(token), stopped=False))


@bp.post("/stop/<token>")
@public("the link in the mail proves whose mail it is")
def create(token: str) -> Any:
    """Stop it; saying so twice is no mistake."""
    stop = _read(token)
    if stop.follow_id is not None:
        write(stop_follow, stop.follow_id)
    elif stop.member is not None and stop.what == "thread":
        write(mute_for, stop.question_id, stop.member)
    elif stop.member is not None and stop.what == "idea":
        write(stop_idea, stop.idea_id, stop.member)
    elif stop.member is not None:
        write(stop_mail, stop.member, stop.kind if stop.what == "kind" else None)
    return unkept(page("notifications/stop.html", stop=stop, stopped=True))


def _read(token: str) -> Stop:
    """Return what a link stops; what the link does not name cannot be chosen."""
    who, number, thing_id, kind = tokens.read("stop", token)
    if who == "f":
        return Stop(None, number, 0, "", "thread")
    member = db.session.get(User, number)
    if member is None:
        raise Gone(gettext("This account is closed: no more mail goes there."))
    what = request.args.get("what", "all")
    idea_id, question_id = (thing_id, 0) if who == "i" else (0, thing_id)
    possible = {
        "thread": bool(question_id),
        "idea": bool(idea_id),
        "kind": kind in NOTICE_KINDS,
    }
    chosen = what if possible.get(what) else "all"
    return Stop(member, None, question_id, kind, chosen, idea_id)


open_to_mail(bp, create)
