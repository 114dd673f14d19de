"""News of articles: to whom, once, and only while they may read the article."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domain.knowledge.actions.flagging import flag_block, settle_flag
from app.domain.knowledge.actions.reviewing import approve, decline
from app.domain.knowledge.events import ArticlePublished, EmbedsAffected, HealthFell
from app.domain.knowledge.models.articles import Article, ArticleSource
from app.domain.knowledge.models.blocks import Block, Embed
from app.domain.notifications.actions.notices import read_thread
from app.domain.notifications.models import Letter, Notice
from app.domain.notifications.queries import preferences_of, recent_notices, unread_count
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_space
from tests.factories.knowledge import a_proposal, an_article, revision_of
from tests.factories.threads import answered, asked, let_happen


def told(event) -> None:
    write(publish, event)
    let_happen()


def in_silence(*args, **values) -> Article:
    """Return a published article that nobody was told of."""
    return an_article(*args, quiet=True, **values)


def details(member) -> list[str]:
    found = select(Notice.detail).where(Notice.user_id == member.id, Notice.kind == "article")
    return list(db.session.scalars(found.order_by(Notice.id)))


def letters(member) -> list[str]:
    found = select(Letter.kind).where(Letter.user_id == member.id, Letter.kind == "article")
    return list(db.session.scalars(found.order_by(Letter.id)))


def flagged(article: Article, by, **more):
    who = f"m:{by.id}" if by.id else "g:0123456789abcdef"
    return write(flag_block, article, by=by, who=who, reason="wrong", words="It says 6.", **more)


def source(article: Article, author) -> None:
    with unit_of_work():
        db.session.add(
            ArticleSource(
                article_id=article.id, subject_kind="answer", subject_id=7, author_id=author.id
            )
        )


def shown_in(article: Article, *answers) -> list[int]:
    """Let answers show the first block, without the verb's own doings."""
    block = db.session.scalars(select(Block).where(Block.article_id == article.id)).first()
    with unit_of_work():
        rows = [
            Embed(
                host_kind="answer",
                host_id=posted.id,
                question_id=posted.question_id,
                space_id=posted.question.space_id,
                author_id=posted.author_id,
                reference=f"{article.slug}#{block.key}",
                block_id=block.id,
                text_id=block.text_id,
            )
            for posted in answers
        ]
        db.session.add_all(rows)
    return [row.id for row in rows]


def test_whoever_proposed_a_change_hears_what_became_of_it(bob, erin):
    article = in_silence()
    write(approve, a_proposal(article, by=bob), by=erin)
    write(decline, a_proposal(article, by=bob), by=erin, note="It is in the other article.")
    assert details(bob) == ["approved", "declined"]
    assert letters(bob) == ["article", "article"]
    line = recent_notices(bob)[0]
    assert line.article == (article.title, article.slug)
    assert line.face.handle == erin.handle
    assert details(erin) == []


def test_whoever_wrote_the_source_hears_of_the_first_publication_alone(alice, bob, erin):
    article = in_silence(author=bob)
    source(article, alice)
    source_event = (article.id, revision_of(article).id, bob.id, erin.id, 20)
    told(ArticlePublished(*source_event, is_first=True, changed_block_ids=[]))
    told(ArticlePublished(*source_event, is_first=False, changed_block_ids=[]))
    assert details(alice) == ["source"]
    assert details(bob) == ["published", "approved"]


def test_who_grew_an_article_from_their_own_words_knows(bob, erin):
    article = in_silence(author=bob)
    source(article, bob)
    event = (article.id, revision_of(article).id, bob.id, erin.id, 20)
    told(ArticlePublished(*event, is_first=True, changed_block_ids=[]))
    assert details(bob) == ["published"]


@pytest.mark.parametrize("outcome", ["fixed", "declined"])
def test_a_flagger_hears_the_outcome(alice, bob, erin, outcome):
    flag = flagged(in_silence(author=bob), alice)
    write(settle_flag, flag, by=erin, outcome=outcome, answer="We looked it up.")
    assert details(alice) == [f"flag-{outcome}"]
    assert letters(alice) == ["article"]


def test_a_guest_who_flagged_is_nobody_to_tell(bob, erin, guest):
    flag = flagged(in_silence(author=bob), guest)
    write(settle_flag, flag, by=erin, outcome="fixed", answer="")
    told_to = db.session.scalars(select(Notice.user_id).where(Notice.kind == "article")).all()
    assert told_to == [bob.id]


def test_the_owner_hears_of_flags_once_a_day(alice, bob, guest):
    article = in_silence(author=bob)
    flagged(article, alice)
    flagged(article, guest)
    assert details(bob) == ["flagged"]
    assert letters(bob) == ["article"]


def test_the_owner_hears_that_health_fell(bob):
    article = in_silence(author=bob)
    told(HealthFell(article.id, 31))
    told(HealthFell(article.id, 30))
    assert details(bob) == ["ill"]
    assert recent_notices(bob)[0].data["health"] == 31


def test_authors_of_posts_that_show_it_hear_once_each(alice, bob, mallory):
    article, question = in_silence(author=mallory), asked(alice)
    posts = [answered(question, bob), answered(question, bob), answered(question, alice)]
    embeds = shown_in(article, *posts)
    told(EmbedsAffected(article.id, revision_of(article).id, embeds))
    told(EmbedsAffected(article.id, revision_of(article).id, embeds))
    line = next(each for each in recent_notices(bob) if each.kind == "article")
    assert (line.detail, line.data["hosts"], line.question_id) == ("affected", 2, question.id)
    assert line.data["host"] == ["answer", posts[0].id]
    assert details(bob) == details(alice) == ["affected"]
    write(read_thread, question.id, by=bob)
    assert not next(each for each in recent_notices(bob) if each.kind == "article").is_new


def test_whoever_made_the_edit_knows_that_their_own_post_shows_it(alice, bob):
    article = in_silence(author=bob)
    told(
        EmbedsAffected(
            article.id, revision_of(article).id, shown_in(article, answered(asked(alice), bob))
        )
    )
    assert details(bob) == []


def test_a_line_goes_with_the_right_to_read_the_article(alice, bob):
    article = in_silence(author=bob)
    source(article, alice)
    event = (article.id, revision_of(article).id, bob.id, bob.id, 20)
    told(ArticlePublished(*event, is_first=True, changed_block_ids=[]))
    assert unread_count(alice) == 1
    closed = make_space(visibility="group")
    with unit_of_work():
        article.space = closed
    assert unread_count(alice) == 0
    assert recent_notices(alice) == []


def test_articles_can_be_switched_off(alice):
    assert preferences_of(alice.id)["article"] == (True, True)
