"""A part of an article named in an idea is a plain link: ideas show no part live, and leak none."""

from __future__ import annotations

from typing import Any

import pytest

from app import links
from app.domain.accounts.models import User
from app.domain.accounts.texts import prepare
from app.domain.ideas.actions.commenting import comment
from app.domain.ideas.actions.proposing import propose
from app.domain.ideas.actions.replying import reply_officially
from app.domain.ideas.actions.stories import edit_story
from app.domain.ideas.actions.voting import vote
from app.domain.ideas.models.ideas import Idea
from app.kit.work import write
from tests.factories.catalog import make_space
from tests.factories.ideas import an_idea
from tests.factories.knowledge import an_article
from tests.factories.rounds import a_story
from tests.factories.threads import let_happen

pytestmark = pytest.mark.usefixtures("session")

SOURCE = "It helps at night.\n\n{{kb:Dim-the-lamp#steps}}\n\nAnd in the morning as well."
LINK = '<a href="/knowledge/dim-the-lamp#steps">dim-the-lamp#steps</a>'


@pytest.fixture(autouse=True)
def article(session: Any) -> Any:
    """The article is for few: neither its title nor its words are shown to others."""
    space = make_space("group")
    return an_article("Ocelots of the board", space=space, slug="dim-the-lamp")


@pytest.fixture
def idea(alice: User) -> Idea:
    return write(propose, by=alice, title="Dim at night", body=prepare(SOURCE), space=_home())


def _home() -> Any:
    return an_idea().space


def body_of(client: Any, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return str(response.get_data(as_text=True))


def place(idea: Idea) -> str:
    return links.idea_url(idea.id, idea.slug)


def test_an_idea_its_comments_and_replies_link_it(
    client: Any, idea: Idea, bob: User, hanna: User
) -> None:
    assert body_of(client, place(idea)).count(LINK) == 1
    write(comment, idea, by=bob, body=prepare(SOURCE))
    write(reply_officially, idea, by=hanna, body=prepare(SOURCE))
    shown = body_of(client, place(idea))
    assert shown.count(LINK) == 3
    assert "Ocelots" not in shown


def test_a_story_links_it(client: Any, hanna: User) -> None:
    story = a_story()
    write(
        edit_story, story, by=hanna, title=story.title, body=prepare(SOURCE),
        ideas=[an_idea()], edition=story.edition,
    )  # fmt: skip
    shown = body_of(client, links.story_url(story.id, story.slug))
    assert LINK in shown
    assert "Ocelots" not in shown


def test_lists_and_the_feed_name_it(client: Any, idea: Idea) -> None:
    assert "It helps at night. dim-the-lamp#steps And in the morning" in idea.excerpt
    for path in ("/ideas", "/ideas/feed"):
        assert "dim-the-lamp#steps" in body_of(client, path)


def test_the_api_links_it_with_its_whole_address(
    client: Any, idea: Idea, bob: User, hanna: User
) -> None:
    write(comment, idea, by=bob, body=prepare(SOURCE))
    write(reply_officially, idea, by=hanna, body=prepare(SOURCE))
    found = client.get(f"/api/v1/ideas/{idea.id}").get_json()
    for said in (found, found["comments"][0], found["official_replies"][0]):
        address = f"{links.article_url('dim-the-lamp', 'steps')}"
        assert f'{address}">dim-the-lamp#steps</a>' in said["body"]
        assert 'href="http' in said["body"]


def test_letters_link_it(client: Any, idea: Idea, bob: User, hanna: User, outbox: Any) -> None:
    write(vote, idea, by=bob)
    let_happen()
    outbox.clear()
    write(reply_officially, idea, by=hanna, body=prepare(SOURCE))
    let_happen()
    [sent] = [one for one in outbox if one.to == bob.email]
    assert "/knowledge/dim-the-lamp#steps" in sent.html
    assert ">dim-the-lamp#steps</a>" in sent.html
    assert "{{kb:Dim-the-lamp#steps}}" in sent.text
    assert "Ocelots" not in sent.html + sent.text


def test_a_preview_says_the_same(as_member: Any, alice: User) -> None:
    answer = as_member(alice).post("/preview?as=idea", data={"text": SOURCE})
    assert LINK in answer.get_data(as_text=True)


def test_the_forms_of_ideas_preview_it_so(as_member: Any, alice: User, idea: Idea) -> None:
    browser = as_member(alice)
    for path in ("/ideas/new", place(idea), f"/ideas/{idea.id}/edit"):
        assert 'data-preview="/preview?as=idea"' in body_of(browser, path), path
    asked = browser.post(
        "/ideas/new", data={"title": "Dim it", "body": SOURCE, "preview": "1"}
    ).get_data(as_text=True)
    assert LINK in asked
