"""'This article solves it': said of a thread, and taken back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app.domain.forum.models.questions import Question
from app.domain.forum.policy import may_mark_solving
from app.domain.forum.queries.posts import find_question
from app.domain.knowledge.actions.solving import mark_solving, take_back_solving
from app.domain.knowledge.queries.articles import find_article_by_id
from app.domain.search.queries import ArticleResult, Wanted, matching_articles, search
from app.kit.decisions import require
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.forum.acting import place_of, thread_again
from app.web.guards import signed_in
from app.web.partials import page
from app.web.search.shown import ShownArticle, shown_match
from app.web.shell import actor

bp = Blueprint("solving", __name__, url_prefix="/questions/<int:question_id>/solving-article")

WORDS_LONGEST = 200
NUMBER_LONGEST = 9


@bp.get("")
@signed_in
def new(question_id: int) -> Response:
    """Show articles to choose from: those like the question, or those that are searched for."""
    question = _question(question_id)
    words = request.args.get("q", "")[:WORDS_LONGEST].replace("\x00", " ").strip()
    return page(
        "forum/solving_article.html",
        question=question,
        q=words,
        choices=_choices(words, question),
        back=place_of(question),
    )


@bp.post("")
@signed_in
def create(question_id: int) -> Any:
    """Mark the article that solves the thread."""
    question = _question(question_id)
    article = find_article_by_id(_chosen(), actor())
    write(
        mark_solving,
        article,
        question_id=question.id,
        asked_at=question.asked_at,
        space=question.space,
        by=actor(),
    )
    flash(gettext("Marked. Whoever comes next reads the article first."))
    return thread_again(question)


@bp.post("/withdrawal")
@signed_in
def delete(question_id: int) -> Any:
    """Take the mark back."""
    question = _question(question_id)
    article = find_article_by_id(_chosen(), actor())
    write(take_back_solving, article, question_id=question.id)
    return thread_again(question)


def _question(question_id: int) -> Question:
    """Return the question, to those who may say what solves it."""
    question = find_question(question_id, actor())
    require(may_mark_solving(actor(), question))
    return question


def _chosen() -> int:
    given = request.form.get("article", "")
    # No row has a longer number.
    is_number = given.isascii() and given.isdigit() and len(given) <= NUMBER_LONGEST
    return int(given) if is_number else 0


def _choices(words: str, question: Question) -> list[ShownArticle]:
    if words:
        found = search(Wanted(words, kind="article"), actor=actor()).items
    else:
        found = matching_articles(question.title, actor=actor(), space=question.space.slug)
    return [shown_match(result) for result in found if isinstance(result, ArticleResult)]
