"""Use, or an expert and use, validates an article; a major edit or bad health takes that back."""

from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from app.domain.accounts.models import User
from app.domain.forum.actions.accepting import accept_answer, withdraw_acceptance
from app.domain.forum.actions.answering import answer
from app.domain.knowledge.actions.validating import evidence, settle_state, validate
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.rules import MAJOR, MEDIUM
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden
from app.kit.work import unit_of_work, write
from tests.factories.forum import make_question, make_text
from tests.factories.knowledge import BODY, a_change, an_article
from tests.people import make_member

pytestmark = pytest.mark.usefixtures("session")

_posts = itertools.count(100)
CHANGED = BODY.replace("five times", "six times")


@pytest.fixture(autouse=True)
def _time_stands() -> None:
    clock.freeze(clock.now())


def later(days: int = 1) -> None:
    """Let some days pass."""
    clock.freeze(clock.now() + timedelta(days=days))


def reuse(article: Article, by: User, question: int | None = None, *, solved: bool = True) -> None:
    """Let an answer that links the article be accepted."""
    number = next(_posts)
    use = ArticleUse(
        article_id=article.id,
        host_kind="answer",
        host_id=number,
        way="link",
        question_id=question or number,
        author_id=by.id,
        solved_at=clock.now() if solved else None,
    )
    with unit_of_work():
        db.session.add(use)
        db.session.flush()
        settle_state(article)


def test_three_reuses_by_two_people_validate(bob: User, tess: User) -> None:
    article = an_article()
    reuse(article, bob)
    reuse(article, bob)
    assert article.state == "not-validated"

    reuse(article, tess)

    assert article.state == "validated"


def test_one_persons_reuses_do_not(bob: User) -> None:
    article = an_article()

    for _ in range(5):
        reuse(article, bob)

    assert article.state == "not-validated"


def test_a_reuse_counts_once_for_each_thread_and_only_once_accepted(bob: User, tess: User) -> None:
    article = an_article()
    reuse(article, bob, question=7)
    reuse(article, tess, question=7)
    reuse(article, tess, question=8)
    reuse(article, tess, question=9, solved=False)

    assert (evidence(article).reuses, evidence(article).authors) == (2, 2)
    assert article.state == "not-validated"


def test_an_expert_and_one_reuse_validate(sue: User, bob: User) -> None:
    article = an_article()
    write(validate, article, by=sue)
    write(validate, article, by=sue)
    assert (article.state, evidence(article).validations) == ("not-validated", 1)
    assert article.checked_by_id == sue.id

    reuse(article, bob)

    assert article.state == "validated"


def test_who_may_say_that_it_is_true(sue: User, tess: User, bob: User) -> None:
    article = an_article(author=sue)

    for nobody in (sue, tess, bob):
        with pytest.raises(Forbidden):
            write(validate, article, by=nobody)


def test_an_expert_validates_the_text_they_read(sue: User) -> None:
    article = an_article()
    read = article.revision_id
    a_change(article, CHANGED)

    with pytest.raises(Conflict):
        write(validate, article, by=sue, revision_id=read)


def test_a_major_edit_takes_it_back_and_what_counts_begins_anew(
    bob: User, tess: User, sue: User
) -> None:
    article = an_article()
    reuse(article, bob)
    write(validate, article, by=sue)
    assert article.state == "validated"
    later()

    a_change(article, CHANGED, significance=MAJOR)
    assert (article.state, evidence(article).reuses) == ("not-validated", 0)
    later()

    for member in (bob, bob, tess):
        reuse(article, member)
    assert article.state == "validated"


def test_a_medium_edit_leaves_it_validated(bob: User, sue: User) -> None:
    article = an_article()
    reuse(article, bob)
    write(validate, article, by=sue)
    later()

    a_change(article, CHANGED, significance=MEDIUM)

    assert article.state == "validated"


def test_bad_health_takes_it_back_until_it_is_better(bob: User, sue: User) -> None:
    article = an_article()
    reuse(article, bob)
    write(validate, article, by=sue)
    states = []
    for health in (39, 39, 40):
        with unit_of_work():
            article.health = health
            settle_state(article)
        states.append(article.state)

    assert states == ["not-validated", "not-validated", "validated"]


def test_a_state_knows_since_when(bob: User, sue: User) -> None:
    article = an_article()
    begun = article.state_since
    later()
    write(validate, article, by=sue)
    assert article.state_since == begun

    reuse(article, bob)

    assert article.state_since == clock.now()


def test_three_accepted_answers_that_link_it_validate_an_article() -> None:
    article = an_article()
    link = make_text(
        f"It is all in [this article](/knowledge/{article.slug}), step by step.",
        links=(f"/knowledge/{article.slug}",),
    )
    for _ in range(3):
        question = make_question()
        helped = write(answer, question, by=make_member(f"h{question.id}"), body=link)
        write(accept_answer, helped, by=db.session.get_one(User, question.author_id))

    assert (article.reuse_count, article.state) == (3, "validated")
    last = db.session.get_one(User, question.author_id)
    write(withdraw_acceptance, question, by=last)

    assert (article.reuse_count, article.state) == (2, "not-validated")
