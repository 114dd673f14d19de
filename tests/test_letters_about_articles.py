"""Letters about articles: true when they go, and only to those who may read the article."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domain.knowledge.actions.flagging import settle_flag
from app.domain.knowledge.actions.reviewing import approve, decline
from app.domain.knowledge.events import ArticlePublished, EmbedsAffected, HealthFell
from app.domain.knowledge.models.blocks import Embed
from app.domain.notifications.actions.preferences import choose
from app.domain.notifications.queries import preferences_of
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import unit_of_work, write
from tests.domain.notifications.test_article_news import flagged, in_silence, shown_in, source
from tests.factories.catalog import make_space
from tests.factories.knowledge import a_proposal, revision_of
from tests.factories.threads import answered, asked, let_happen


def happened(event) -> None:
    write(publish, event)
    let_happen()


def first_published(article, editor, reviewer) -> ArticlePublished:
    return ArticlePublished(
        article.id,
        revision_of(article).id,
        editor.id,
        reviewer.id,
        20,
        is_first=True,
        changed_block_ids=[],
    )


def doubt(embed_ids: list[int]) -> None:
    with unit_of_work():
        for embed in db.session.scalars(select(Embed).where(Embed.id.in_(embed_ids))):
            embed.doubted_at = clock.now()


def test_a_change_that_was_published(bob, erin, outbox):
    article = in_silence("Reset <b>a bulb</b>")
    write(approve, a_proposal(article, by=bob), by=erin, note="Well said.")
    let_happen()
    [sent] = outbox
    assert sent.to == bob.email
    assert sent.subject == "Erin published your change"
    for body in (sent.text, sent.html):
        assert "Well said." in body
        assert f"/knowledge/{article.slug}/history/2" in body
    assert "<b>a bulb" not in sent.html


def test_a_whole_article_that_was_published(bob, erin, outbox):
    article = in_silence(author=bob)
    happened(first_published(article, bob, erin))
    assert [each.subject for each in outbox] == ["Erin published your article"]


def test_a_change_that_was_not(bob, erin, outbox):
    proposal = a_proposal(in_silence(), by=bob)
    write(decline, proposal, by=erin, note="It is in the other article.")
    let_happen()
    [sent] = outbox
    assert sent.subject == "Erin did not publish your change"
    for body in (sent.text, sent.html):
        assert "It is in the other article." in body
        assert f"/knowledge/revisions/{proposal.id}" in body


def test_the_source_of_an_article(alice, bob, erin, outbox):
    article = in_silence(author=bob)
    source(article, alice)
    happened(first_published(article, bob, erin))
    sent = next(each for each in outbox if each.to == alice.email)
    assert sent.subject == "An article grew from what you wrote"
    assert article.title in sent.text


def test_nothing_is_told_of_an_article_behind_a_door(alice, bob, erin, outbox):
    article = in_silence("The secret of the bulb", author=bob)
    source(article, alice)
    closed = make_space(visibility="group")
    write(publish, first_published(article, bob, erin))
    with unit_of_work():
        article.space = closed
    let_happen()
    assert [each for each in outbox if each.to == alice.email] == []


@pytest.mark.parametrize(
    "outcome, subject",
    [
        ("fixed", "What you flagged is fixed"),
        ("declined", "What you flagged stays as it is"),
    ],
)
def test_what_came_of_a_flag(alice, bob, erin, outbox, outcome, subject):
    flag = flagged(in_silence(author=bob), alice)
    write(settle_flag, flag, by=erin, outcome=outcome, answer="Six is <right>.")
    let_happen()
    # The owner's letter about the flag is not sent any more: it is settled.
    [sent] = outbox
    assert (sent.to, sent.subject) == (alice.email, subject)
    assert "Six is <right>." in sent.text
    assert "Six is &lt;right&gt;." in sent.html


def test_the_owner_reads_what_is_said_to_be_wrong(alice, bob, outbox):
    article = in_silence(author=bob)
    flagged(article, alice, block_key="reset-the-bulb")
    let_happen()
    [sent] = outbox
    assert (sent.to, sent.subject) == (
        bob.email,
        "Somebody says that your article is not right",
    )
    for body in (sent.text, sent.html):
        assert "It is wrong." in body
        assert "It says 6." in body
        assert f"/knowledge/{article.slug}#reset-the-bulb" in body


def test_health_that_fell_and_is_well_again(bob, outbox):
    article = in_silence(author=bob, health=31)
    happened(HealthFell(article.id, 31))
    other = in_silence(author=bob, health=90)
    happened(HealthFell(other.id, 31))
    [sent] = outbox
    assert sent.subject == "Your article no longer does what it should"
    assert "31 of 100" in sent.text


def test_posts_that_show_what_changed(alice, bob, mallory, outbox):
    article = in_silence(author=mallory)
    posts = [answered(asked(alice), bob), answered(asked(alice), bob)]
    let_happen()
    outbox.clear()
    embeds = shown_in(article, *posts)
    doubt(embeds)
    happened(EmbedsAffected(article.id, revision_of(article).id, embeds))
    [sent] = outbox
    assert sent.to == bob.email
    assert sent.subject == "Are your posts still right? What they show has changed"
    assert f"answer={posts[0].id}#answer-{posts[0].id}" in sent.text
    assert "There is 1 more like it." in sent.text


def test_what_was_looked_at_already_is_no_news(alice, bob, mallory, outbox):
    article = in_silence(author=mallory)
    posted = answered(asked(alice), bob)
    let_happen()
    outbox.clear()
    happened(EmbedsAffected(article.id, revision_of(article).id, shown_in(article, posted)))
    assert outbox == []


def test_who_wants_no_such_mail_gets_none(bob, erin, outbox):
    write(choose, preferences_of(bob.id) | {"article": (True, False)}, by=bob)
    write(approve, a_proposal(in_silence(), by=bob), by=erin)
    let_happen()
    assert outbox == []
