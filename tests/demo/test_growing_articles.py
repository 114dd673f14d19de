"""Grown articles: as many as asked for, honest parts, true counters, the same for the same seed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select

from app.demo.growing.articles import grow_articles
from app.domain.accounts.texts import prepare
from app.domain.knowledge.actions.counting import check_counters
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.models.blocks import Block, Embed
from app.domain.notifications.models import Letter, Notice
from app.kit.db import db


def test_as_many_grow_as_were_asked_for(session: Any, alice: Any, bob: Any) -> None:
    assert grow_articles(60) == {"articles": 60}
    found = db.session.scalars(select(Article)).all()
    assert len(found) == 60
    assert all(article.is_published and article.health is not None for article in found)
    assert (db.session.scalar(select(func.count(Block.id))) or 0) > 150
    assert (db.session.scalar(select(func.count(Embed.id))) or 0) > 0
    assert not any(check_counters().values())
    for kind in (Letter, Notice):
        assert db.session.scalar(select(func.count()).select_from(kind)) == 0


def test_parts_are_what_rendering_gives(session: Any, alice: Any, bob: Any) -> None:
    grow_articles(12)
    for revision in db.session.scalars(select(ArticleRevision)):
        assert prepare(revision.body, outline=True).parts == revision.body_parts


def test_nobody_writes_where_there_is_nobody(session: Any) -> None:
    assert grow_articles(3) == {}
