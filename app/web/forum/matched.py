"""What somebody says of a match while they ask: opened, this fixed it, same problem."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, flash, redirect, request

from app import links
from app.domain.accounts.models import Actor
from app.domain.accounts.policy import must_be_member
from app.domain.forum.actions.sharing import share
from app.domain.forum.models.questions import Question
from app.domain.forum.queries.posts import find_question
from app.domain.knowledge.queries.articles import find_article_by_id
from app.domain.notifications.actions.follows import follow
from app.domain.search.actions.asks import (
    hash_of,
    note_fixed,
    note_followed,
    note_opened,
    take_back_fixed,
)
from app.domain.search.queries.asks import last_fixed
from app.kit.i18n import gettext
from app.kit.problems import NotFound, TooMany
from app.kit.work import write
from app.web import fixes
from app.web.forum.acting import address, who_key
from app.web.forum.keeping import keep_typed
from app.web.guards import public
from app.web.partials import page
from app.web.search.counting import counted
from app.web.shell import actor

bp = Blueprint("matched", __name__, url_prefix="/questions/matches")

PLACE = "ask"
FIXED = "/questions/matches/fixed"
_VALUE = re.compile(r"(article|question):([0-9]{1,9})", re.ASCII)


@bp.post("/opened")
@public("guests open matches, too; it is counted for the form, not for them")
def open_one() -> Response:
    """Count that a match was opened in place."""
    counted(note_opened, request.form.get("ask", ""), _subject(request.form))
    return Response(status=204)


@bp.post("/fixed")
@public("it needs no account, and posts nothing")
def create() -> Any:
    """Somebody needs to ask no more: count it, and keep what they typed in case they do."""
    subject, key = _subject(request.form), request.form.get("ask", "")
    _readable(subject, actor())
    if counted(note_fixed, key, subject):
        fixes.remember(hash_of(key) or "")
    _keep_typed()
    return redirect(f"{FIXED}?match={subject[0]}:{subject[1]}", 303)


@bp.get("/fixed")
@public("what fixed it is shown to those who may read it")
def show() -> Any:
    """Thank somebody whom a match helped; it can be taken back."""
    if not request.args:
        return redirect(links.ask_url())
    subject, who = _subject(request.args), actor()
    title, url = _readable(subject, who)
    mine = last_fixed(fixes.lately())
    return page(
        "search/fixed.html",
        title=title,
        url=url,
        value=f"{subject[0]}:{subject[1]}",
        is_article=subject[0] == "article",
        can_take_back=mine is not None and (mine.kind, mine.subject_id) == subject,
    )


@bp.post("/fixed/withdrawal")
@public("whoever said it takes it back in the same browser")
def delete() -> Any:
    """It did not fix it after all: back to the form, as it was left."""
    mine = last_fixed(fixes.lately())
    if mine is not None:
        write(take_back_fixed, mine.key_hash)
        fixes.forget(mine.key_hash)
    return redirect(links.ask_url(), 303)


@bp.post("/followed")
@public("guests have the same problem, too; an address is asked for on the next page")
def share_one() -> Any:
    """Somebody has the same problem: say so for them, and let them hear how it ends."""
    kind, number = _subject(request.form)
    who = actor()
    if kind != "question":
        raise NotFound
    question = find_question(number, who)
    write(_same_problem, question, key=who_key(who), by=who)
    counted(note_followed, request.form.get("ask", ""), number)
    _keep_typed()
    if not must_be_member(who) and question.solved_at is None:
        return redirect(f"/questions/{question.id}/too", 303)
    flash(_said(question, who))
    return redirect(links.question_url(question.id, question.slug), 303)


def _same_problem(question: Question, *, key: str, by: Actor) -> None:
    share(question, who=key, by=by, address=address())
    if must_be_member(by):
        follow(question, by=by, scope="all" if question.solved_at else "solved")


def _said(question: Question, who: Actor) -> str:
    if not must_be_member(who):
        return gettext("Counted. What solved it for others stands here.")
    if question.solved_at:
        return gettext("Counted. You follow this question now.")
    return gettext("Counted. You will hear when it is solved.")


def _subject(given: Any) -> tuple[str, int]:
    found = _VALUE.fullmatch(given.get("match", ""))
    if found is None:
        raise NotFound
    return found[1], int(found[2])


def _readable(subject: tuple[str, int], who: Actor) -> tuple[str, str]:
    """Return title and address of what a match is, for whoever may read it."""
    kind, number = subject
    if kind == "article":
        article = find_article_by_id(number, who)
        return article.title, links.article_url(article.slug)
    question = find_question(number, who)
    return question.title, links.question_url(question.id, question.slug)


def _keep_typed() -> None:
    try:
        keep_typed(PLACE, request.form)
    except TooMany:
        # Scripts keep what is typed as well; a draft too many spoils no thanks.
        return
