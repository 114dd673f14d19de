"""Many readers at once, on real databases with real commits: no vote counts twice, none is lost."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from app.application import Community
from app.domain.accounts.models import Guest, User
from app.domain.knowledge.actions.flagging import flag_block, settle_flag
from app.domain.knowledge.actions.helping import say_whether_it_helped, take_back_help
from app.domain.knowledge.actions.readings import add_reading, note_stuck
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.use import ArticleDay, ArticleFlag, HelpVote
from app.domain.search.gaps import note_nothing_found
from app.domain.search.models import FailedSearch
from app.kit.db import db
from app.kit.work import write
from tests.factories.knowledge import an_article
from tests.people import make_member
from tests.services.racing import all_at_once


@pytest.fixture
def counters_are_true() -> None:
    """Not here: these tests commit to a database of their own and count at its end."""


@pytest.fixture
def site(own_site: Community) -> Iterator[Community]:
    """A site of its own; at the end its counters are the sums of its rows."""
    yield own_site
    db.session.rollback()
    for article in db.session.scalars(select(Article)):
        said = [
            db.session.scalar(
                select(func.count()).where(
                    HelpVote.article_id == article.id, HelpVote.is_helpful.is_(helpful)
                )
            )
            for helpful in (True, False)
        ]
        assert [article.helpful_count, article.unhelpful_count] == said


def say(article_id: int, helpful: bool, member_id: int | None = None, who: str = "") -> None:  # noqa: FBT001 - see test
    by: Any = db.session.get_one(User, member_id) if member_id else Guest()
    article = db.session.get_one(Article, article_id)
    key = who or f"m:{member_id}"
    write(say_whether_it_helped, article, by=by, who=key, is_helpful=helpful)


def test_one_reader_clicking_in_many_tabs_counts_once(site):
    article, member = an_article().id, make_member("quick").id
    for who in ({"member_id": member}, {"who": "g:0123456789"}):
        calls = [partial(say, article, n % 2 == 0, **who) for n in range(16)]
        assert all_at_once(site, calls)["ok"] == 16
    assert db.session.scalar(select(func.count()).select_from(HelpVote)) == 2


def test_many_readers_at_once_all_count(site):
    article = an_article().id
    calls = [partial(say, article, n % 3 > 0, who=f"g:browser{n}") for n in range(30)]
    assert all_at_once(site, calls)["ok"] == 30
    row = db.session.get_one(Article, article)
    assert (row.helpful_count, row.unhelpful_count) == (20, 10)


def test_taken_back_in_many_tabs_is_taken_back_once(site):
    article, member = an_article().id, make_member("quick").id
    say(article, True, member)

    def take_back() -> None:
        by = db.session.get_one(User, member)
        write(take_back_help, db.session.get_one(Article, article), by=by, who=f"m:{member}")

    assert all_at_once(site, [take_back] * 12)["ok"] == 12
    assert db.session.get_one(Article, article).helpful_count == 0


def test_a_flag_set_at_once_is_one_and_settled_at_once_by_one(site):
    article, member = an_article().id, make_member("quick").id
    editors = [make_member(f"e{n}", trust="trusted", staff_roles=["editor"]).id for n in range(6)]

    def raise_flag() -> None:
        by = db.session.get_one(User, member)
        row = db.session.get_one(Article, article)
        write(flag_block, row, by=by, who=f"m:{member}", reason="wrong")

    assert all_at_once(site, [raise_flag] * 12)["ok"] == 12
    flag_id = db.session.scalars(select(ArticleFlag.id)).one()

    def settle(editor: int) -> None:
        flag = db.session.get_one(ArticleFlag, flag_id)
        write(settle_flag, flag, by=db.session.get_one(User, editor), outcome="fixed")

    results = all_at_once(site, [partial(settle, one) for one in editors])
    assert results == {"ok": 1, "Conflict": 5}
    assert db.session.get_one(Article, article).open_flag_count == 0


def test_readings_and_stuck_readers_are_all_counted(site):
    article = an_article().id

    def leave(n: int) -> None:
        write(add_reading, article)
        row = db.session.get_one(Article, article)
        write(note_stuck, row, by=Guest(), who=f"g:browser{n % 5}")

    assert all_at_once(site, [partial(leave, n) for n in range(20)])["ok"] == 20
    day = db.session.scalars(select(ArticleDay)).one()
    assert (day.views, day.stuck) == (20, 5)


def test_the_same_search_by_many_is_one_gap(site):
    calls = [
        partial(write, note_nothing_found, "bulb reset", searcher=f"192.0.2.{n}") for n in range(12)
    ]
    assert all_at_once(site, calls)["ok"] == 12
    assert db.session.scalars(select(FailedSearch.times)).one() == 12
