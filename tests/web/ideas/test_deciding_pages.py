"""Deciding, replying, planning, joining, noting, voting for customers: the team's pages."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from app.domain.ideas.models.ideas import IdeaNote, OfficialReply, StatusChange
from app.domain.ideas.models.voices import CustomerVote, IdeaVote
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.factories.ideas import a_theme, a_vote, an_idea, an_official_reply

WHY = "It costs more than it would bring to the people who asked for it."


def text(response):
    return response.get_data(as_text=True)


def radios(page):
    return re.findall(r'type="radio" name="after" value="([^"]*)"', page)


@pytest.fixture
def idea(session):
    return an_idea("A lamp that sings at dusk", votes=2, status="under-review")


# -- deciding ---------------------------------------------------------------------------------


def test_only_steps_that_are_open_to_the_reader_are_offered(as_member, hanna, morgan, idea):
    url = f"/ideas/{idea.id}/status"
    assert radios(text(as_member(hanna).get(url))) == [
        "more-info", "planned", "already-available", "declined", "archived",
    ]  # fmt: skip
    assert radios(text(as_member(morgan).get(url))) == ["archived"]


def test_what_a_step_asks_for_is_told_beforehand(as_member, hanna, idea):
    page = text(as_member(hanna).get(f"/ideas/{idea.id}/status?after=declined"))
    assert re.search(r'value="declined" checked data-reasoned', page)
    assert "Asks for a reason of at least 30 characters." in page
    assert "in at least 5 different words" in page
    assert 'data-counts="#reason" data-least="30"' in page
    assert '<option value="cost">It costs more than it would bring</option>' in page
    assert not re.search(r'value="planned"[^>]*data-reasoned', page)


def test_nothing_leads_on_from_what_is_delivered(as_member, hanna):
    done = an_idea(status="delivered")
    assert "No step leads on" in text(as_member(hanna).get(f"/ideas/{done.id}/status"))


def test_an_idea_is_declined_with_a_reason_that_everybody_reads(as_member, hanna, client, idea):
    sent = {"after": "declined", "code": "cost", "reason": WHY, "seen": "under-review"}
    answer = as_member(hanna).post(f"/ideas/{idea.id}/status", data=sent)
    assert answer.status_code == 303
    db.session.refresh(idea)
    assert idea.status == "declined"
    change = db.session.scalars(select(StatusChange).where(StatusChange.by_id == hanna.id)).one()
    assert (change.reason, change.code) == (WHY, "cost")
    assert WHY in text(client.get(f"/ideas/{idea.id}-{idea.slug}"))


def test_a_second_click_decides_nothing_twice(as_member, hanna, idea):
    sent = {"after": "declined", "code": "cost", "reason": WHY, "seen": "under-review"}
    for _ in range(2):
        answer = as_member(hanna).post(f"/ideas/{idea.id}/status", data=sent)
        assert answer.status_code == 303
    changes = db.session.scalars(select(StatusChange).where(StatusChange.by_id == hanna.id))
    assert len(changes.all()) == 1


def test_somebody_elses_same_step_is_said_to_be_overtaken(as_member, hanna, ada, idea):
    sent = {"after": "declined", "code": "cost", "reason": WHY, "seen": "under-review"}
    as_member(hanna).post(f"/ideas/{idea.id}/status", data=sent)
    answer = as_member(ada).post(f"/ideas/{idea.id}/status", data=sent | {"reason": WHY + " Yes."})
    assert answer.status_code == 409
    assert "Somebody decided meanwhile" in text(answer)


@pytest.mark.parametrize(
    "wrong, field, words",
    [
        ({"reason": "Too dear."}, "reason", "at least 30 characters"),
        ({"reason": "dear " * 20}, "reason", "Say why in words"),
        ({"code": ""}, "code", "Choose why it is declined"),
        ({"after": ""}, "after", "Choose what becomes of it"),
        ({"after": "delivered"}, "after", "no longer open"),
        ({"after": "duplicate"}, "after", "no longer open"),
    ],
)
def test_a_refused_decision_keeps_its_words(as_member, hanna, idea, wrong, field, words):
    sent = {"after": "declined", "code": "cost", "reason": WHY, "seen": "under-review"} | wrong
    answer = as_member(hanna).post(f"/ideas/{idea.id}/status", data=sent)
    page = text(answer)
    assert answer.status_code == 422
    assert words in page
    assert f'id="{field}-error"' in page
    assert sent["reason"].strip() in page
    db.session.refresh(idea)
    assert idea.status == "under-review"


def test_two_who_decide_at_once_do_not_overrule_each_other(as_member, hanna, ada, idea):
    url = f"/ideas/{idea.id}/status"
    as_member(ada).post(url, data={"after": "planned", "seen": "under-review"})
    sent = {"after": "archived", "reason": "Mine.", "seen": "under-review"}
    answer = as_member(hanna).post(url, data=sent)
    assert answer.status_code == 409
    assert "Mine." in text(answer)
    assert '<input type="hidden" name="seen" value="planned">' in text(answer)
    db.session.refresh(idea)
    assert idea.status == "planned"


def test_a_moderator_keeps_the_board_and_decides_nothing(as_member, morgan, idea):
    url = f"/ideas/{idea.id}/status"
    sent = {"after": "planned", "seen": "under-review", "reason": WHY}
    assert as_member(morgan).post(url, data=sent).status_code == 422
    assert as_member(morgan).post(url, data=sent | {"after": "archived"}).status_code == 303


def test_the_box_of_the_team_offers_what_can_be_done(as_member, client, hanna, sue, alice, idea):
    url = f"/ideas/{idea.id}-{idea.slug}"
    page = text(as_member(hanna).get(url))
    for part in ("status?after=planned", "reply", "merge", "customers", "planning", "notes"):
        assert f'"/ideas/{idea.id}/{part}' in page, part
    helper = text(as_member(sue).get(url))
    assert f"/ideas/{idea.id}/merge" in helper
    assert f"/ideas/{idea.id}/status" not in helper
    for browser in (client, as_member(alice)):
        assert 'id="team"' not in text(browser.get(url))
    with unit_of_work():
        idea.status = "declined"
    assert f"/ideas/{idea.id}/merge" not in text(as_member(hanna).get(url))


# -- official replies -------------------------------------------------------------------------


def test_the_team_replies_and_the_clock_stops(as_member, hanna, client, idea):
    sent = {"body": "We tried it in the lab and it sings.", "nonce": "once"}
    team, url = as_member(hanna), f"/ideas/{idea.id}/reply"
    assert "Official reply" in text(team.get(url))
    answer = team.post(url, data=sent)
    reply = db.session.scalars(select(OfficialReply)).one()
    assert answer.location.endswith(f"#official-{reply.id}")
    assert team.post(url, data=sent).status_code == 303
    assert len(db.session.scalars(select(OfficialReply)).all()) == 1
    db.session.refresh(idea)
    assert idea.replied_at is not None
    assert "it sings" in text(client.get(f"/ideas/{idea.id}-{idea.slug}"))


def test_a_refused_reply_keeps_its_words_and_a_draft_waits(as_member, hanna, idea):
    team, url = as_member(hanna), f"/ideas/{idea.id}/reply"
    answer = team.post(url, data={"body": "x" * 30_001})
    assert answer.status_code == 422
    assert "x" * 30_001 in text(answer)
    team.post("/drafts", data={"place": f"official:{idea.id}", "body": "Half a sen"})
    assert "Half a sen" in text(team.get(url))
    assert "An official reply" in text(team.get("/drafts"))


def test_two_who_edit_a_reply_meet(as_member, hanna, ada, idea):
    reply = an_official_reply(idea, author=hanna, body="We will try it soon.")
    url = f"/ideas/replies/{reply.id}/edit"
    assert "We will try it soon." in text(as_member(ada).get(url))
    sent = {"body": "We tried it yesterday.", "base_edition": "1"}
    assert as_member(ada).post(url, data=sent).status_code == 303
    answer = as_member(hanna).post(url, data={"body": "We try it today.", "base_edition": "1"})
    assert answer.status_code == 409
    assert "We try it today." in text(answer)
    assert "We tried it yesterday." in text(answer)


# -- planning ---------------------------------------------------------------------------------


def test_an_idea_is_planned_piece_by_piece(as_member, hanna, ada, idea):
    team, url = as_member(hanna), f"/ideas/{idea.id}/planning"
    theme = a_theme("Season", partner=ada)
    assert "Who answers for it" in text(team.get(url))
    home = idea.space.slug
    for sent in (
        {"what": "owner", "owner": hanna.id},
        {"what": "expected", "expected": "app 6.6"},
        {"what": "estimate", "effort": "2", "value": "5"},
        {"what": "place", "space": home, "theme": theme.id, "tags": ""},
    ):
        assert team.post(url, data=sent).status_code == 303, sent
    db.session.refresh(idea)
    assert (idea.expected, idea.effort, idea.value) == ("app 6.6", 2, 5)
    assert idea.theme_id == theme.id
    assert team.post(url, data={"what": "nothing"}).status_code == 404


@pytest.mark.parametrize(
    "gone",
    [
        {"what": "place", "product": "gone"},
        {"what": "place", "theme": "9" * 20},
        {"what": "estimate", "effort": "-1"},
        {"what": "estimate", "value": "999"},
    ],
)
def test_what_is_gone_meanwhile_takes_nothing_away(as_member, hanna, idea, gone):
    theme = a_theme("Season", partner=hanna)
    with unit_of_work():
        idea.effort, idea.value, idea.theme_id = 2, 5, theme.id
    answer = as_member(hanna).post(f"/ideas/{idea.id}/planning", data=gone)
    assert answer.status_code == 422
    db.session.refresh(idea)
    assert (idea.effort, idea.value, idea.theme_id) == (2, 5, theme.id)


def test_one_estimate_is_changed_where_it_stands(as_member, hanna, idea):
    team, url = as_member(hanna), f"/ideas/{idea.id}/planning"
    with unit_of_work():
        idea.effort, idea.value = 1, 4
    sent = {"what": "estimate", "part": "effort", "effort": "3", "back": "/ideas/desk?only=late"}
    assert team.post(url, data=sent).location == "/ideas/desk?only=late"
    part = team.post(url, data=sent, headers={"X-Fragment": f"effort-{idea.id}"})
    assert f'id="effort-{idea.id}"' in text(part)
    assert '<option value="3" selected>' in text(part)
    db.session.refresh(idea)
    assert (idea.effort, idea.value) == (3, 4)
    assert "Saved" not in re.findall(r'class="toast">.*', text(team.get("/ideas/desk")))


def test_a_moderator_moves_it_and_sees_no_estimates(as_member, morgan, idea):
    with unit_of_work():
        idea.effort = 4
    other, url = as_member(morgan), f"/ideas/{idea.id}/planning"
    assert "Effort" not in text(other.get(url))
    assert other.post(url, data={"what": "estimate", "effort": "1"}).status_code == 403
    assert other.post(url, data={"what": "owner", "owner": morgan.id}).status_code == 403
    assert other.post(url, data={"what": "place", "space": idea.space.slug}).status_code == 303
    db.session.refresh(idea)
    assert idea.effort == 4


# -- notes ------------------------------------------------------------------------------------


def test_a_note_is_for_the_team(as_member, hanna, idea):
    url = f"/ideas/{idea.id}/notes"
    answer = as_member(hanna).post(url, data={"body": "Ask the hotels first."})
    assert answer.location.endswith("#team")
    assert db.session.scalars(select(IdeaNote)).one().body == "Ask the hotels first."
    long = as_member(hanna).post(url, data={"body": "y" * 4001})
    assert long.status_code == 422
    assert "y" * 4001 in text(long)


# -- joining ----------------------------------------------------------------------------------


def test_an_idea_is_joined_with_one_that_was_looked_at(as_member, hanna, alice, idea):
    twin = an_idea("A lamp that hums at dusk", votes=1)
    a_vote(idea, by=alice)
    a_vote(twin, by=alice)
    team, url = as_member(hanna), f"/ideas/{idea.id}/merge"
    assert "What would be joined" in text(team.get(f"{url}?target={twin.id}"))
    assert "What would be joined" not in text(team.get(f"{url}?target={idea.id}"))
    sent = {"target": f"http://localhost/ideas/{twin.id}-hums", "reason": WHY, "seen": idea.status}
    answer = team.post(url, data=sent)
    assert answer.location == f"/ideas/{twin.id}-{twin.slug}"
    db.session.refresh(twin)
    assert twin.vote_count == 4
    for path in (url, f"/ideas/{idea.id}/status", f"/ideas/{idea.id}/planning"):
        assert team.get(path).location == answer.location
    assert team.post(url, data=sent).location == answer.location


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"reason": "Same."}, "at least 30 characters"),
        ({"target": "999999"}, "There is no such idea"),
        ({"target": "the other one"}, "There is no such idea"),
        ({"target": ""}, "Choose the idea that says the same"),
    ],
)
def test_a_refused_join_keeps_its_words(as_member, hanna, idea, wrong, words):
    twin = an_idea("A lamp that hums at dusk")
    sent = {"target": str(twin.id), "reason": WHY, "seen": idea.status} | wrong
    answer = as_member(hanna).post(f"/ideas/{idea.id}/merge", data=sent)
    assert answer.status_code == 422
    assert words in text(answer)
    assert sent["reason"] in text(answer)
    db.session.refresh(idea)
    assert idea.merged_into_id is None


# -- customers --------------------------------------------------------------------------------


def test_a_vote_for_a_customer_counts_once_and_is_taken_back(as_member, hanna, idea):
    team, url = as_member(hanna), f"/ideas/{idea.id}/customers"
    for name in ("Dusk Hotels", "dusk  hotels"):
        assert team.post(url, data={"customer": name, "note": "Forty rooms"}).location == url
    vote = db.session.scalars(select(CustomerVote)).one()
    db.session.refresh(idea)
    assert idea.vote_count == 3
    page = text(team.get(url))
    assert "Dusk Hotels" in page
    assert "Forty rooms" in page
    team.post(f"{url}/withdrawal", data={"kind": "customer", "number": vote.id})
    db.session.refresh(idea)
    assert idea.vote_count == 2


def test_a_vote_for_a_member_is_theirs(as_member, hanna, alice, idea):
    team, url = as_member(hanna), f"/ideas/{idea.id}/customers"
    team.post(url, data={"customer": "@alice"})
    vote = db.session.get_one(IdeaVote, (alice.id, idea.id))
    assert (vote.cast_by_id, vote.charged) == (hanna.id, False)
    assert "Alice" in text(team.get(url))
    refused = team.post(url, data={"customer": "@nobody", "note": "Still here"})
    assert refused.status_code == 422
    assert "Still here" in text(refused)
    team.post(f"{url}/withdrawal", data={"kind": "member", "number": alice.id})
    assert db.session.get(IdeaVote, (alice.id, idea.id)) is None
    assert team.post(f"{url}/withdrawal", data={"kind": "member", "number": 5}).status_code == 404
    assert team.post(f"{url}/withdrawal", data={"kind": "x", "number": "y"}).status_code == 404


def test_whoever_may_vote_for_others_reads_only_the_names_they_wrote(
    as_member, hanna, morgan, alice, idea
):
    url = f"/ideas/{idea.id}/customers"
    as_member(hanna).post(url, data={"customer": "Dusk Hotels", "note": "Forty rooms"})
    as_member(morgan).post(url, data={"customer": "Dawn Motels"})
    page = text(as_member(morgan).get(url))
    assert "Dawn Motels" in page
    assert "Dusk Hotels" not in page
    assert "Forty rooms" not in page
    assert "a customer" in page
    assert as_member(alice).get(url).status_code == 403


def test_a_decided_idea_takes_no_votes_and_still_tells_who_asked(as_member, hanna, idea):
    team, url = as_member(hanna), f"/ideas/{idea.id}/customers"
    team.post(url, data={"customer": "Dusk Hotels"})
    with unit_of_work():
        idea.status = "delivered"
    page = text(team.get(url))
    assert "Dusk Hotels" in page
    assert "Vote for them" not in page
    assert team.post(url, data={"customer": "Dawn Motels"}).status_code == 403


# -- held -------------------------------------------------------------------------------------


def test_held_ideas_are_listed_and_opened(as_member, client, morgan, alice, nora):
    held = an_idea("A lamp that drums", author=nora, held_at=clock.now())
    other = as_member(morgan)
    assert "A lamp that drums" in text(other.get("/ideas/held"))
    assert client.get(f"/ideas/{held.id}-{held.slug}").status_code == 404
    assert other.post(f"/ideas/{held.id}/release").location == "/ideas/held"
    assert client.get(f"/ideas/{held.id}-{held.slug}").status_code == 200
    assert "Nothing waits here" in text(other.get("/ideas/held"))
    assert other.post(f"/ideas/{held.id}/release").status_code == 303
    assert as_member(alice).get("/ideas/held").status_code == 403
