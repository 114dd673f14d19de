"""The loop as editors meet it: the desk with its lists, and the health of an article."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.forum.models.questions import Question
from app.domain.knowledge.actions.flagging import flag_block
from app.domain.knowledge.actions.helping import say_whether_it_helped
from app.domain.knowledge.actions.reckoning import reckon
from app.domain.knowledge.models.use import ArticleUse
from app.domain.knowledge.queries.desk import LINKS_JUDGED
from app.domain.search import actions as search
from app.domain.search.models import FailedSearch
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from app.web.knowledge.desk import LISTS
from app.web.search import log
from tests.factories.catalog import make_space
from tests.factories.embeds import a_body, a_major_change, an_answer_showing, reference_to
from tests.factories.forum import make_question
from tests.factories.knowledge import a_proposal, an_article


@pytest.fixture
def article(session):
    return an_article("Reset a Glow bulb")


def text(response):
    return response.get_data(as_text=True)


# -- the desk ---------------------------------------------------------------------------------


@pytest.fixture
def full_desk(session, alice, bob, article):
    """Something in each list but the affected."""
    with unit_of_work():
        LINKS_JUDGED.put(100)
    thread = make_question("Why does it blink?", solved_at=clock.now())
    again = make_question("Why does it hum?", solved_at=clock.now(), view_count=99)
    make_question(duplicate_of_id=again.id)
    with unit_of_work():
        use = ArticleUse(
            article_id=article.id,
            host_kind="question",
            host_id=thread.id,
            way="link",
            question_id=thread.id,
            author_id=bob.id,
            solved_at=clock.now(),
        )
        gap = FailedSearch(words="blink bulb", typed="bulb blink", times=3)
        db.session.add_all([use, gap])
    write(flag_block, article, by=bob, who=f"m:{bob.id}", reason="wrong", words="It is seven.")
    write(say_whether_it_helped, article, by=bob, who=f"m:{bob.id}", is_helpful=False)
    write(reckon, [article.id])
    a_proposal(article, by=alice, comment="Seven, not five.")
    return use, gap


@pytest.mark.parametrize(
    "name, words",
    [
        ("worst", "Reset a Glow bulb"),
        ("reviews", "Seven, not five."),
        ("flagged", "It is seven."),
        ("links", "Why does it blink?"),
        ("searches", "bulb blink"),
        ("threads", "Why does it hum?"),
        ("duplicates", "Why does it hum?"),
    ],
)
def test_each_list_shows_what_waits(as_member, erin, full_desk, name, words):
    page = text(as_member(erin).get(f"/knowledge/desk/{name}"))
    assert words in page
    assert "data-queue" in page
    for figure in ("Link rate", "Known, not new", "Reuse", "Link accuracy"):
        assert figure in page


@pytest.mark.parametrize("name", LISTS)
def test_an_empty_list_says_so(as_member, erin, session, name):
    answer = as_member(erin).get(f"/knowledge/desk/{name}")
    assert answer.status_code == 200
    assert "Nothing waits here" in text(answer)


def test_the_desk_is_for_editors(client, as_member, alice, erin, session):
    assert client.get("/knowledge/desk").status_code in (302, 303)
    assert as_member(alice).get("/knowledge/desk").status_code == 403
    assert as_member(erin).get("/knowledge/desk/nothing").status_code == 404
    assert as_member(erin).get("/knowledge/desk/worst?after=x").status_code == 422


def test_the_desk_costs_the_same_however_much_waits(as_member, erin, full_desk, statements):
    editor = as_member(erin)

    def cost(name):
        editor.get(f"/knowledge/desk/{name}")
        with statements() as ran:
            editor.get(f"/knowledge/desk/{name}")
        return len(ran)

    few = {name: cost(name) for name in LISTS}
    for _ in range(3):
        one = an_article(health=50)
        a_proposal(one)
        write(flag_block, one, by=one.owner, who=f"m:{one.owner_id}", reason="wrong")
    assert {name: cost(name) for name in LISTS} == few
    assert max(few.values()) <= 22


def test_links_are_judged_from_the_desk(as_member, erin, full_desk, article):
    use, _ = full_desk
    answer = as_member(erin).post(f"/knowledge/uses/{use.id}/judgement", data={"verdict": "wrong"})
    assert answer.location == "/knowledge/desk/links"
    db.session.refresh(use)
    assert (use.is_accurate, use.judged_by_id) == (False, erin.id)


def test_a_link_in_a_thread_one_may_not_see_is_not_judged(as_member, erin, full_desk):
    use, home = full_desk[0], make_space("group")
    with unit_of_work():
        db.session.get_one(Question, use.question_id).space = home
    page = as_member(erin).get("/knowledge/desk/links")
    assert "Why does it blink?" not in text(page)
    url = f"/knowledge/uses/{use.id}/judgement"
    assert as_member(erin).post(url, data={"verdict": "wrong"}).status_code == 404


def test_answers_to_check_wait_and_are_confirmed(as_member, erin, bob, session):
    article = an_article(body=a_body())
    answer = an_answer_showing(reference_to(article), by=bob)
    a_major_change(article)
    editor = as_member(erin)
    page = text(editor.get("/knowledge/desk/affected"))
    assert answer.question.title in page
    [url] = re.findall(r'action="(/embeds/\d+/confirmation)"', page)
    done = editor.post(url, data={"back": "/knowledge/desk/affected"})
    assert done.location == "/knowledge/desk/affected"
    assert answer.question.title not in text(editor.get("/knowledge/desk/affected"))


def test_gaps_are_claimed_given_back_and_settled(as_member, erin, full_desk):
    _, gap = full_desk
    editor, url = as_member(erin), f"/knowledge/desk/searches/{full_desk[1].id}"
    editor.post(f"{url}/claim")
    assert "Write it" in text(editor.get("/knowledge/desk/searches"))
    editor.post(f"{url}/release")
    assert "I see to it" in text(editor.get("/knowledge/desk/searches"))
    editor.post(f"{url}/settlement")
    db.session.refresh(gap)
    assert gap.settled_at is not None


def test_a_search_that_finds_nothing_becomes_work(client, as_member, erin, session):
    search.rebuild()
    for _ in range(2):
        client.get("/search?q=frobnicating+lamp+call+0301234567")
    client.get("/search?q=frobnicating+switch&solved=yes")  # a filter may be why
    log.write_now()
    assert "frobnicating lamp call" in text(as_member(erin).get("/knowledge/desk/searches"))
    gaps = db.session.scalars(select(FailedSearch)).all()
    assert [(gap.words, gap.times) for gap in gaps] == [("call frobnicating lamp", 1)]


# -- health -----------------------------------------------------------------------------------


def test_every_part_of_health_is_shown(as_member, erin, full_desk, article):
    editor = as_member(erin)
    for url in (f"/knowledge/{article.slug}", f"/knowledge/{article.slug}/health"):
        page = text(editor.get(url))
        part = page[page.index('id="health"') :]
        for word in ("Helpful", "No question left", "Links that solve", "Fresh", "No open flag"):
            assert word in part
        assert "helped 0 of 1 readers" in part
        assert "Not enough readers yet" in part
        assert re.search(r"<b>\d+</b>", part)


def test_health_is_for_editors_and_who_answers_for_it(as_member, client, alice, erin, session):
    article = an_article(author=alice)
    url = f"/knowledge/{article.slug}/health"
    assert client.get(url).status_code in (302, 303)
    assert as_member(alice).get(url).status_code == 200
    assert as_member(erin).get(url).status_code == 200
    stranger = an_article().owner
    assert as_member(stranger).get(url).status_code == 403


def test_the_effect_of_a_change_is_told_once_it_is_over(as_member, erin, article, alice):
    proposal = a_proposal(article, by=alice)
    editor = as_member(erin)
    answer = editor.post(f"/knowledge/revisions/{proposal.id}/approval", data={"significance": 20})
    assert answer.status_code == 303
    url = f"/knowledge/{article.slug}/health"
    assert "What the last change did" in text(editor.get(url))
    clock.freeze(clock.now() + timedelta(days=31))
    assert "The 30 days before it against the 30 days after." in text(as_member(erin).get(url))
