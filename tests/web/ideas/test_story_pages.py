"""Ideas in action on the web: read by everybody, told and changed by the team."""

from __future__ import annotations

import re

import pytest

from app import links
from app.domain.forum.models.writing import Draft
from app.domain.ideas.actions.stories import withdraw_story
from app.domain.ideas.models.rounds import Story
from app.kit.db import db
from app.kit.work import write
from tests.factories.catalog import make_space
from tests.factories.ideas import an_idea
from tests.factories.rounds import a_story

WORDS = "The first hundred bulbs **remember** since Monday. Tell us how yours do."
OTHER = "They are in every shop since today, and on your shelf by Friday."


def url(story):
    return links.story_url(story.id, story.slug)


def given(ideas, **values):
    sent = {"title": "Bulbs that remember", "body": WORDS, "idea": [str(one.id) for one in ideas]}
    return sent | values


@pytest.fixture
def idea(session):
    return an_idea("Remember the colour", status="in-progress", votes=2)


def test_the_team_tells_what_became_of_an_idea(hanna, client, as_member, idea):
    answer = as_member(hanna).post("/ideas/in-action/new", data=given([idea]))
    story = db.session.query(Story).one()
    assert (answer.status_code, answer.location) == (303, url(story))
    page = client.get(url(story)).text
    assert "<strong>remember</strong>" in page
    assert links.idea_url(idea.id, idea.slug) in page
    assert "2 votes" in page
    assert "Bulbs that remember" in client.get("/ideas/in-action").text


def test_a_second_click_tells_nothing_twice(hanna, as_member, idea):
    browser, sent = as_member(hanna), given([idea], nonce="once")
    places = {browser.post("/ideas/in-action/new", data=sent).location for _ in range(2)}
    assert len(places) == 1
    assert db.session.query(Story).count() == 1


@pytest.mark.parametrize(
    "values, said",
    [
        ({"title": ""}, "Say in one sentence what there is to tell."),
        ({"body": "Short."}, "at least"),
        ({"ideas": "nowhere"}, "There is no idea “nowhere”."),
        ({"idea": []}, "Name one to 20 ideas"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(hanna, as_member, idea, values, said):
    answer = as_member(hanna).post("/ideas/in-action/new", data=given([idea]) | values)
    assert answer.status_code == 422
    assert said in answer.text
    if "body" not in values:
        assert WORDS in answer.text
    assert not db.session.query(Story).count()


def test_the_form_finds_ideas_previews_and_keeps_a_draft(hanna, as_member, idea):
    browser = as_member(hanna)
    for button, shown in (
        ("look", f'value="{idea.id}" checked'),
        ("preview", "<strong>remember</strong>"),
        ("save_draft", "Draft saved"),
    ):
        answer = browser.post("/ideas/in-action/new", data=given([idea], **{button: "1"}))
        assert (answer.status_code, shown in answer.text) == (200, True)
    assert not db.session.query(Story).count()
    assert db.session.query(Draft).one().place == "story:new"
    assert "Bulbs that remember" in browser.get("/ideas/in-action/new").text
    browser.post("/ideas/in-action/new", data=given([idea]))
    assert not db.session.query(Draft).count()


def test_the_team_changes_what_it_told(hanna, client, as_member, idea):
    story, browser = a_story([idea]), as_member(hanna)
    page = browser.get(f"/ideas/in-action/{story.id}/edit").text
    assert re.search(rf'value="{idea.id}" checked', page)
    place = f"/ideas/in-action/{story.id}/edit"
    answer = browser.post(place, data=given([idea], body=OTHER, base_edition="1"))
    assert answer.status_code == 303
    shown = client.get(answer.location)
    assert OTHER in shown.text
    assert "Edited since it was told." in shown.text


def test_two_who_edit_at_once_see_both_texts(hanna, as_member, idea):
    story, browser = a_story([idea]), as_member(hanna)
    place = f"/ideas/in-action/{story.id}/edit"
    browser.post(place, data=given([idea], body=OTHER, base_edition="1"))
    met = browser.post(place, data=given([idea], base_edition="1"))
    assert met.status_code == 409
    assert OTHER in met.text
    assert WORDS in met.text
    assert 'name="base_edition" value="2"' in met.text


def test_a_withdrawn_story_is_gone_for_all_but_the_team(hanna, client, as_member):
    story, browser = a_story(), as_member(hanna)
    browser.post(f"/ideas/in-action/{story.id}/withdrawal", data={"value": "on"})
    assert client.get(url(story)).status_code == 404
    assert story.title not in client.get("/ideas/in-action").text
    assert "Only the team sees this." in browser.get(url(story)).text
    browser.post(f"/ideas/in-action/{story.id}/withdrawal", data={"value": "off"})
    assert client.get(url(story)).status_code == 200


def test_a_story_of_members_is_theirs_alone(client, alice, as_member):
    space = make_space("members")
    story = a_story([an_idea(space=space)], space=space)
    assert client.get(url(story)).status_code == 404
    assert as_member(alice).get(url(story)).status_code == 200


def test_an_idea_names_what_was_told_about_it(client, idea):
    story = a_story([idea])
    write(withdraw_story, a_story([idea], title="Nobody reads this one"), by=story.author)
    page = client.get(links.idea_url(idea.id, idea.slug)).text
    assert url(story) in page
    assert "Nobody reads this one" not in page


def test_an_address_with_other_words_leads_on(client):
    story = a_story()
    for wrong in (f"/ideas/in-action/{story.id}", f"/ideas/in-action/{story.id}-x"):
        answer = client.get(wrong)
        assert (answer.status_code, answer.location) == (301, url(story))


def test_a_page_of_stories_keeps_within_its_budget(client, statements):
    def count():
        client.get("/ideas/in-action")
        with statements() as ran:
            client.get("/ideas/in-action")
        return len(ran)

    a_story()
    few = count()
    for _ in range(6):
        a_story([an_idea(), an_idea()])
    assert count() == few <= 10
