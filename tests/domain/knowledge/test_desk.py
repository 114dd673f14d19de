"""The editors' desk: what waits where, in which order, for whom, at what cost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from app.domain.forum.queries.worth import (
    READ_MUCH,
    asked_again,
    solved_count,
    worth_counts,
    worth_keeping,
)
from app.domain.knowledge.actions.judging import judge_link
from app.domain.knowledge.models.articles import ArticleSource
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.queries.desk import (
    LINKS_JUDGED,
    desk_counts,
    drafts,
    links_to_judge,
    waiting_revisions,
    worst,
)
from app.domain.knowledge.queries.figures import (
    solved_with_article,
    threads_with_article,
    use_figures,
)
from app.kit import clock
from app.kit.db import db
from app.kit.pages import Page
from app.kit.problems import Forbidden
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_space
from tests.factories.forum import make_question
from tests.factories.knowledge import a_proposal, an_article

DAY = timedelta(days=1)
LISTS: list[Callable[..., Page[Any]]] = [worst, drafts, waiting_revisions, links_to_judge]


@pytest.fixture
def every_link():
    with unit_of_work():
        LINKS_JUDGED.put(100)


def used(article, question_id, *, days_ago=1, way="link", host="answer", **values):
    with unit_of_work():
        use = ArticleUse(
            article_id=article.id,
            host_kind=host,
            host_id=question_id,
            way=way,
            question_id=question_id,
            author_id=article.owner_id,
            solved_at=None if days_ago is None else clock.now() - days_ago * DAY,
            **values,
        )
        db.session.add(use)
    return use


@pytest.mark.parametrize("read", [*LISTS, desk_counts])
def test_only_for_who_keeps_articles(session, alice, tess, read):
    for actor in (alice, tess):
        with pytest.raises(Forbidden):
            read(actor=actor)


def test_worst_by_health_page_by_page(session, erin):
    marks = [70, 20, 95, 39, 20]
    ids = [an_article(health=mark).id for mark in marks]
    an_article(health=1, state="archived")
    an_article()  # not reckoned yet
    first = worst(actor=erin, size=2)
    second = worst(actor=erin, size=2, after=first.next)
    third = worst(actor=erin, size=2, after=second.next)
    found = [row.id for page in (first, second, third) for row in page.items]
    assert found == [ids[1], ids[4], ids[3], ids[0], ids[2]]
    assert third.next is None
    assert desk_counts(actor=erin)["worst"] == 3


def test_what_the_editor_may_not_read_is_not_listed(session, erin, every_link):
    article, home = an_article(health=10), make_space("group")
    used(article, 1)
    a_proposal(article)
    assert all(desk_counts(actor=erin)[name] == 1 for name in ("worst", "links", "reviews"))
    with unit_of_work():
        article.space = home
    assert set(desk_counts(actor=erin).values()) == {0}
    assert not any(read(actor=erin).items for read in LISTS)


def test_proposals_wait_in_the_order_they_came(session, erin, alice):
    first, second = a_proposal(by=alice), a_proposal()
    rows = waiting_revisions(actor=erin).items
    assert [row.id for row in rows] == [first.id, second.id]
    assert rows[0].editor.id == alice.id
    assert rows[0].is_first is False
    assert desk_counts(actor=erin)["reviews"] == 2


def test_links_are_judged_once(session, erin, every_link):
    article = an_article()
    old, new = used(article, 1, days_ago=9), used(article, 2)
    used(article, 3, days_ago=None)  # not solved
    used(article, 4, way="solves", host="question")
    assert [row.use_id for row in links_to_judge(actor=erin).items] == [new.id, old.id]
    write(judge_link, new, by=erin, is_accurate=True)
    assert [row.use_id for row in links_to_judge(actor=erin).items] == [old.id]
    write(judge_link, new, by=erin, is_accurate=None)
    assert desk_counts(actor=erin)["links"] == 2


def test_the_sample_is_a_share_of_all_links(session, erin):
    article = an_article()
    for number in range(100):
        used(article, number)
    assert desk_counts(actor=erin)["links"] == LINKS_JUDGED.get() == 30


def test_figures(session, erin):
    one, two = an_article(), an_article()
    used(one, 1, was_known=True)
    used(one, 1, way="embed", was_known=True)  # the same thread counts once
    used(two, 1)
    used(two, 2)
    used(two, 3, days_ago=100)
    right = used(two, 4)
    wrong = used(one, 5)
    write(judge_link, right, by=erin, is_accurate=True)
    write(judge_link, wrong, by=erin, is_accurate=False)
    figures = use_figures()
    assert (figures.reused_articles, figures.reuses) == (2, 5)
    assert figures.accuracy == 0.5


def test_link_rate_counts_solved_threads_that_are_seen(session, erin, alice):
    solved = [make_question(solved_at=clock.now() - DAY) for _ in range(4)]
    hidden = make_question(solved_at=clock.now() - DAY, space=make_space("group"))
    make_question(solved_at=clock.now() - 100 * DAY)
    article = an_article()
    used(article, solved[0].id, was_known=True)
    used(article, solved[1].id)
    used(article, hidden.id)
    count = partial(solved_count, actor=erin, since=clock.now() - 90 * DAY)
    assert count() == 4
    assert count(among=solved_with_article()) == 2
    assert count(among=solved_with_article(known=True)) == 1


def test_threads_worth_an_article(session, erin):
    now = clock.now()
    read = make_question(view_count=READ_MUCH, solved_at=now, imported_too=3)
    again = make_question(solved_at=now)
    make_question(duplicate_of_id=again.id, solved_at=now, view_count=999)
    make_question(merged_into_id=again.id)
    make_question(view_count=READ_MUCH - 1, solved_at=now)
    make_question(view_count=999)  # not solved
    make_question(view_count=999, solved_at=now, hidden_at=now)
    linked, grown = (make_question(view_count=999, solved_at=now) for _ in range(2))
    article = an_article()
    used(article, linked.id, days_ago=None)
    with unit_of_work():
        source = ArticleSource(article_id=article.id, subject_kind="question", subject_id=grown.id)
        db.session.add(source)
    kept = threads_with_article()
    rows = worth_keeping(actor=erin, kept=kept).items
    assert [(row.question.id, row.asked_again) for row in rows] == [(read.id, 0), (again.id, 2)]
    rows = asked_again(actor=erin, kept=kept).items
    assert [(row.question.id, row.asked_again) for row in rows] == [(again.id, 2)]
    assert worth_counts(actor=erin, kept=kept) == {"threads": 2, "duplicates": 1}


def test_an_archived_article_covers_nothing(session, erin):
    thread = make_question(view_count=READ_MUCH, solved_at=clock.now())
    used(an_article(state="archived"), thread.id)
    rows = worth_keeping(actor=erin, kept=threads_with_article()).items
    assert [row.question.id for row in rows] == [thread.id]


@pytest.mark.parametrize("read", [*LISTS, desk_counts])
def test_as_many_statements_for_many_rows_as_for_few(session, erin, statements, every_link, read):
    def fill(n):
        for number in range(n):
            article = an_article(health=50)
            a_proposal(article)
            used(article, number + 1000 * n)

    fill(1)
    erin.id  # noqa: B018 - loaded before it counts
    with statements() as few:
        read(actor=erin)
    fill(4)
    erin.id  # noqa: B018 - see above
    with statements() as many:
        read(actor=erin)
    assert len(few) == len(many) <= 4
