"""From a solved thread to an article: one click drafts it in the asker's words."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.accounts.texts import prepare
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.forum.queries.posts import find_answer, find_question
from app.domain.knowledge.actions.growing import draft_from_thread
from app.domain.knowledge.rules import SUMMARY_LONGEST
from app.domain.knowledge.rules.threads import article_body, article_title
from app.domain.subjects import Subject
from app.kit import markup
from app.kit.i18n import gettext
from app.kit.problems import Conflict
from app.kit.work import write
from app.web.guards import demands
from app.web.partials import done
from app.web.shell import actor

bp = Blueprint("growing", __name__)


@bp.post("/questions/<int:question_id>/article")
@demands(Permission.DRAFT_ARTICLE)
def create(question_id: int) -> Any:
    """Draft an article from a solved thread, or find the draft that somebody made before."""
    question = find_question(question_id, actor())
    article = write(draft_from_thread, by=actor(), **_words(question, _solution(question)))
    if article.is_published:
        return done(to=links.article_url(article.slug))
    flash(gettext("Here is the draft. Make it read well for whoever was not there."))
    return done(to=f"{links.article_url(article.slug)}/edit")


def _words(question: Question, solution: Answer) -> dict[str, Any]:
    """Return what the article takes over: the words, whose they are, and where they stand."""
    body = article_body(
        question.body,
        solution.body,
        url=links.question_url(question.id),
        asker=question.author.name,
        solver=solution.author.name,
    )
    return {
        "title": article_title(question.title),
        "summary": markup.excerpt(solution.body_parts, SUMMARY_LONGEST),
        "body": prepare(body, outline=True),
        "space": question.space,
        "product": question.product,
        "tags": [tag.name for tag in question.tags],
        "sources": [
            (Subject("question", question.id), question.author_id),
            (Subject("answer", solution.id), solution.author_id),
        ],
        "comment": gettext("Drafted from a question and its solution."),
    }


def _solution(question: Question) -> Answer:
    """Return the accepted answer.

    :raises Conflict: when there is none that may be read.
    """
    if question.accepted_answer_id is not None:
        answer = find_answer(question.accepted_answer_id, actor())
        if not answer.is_hidden:
            return answer
    raise Conflict(gettext("An article is drafted from a solved thread: this one is not solved."))
