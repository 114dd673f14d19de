"""``flask knowledge``: counters that differ are named, and set right."""

from __future__ import annotations

from typing import Any

import pytest

from app.application import Community
from app.domain.knowledge.actions.flagging import flag_block
from app.domain.knowledge.actions.helping import say_whether_it_helped
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Block
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.knowledge import an_article


@pytest.fixture
def article(alice: Any, bob: Any) -> Article:
    """An article that one member found helpful and another flagged."""
    made = an_article(imported_helpful=12, helpful_count=12)
    write(say_whether_it_helped, made, by=alice, who=f"m:{alice.id}", is_helpful=True)
    write(flag_block, made, by=bob, who=f"m:{bob.id}", reason="outdated", words="Six by now")
    return made


def run(app: Community, word: str) -> tuple[int, str]:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["knowledge", word])
    db.session.expire_all()
    return result.exit_code, result.output


def test_counters_that_are_right_are_left_alone(app: Community, article: Article) -> None:
    code, output = run(app, "check")
    assert code == 0, output
    assert "0 wrong helpful counts" in output
    assert run(app, "recount")[0] == 0
    assert (article.helpful_count, article.open_flag_count) == (13, 1)


@pytest.mark.parametrize(
    "counter, right",
    [("helpful_count", 13), ("unhelpful_count", 0), ("open_flag_count", 1), ("reuse_count", 0)],
)
def test_a_wrong_counter_is_found_and_set_right(
    app: Community, article: Article, counter: str, right: int
) -> None:
    with unit_of_work():
        setattr(article, counter, 99)
    code, output = run(app, "check")
    assert code == 1
    assert "recount" in output
    assert getattr(article, counter) == 99
    assert run(app, "recount")[0] == 0
    assert getattr(article, counter) == right
    assert run(app, "check")[0] == 0


def test_articles_that_are_counted_wrongly_are_named(app: Community, article: Article) -> None:
    with unit_of_work():
        article.helpful_count = 0
    assert f"{article.slug}: helpful counts" in run(app, "check")[1]


def test_blocks_are_counted_too(app: Community, article: Article) -> None:
    with unit_of_work():
        block = db.session.query(Block).filter_by(article_id=article.id).first()
        assert block is not None
        block.embed_count = 7
    assert "1 wrong embed counts" in run(app, "check")[1]
    run(app, "recount")
    assert block.embed_count == 0
