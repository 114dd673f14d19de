"""Lines about articles behind the bell: what they say, and where they lead."""

from __future__ import annotations

import pytest

from app.domain.knowledge.actions.flagging import settle_flag
from app.domain.knowledge.actions.reviewing import approve, decline
from app.domain.knowledge.events import EmbedsAffected, HealthFell
from app.kit.events import publish
from app.kit.work import write
from tests.domain.notifications.test_article_news import flagged, in_silence, shown_in, source
from tests.factories.knowledge import a_proposal, revision_of
from tests.factories.threads import answered, asked, let_happen
from tests.test_letters_about_articles import first_published


def lines_of(browser) -> str:
    page = browser.get("/notices")
    assert page.status_code == 200
    return page.text


def test_what_became_of_a_change(bob, erin, as_member):
    article = in_silence("How <i>bulbs</i> sleep")
    write(approve, a_proposal(article, by=bob), by=erin)
    write(decline, a_proposal(article, by=bob), by=erin, note="Not this one.")
    page = lines_of(as_member(bob))
    assert f'href="/knowledge/{article.slug}"' in page
    title = "<bdi>How &lt;i&gt;bulbs&lt;/i&gt; sleep</bdi>"
    assert f"published your change of “{title}”" in page
    assert f"did not publish your change of “{title}”" in page


def test_an_article_that_grew_from_ones_words(alice, bob, erin, as_member):
    article = in_silence(author=bob)
    source(article, alice)
    write(publish, first_published(article, bob, erin))
    assert "grew from what you wrote" in lines_of(as_member(alice))
    assert "published your article" in lines_of(as_member(bob))


@pytest.mark.parametrize("outcome, words", [("fixed", "is fixed"), ("declined", "stays as it is")])
def test_what_came_of_a_flag(alice, bob, erin, as_member, outcome, words):
    flag = flagged(in_silence(author=bob), alice)
    assert "is not right" in lines_of(as_member(bob))
    write(settle_flag, flag, by=erin, outcome=outcome, answer="It was six.")
    assert words in lines_of(as_member(alice))


def test_an_article_that_fell_ill(bob, as_member):
    write(publish, HealthFell(in_silence(author=bob).id, 12))
    assert "which you keep, no longer does what it should" in lines_of(as_member(bob))


def test_a_post_to_look_at_again(alice, bob, mallory, as_member):
    article, posted = in_silence(author=mallory), answered(asked(alice), bob)
    write(publish, EmbedsAffected(article.id, revision_of(article).id, shown_in(article, posted)))
    let_happen()
    page = lines_of(as_member(bob))
    assert "changed: is your post that shows it still right?" in page
    assert f"?answer={posted.id}#answer-{posted.id}" in page
