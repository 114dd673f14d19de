"""Which questions are behind an idea: said from the idea, and from the question."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, flash, request

from app import links
from app.domain.forum.models.questions import Question
from app.domain.forum.queries.posts import find_question, redirect_of
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.queries.pages import find_idea
from app.domain.loop.actions.pairing import pair, part
from app.domain.loop.policy import may_sort_out
from app.domain.loop.queries.closings import ClosingRow, closings_of
from app.domain.loop.queries.pain import ideas_ahead_of, links_of, pain_of
from app.domain.loop.rules import PASSED_OVER
from app.kit.i18n import gettext
from app.kit.problems import NotFound, Problem
from app.kit.work import write
from app.web.forms import REFUSED
from app.web.forum.ahead import words_of
from app.web.guards import public, signed_in
from app.web.ideas.finding import follows_merges
from app.web.numbers import row_named
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("idea_links", __name__)

PAIN = {"pain": "loop/_pain.html"}
AHEAD = {"ideas-ahead": "loop/_ideas.html"}
VERBS = {"yes": pair, "no": part}
GIVEN_LONGEST = 300
# "/questions/42-printer-offline", "42", "#42".
_NAMED = re.compile(r"(?:.*/questions/|#?)(\d+)(?:-[^/]*)?/?\Z", re.DOTALL)


@bp.get("/ideas/<int:idea_id>/links")
@public("an idea's links are read by whoever reads the idea; 404 to others")
@follows_merges
def index(idea_id: int) -> Response:
    """Show what is behind an idea."""
    return page("loop/links.html", **_context(find_idea(idea_id, actor())))


@bp.post("/ideas/<int:idea_id>/links")
@signed_in
@follows_merges
def create(idea_id: int) -> Any:
    """Say that a question is behind an idea, or that it is not."""
    idea = find_idea(idea_id, actor())
    given = request.form.get("question", "")[:GIVEN_LONGEST]
    verb = _verb()
    question = _question_named(given)
    if question is None:
        error = gettext("There is no such question. Paste its address, or write its number.")
        return page("loop/links.html", REFUSED, **_context(idea, given, error))
    write(verb, idea, question, by=actor())
    _say(question.title)
    if request.headers.get("X-Fragment") in PAIN:
        return done(to=_place(idea), fragments=PAIN, pain=pain_of(idea, actor()))
    return done(to=_place(idea))


@bp.post("/questions/<int:question_id>/ideas")
@signed_in
@follows_merges
def choose(question_id: int) -> Any:
    """Say of a question that it is behind an idea, or that it is not."""
    question = find_question(question_id, actor())
    idea = find_idea(row_named(request.form.get("idea")) or 0, actor())
    write(_verb(), idea, question, by=actor())
    _say(idea.title)
    place = links.question_url(question.id, question.slug)
    if request.headers.get("X-Fragment") in AHEAD:
        ahead = ideas_ahead_of(question.id, question.author_id, actor())
        words = words_of(ahead)
        return done(to=place, fragments=AHEAD, ahead=ahead, idea_words=words, is_settled=True)
    return done(to=place)


def _verb() -> Any:
    said = request.form.get("say", "yes")
    if said not in VERBS:
        raise NotFound
    return VERBS[said]


def _say(title: str) -> None:
    if request.headers.get("X-Fragment"):
        return  # the fragment shows it
    if request.form.get("say", "yes") == "yes":
        flash(gettext("Linked: %(title)s", title=title))
    else:
        flash(gettext("Noted. It is not suggested again: %(title)s", title=title))


def _context(idea: Idea, given: str = "", error: str = "") -> dict[str, Any]:
    may_link = bool(may_sort_out(actor(), idea))
    told = closings_of(idea.id, actor()) if idea.status == "delivered" else []
    return {
        "idea": idea,
        "links": links_of(idea, actor()),
        "may_link": may_link,
        "told": [{**_fields(row), "words": _told(row)} for row in told],
        "given": given,
        "error": error,
    }


def _fields(row: ClosingRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("question_id", "slug", "title", "state")}


def _told(row: ClosingRow) -> str:
    words = {
        "waiting": gettext("It is about to be told."),
        "told": gettext("It was solved before; the thread was told."),
        "asked": gettext("Answered; its asker was asked whether that solves it."),
        "solved": gettext("Its asker says: solved."),
        "not-solved": gettext("Its asker says: not solved yet."),
    }
    if row.state == "passed-over":
        return gettext("Not told. %(why)s", why=PASSED_OVER.get(row.why, ""))
    return str(words[row.state])


def _place(idea: Idea) -> str:
    if request.form.get("back") == "idea":
        return links.idea_url(idea.id, idea.slug)
    return f"{links.idea_url(idea.id)}/links"


def _question_named(given: str) -> Question | None:
    """Return the question that an address or a number names; a merged one by where it went."""
    found = _NAMED.match(urlsplit(given.strip()).path or given.strip())
    number = row_named(found.group(1)) if found else None
    if number is None:
        return None
    try:
        return find_question(redirect_of(number, actor=actor()) or number, actor())
    except Problem:
        return None
