"""Health reckoned from what is in the database, when something changes and by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.domain.knowledge import events as articles
from app.domain.knowledge.actions.flagging import flag_block
from app.domain.knowledge.actions.helping import say_whether_it_helped
from app.domain.knowledge.actions.judging import judge_link
from app.domain.knowledge.actions.reckoning import reckon, reckon_all
from app.domain.knowledge.models.use import ArticleUse, HelpVote
from app.domain.knowledge.queries.health import effect_of, signs_of
from app.domain.knowledge.reactions import reckon_touched
from app.kit import clock, events
from app.kit.db import db
from app.kit.problems import Forbidden
from app.kit.work import unit_of_work, write
from tests.factories.knowledge import BODY, a_change, an_article, revision_of

DAY = timedelta(days=1)


@pytest.fixture
def fallen(monkeypatch):
    """The HealthFell events of this test."""
    heard = []
    real = events.publish

    def note(event):
        if isinstance(event, articles.HealthFell):
            heard.append((event.article_id, event.health))
        real(event)

    monkeypatch.setattr("app.domain.knowledge.actions.reckoning.publish", note)
    return heard


def voted(article, helpful, unhelpful, at=None):
    with unit_of_work():
        for n in range(helpful + unhelpful):
            db.session.add(
                HelpVote(
                    article_id=article.id,
                    revision_id=article.revision_id,
                    guest=f"g:{article.id}-{n}-{at}",
                    is_helpful=n < helpful,
                    at=at or clock.now(),
                )
            )


def used(article, number=1, **values):
    with unit_of_work():
        use = ArticleUse(
            article_id=article.id,
            host_kind="answer",
            host_id=number,
            way="link",
            question_id=number,
            author_id=article.owner_id,
            **values,
        )
        db.session.add(use)
    return use


def health(article):
    write(reckon, [article.id])
    db.session.refresh(article)
    return article.health


def test_a_new_article_is_well(session):
    article = an_article()
    assert health(article) == 83
    assert set(article.health_parts) == {"helpful", "follow-ups", "links", "freshness", "flags"}
    assert article.health_parts["helpful"]["known"] is False


def test_votes_of_the_last_ninety_days_count(session):
    article = an_article()
    voted(article, 0, 50, at=clock.now() - 91 * DAY)
    assert health(article) == 83
    voted(article, 9, 1, at=clock.now() - 89 * DAY)
    # 40 × 0.5958 + 60
    assert health(article) == 84
    assert signs_of([article.id])[article.id].helpful == 9


def test_an_open_flag_costs_ten(session, alice):
    article = an_article()
    before = health(article)
    write(flag_block, article, by=alice, who=f"m:{alice.id}", reason="wrong")
    assert health(article) == before - 10


def test_a_reuse_keeps_it_fresh(session):
    article = an_article(changed_at=clock.now() - 540 * DAY)
    assert health(article) == 83 - 15
    with unit_of_work():
        article.used_at = clock.now() - 360 * DAY
    assert health(article) == 75  # 22.6 + 20 + 15 + 7.5 + 10


def test_judged_links_count(session, alice, erin):
    article = an_article()
    for number in range(3):
        use = used(article, number, solved_at=clock.now())
        write(judge_link, use, by=erin, is_accurate=number == 0)
    assert health(article) == 73  # 15 × 1/3
    with pytest.raises(Forbidden):
        write(judge_link, use, by=alice, is_accurate=True)


def test_falling_below_the_floor_is_told_once_and_doubts_the_article(session, fallen):
    article = an_article(state="validated", changed_at=clock.now() - 600 * DAY)
    for number in range(3):
        used(article, number, solved_at=clock.now() - 500 * DAY, is_accurate=False)
    voted(article, 0, 20)
    assert health(article) == 30
    assert fallen == [(article.id, 30)]
    assert article.state == "not-validated"
    health(article)
    assert len(fallen) == 1


def test_by_the_clock_all_live_articles_are_reckoned(session, monkeypatch):
    monkeypatch.setattr("app.domain.knowledge.actions.reckoning.BATCH", 2)
    live = [an_article() for _ in range(3)]
    archived = an_article(state="archived")
    reckon_all()
    for article in (*live, archived):
        db.session.refresh(article)
    assert [article.health for article in live] == [83, 83, 83]
    assert archived.health is None


def test_as_many_statements_for_many_articles_as_for_one(session, statements):
    ids = [an_article().id for _ in range(6)]
    with statements() as one:
        signs_of(ids[:1])
    with statements() as many:
        signs_of(ids)
    assert len(one) == len(many) == 5


def test_a_vote_has_the_health_reckoned(session, alice):
    article = an_article()
    write(
        say_whether_it_helped, article, by=alice, who=f"m:{alice.id}", is_helpful=False, reason=""
    )
    reckon_touched([articles.HelpVoted(article.id, alice.id)])
    db.session.refresh(article)
    assert article.health_parts["helpful"]["unhelpful"] == 1
    assert article.health is not None
    assert article.health < 83


def test_the_effect_of_a_change_is_what_readers_said_before_and_after(session):
    article = an_article()
    start = clock.now()
    voted(article, 1, 3, at=start - 2 * DAY)
    a_change(article, BODY + "\nAnd a third step.\n")
    db.session.refresh(article)
    voted(article, 3, 1, at=clock.now() + DAY)
    effect = effect_of(revision_of(article))
    assert effect.before.helpful_share == 0.25
    assert effect.after.helpful_share == 0.75
    assert effect.is_over is False
    clock.freeze(start + 31 * DAY)
    assert effect_of(revision_of(article)).is_over is True


def test_a_first_text_changed_nothing(session):
    assert effect_of(revision_of(an_article())) is None
