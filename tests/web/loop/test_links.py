"""The need behind an idea, and the ideas ahead of a question: pages, buttons and audiences."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.ideas.actions import linking
from app.domain.ideas.models.voices import IdeaLink
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_space
from tests.factories.forum import make_question
from tests.factories.ideas import an_idea
from tests.factories.loop import a_linked_idea, delivered


def state_of(idea: Any, question: Any) -> str | None:
    db.session.expire_all()
    link = db.session.get(IdeaLink, (idea.id, "question", question.id))
    return link.state if link else None


@pytest.mark.parametrize(
    "named",
    [
        "{id}",
        "#{id}",
        "/questions/{id}-{slug}",
        "http://localhost/questions/{id}?answer=3#answer-3",
    ],
)
def test_a_question_is_linked_by_number_or_address(tess: Any, as_member: Any, named: str) -> None:
    idea, question = an_idea(), make_question()
    given = named.format(id=question.id, slug=question.slug)
    answered = as_member(tess).post(f"/ideas/{idea.id}/links", data={"question": given})
    assert answered.status_code == 303
    assert state_of(idea, question) == "confirmed"


@pytest.mark.parametrize(
    "named", ["", "nonsense", "/ideas/1", "-1", "999999", "99999999999999999999"]
)
def test_what_names_no_question_is_said_on_the_form(tess: Any, as_member: Any, named: str) -> None:
    idea = an_idea()
    answered = as_member(tess).post(f"/ideas/{idea.id}/links", data={"question": named})
    assert answered.status_code == 422
    assert "There is no such question" in answered.text


def test_a_hidden_question_is_there_for_nobody(tess: Any, as_member: Any) -> None:
    idea, question = an_idea(), make_question(space=make_space("group"))
    answered = as_member(tess).post(f"/ideas/{idea.id}/links", data={"question": question.id})
    assert answered.status_code == 422


def test_a_suggestion_is_confirmed_or_rejected_in_place(tess: Any, as_member: Any) -> None:
    idea, yes, no = an_idea(), make_question(), make_question()
    for question in (yes, no):
        write(linking.suggest, idea.id, Subject("question", question.id), 2.0)
    browser = as_member(tess)
    page = browser.get(f"/ideas/{idea.id}/links").text
    assert yes.title in page
    assert "Does this belong here?" in page
    part = browser.post(
        f"/ideas/{idea.id}/links",
        data={"question": yes.id, "say": "yes"},
        headers={"X-Fragment": "pain"},
    )
    assert part.status_code == 200
    assert 'id="pain"' in part.text
    assert "question that leads here" in part.text
    browser.post(f"/ideas/{idea.id}/links", data={"question": no.id, "say": "no"})
    assert (state_of(idea, yes), state_of(idea, no)) == ("confirmed", "rejected")


def test_strangers_see_what_is_linked_and_no_buttons(tess: Any, bob: Any, as_member: Any) -> None:
    linked, suggested = make_question(), make_question()
    idea = a_linked_idea(linked, by=tess)
    write(linking.suggest, idea.id, Subject("question", suggested.id), 2.0)
    page = as_member(bob).get(f"/ideas/{idea.id}/links").text
    assert linked.title in page
    assert suggested.title not in page
    assert "It does not belong here" not in page
    refused = as_member(bob).post(f"/ideas/{idea.id}/links", data={"question": suggested.id})
    assert refused.status_code == 403


def test_the_question_page_names_the_ideas_it_is_behind(tess: Any, client: Any) -> None:
    question = make_question()
    idea = a_linked_idea(question, by=tess)
    page = client.get(f"/questions/{question.id}-{question.slug}").text
    assert "Ideas that come from this" in page
    assert idea.title in page


def test_it_does_not_name_an_idea_that_its_reader_may_not_see(ada: Any, client: Any) -> None:
    question = make_question()
    idea = an_idea("A secret that only members know", space=make_space("members"))
    a_linked_idea(question, by=ada, idea=idea)
    page = client.get(f"/questions/{question.id}-{question.slug}").text
    assert idea.title not in page


def test_the_asker_says_on_the_question_page_whether_an_idea_would_solve_it(
    alice: Any, bob: Any, as_member: Any
) -> None:
    idea, question = an_idea(), make_question(author=alice)
    write(linking.suggest, idea.id, Subject("question", question.id), 2.0)
    place = f"/questions/{question.id}-{question.slug}"
    assert "Would this idea solve it?" in as_member(alice).get(place).text
    assert "Would this idea solve it?" not in as_member(bob).get(place).text
    answered = as_member(alice).post(
        f"/questions/{question.id}/ideas",
        data={"idea": idea.id, "say": "yes"},
        headers={"X-Fragment": "ideas-ahead"},
    )
    assert 'id="ideas-ahead"' in answered.text
    assert "Would this idea solve it?" not in answered.text
    assert state_of(idea, question) == "confirmed"


def test_the_last_suggestion_rejected_leaves_an_empty_part(alice: Any, as_member: Any) -> None:
    idea, question = an_idea(), make_question(author=alice)
    write(linking.suggest, idea.id, Subject("question", question.id), 2.0)
    answered = as_member(alice).post(
        f"/questions/{question.id}/ideas",
        data={"idea": idea.id, "say": "no"},
        headers={"X-Fragment": "ideas-ahead"},
    )
    assert answered.text.strip() == '<div id="ideas-ahead" hidden></div>'


def test_the_list_tells_which_threads_were_told_and_which_not(hanna: Any, client: Any) -> None:
    open_one = make_question()
    idea = a_linked_idea(open_one, by=hanna)
    delivered(idea, by=hanna)
    page = client.get(f"/ideas/{idea.id}/links").text
    assert "Told that it is here" in page
    assert "Answered; its asker was asked whether that solves it." in page


def test_a_merged_ideas_links_lead_to_the_other(client: Any, hanna: Any) -> None:
    idea, target = an_idea(), an_idea()
    with unit_of_work():
        idea.merged_into_id = target.id
    answered = client.get(f"/ideas/{idea.id}/links")
    assert answered.status_code == 301
    assert answered.headers["Location"] == f"/ideas/{target.id}-{target.slug}"
