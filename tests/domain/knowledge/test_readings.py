"""What readings end in: a count, "still stuck", or a question soon afterwards."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.knowledge.actions.readings import (
    READINGS_MOST,
    Reading,
    add_reading,
    note_follow_ups,
    note_stuck,
)
from app.domain.knowledge.models.use import ArticleDay, FollowUp
from app.domain.knowledge.queries.health import follow_ups_of, signs_of
from app.kit import clock
from app.kit.db import db
from app.kit.work import write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.knowledge import an_article

QUESTION = 4711


def just_now(article, minutes=1):
    return Reading(article.id, clock.now() - timedelta(minutes=minutes))


def asked(by, *readings, product=None, tags=(), stuck=None):
    write(
        note_follow_ups,
        QUESTION,
        by=by,
        product_id=product.id if product else None,
        tag_ids=[tag.id for tag in tags],
        readings=readings,
        stuck_id=stuck.id if stuck else None,
    )
    return {row.article_id: row.by_stuck for row in db.session.query(FollowUp)}


def test_readings_are_counted_by_the_day(session):
    article = an_article()
    for _ in range(3):
        write(add_reading, article.id)
    db.session.refresh(article)
    assert article.view_count == 3
    (day,) = db.session.query(ArticleDay).all()
    assert (day.views, day.stuck) == (3, 0)


def test_stuck_counts_once_a_day_for_each_reader(session, alice, guest):
    article = an_article()
    for _ in range(2):
        write(note_stuck, article, by=alice, who=f"m:{alice.id}")
        write(note_stuck, article, by=guest, who="g:0123")
    assert signs_of([article.id])[article.id].stuck == 2
    clock.freeze(clock.now() + timedelta(days=1, hours=1))
    write(note_stuck, article, by=alice, who=f"m:{alice.id}")
    assert signs_of([article.id])[article.id].stuck == 3


def test_a_question_about_the_same_product_counts_against_what_was_read(session, alice):
    product = make_product("Glow")
    article = an_article(product=product)
    assert asked(alice, just_now(article), product=product) == {article.id: False}
    assert signs_of([article.id])[article.id].asked == 1
    assert [one.question_id for one in follow_ups_of(article.id)] == [QUESTION]


def test_a_product_above_or_below_is_the_same_matter(session, alice):
    above = make_product("Lights")
    below = make_product("Glow bulb", parent=above)
    beside = make_product("Lock")
    articles = [an_article(product=one) for one in (above, below, beside)]
    noted = asked(alice, *map(just_now, articles), product=below)
    assert set(noted) == {articles[0].id, articles[1].id}


def test_a_shared_tag_is_the_same_matter(session, alice):
    tag = make_tag("wi-fi")
    article, other = an_article(tags=["wi-fi"]), an_article()
    assert set(asked(alice, just_now(article), just_now(other), tags=[tag])) == {article.id}


@pytest.mark.parametrize("minutes, counts", [(29, True), (31, False), (-5, False)])
def test_only_what_was_read_just_before(session, alice, minutes, counts):
    product = make_product("Glow")
    article = an_article(product=product)
    noted = asked(alice, just_now(article, minutes), product=product)
    assert bool(noted) is counts


def test_still_stuck_needs_no_same_product_and_is_not_counted_twice(session, alice):
    article = an_article()
    write(note_stuck, article, by=alice, who=f"m:{alice.id}")
    assert asked(alice, just_now(article), stuck=article) == {article.id: True}
    asked(alice, just_now(article), stuck=article)
    signs = signs_of([article.id])[article.id]
    assert (signs.asked, signs.stuck) == (1, 0)


def test_what_one_may_not_read_is_not_noted(session, alice):
    product = make_product("Glow")
    article = an_article(product=product, space=make_space("group"))
    assert asked(alice, just_now(article), product=product) == {}


def test_a_browser_tells_of_so_many_readings(session, alice):
    product = make_product("Glow")
    articles = [an_article(product=product) for _ in range(READINGS_MOST + 2)]
    readings = [just_now(one, minutes=20 - n) for n, one in enumerate(articles)]
    assert set(asked(alice, *readings, product=product)) == {one.id for one in articles[2:]}
