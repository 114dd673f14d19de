"""'Solved now?' from a mail: looking says nothing, one press says it, and only for the asker."""

from __future__ import annotations

import pytest

from app.domain.forum.models.questions import Question
from app.domain.ideas.models.ideas import Idea
from app.kit.db import db
from app.letters import tokens
from tests.factories.loop import a_linked_idea, closing_of, delivered
from tests.factories.threads import asked, let_happen, path_in


@pytest.fixture
def mailed(alice, tess, hanna, outbox) -> tuple[Idea, Question, str]:
    """Return a delivered idea, the question behind it, and the way a mail shows to its asker."""
    question = asked(alice, title="Why do bulbs <forget>?")
    idea = a_linked_idea(question, by=tess)
    let_happen()
    outbox.clear()
    delivered(idea, by=hanna)
    [sent] = [each for each in outbox if each.to == alice.email]
    assert sent.subject == f"Solved now?: {idea.title}"
    return idea, question, path_in(sent.text, r"/ideas/\d+/solved/\d+/[^\s?]+")


@pytest.fixture
def program(app, session):
    """A browser in which nobody is signed in, and no page was open before."""
    return app.test_client()


def test_looking_says_nothing_and_yes_makes_it_the_solution(mailed, program):
    idea, question, path = mailed
    shown = program.get(f"{path}?said=yes")
    assert shown.status_code == 200
    assert "Why do bulbs &lt;forget&gt;?" in shown.text
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    assert "no-store" in shown.headers["Cache-Control"]
    assert closing_of(idea, question).state == "asked"
    for _ in range(2):
        said = program.post(path, data={"solved": "yes"})
        assert said.status_code == 200
        assert "Solved. Thank you for telling." in said.text
    assert closing_of(idea, question).state == "solved"
    assert db.session.get(Question, question.id).accepted_answer_id is not None


def test_no_leaves_the_question_open_and_yes_can_follow(mailed, program):
    idea, question, path = mailed
    page = program.get(f"{path}?said=no").text
    assert page.index('value="no"') < page.index('value="yes"')
    said = program.post(path, data={"solved": "no"}).text
    assert "Noted: not yet." in said
    assert 'value="no"' not in said
    assert closing_of(idea, question).state == "not-solved"
    assert db.session.get(Question, question.id).accepted_answer_id is None
    program.post(path, data={"solved": "yes"})
    assert closing_of(idea, question).state == "solved"


def test_a_link_is_good_for_its_reader_and_its_thread_alone(mailed, program, bob):
    idea, question, path = mailed
    place = path.rpartition("/")[0]
    other = tokens.sign("closing", bob.id, idea.id, question.id)
    assert program.post(f"{place}/{other}", data={"solved": "yes"}).status_code == 404
    elsewhere = tokens.sign("closing", question.author_id, idea.id, question.id + 1)
    assert program.post(f"{place}/{elsewhere}", data={"solved": "yes"}).status_code == 410
    wrong = tokens.sign("solved", question.author_id, idea.id, question.id)
    assert program.post(f"{place}/{wrong}", data={"solved": "yes"}).status_code == 410
    assert program.post(path, data={"solved": "perhaps"}).status_code == 404
    assert closing_of(idea, question).state == "asked"
