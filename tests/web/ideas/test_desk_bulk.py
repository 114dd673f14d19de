"""Many ideas at once: each is done or refused by itself, says why, and is safe to send twice."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.domain.ideas.models.ideas import StatusChange
from app.kit.db import db
from tests.factories.ideas import a_theme, an_idea

WHY = "It costs more than it would bring to the people who asked for it."


def text(response):
    return response.get_data(as_text=True)


@pytest.fixture
def idea(session):
    return an_idea("A lamp that sings at dusk", votes=2, status="under-review")


def outcomes(page):
    found = re.findall(
        r'<svg class="icon"[^>]*>.*?</svg>(Done|So already|Refused)</span></td>\s*'
        r'<td><a href="[^"]*" dir="auto">([^<]*)</a>',
        page,
        re.DOTALL,
    )
    return {title: word for word, title in found}


def test_many_are_assigned_and_the_second_time_changes_nothing(as_member, hanna, ada, session):
    first, second = an_idea("A walrus"), an_idea("An ocelot", owner_id=ada.id)
    sent = {"act": "owner", "owner": ada.id, "idea": [first.id, second.id, 999_999]}
    team = as_member(hanna)
    page = text(team.post("/ideas/desk", data=sent))
    assert outcomes(page) == {
        "A walrus": "Done",
        "An ocelot": "So already",
        "Idea 999999": "Refused",
    }
    assert "There is no such idea." in page
    db.session.refresh(first)
    assert first.owner_id == ada.id
    again = outcomes(text(team.post("/ideas/desk", data=sent)))
    assert set(again.values()) == {"So already", "Refused"}


def test_who_does_not_decide_cannot_be_made_to_answer(as_member, hanna, alice, session):
    first = an_idea("A walrus")
    sent = {"act": "owner", "owner": alice.id, "idea": [first.id]}
    page = text(as_member(hanna).post("/ideas/desk", data=sent))
    assert outcomes(page) == {"A walrus": "Refused"}
    assert "Choose somebody of the team" in page


@pytest.mark.parametrize("act", ["owner", "theme"])
def test_what_names_nobody_takes_nothing_away(as_member, hanna, session, act):
    idea = an_idea("A walrus", owner_id=hanna.id, theme=a_theme("Season", partner=hanna))
    sent = {"act": act, act: "9" * 20, "idea": [idea.id]}
    assert as_member(hanna).post("/ideas/desk", data=sent).status_code == 404
    db.session.refresh(idea)
    assert (idea.owner_id, idea.theme_id is None) == (hanna.id, False)


def test_many_get_a_theme_and_its_partner(as_member, hanna, session):
    first, theme = an_idea("A walrus"), a_theme("Season", partner=hanna)
    sent = {"act": "theme", "theme": theme.id, "idea": [first.id]}
    assert outcomes(text(as_member(hanna).post("/ideas/desk", data=sent))) == {"A walrus": "Done"}
    db.session.refresh(first)
    assert (first.theme_id, first.owner_id) == (theme.id, hanna.id)


def test_many_are_decided_with_one_reason_each_telling_its_outcome(as_member, hanna, session):
    review, new = an_idea("A walrus", status="under-review"), an_idea("An ocelot")
    gone = an_idea("A marmot", status="declined")
    team, chosen = as_member(hanna), [review.id, new.id, gone.id]
    page = text(team.post("/ideas/desk", data={"act": "decide", "idea": chosen}))
    assert "Declined (possible for 1 of 3)" in page
    assert "Delivered" not in page
    sent = {"act": "status", "idea": chosen, "after": "declined", "code": "few", "reason": WHY}
    told = outcomes(text(team.post("/ideas/desk", data=sent)))
    assert told == {"A walrus": "Done", "An ocelot": "Refused", "A marmot": "So already"}
    db.session.refresh(review)
    assert review.status == "declined"
    again = outcomes(text(team.post("/ideas/desk", data=sent)))
    assert again == {"A walrus": "So already", "An ocelot": "Refused", "A marmot": "So already"}
    changes = select(StatusChange).where(StatusChange.idea_id == review.id)
    assert len(db.session.scalars(changes).all()) == 1


def test_one_short_reason_is_asked_for_once_and_kept(as_member, hanna, idea):
    sent = {"act": "status", "idea": [idea.id], "after": "declined", "code": "few"}
    answer = as_member(hanna).post("/ideas/desk", data=sent | {"reason": "Too few."})
    assert answer.status_code == 422
    assert "Too few." in text(answer)
    assert "at least 30 characters" in text(answer)
    assert f'name="idea" value="{idea.id}"' in text(answer)
    db.session.refresh(idea)
    assert idea.status == "under-review"


def test_nothing_chosen_and_nonsense_are_answered(as_member, hanna, alice, session):
    team = as_member(hanna)
    assert "Nothing was chosen" in text(team.post("/ideas/desk", data={"act": "owner"}))
    assert team.post("/ideas/desk", data={"act": "x"}).status_code == 404
    assert team.post("/ideas/desk", data={"act": "decide", "idea": "x"}).status_code == 200
    assert as_member(alice).post("/ideas/desk", data={"act": "owner"}).status_code == 403
    back = text(team.post("/ideas/desk", data={"act": "owner", "back": "https://evil.example"}))
    assert "evil.example" not in back


def test_going_back_on_a_promise_asks_for_a_reason_before_anything_is_done(as_member, hanna):
    planned, new = an_idea("A walrus", status="planned"), an_idea("An ocelot")
    sent = {"act": "status", "idea": [planned.id, new.id], "after": "archived", "reason": "No."}
    team = as_member(hanna)
    answer = team.post("/ideas/desk", data=sent)
    assert answer.status_code == 422
    assert "at least 30 characters" in text(answer)
    told = outcomes(text(team.post("/ideas/desk", data=sent | {"reason": WHY})))
    assert told == {"A walrus": "Done", "An ocelot": "Done"}
