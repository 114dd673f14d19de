"""Articles and threads: marked as the solution, and drafted from what was asked and solved."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.accounts.models import Guest, User
from app.domain.knowledge.actions.growing import draft_from_thread
from app.domain.knowledge.actions.solving import mark_solving, take_back_solving
from app.domain.knowledge.models.articles import Article, ArticleSource
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.queries.threads import articles_of_thread
from app.domain.knowledge.rules import TITLE_LONGEST
from app.domain.knowledge.rules.threads import article_body, article_title, lowered
from app.domain.subjects import Subject
from app.kit import markup
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid
from app.kit.work import write
from tests.factories.catalog import make_space
from tests.factories.forum import make_answer, make_question
from tests.factories.knowledge import BODY, an_article, an_outline


def marked(article: Article, question: Any, by: User) -> ArticleUse:
    return write(
        mark_solving, article, question_id=question.id, asked_at=question.asked_at,
        space=question.space, by=by,
    )  # fmt: skip


def drafted(question: Any, by: User) -> Article:
    return write(
        draft_from_thread, by=by, title=question.title, space=question.space,
        body=an_outline("## Problem\n\nIt is dark.\n\n## Solution\n\nSwitch it on, said Bob."),
        sources=[(Subject("question", question.id), question.author_id)],
    )  # fmt: skip


# -- solving ----------------------------------------------------------------------------------


def test_a_mark_counts_as_one_reuse_and_is_taken_back(session: Any, alice: User) -> None:
    article, question = an_article(), make_question(author=alice)
    first = marked(article, question, alice)
    assert marked(article, question, alice).id == first.id
    assert first.solved_at is not None
    assert article.reuse_count == 1
    assert [a.id for a in articles_of_thread(question.id, actor=Guest()).solving] == [article.id]
    for _ in range(2):
        write(take_back_solving, article, question_id=question.id)
    assert article.reuse_count == 0
    assert articles_of_thread(question.id, actor=Guest()).solving == ()


def test_whether_it_was_known_before_the_question(session: Any, alice: User) -> None:
    old = an_article()
    question = make_question(author=alice)
    new = an_article()
    assert marked(old, question, alice).was_known
    assert not marked(new, question, alice).was_known


def test_readers_of_the_thread_must_be_allowed_to_read_the_article(
    session: Any, alice: User
) -> None:
    secret = an_article(space=make_space("members"))
    with pytest.raises(Invalid):
        marked(secret, make_question(author=alice), alice)
    assert db.session.scalar(select(func.count()).select_from(ArticleUse)) == 0


def test_what_is_archived_or_a_draft_solves_nothing(session: Any, alice: User, tess: User) -> None:
    question = make_question(author=alice)
    for article in (an_article(state="archived"), drafted(question, tess)):
        with pytest.raises(Forbidden):
            marked(article, question, tess)


def test_a_mark_is_told_to_nobody_who_may_not_read_the_article(session: Any, alice: User) -> None:
    members = make_space("members")
    article, question = an_article(space=members), make_question(space=members, author=alice)
    marked(article, question, alice)
    assert articles_of_thread(question.id, actor=Guest()).solving == ()
    assert len(articles_of_thread(question.id, actor=alice).solving) == 1


# -- growing ----------------------------------------------------------------------------------


def test_a_thread_is_drafted_once(session: Any, tess: User, sue: User, alice: User) -> None:
    question = make_question("My ocelot lamp is dark", author=alice)
    first = drafted(question, tess)
    assert (first.title, first.state, first.space_id) == (question.title, "wip", question.space_id)
    assert drafted(question, tess).id == drafted(question, sue).id == first.id
    [source] = db.session.scalars(select(ArticleSource))
    assert source.author_id == alice.id
    assert [a.id for a in articles_of_thread(question.id, actor=sue).grown] == [first.id]
    assert articles_of_thread(question.id, actor=alice).grown == ()


def test_what_grew_out_of_an_answer_moves_with_it(session: Any, tess: User, sue: User) -> None:
    old, into = make_question(), make_question()
    solution = make_answer(into, accepted=True)
    sources = [(Subject("question", old.id), None), (Subject("answer", solution.id), None)]
    words: dict[str, Any] = {
        "title": "My ocelot lamp is dark",
        "space": old.space,
        "body": an_outline(BODY),
    }
    first = write(draft_from_thread, by=tess, sources=sources, **words)
    again = [(Subject("question", into.id), None), (Subject("answer", solution.id), None)]
    assert write(draft_from_thread, by=sue, sources=again, **words).id == first.id
    there = articles_of_thread(into.id, actor=sue, solution_id=solution.id)
    assert [article.id for article in there.grown] == [first.id]


def test_drafting_takes_the_right_to(session: Any, mallory: User) -> None:
    with pytest.raises(Forbidden):
        drafted(make_question(), mallory)


def test_the_thread_costs_one_statement(session: Any, tess: User, statements: Any) -> None:
    question = make_question()
    make_answer(question)
    drafted(question, tess)
    for _ in range(3):
        marked(an_article(), question, tess)
    number, _ = question.id, tess.handle  # read before the statements are counted
    with statements() as ran:
        articles_of_thread(number, actor=tess)
    assert len(ran) == 1


# -- its words --------------------------------------------------------------------------------


def test_the_body_has_the_problem_the_solution_and_where_it_came_from() -> None:
    body = article_body(
        "# Help!\n\nIt is dark.", "Do this:\n\n1. Switch it on.", url="/questions/7",
        asker="A [lice]*", solver="Bob",
    )  # fmt: skip
    rendered = markup.cook(body, find_members=lambda _: {}, outline=True)
    heads = [p["head"] for p in rendered.parts if isinstance(p, dict) and "head" in p]
    assert heads[0] == "problem"
    assert "solution" in heads
    levels = [p["level"] for p in rendered.parts if isinstance(p, dict) and "head" in p]
    assert levels == ["2", "3", "2"]
    words = markup.plain(rendered.parts)
    assert "It is dark." in words
    assert "Switch it on." in words
    assert "asked by A [lice]*, solved by Bob" in words


@pytest.mark.parametrize(
    "source, lower",
    [
        ("# One\ntext", "### One\ntext"),
        ("##### Five", "###### Five"),
        ("One\n===\ntext", "### One\ntext"),
        ("One\n---\ntext", "### One\ntext"),
        ("text\n\n---\n\ntext", "text\n\n---\n\ntext"),
        ("- item\n---", "- item\n---"),
        ("```\n# a comment\n```\n# One", "```\n# a comment\n```\n### One"),
        ("````\n```\n# a comment\n````", "````\n```\n# a comment\n````"),
        ("```\n# never closed", "```\n# never closed\n```"),
        ("#hashtag", "#hashtag"),
        ("", ""),
    ],
)
def test_headings_stand_below_the_articles_sections(source: str, lower: str) -> None:
    assert lowered(source) == lower


def test_a_long_title_is_cut() -> None:
    assert article_title("Why  is it\ndark?") == "Why is it dark?"
    assert len(article_title("lamp " * 60)) <= TITLE_LONGEST
