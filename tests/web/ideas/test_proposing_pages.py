"""Suggesting an idea: what there is already, one's own words kept, a newcomer's held."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.accounts.models import User
from app.domain.forum.models.writing import Draft
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaVote, VoteBudget
from app.domain.ideas.policy import VOTE_BUDGET
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.conftest import Visitor
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.ideas import a_theme, a_vote, an_idea
from tests.people import make_member

Browsers = Callable[[User], Visitor]
TITLE = "Let the bulbs remember their colour"
BODY = "After each power cut all of them are white, and I start over in every single room."
GIVEN = {"title": TITLE, "body": BODY}


def latest() -> Idea:
    return db.session.scalars(select(Idea).order_by(Idea.id.desc()).limit(1)).one()


def test_an_idea_is_suggested_with_all_it_is_about(as_member: Browsers, alice: User) -> None:
    lamp, theme = make_product("Lamp"), a_theme("Evenings")
    make_tag("memory")
    given = GIVEN | {"product": lamp.slug, "theme": theme.slug, "tags": "memory"}
    response = as_member(alice).post("/ideas/new", data=given)
    idea = latest()
    assert (response.status_code, response.headers["Location"]) == (
        303,
        f"/ideas/{idea.id}-let-the-bulbs-remember-their-colour",
    )
    assert (idea.product_id, idea.theme_id, idea.owner_id) == (lamp.id, theme.id, theme.partner_id)
    assert (idea.vote_count, idea.status, idea.is_held) == (1, "new", False)
    assert [tag.name for tag in idea.tags] == ["memory"]


def test_the_same_form_sent_twice_suggests_once(as_member: Browsers, alice: User) -> None:
    browser, given = as_member(alice), GIVEN | {"nonce": "once-and-no-more"}
    first = browser.post("/ideas/new", data=given).headers["Location"]
    assert browser.post("/ideas/new", data=given).headers["Location"] == first
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 1


@pytest.mark.parametrize(
    "changes, said",
    [
        ({"title": "Short"}, "Say a little more"),
        ({"title": ""}, "Say in one sentence what should be different."),
        ({"body": ""}, "Tell what happens today, and what would be better."),
        ({"body": "Too short."}, "at least"),
    ],
)
def test_a_refused_idea_comes_back_with_its_words(
    as_member: Browsers, alice: User, changes: dict[str, str], said: str
) -> None:
    given = GIVEN | changes
    response = as_member(alice).post("/ideas/new", data=given)
    assert response.status_code == 422
    assert said in response.text
    assert given["title"] in response.text
    assert given["body"] in response.text
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 0


def test_a_full_budget_refuses_no_idea_only_its_own_vote(as_member: Browsers, alice: User) -> None:
    with unit_of_work():
        VOTE_BUDGET.put(True)
    for _ in range(4):
        a_vote(an_idea(), by=alice)
    browser = as_member(alice)
    assert "only your own vote for it waits" in browser.get("/ideas/new").text
    assert browser.post("/ideas/new", data=GIVEN).status_code == 303
    assert latest().vote_count == 0
    assert db.session.get_one(VoteBudget, alice.id).used == 4


def test_a_newcomer_is_told_before_and_after_that_it_waits(as_member: Browsers) -> None:
    nora = make_member("nora", trust="new")
    browser = as_member(nora)
    assert "Somebody looks at it." in browser.get("/ideas/new").text
    place = browser.post("/ideas/new", data=GIVEN).headers["Location"]
    assert latest().is_held
    assert "This waits to be looked at." in browser.get(place).text


def test_who_sees_more_than_one_space_chooses_who_reads_it(
    as_member: Browsers, alice: User, client: Visitor
) -> None:
    den = make_space("members")
    browser = as_member(alice)
    assert "Who may read it?" in browser.get("/ideas/new").text
    assert "Who may read it?" not in client.get("/ideas/new").text
    place = browser.post("/ideas/new", data=GIVEN | {"space": den.slug}).headers["Location"]
    assert latest().space_id == den.id
    assert client.get(place).status_code == 404


def test_what_was_meant_for_few_is_not_shown_to_all(as_member: Browsers, alice: User) -> None:
    secret = make_space("group")
    response = as_member(alice).post("/ideas/new", data=GIVEN | {"space": secret.slug})
    assert response.status_code == 422
    assert "You no longer see the space you chose." in response.text
    assert GIVEN["title"] in response.text
    assert not db.session.scalars(select(Idea)).all()


def test_a_theme_that_is_closed_takes_none(as_member: Browsers, alice: User) -> None:
    theme = a_theme("Over and done", closed_at=clock.now())
    browser = as_member(alice)
    assert "Over and done" not in browser.get("/ideas/new").text
    response = browser.post("/ideas/new", data=GIVEN | {"theme": theme.slug})
    assert response.status_code == 422
    assert "This theme is closed." in response.text


def test_without_scripts_the_form_looks_previews_and_keeps_a_draft(
    as_member: Browsers, alice: User
) -> None:
    an_idea("Let the bulbs keep their colour")
    browser = as_member(alice)
    looked = browser.post("/ideas/new", data=GIVEN | {"look": "1"})
    assert 'id="similar-ideas"' in looked.text
    assert BODY in looked.text
    drawn = browser.post("/ideas/new", data=GIVEN | {"body": "**So** bright", "preview": "1"})
    assert "<strong>So</strong>" in drawn.text or "<b>So</b>" in drawn.text
    browser.post("/ideas/new", data=GIVEN | {"save_draft": "1"})
    assert TITLE in browser.get("/ideas/new").text
    assert TITLE in browser.get("/drafts").text
    browser.post("/ideas/new", data=GIVEN)
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_visitors_words_outlive_signing_in(
    client: Visitor, sign_in: Callable[..., None], alice: User
) -> None:
    response = client.post("/ideas/new", data=GIVEN)
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/signin?next=/ideas/new")
    page = client.get("/ideas/new").text
    assert TITLE in page
    assert BODY in page
    assert db.session.scalar(select(func.count()).select_from(Idea)) == 0


def test_an_address_fills_in_what_it_knows(client: Visitor) -> None:
    lamp = make_product("Lamp")
    page = client.get(f"/ideas/new?product={lamp.slug}&title=Bulbs+with+memory").text
    assert f'value="{lamp.slug}" selected' in page
    assert 'value="Bulbs with memory"' in page
    assert "Nobody has suggested that yet" in page
    # Two words say too little to look for: nothing is said of what there is.
    assert "Nobody has suggested that yet" not in client.get("/ideas/new?title=Bulb+memory").text


# -- voting -----------------------------------------------------------------------------------


def votes_of(idea: Idea) -> int:
    counted = select(func.count()).select_from(IdeaVote).where(IdeaVote.idea_id == idea.id)
    return db.session.scalar(counted) or 0


def test_a_vote_is_cast_once_and_taken_back_without_scripts(
    as_member: Browsers, alice: User
) -> None:
    idea, browser = an_idea(votes=2), as_member(alice)
    for _ in range(2):
        response = browser.post(f"/ideas/{idea.id}/vote", data={"value": "on"})
        assert response.headers["Location"] == f"/ideas/{idea.id}-{idea.slug}"
        assert votes_of(idea) == 3
    for _ in range(2):
        browser.post(f"/ideas/{idea.id}/vote", data={"value": "off"})
        assert votes_of(idea) == 2


def test_with_scripts_the_button_alone_comes_back(as_member: Browsers, alice: User) -> None:
    idea, browser = an_idea(votes=2), as_member(alice)
    headers = {"X-Fragment": f"vote-idea-{idea.id}"}
    part = browser.post(f"/ideas/{idea.id}/vote", data={"value": "on"}, headers=headers).text
    assert part.lstrip().startswith("<form")
    assert 'aria-pressed="true"' in part
    assert "<b>3</b>" in part
    assert 'value="off"' in part


def test_a_spent_budget_is_refused_with_what_to_do(as_member: Browsers, alice: User) -> None:
    with unit_of_work():
        VOTE_BUDGET.put(True)
    for _ in range(4):
        a_vote(an_idea(), by=alice)
    idea = an_idea()
    response = as_member(alice).post(f"/ideas/{idea.id}/vote", data={"value": "on"})
    assert response.status_code == 403
    assert "Take a vote back" in response.text
    assert votes_of(idea) == 0


def test_a_visitors_vote_leads_through_signing_in_to_its_end(
    client: Visitor, as_member: Browsers, alice: User
) -> None:
    idea = an_idea("Bulbs with a memory")
    page = client.get(f"/ideas/{idea.id}-{idea.slug}").text
    assert f'action="/ideas/{idea.id}/vote" data-begins' in page
    begun = client.get(f"/ideas/{idea.id}/vote?value=on")
    assert begun.status_code == 303
    assert "next=/ideas/" in begun.headers["Location"]
    last = as_member(alice).get(f"/ideas/{idea.id}/vote?value=on").text
    assert "data-finishes" in last
    assert "Vote for it" in last
    assert votes_of(idea) == 0, "opening an address changes nothing"


def test_a_decided_idea_takes_no_more_votes(as_member: Browsers, alice: User) -> None:
    idea = an_idea(status="declined")
    response = as_member(alice).post(f"/ideas/{idea.id}/vote", data={"value": "on"})
    assert response.status_code == 403
    assert "It takes no more votes." in as_member(alice).get(f"/ideas/{idea.id}/vote").text


def test_a_value_nobody_offers_is_not_there(as_member: Browsers, alice: User) -> None:
    idea = an_idea()
    response = as_member(alice).post(f"/ideas/{idea.id}/vote", data={"value": "twice"})
    assert response.status_code == 404


def test_following_is_chosen_and_stopped(as_member: Browsers, alice: User) -> None:
    idea, browser = an_idea(), as_member(alice)
    headers: dict[str, Any] = {"headers": {"X-Fragment": "follow-idea"}}
    part = browser.post(f"/ideas/{idea.id}/follow", data={"scope": "all"}, **headers).text
    assert "Following" in part
    browser.post(f"/ideas/{idea.id}/follow", data={"scope": "decisions"})
    assert "Hearing of decisions" in browser.get(f"/ideas/{idea.id}-{idea.slug}").text
    browser.post(f"/ideas/{idea.id}/follow", data={"scope": "none"})
    assert "Hearing of decisions" not in browser.get(f"/ideas/{idea.id}-{idea.slug}").text
    refused = browser.post(f"/ideas/{idea.id}/follow", data={"scope": "loudly"})
    assert refused.status_code == 422
