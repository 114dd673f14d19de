"""Ideas in action: told by the team, tied to ideas, read where their space is read."""

from __future__ import annotations

import pytest

from app.domain.accounts.models import Guest
from app.domain.ideas.actions.stories import edit_story, show_story_again, withdraw_story
from app.domain.ideas.events import StoryPosted
from app.domain.ideas.models.rounds import Story
from app.domain.ideas.queries.stories import (
    find_story,
    stories,
    stories_in_theme,
    stories_of,
    story_page,
)
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid, NotFound
from app.kit.work import unit_of_work, write
from tests.factories.announcing import announced
from tests.factories.catalog import make_space
from tests.factories.ideas import a_theme, an_idea
from tests.factories.rounds import a_story, a_told_text

OTHER = "They are in every shop since today. Thank you for asking so patiently."


def edited(story, by, **values):
    given = {
        "title": story.title,
        "body": a_told_text(OTHER),
        "ideas": list(story.ideas),
        "edition": story.edition,
    }
    write(edit_story, story, by=by, **given | values)


def test_the_team_tells_what_became_of_ideas(hanna):
    one, other = an_idea("Remember the colour", votes=1), an_idea("Fade in at dawn", votes=3)
    with announced(StoryPosted) as heard:
        story = a_story([one, other, one], by=hanna, title="Bulbs that remember")
    assert heard == [StoryPosted(story.id, (one.id, other.id), hanna.id)]
    (row,) = stories(Guest()).items
    assert (row.title, row.author.handle) == ("Bulbs that remember", "hanna")
    # What most wanted comes first.
    assert [idea.title for idea in row.ideas] == ["Fade in at dawn", "Remember the colour"]


def test_a_form_sent_twice_tells_once(hanna):
    ideas = [an_idea()]
    with announced(StoryPosted) as heard:
        assert a_story(ideas, by=hanna, nonce="n").id == a_story(ideas, by=hanna, nonce="n").id
    assert len(heard) == 1


def test_only_the_team_tells_edits_and_withdraws(alice, morgan):
    story = a_story()
    for member in (alice, morgan):
        with pytest.raises(Forbidden):
            a_story(by=member)
        with pytest.raises(Forbidden):
            edited(story, member)
        with pytest.raises(Forbidden):
            write(withdraw_story, story, by=member)


@pytest.mark.parametrize(
    "field, values",
    [
        ("title", {"title": "Short"}),
        ("title", {"title": "w" * 151}),
        ("body", {"body": a_told_text("Too short.")}),
    ],
)
def test_what_a_story_asks_for(session, field, values):
    with pytest.raises(Invalid) as refused:
        a_story(**values)
    assert refused.value.field == field


def test_a_story_is_about_one_idea_to_twenty(session):
    story = a_story()
    for ideas in ([], [an_idea() for _ in range(21)]):
        with pytest.raises(Invalid) as refused:
            edited(story, story.author, ideas=ideas)
        assert refused.value.field == "ideas"


def test_a_public_story_tells_nothing_of_an_inner_idea(session):
    with pytest.raises(Invalid, match="Not everybody"):
        a_story([an_idea(space=make_space("members"))])


def test_an_edit_is_not_told_again_and_never_overwrites_unseen(hanna):
    story = a_story()
    with announced(StoryPosted) as heard:
        edited(story, hanna)
    assert not heard
    assert (story.edition, story.excerpt) == (2, OTHER)
    assert story.edited_at is not None
    with pytest.raises(Conflict) as refused:
        edited(story, hanna, edition=1, body=a_told_text())
    assert refused.value.details["theirs"] == OTHER
    assert db.session.get_one(Story, story.id).body == OTHER


def test_a_withdrawn_story_is_the_teams_alone_until_it_is_shown_again(alice, hanna):
    idea = an_idea()
    story = a_story([idea])
    write(withdraw_story, story, by=hanna)
    at = story.withdrawn_at
    write(withdraw_story, story, by=hanna)
    assert story.withdrawn_at == at
    with pytest.raises(NotFound):
        find_story(story.id, alice)
    assert not stories(alice).items
    assert not stories_of(idea, hanna)
    assert [row.id for row in stories(hanna).items] == [story.id]
    write(show_story_again, story, by=hanna)
    assert find_story(story.id, Guest()) is story


def test_an_idea_and_its_theme_know_what_was_told(session):
    theme = a_theme()
    idea = an_idea(theme=theme)
    story = a_story([idea, an_idea()])
    a_story()
    assert [row.id for row in stories_of(idea, Guest())] == [story.id]
    assert [row.id for row in stories_in_theme(theme.id, Guest())] == [story.id]


def test_a_story_names_only_ideas_that_its_reader_may_see(session):
    shown, hidden = an_idea(), an_idea()
    story = a_story([shown, hidden])
    with unit_of_work():
        hidden.hidden_at = clock.now()
    assert [idea.id for idea in story_page(story, Guest()).story.ideas] == [shown.id]


def test_stories_come_in_pages_of_two_statements(session, statements):
    told = [a_story().id for _ in range(4)]
    first = stories(Guest(), size=3)
    assert [row.id for row in first.items] == told[:0:-1]
    assert [row.id for row in stories(Guest(), after=first.next, size=3).items] == told[:1]
    with statements() as ran:
        stories(Guest())
    assert len(ran) == 2
