"""Rounds on the web: coins placed with one press, totals secret until the end."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app import links
from app.domain.ideas.actions.coins import place_coins
from app.domain.ideas.actions.rounds import conclude, end_round
from app.domain.ideas.models.rounds import Round, RoundIdea
from app.kit import clock
from app.kit.db import db
from app.kit.work import write
from tests.factories.catalog import make_space
from tests.factories.ideas import an_idea
from tests.factories.rounds import a_closed_round, a_round, some_coins

WORDS = "The lock comes first: half of all coins went there."


@pytest.fixture
def ideas(session):
    return [an_idea("Remember the colour"), an_idea("Fade in at dawn"), an_idea("Hum less")]


@pytest.fixture
def round_(ideas):
    return a_round(ideas)


def url(round_, rest=""):
    if rest:
        return f"/ideas/rounds/{round_.id}/{rest}"
    return links.round_url(round_.id, round_.slug)


def placed(browser, round_, idea, coins, **headers):
    return browser.post(
        url(round_, "coins"), data={"idea": idea.id, "coins": coins}, headers=headers
    )


def given(**values):
    return {"title": "What should come first?", "about": "", "days": "14"} | values


def test_members_place_coins_without_scripts(alice, as_member, round_, ideas):
    browser = as_member(alice)
    answer = placed(browser, round_, ideas[0], 50)
    assert (answer.status_code, answer.location) == (303, f"{url(round_)}#idea-{ideas[0].id}")
    page = browser.get(url(round_)).text
    assert '<b class="big-n">50</b>' in page
    pressed = re.findall(r'value="(\d+)" aria-pressed="true"', page)
    assert pressed == ["50", "0", "0"]


def test_a_press_answers_with_what_is_left(alice, as_member, round_, ideas):
    answer = placed(as_member(alice), round_, ideas[0], 20, **{"X-Fragment": "coins"})
    assert answer.status_code == 200
    assert 'data-announce="80 of 100 coins left"' in answer.text
    assert "<html" not in answer.text


def test_the_hundred_and_first_coin_is_refused_with_a_sentence(alice, as_member, round_, ideas):
    browser = as_member(alice)
    for idea in ideas[:2]:
        placed(browser, round_, idea, 50)
    for headers in ({}, {"X-Fragment": "coins"}):
        answer = placed(browser, round_, ideas[2], 5, **headers)
        assert answer.status_code == 422
        assert "All your 100 coins are placed. Take some back first." in answer.text
    assert placed(browser, round_, ideas[0], 0).status_code == 303
    assert placed(browser, round_, ideas[2], 5).status_code == 303


@pytest.mark.parametrize("coins", ["", "7", "100", "many", "-5", "9" * 40])
def test_no_other_amounts_are_taken(alice, as_member, round_, ideas, coins):
    answer = placed(as_member(alice), round_, ideas[0], coins)
    assert (answer.status_code, "Place 5, 20 or 50 coins." in answer.text) == (422, True)


@pytest.mark.parametrize("number", ["", "x", "0", "999999", "9" * 40])
def test_coins_on_no_idea_are_not_found(alice, as_member, round_, number):
    sent = {"idea": number, "coins": "5"}
    assert as_member(alice).post(url(round_, "coins"), data=sent).status_code == 404


def test_no_page_tells_what_others_placed_before_the_end(
    client, alice, hanna, ada, as_member, ideas
):
    # Its own words have no number that the sums could be taken for.
    round_ = a_round(ideas, title="What should come first?", by=hanna)
    for _ in range(3):
        some_coins(round_, ideas[2], 50)
    for browser in (client, as_member(alice), as_member(hanna), as_member(ada)):
        for path in (url(round_), "/ideas/rounds"):
            page = re.sub(r'="[^"]*"', "", browser.get(path).text)
            assert not re.search(r"\b150\b", page)
            assert "took part" not in page


def test_the_result_is_read_by_everybody_in_the_order_of_coins(client, round_, ideas):
    some_coins(round_, ideas[2], 50)
    some_coins(round_, ideas[1], 20)
    some_coins(round_, ideas[2], 5)
    write(end_round, round_, by=round_.by)
    page = client.get(url(round_)).text
    titles = re.findall(r'<h3><a href="[^"]*" dir="auto">([^<]*)', page)
    assert titles == ["Hum less", "Fade in at dawn", "Remember the colour"]
    assert re.findall(r"<b>(\d+ coins?)</b>", page) == ["55 coins", "20 coins", "0 coins"]
    assert "3 members took part" in page
    assert "75 coins" in page


def test_a_closed_round_takes_no_more(alice, as_member, ideas):
    round_ = a_closed_round(ideas)
    answer = placed(as_member(alice), round_, ideas[0], 5)
    assert (answer.status_code, "This round is closed" in answer.text) == (403, True)


def test_visitors_read_a_round_and_are_led_to_sign_in(client, round_, ideas):
    page = client.get(url(round_))
    assert page.status_code == 200
    assert f"/signin?next={url(round_)}" in page.text
    assert 'name="coins"' not in page.text
    assert "/signin" in placed(client, round_, ideas[0], 5).location


def test_the_team_is_told_that_coins_are_the_members(hanna, as_member, round_):
    page = as_member(hanna).get(url(round_)).text
    assert "the coins are the members’" in page
    assert 'name="coins"' not in page
    assert "End the round" in page


def test_an_address_without_or_with_another_slug_leads_on(client, round_):
    for wrong in (f"/ideas/rounds/{round_.id}", f"/ideas/rounds/{round_.id}-other"):
        answer = client.get(wrong)
        assert (answer.status_code, answer.location) == (301, url(round_))
    assert client.get("/ideas/rounds/999999").status_code == 404


def test_a_round_of_members_is_theirs_alone(client, alice, as_member):
    round_ = a_round(space=make_space("members"))
    assert client.get(url(round_)).status_code == 404
    assert round_.title not in client.get("/ideas/rounds").text
    assert as_member(alice).get(url(round_)).status_code == 200


def test_the_team_opens_a_round_by_ticking_and_by_number(hanna, as_member, ideas):
    browser, far = as_member(hanna), an_idea("Further away than the others")
    page = browser.get(f"/ideas/rounds/new?idea={ideas[1].id}").text
    assert re.search(rf'value="{ideas[1].id}" checked', page)
    assert page.index("Fade in at dawn") < page.index("Remember the colour")
    sent = given(
        idea=[str(ideas[1].id)],
        ideas=f"#{ideas[0].id}, http://localhost/ideas/{far.id}-further?x=1",
    )
    answer = browser.post("/ideas/rounds/new", data=sent)
    made = db.session.query(Round).one()
    assert (answer.status_code, answer.location) == (303, url(made))
    listed = db.session.query(RoundIdea).order_by(RoundIdea.position).all()
    assert [row.idea_id for row in listed] == [ideas[1].id, ideas[0].id, far.id]
    assert made.closes_at - made.opened_at > timedelta(days=13, hours=23)


def test_the_form_looks_for_ideas_and_keeps_what_is_ticked(hanna, as_member, ideas):
    sent = given(idea=[str(ideas[2].id)], look="1", find="zzz")
    answer = as_member(hanna).post("/ideas/rounds/new", data=sent)
    assert answer.status_code == 200
    assert "Hum less" in answer.text
    assert "Fade in at dawn" not in answer.text
    assert 'value="What should come first?"' in answer.text
    assert not db.session.query(Round).count()


@pytest.mark.parametrize(
    "values, said",
    [
        ({"title": ""}, "Ask the question that this round answers."),
        ({"days": "0"}, "Choose 1 to 60 days."),
        ({"days": "9999999999999"}, "Choose 1 to 60 days."),
        ({"ideas": "nothing"}, "There is no idea “nothing”."),
        ({"ideas": "999999"}, "There is no idea “999999”."),
        ({"idea": [], "ideas": ""}, "Choose 2 to 30 ideas."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(hanna, as_member, ideas, values, said):
    sent = given(about="We build the first.", idea=[str(idea.id) for idea in ideas]) | values
    answer = as_member(hanna).post("/ideas/rounds/new", data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    assert "We build the first." in answer.text
    assert not db.session.query(Round).count()


def test_the_team_ends_and_concludes(hanna, client, as_member, round_):
    browser = as_member(hanna)
    early = browser.post(url(round_, "conclusion"), data={"words": WORDS})
    assert early.status_code == 409
    assert browser.post(url(round_, "end")).location == url(round_)
    short = browser.post(url(round_, "conclusion"), data={"words": "Lock."})
    assert (short.status_code, "at least 20 characters" in short.text) == (422, True)
    assert browser.post(url(round_, "conclusion"), data={"words": WORDS}).status_code == 303
    assert WORDS in client.get(url(round_)).text


def test_a_round_whose_time_is_over_says_that_its_result_follows(client, round_):
    clock.freeze(clock.now() + timedelta(days=15))
    assert "The result follows in a few minutes" in client.get(url(round_)).text
    assert "The result is about to come" in client.get("/ideas/rounds").text


def test_pages_of_rounds_keep_within_their_budget(alice, as_member, statements):
    def count(path):
        browser = as_member(alice)
        browser.get(path)
        with statements() as ran:
            assert browser.get(path).status_code == 200
        return len(ran)

    few, listed = a_round([an_idea() for _ in range(3)]), [an_idea() for _ in range(30)]
    many = a_round(listed)
    write(place_coins, many, listed[0], by=alice, coins=5)
    assert count(url(few)) == count(url(many)) <= 15
    lists = count("/ideas/rounds")
    for _ in range(3):
        a_round(), a_closed_round()
    assert count("/ideas/rounds") == lists <= 12


def test_what_the_team_concludes_is_text_and_never_markup(client, hanna, round_):
    write(end_round, round_, by=hanna)
    write(conclude, round_, by=hanna, words="<script>alert(1)</script> is what we take from it.")
    assert "<script>alert" not in client.get(url(round_)).text


def test_an_idea_leads_to_the_open_round_it_is_in(client, round_, ideas):
    place = links.idea_url(ideas[0].id, ideas[0].slug)
    assert f"{url(round_)}#coins" in client.get(place).text
    write(end_round, round_, by=round_.by)
    assert url(round_) not in client.get(place).text
