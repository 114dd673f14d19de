"""The bell: its lines, and that they were read."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from app import links
from app.domain.forum.queries.posts import find_question
from app.domain.ideas.queries.pages import find_idea_itself
from app.domain.notifications.actions.idea_lines import read_idea
from app.domain.notifications.actions.notices import read_all, read_notice, read_thread
from app.domain.notifications.queries import notice_page, recent_notices, unread_count
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.guards import signed_in
from app.web.notifications.sentences import shown_notice
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("notices", __name__)

BELL = {"notices": "notifications/_bell.html"}
LIST = {"notice-list": "notifications/_list.html"}


@bp.get("/notices")
@signed_in
def index() -> Any:
    """Show every line, or the newest few for the menu behind the bell."""
    if request.headers.get("X-Fragment") in BELL:
        lines = [shown_notice(row) for row in recent_notices(actor())]
        return page("notifications/_bell.html", fragments=BELL, lines=lines)
    return page("notifications/index.html", fragments=LIST, **_context())


@bp.post("/notices/reading")
@signed_in
def update() -> Any:
    """Everything was read."""
    write(read_all, by=actor())
    flash(gettext("All read."))
    return done(to=links.notices_url())


@bp.post("/notices/<int:notice_id>/reading")
@signed_in
def create(notice_id: int) -> Any:
    """One line was read."""
    write(read_notice, notice_id, by=actor())
    return done(to=links.notices_url(), fragments=LIST, **_context())


@bp.post("/questions/<int:question_id>/reading")
@signed_in
def show(question_id: int) -> Any:
    """A thread was opened: by script without waiting, by a button without one."""
    question = find_question(question_id, actor())
    write(read_thread, question.id, by=actor())
    return done(to=links.question_url(question.id, question.slug))


@bp.post("/ideas/<int:idea_id>/reading")
@signed_in
def read(idea_id: int) -> Any:
    """An idea's page was opened, likewise."""
    idea = find_idea_itself(idea_id, actor())
    write(read_idea, idea.id, by=actor())
    return done(to=links.idea_url(idea.id, idea.slug))


def _context() -> dict[str, Any]:
    found = notice_page(actor(), request.args.get("after"), request.args.get("before"))
    return {
        "lines": [shown_notice(row) for row in found.items],
        "unread": unread_count(actor()),
        "newer": f"{links.notices_url()}?before={found.previous}" if found.previous else "",
        "older": f"{links.notices_url()}?after={found.next}" if found.next else "",
    }
