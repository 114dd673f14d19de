"""Themes on the web: what the team asks ideas about, and who reads them."""

from __future__ import annotations

import pytest

from app.domain.ideas.models.ideas import Theme
from app.kit.db import db
from tests.factories.catalog import make_space
from tests.factories.ideas import a_theme, an_idea
from tests.factories.rounds import a_story


def given(**values):
    return {"name": "Evenings at home", "about": "Dusk first.", "partner": "hanna"} | values


def test_everybody_reads_what_the_team_asks_about(client, hanna):
    theme = a_theme("Evenings at home", partner=hanna)
    an_idea("Fade in at dawn", theme=theme)
    page = client.get("/ideas/themes").text
    assert "Evenings at home" in page
    assert "Hanna" in page
    assert "1 open idea" in page
    shown = client.get(f"/ideas/themes/{theme.slug}").text
    assert "Fade in at dawn" in shown
    assert f"/ideas/new?theme={theme.slug}" in shown
    assert "Hanna reads every idea about this" in shown


def test_a_theme_shows_nothing_of_what_its_reader_may_not_see(client, alice, as_member):
    theme = a_theme()
    an_idea("A secret of the members", theme=theme, space=make_space("members"))
    assert "A secret" not in client.get(f"/ideas/themes/{theme.slug}").text
    assert "0 open ideas" in client.get("/ideas/themes").text
    assert "A secret" in as_member(alice).get(f"/ideas/themes/{theme.slug}").text


def test_a_theme_leads_to_what_was_told_about_its_ideas(client):
    theme = a_theme()
    story = a_story([an_idea(theme=theme)])
    assert story.title in client.get(f"/ideas/themes/{theme.slug}").text


def test_the_team_makes_and_changes_a_theme(hanna, client, as_member):
    browser = as_member(hanna)
    assert 'value="hanna" selected' in browser.get("/ideas/themes/new").text
    answer = browser.post("/ideas/themes/new", data=given())
    assert (answer.status_code, answer.location) == (303, "/ideas/themes/evenings-at-home")
    changed = given(name="Nights", position="3", closed="y")
    assert browser.post(f"{answer.location}/edit", data=changed).location == answer.location
    theme = db.session.query(Theme).one()
    assert (theme.name, theme.position, theme.slug) == ("Nights", 3, "evenings-at-home")
    page = client.get(answer.location).text
    assert "takes no new ideas" in page
    assert "Suggest an idea" not in page


@pytest.mark.parametrize(
    "values, said",
    [
        ({"name": ""}, "Give the theme a name."),
        ({"name": "w" * 81}, "At most 80 characters."),
        ({"partner": "alice"}, "Choose somebody who decides about ideas."),
        ({"partner": "nobody"}, "Say who of the team answers for it."),
    ],
)
def test_what_is_wrong_is_said_on_its_field(hanna, alice, as_member, values, said):
    answer = as_member(hanna).post("/ideas/themes/new", data=given(**values))
    assert (answer.status_code, said in answer.text) == (422, True)
    assert "Dusk first." in answer.text


def test_an_unknown_theme_is_not_found(client):
    assert client.get("/ideas/themes/nothing").status_code == 404


def test_pages_of_themes_keep_within_their_budget(client, statements):
    def count(path):
        client.get(path)
        with statements() as ran:
            client.get(path)
        return len(ran)

    theme = a_theme()
    an_idea(theme=theme)
    paths = ("/ideas/themes", f"/ideas/themes/{theme.slug}")
    few = [count(path) for path in paths]
    for _ in range(5):
        a_theme()
        an_idea(theme=theme)
    assert [count(path) for path in paths] == few
    assert max(few) <= 10
