"""Lines about ideas behind the bell: what they say, where they lead, and what a link stops."""

from __future__ import annotations

import pytest

from app import links
from app.domain.ideas.actions.commenting import comment
from app.domain.ideas.actions.customers import vote_on_behalf
from app.domain.ideas.actions.following import follow
from app.domain.ideas.actions.hiding import hide
from app.domain.ideas.actions.machines import put_in_force
from app.domain.ideas.actions.planning import assign, expect
from app.domain.ideas.actions.replying import reply_officially
from app.domain.ideas.models.voices import IdeaFollow
from app.domain.ideas.rules.machine import ALWAYS_REASONED, TRANSITIONS
from app.domain.loop.events import SolvedAsked
from app.domain.notifications.queries import unread_about, unread_count
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import write
from app.letters import tokens
from tests.domain.notifications.test_idea_news import decided, reviewed, tick
from tests.factories.ideas import a_vote, an_idea
from tests.factories.rounds import a_round, a_story
from tests.factories.threads import answered, asked, let_happen, words

TITLE = "Bulbs that <remember> their colour"
SHOWN = "<bdi>Bulbs that &lt;remember&gt; their colour</bdi>"


def lines_of(browser) -> str:
    page = browser.get("/notices")
    assert page.status_code == 200
    return page.text


@pytest.fixture
def idea(bob):
    made = reviewed(title=TITLE)
    a_vote(made, by=bob)
    return made


def test_a_decision_says_the_status_and_leads_to_the_idea(bob, hanna, as_member, idea):
    decided(idea, "planned", hanna)
    page = lines_of(as_member(bob))
    assert f"“{SHOWN}”: <bdi>Planned</bdi>" in page
    assert links.idea_url(idea.id, idea.slug) in page


def test_a_status_is_called_what_the_site_calls_it(ada, bob, hanna, as_member, idea):
    write(
        put_in_force,
        by=ada,
        transitions=TRANSITIONS,
        reasoned=ALWAYS_REASONED,
        labels={"planned": "On the list"},
        reason="That is how we say it.",
    )
    decided(idea, "planned", hanna)
    assert "<bdi>On the list</bdi>" in lines_of(as_member(bob))


def test_what_the_team_said_and_when_it_is_expected(bob, hanna, as_member, idea):
    write(reply_officially, idea, by=hanna, body=words("We read all of it, and we try it soon."))
    let_happen()
    assert f"The team replied to “{SHOWN}”" in lines_of(as_member(bob))
    tick()
    write(expect, idea, by=hanna, expected="<6.6>")
    let_happen()
    assert "is expected: <bdi>&lt;6.6&gt;</bdi>" in lines_of(as_member(bob))


def test_what_is_addressed_to_one(bob, hanna, ada, as_member):
    idea = an_idea(TITLE, status="needs-votes")
    write(assign, idea, by=ada, owner=hanna)
    write(vote_on_behalf, idea, by=hanna, customer="@bob")
    assert f"made you the owner of “{SHOWN}”" in lines_of(as_member(hanna))
    assert f"voted for “{SHOWN}” on your behalf" in lines_of(as_member(bob))


def test_comments_mentions_and_rulings_lead_to_the_comment(alice, bob, tess, morgan, as_member):
    idea = an_idea(TITLE, author=alice)
    tick()
    first = write(comment, idea, by=bob, body=words("The hall, too.", tess))
    tick()
    write(comment, idea, by=morgan, body=words("And the stairs."))
    let_happen()
    page = lines_of(as_member(alice))
    assert f"and 1 other commented on “{SHOWN}”" in page
    assert f"?comment={first.id}#comment-{first.id}" in page
    assert f"mentioned you in “{SHOWN}”" in lines_of(as_member(tess))
    write(hide, first, by=morgan, reason="spam")
    assert f"A moderator hid your comment on “{SHOWN}”" in lines_of(as_member(bob))


def test_rounds_and_stories_lead_to_their_pages(bob, hanna, as_member, idea):
    write(follow, idea, by=bob)
    round_ = a_round([idea, an_idea()], by=hanna)
    story = a_story([idea], by=hanna)
    let_happen()
    page = lines_of(as_member(bob))
    assert links.round_url(round_.id, round_.slug) in page
    assert links.story_url(story.id, story.slug) in page
    assert story.title in page


def test_solved_now_leads_to_the_page_with_two_buttons(alice, hanna, as_member, idea):
    question = asked(alice, title="Why do bulbs <forget>?")
    posted = answered(question, hanna)
    write(publish, SolvedAsked(idea.id, question.id, posted.id, alice.id, hanna.id))
    page = lines_of(as_member(alice))
    assert f'href="{links.closing_url(idea.id, question.id)}"' in page
    assert "is your question “<bdi>Why do bulbs &lt;forget&gt;?</bdi>” solved now?" in page


def test_being_on_the_page_reads_its_lines(bob, hanna, as_member, idea):
    decided(idea, "planned", hanna)
    browser = as_member(bob)
    assert browser.post(f"/ideas/{idea.id}/reading").status_code == 303
    assert unread_about(bob, idea.id) == unread_count(bob) == 0


def test_reading_an_idea_behind_a_door_is_refused(bob, as_member):
    held = an_idea(held_at=reviewed().proposed_at)
    assert as_member(bob).post(f"/ideas/{held.id}/reading").status_code == 404


def test_lines_about_ideas_cost_no_statement_more(bob, hanna, as_member, statements):
    browser = as_member(bob)

    def read(number: int) -> int:
        for _ in range(number):
            made = reviewed()
            a_vote(made, by=bob)
            decided(made, "planned", hanna)
        browser.get("/notices")
        with statements() as ran:
            lines_of(browser)
        return len(ran)

    assert read(1) == read(8)


def test_a_link_stops_what_it_names_and_a_forged_one_nothing(alice, bob, app, idea):
    program = app.test_client()
    token = tokens.sign("stop", "i", bob.id, idea.id, "idea")
    page = program.get(f"/stop/{token}?what=idea").text
    assert "Hear nothing more of this idea" in page
    assert db.session.get(IdeaFollow, (bob.id, idea.id)) is None
    for _ in range(2):
        assert program.post(f"/stop/{token}?what=idea").status_code == 200
    assert db.session.get(IdeaFollow, (bob.id, idea.id)).scope == "none"
    forged = token[:-2] + ("aa" if token[-2:] != "aa" else "bb")
    assert program.post(f"/stop/{forged}?what=idea").status_code == 410


def test_a_letter_about_no_single_idea_cannot_stop_one(bob, app):
    token = tokens.sign("stop", "i", bob.id, 0, "idea")
    page = app.test_client().get(f"/stop/{token}?what=idea").text
    assert "Stop all mail" in page
