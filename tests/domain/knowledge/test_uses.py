"""Linking and showing an article in a post is data, and an accepted answer makes it a reuse."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.forum.actions.accepting import accept_answer, withdraw_acceptance
from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.duplicates import merge_question
from app.domain.forum.actions.editing import edit_answer
from app.domain.forum.models.questions import Question
from app.domain.knowledge.actions.uses import wrong_reuses
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.use import ArticleUse
from app.kit import clock
from app.kit.db import db
from app.kit.work import write
from tests.factories.embeds import a_body, an_answer_showing, reference_to, showing
from tests.factories.forum import make_question, make_text
from tests.factories.knowledge import an_article


@pytest.fixture(autouse=True)
def _database(session: Any) -> None:
    """Each test in its own transaction."""


def linking(*addresses: str) -> Text:
    words = ["It is all written down, see the link.", *addresses]
    return make_text(" ".join(words), links=addresses)


def uses() -> list[ArticleUse]:
    return db.session.query(ArticleUse).order_by(ArticleUse.id).all()


def asker_of(question: Question) -> User:
    return db.session.get_one(User, question.author_id)


def test_a_link_is_a_use_by_whatever_address(bob: User) -> None:
    article = an_article()
    for address in (f"/knowledge/{article.slug}", f"http://localhost/knowledge/{article.slug}#add"):
        write(answer, make_question(), by=bob, body=linking(address))
    assert [(row.article_id, row.way, row.author_id) for row in uses()] == [
        (article.id, "link", bob.id)
    ] * 2


@pytest.mark.parametrize(
    "address", ["https://elsewhere.example/knowledge/{}", "/knowledge/desk", "/questions/{}"]
)
def test_other_addresses_are_no_use(bob: User, address: str) -> None:
    article = an_article()
    write(answer, make_question(), by=bob, body=linking(address.format(article.slug)))
    assert uses() == []


def test_what_is_shown_and_linked_is_two_uses_of_one_thread() -> None:
    article = an_article(body=a_body())
    posted = an_answer_showing(reference_to(article))
    assert [row.way for row in uses()] == ["embed"]
    assert article.used_at is not None
    write(accept_answer, posted, by=asker_of(posted.question))
    assert (article.reuse_count, wrong_reuses()) == (1, 0)


def test_accepting_makes_a_reuse_and_withdrawing_takes_it_back() -> None:
    article = an_article(body=a_body())
    posted = an_answer_showing(reference_to(article))
    assert article.reuse_count == 0
    write(accept_answer, posted, by=asker_of(posted.question))
    assert (article.reuse_count, uses()[0].solved_at is not None) == (1, True)
    write(withdraw_acceptance, posted.question, by=asker_of(posted.question))
    assert (article.reuse_count, uses()[0].solved_at) == (0, None)


def test_a_link_put_into_an_accepted_answer_is_a_reuse_at_once(bob: User) -> None:
    article = an_article()
    posted = write(answer, make_question(), by=bob, body=linking())
    write(accept_answer, posted, by=asker_of(posted.question))
    text = linking(f"/knowledge/{article.slug}")
    write(edit_answer, posted, by=bob, body=text, base_edition=1)
    assert article.reuse_count == 1
    write(edit_answer, posted, by=bob, body=showing(), base_edition=2)
    assert (article.reuse_count, uses()) == (0, [])


def test_what_was_there_before_the_question_was_known(bob: User) -> None:
    def known(article: Article, question: Question) -> bool:
        write(answer, question, by=bob, body=linking(f"/knowledge/{article.slug}"))
        return uses()[-1].was_known

    earlier = make_question(asked_at=clock.now() - timedelta(days=2))
    article = an_article()
    assert not known(article, earlier)
    assert known(article, make_question(asked_at=clock.now() + timedelta(minutes=1)))


def test_merging_keeps_the_uses_and_the_one_solution(ada: User) -> None:
    one, other = an_article(body=a_body()), an_article(body=a_body())
    source, into = make_question(), make_question()
    solved = an_answer_showing(reference_to(one), question=source)
    write(accept_answer, solved, by=asker_of(source))
    better = an_answer_showing(reference_to(other), question=into)
    write(accept_answer, better, by=asker_of(into))
    write(merge_question, source, into=into, by=ada)
    assert {row.question_id for row in uses()} == {into.id}
    assert (one.reuse_count, other.reuse_count, wrong_reuses()) == (0, 1, 0)
