"""A delivered idea proposes what is to change in the articles around it, for review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.domain.forum.models.questions import Question
from app.domain.knowledge.models.articles import Article, ArticleRevision, ArticleSource
from app.domain.knowledge.models.use import ArticleUse
from app.domain.loop.actions.amending import amend_articles
from app.domain.loop.rules import ARTICLES_MOST
from app.kit.db import db
from app.kit.jobs import run_all
from app.kit.work import unit_of_work
from tests.factories.catalog import make_space
from tests.factories.forum import make_question
from tests.factories.ideas import an_idea
from tests.factories.knowledge import an_article
from tests.factories.loop import a_linked_idea, delivered


def point(question: Question, article: Article) -> None:
    """Let a post of the thread link the article."""
    with unit_of_work():
        db.session.add(
            ArticleUse(
                article_id=article.id,
                host_kind="question",
                host_id=question.id,
                way="link",
                question_id=question.id,
                author_id=question.author_id,
            )
        )


def proposed_for(idea_id: int) -> Sequence[ArticleRevision]:
    found = db.session.query(ArticleRevision).filter_by(trigger_kind="idea", trigger_id=idea_id)
    return found.order_by(ArticleRevision.article_id).all()


def test_the_article_a_thread_points_to_is_to_be_changed_by_a_reviewer(hanna: Any) -> None:
    question, article = make_question(), an_article()
    point(question, article)
    before = article.revision_id
    idea = a_linked_idea(question, by=hanna)
    delivered(idea, by=hanna)
    [revision] = proposed_for(idea.id)
    assert (revision.article_id, revision.state, revision.editor_id) == (
        article.id,
        "proposed",
        hanna.id,
    )
    assert f"/ideas/{idea.id}-{idea.slug}" in revision.body
    assert revision.body.startswith(article.revision.body.rstrip())
    db.session.refresh(article)
    assert article.revision_id == before


def test_the_article_that_the_idea_itself_links_to_as_well(hanna: Any) -> None:
    article = an_article()
    idea = an_idea(body_parts=[f'<p>See <a href="/knowledge/{article.slug}">this</a>.</p>'])
    delivered(idea, by=hanna)
    assert [one.article_id for one in proposed_for(idea.id)] == [article.id]


def test_repeated_it_proposes_once(hanna: Any) -> None:
    question, article = make_question(), an_article()
    point(question, article)
    idea = a_linked_idea(question, by=hanna)
    change = delivered(idea, by=hanna)
    amend_articles(idea.id, change)
    amend_articles(idea.id, change)
    assert len(proposed_for(idea.id)) == 1


def test_where_there_is_no_article_one_is_drafted_once(hanna: Any) -> None:
    idea = a_linked_idea(make_question(), by=hanna)
    change = delivered(idea, by=hanna)
    amend_articles(idea.id, change)
    run_all()
    source = db.session.query(ArticleSource).filter_by(subject_kind="idea").one()
    assert (source.subject_id, source.author_id) == (idea.id, idea.author_id)
    article = db.session.get_one(Article, source.article_id)
    assert (article.state, article.title, article.owner_id) == ("wip", idea.title, hanna.id)
    assert not article.is_published


def test_an_article_with_more_readers_than_the_idea_hears_nothing(ada: Any) -> None:
    question, article = make_question(), an_article()
    point(question, article)
    idea = an_idea(space=make_space("members"))
    a_linked_idea(question, by=ada, idea=idea)
    delivered(idea, by=ada)
    assert proposed_for(idea.id) == []
    drafted = db.session.query(Article).filter(Article.published_at.is_(None)).one()
    assert drafted.space_id == idea.space_id


def test_the_most_pointed_at_come_first_and_not_too_many(hanna: Any) -> None:
    questions = [make_question() for _ in range(2)]
    articles = [an_article() for _ in range(ARTICLES_MOST + 1)]
    for article in articles:
        point(questions[0], article)
    point(questions[1], articles[-1])
    idea = a_linked_idea(*questions, by=hanna)
    delivered(idea, by=hanna)
    changed = {one.article_id for one in proposed_for(idea.id)}
    assert len(changed) == ARTICLES_MOST
    assert articles[-1].id in changed
