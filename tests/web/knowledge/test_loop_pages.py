"""The loop as readers meet it: with scripts and without, as guests and members."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domain.forum.models.questions import Question
from app.domain.knowledge.actions.flagging import flag_block
from app.domain.knowledge.actions.reckoning import reckon
from app.domain.knowledge.models.use import ArticleDay, ArticleFlag, FollowUp, HelpVote
from app.domain.knowledge.rules import DID_NOT_HELP
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space
from tests.factories.knowledge import an_article

IN_PLACE = {"X-Fragment": "helpful"}


@pytest.fixture
def article(session):
    return an_article("Reset a Glow bulb")


def text(response):
    return response.get_data(as_text=True)


def counts(article):
    db.session.refresh(article)
    return article.helpful_count, article.unhelpful_count


# -- was this helpful -------------------------------------------------------------------------


def test_a_guest_says_so_in_place_and_takes_it_back(client, article):
    url = f"/knowledge/{article.slug}/help"
    answer = client.post(url, data={"said": "yes"}, headers=IN_PLACE)
    assert answer.status_code == 200
    assert "<html" not in text(answer)
    assert 'id="helpful"' in text(answer)
    assert text(answer).count('name="reason" value=') == 6  # five to choose from, and none yet
    assert counts(article) == (1, 0)
    answer = client.post(url, data={"said": "yes", "reason": ["", "easy"]}, headers=IN_PLACE)
    assert 'value="easy" aria-pressed="true"' in text(answer)
    client.post(url, data={"said": "no", "reason": "hard", "comment": "Lost me."})
    assert counts(article) == (0, 1)
    assert "Lost me." in text(client.get(f"/knowledge/{article.slug}"))
    answer = client.post(f"{url}/withdrawal", headers=IN_PLACE)
    assert "Was this helpful?" in text(answer)
    assert counts(article) == (0, 0)


def test_without_scripts_a_guest_is_led_to_a_small_page(client, article):
    page = text(client.get(f"/knowledge/{article.slug}"))
    part = page[page.index('id="helpful"') :]
    assert f'method="get" action="/knowledge/{article.slug}/help"' in part
    assert "csrf_token" not in part[: part.index("</section>")]
    assert client.get_cookie("sid") is None
    small = text(client.get(f"/knowledge/{article.slug}/help?said=no"))
    assert 'method="post"' in small
    answer = client.post(f"/knowledge/{article.slug}/help", data={"said": "no"})
    assert answer.status_code == 303
    assert answer.location == f"/knowledge/{article.slug}#helpful"


def test_the_small_page_holds_what_was_pressed(client, article):
    url = f"/knowledge/{article.slug}/help"
    small = text(client.get(f"{url}?said=no&reason=hard"))
    pressed = small[small.index('id="pressed"') :].partition("</form>")[0]
    assert f'method="post" action="{url}"' in pressed
    assert 'name="said" value="no"' in pressed
    assert 'name="reason" value="hard"' in pressed
    assert str(DID_NOT_HELP["hard"]) in pressed
    for nonsense in ("said=maybe", "said=yes&reason=hard", "said=no&reason=%3Cb%3E", ""):
        assert 'id="pressed"' not in text(client.get(f"{url}?{nonsense}"))
    assert counts(article) == (0, 0)
    client.post(url, data={"said": "no", "reason": "hard"})
    assert 'id="pressed"' not in text(client.get(f"{url}?said=no&reason=hard"))


@pytest.mark.parametrize("form", [{}, {"said": "maybe"}, {"said": "yes", "reason": "hard"}])
def test_what_means_nothing_is_refused(client, article, form):
    assert client.post(f"/knowledge/{article.slug}/help", data=form).status_code == 422
    assert counts(article) == (0, 0)


def test_a_member_sees_their_word_again(as_member, alice, article):
    browser = as_member(alice)
    browser.post(f"/knowledge/{article.slug}/help", data={"said": "yes", "reason": "complete"})
    assert 'value="complete" aria-pressed="true"' in text(browser.get(f"/knowledge/{article.slug}"))
    assert db.session.scalars(select(HelpVote.voter_id)).one() == alice.id


def test_nobody_votes_on_what_they_may_not_read(client, session):
    hidden, home = an_article(), make_space("group")
    with unit_of_work():
        hidden.space = home
    for way in ("help", "stuck", "flags/new", "view"):
        assert client.post(f"/knowledge/{hidden.slug}/{way}").status_code == 404


# -- readings and being stuck -----------------------------------------------------------------


def test_readers_are_counted_without_a_session(client, article):
    client.sends_token = False
    assert client.post(f"/knowledge/{article.slug}/view").status_code == 204
    assert client.get_cookie("sid") is None
    db.session.refresh(article)
    assert article.view_count == 1


def test_stuck_is_counted_and_leads_to_asking(as_member, alice, session):
    product = make_product("Glow")
    article = an_article(product=product)
    browser = as_member(alice)
    answer = browser.post(f"/knowledge/{article.slug}/stuck")
    assert answer.status_code == 303
    assert answer.location == f"/questions/ask?article={article.id}&product={product.slug}"
    assert db.session.scalars(select(ArticleDay.stuck)).one() == 1
    form = text(browser.get(answer.location))
    assert article.title in form
    assert f'name="article" value="{article.id}"' in form
    assert "data-readings" in form


def ask(browser, **more):
    form = {"title": "The bulb still blinks", "body": "I switched it five times, nothing changed."}
    answer = browser.post("/questions/ask", data=form | {key: str(v) for key, v in more.items()})
    assert answer.status_code == 303, text(answer)
    return db.session.scalars(select(Question).order_by(Question.id.desc()).limit(1)).one()


def test_a_question_asked_by_stuck_shows_in_the_articles_health(as_member, alice, erin, article):
    question = ask(as_member(alice), article=article.id)
    assert db.session.get(FollowUp, (article.id, question.id)).by_stuck is True
    write(reckon, [article.id])
    page = text(as_member(erin).get(f"/knowledge/{article.slug}/health"))
    assert "1 follow-up question · 0 readings" in page
    assert f"/questions/{question.id}-{question.slug}" in page


def test_a_question_asked_soon_after_reading_counts(as_member, alice, session):
    product = make_product("Glow")
    article, other = an_article(product=product), an_article()
    now = int(clock.now().timestamp())
    read = f"{article.id}:{now - 60},{other.id}:{now - 60},x:1,{'9' * 30}:1,7"
    question = ask(as_member(alice), read=read, product=product.slug)
    (row,) = db.session.scalars(select(FollowUp)).all()
    assert (row.article_id, row.question_id, row.by_stuck) == (article.id, question.id, False)


@pytest.mark.parametrize("junk", ["²", "0" * 20, "-1", "1 or 1=1", "999999999"])
def test_hostile_readings_ask_all_the_same(as_member, alice, session, junk):
    ask(as_member(alice), read=f"{junk}:{junk}", article=junk)
    assert db.session.scalars(select(FollowUp)).all() == []


def test_a_hidden_question_does_not_show_in_health(as_member, alice, erin, article):
    question, home = ask(as_member(alice), article=article.id), make_space("group")
    with unit_of_work():
        question.space = home
    page = text(as_member(erin).get(f"/knowledge/{article.slug}/health"))
    assert question.title not in page


# -- flags ------------------------------------------------------------------------------------


def test_a_guest_flags_a_block_and_reads_the_outcome(client, as_member, erin, article):
    url = f"/knowledge/{article.slug}/flags/new"
    assert "Reset the bulb" in text(client.get(f"{url}?block=reset-the-bulb"))
    form = {"block": "reset-the-bulb", "reason": "outdated", "words": "Seven times now."}
    answer = client.post(url, data=form)
    assert answer.status_code == 303
    assert answer.location == f"/knowledge/{article.slug}#reset-the-bulb"
    flag = db.session.scalars(select(ArticleFlag)).one()
    settle = f"/knowledge/flags/{flag.id}/settlement"
    editor = as_member(erin)
    refused = editor.post(settle, data={"outcome": "declined"})
    assert refused.status_code == 422
    assert "Say why" in text(refused)
    answer = {"outcome": "declined", "answer": "Five is right.", "back": "/knowledge/desk/flagged"}
    assert editor.post(settle, data=answer).location == "/knowledge/desk/flagged"
    assert "Five is right." in text(client.get(url))


def test_others_do_not_settle(client, as_member, mallory, article):
    flag = write(flag_block, article, by=mallory, who=f"m:{mallory.id}", reason="wrong")
    settle = f"/knowledge/flags/{flag.id}/settlement"
    assert client.post(settle, data={"outcome": "fixed"}).status_code == 403
    assert as_member(mallory).post(settle, data={"outcome": "fixed"}).status_code == 403


def test_after_settling_nobody_is_led_elsewhere(as_member, erin, article):
    flag = write(flag_block, article, by=erin, who=f"m:{erin.id}", reason="wrong")
    form = {"outcome": "fixed", "back": "//evil.example/knowledge/"}
    answer = as_member(erin).post(f"/knowledge/flags/{flag.id}/settlement", data=form)
    assert answer.location == f"/knowledge/{article.slug}/health"


def test_a_flag_is_set_beside_the_text(client, article):
    url, beside = f"/knowledge/{article.slug}/flags/new", {"X-Fragment": "flag-form"}
    assert "data-flag" in text(client.get(f"/knowledge/{article.slug}"))
    form = text(client.get(f"{url}?block=reset-the-bulb", headers=beside))
    assert "<html" not in form
    assert 'data-fragment="#flag-form"' in form
    refused = client.post(url, data={"reason": ""}, headers=beside)
    assert refused.status_code == 422
    assert 'id="flag-form"' in text(refused)
    thanks = client.post(url, data={"reason": "wrong"}, headers=beside)
    assert thanks.status_code == 200
    assert "Thank you" in text(thanks)
    assert "Thank you" not in text(client.get(f"/knowledge/{article.slug}"))
