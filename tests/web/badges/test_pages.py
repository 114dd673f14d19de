"""The pages of badges: what is shown to whom, the forms, and the word on what was just earned."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.badges import queries
from app.domain.badges.actions.earning import consider
from app.domain.badges.actions.making import ICONS
from app.domain.badges.models import Award, CustomBadge
from app.domain.badges.rules import Criterion
from app.domain.notifications.models import Notice
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
from app.web import medals
from app.web.badges.shown import medals_of
from tests.factories.badges import a_badge, a_solution, a_stranger, an_award

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
WHY = "Spoke for us at the fair."


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return re.sub(r"\s+", " ", response.text)


def card(html: str, name: str) -> str:
    """The medal of this name."""
    found = re.search(rf'<li class="medal[^>]*>(?:(?!</li>).)*>{name}</a>.*?</li>', html)
    assert found is not None
    return found.group()


# -- drawings ---------------------------------------------------------------------------------


def test_every_drawing_is_in_the_sprite_once():
    sprite = (Path(medals.__file__).parents[1] / "static/medals.svg").read_text("utf-8")
    drawn = re.findall(r'<symbol id="([^"]+)"[^>]*>(.*?)</symbol>', sprite)
    assert {name for name, _ in drawn} == ICONS
    assert len({lines for _, lines in drawn}) == len(drawn) == len(ICONS)


# -- the shelf --------------------------------------------------------------------------------


def test_a_visitor_sees_all_badges_and_nobodys_progress(client, bob):
    an_award(bob, "first-light")
    html = text_of(client.get("/badges"))
    assert html.count('<li class="medal ') == 33
    assert "Held by nearly everybody" in card(html, "First light")
    assert "Nobody holds it yet" in card(html, "Keystone")
    assert "You have" not in html


def test_a_member_sees_what_is_held_and_how_far_the_rest_is(as_member, bob):
    for _ in range(3):
        a_solution(bob, posted_at=NOON)
    consider([bob.id])
    html = text_of(as_member(bob).get("/badges"))
    assert ">held<" in card(html, "First light")
    assert "You have 3 of 10" in card(html, "Handy")
    assert "is-ahead" in card(html, "Handy")
    assert "You hold 2 of 33" in html


def test_a_badge_names_its_holders_page_by_page(client, session, monkeypatch):
    monkeypatch.setattr(queries, "HOLDERS_A_PAGE", 2)
    for number in range(3):
        an_award(a_stranger(), "first-light", awarded_at=NOON.replace(day=number + 1))
    first = text_of(client.get("/badges/first-light"))
    assert first.count("/members/stranger") >= 2
    older = re.search(r'href="(/badges/first-light\?after=[^"]+)"', first)
    assert older is not None
    second = text_of(client.get(older.group(1)))
    assert "?before=" in second
    assert "3 members hold it" in second


def test_there_is_no_such_badge(client, session):
    assert client.get("/badges/nothing").status_code == 404


def test_a_badge_given_by_hand_says_why_and_by_whom(client, bob, morgan):
    an_award(bob, "first-light", by_id=morgan.id, reason=WHY)
    html = text_of(client.get("/badges/first-light"))
    assert WHY in html
    assert "Given by" in html
    assert "Take back" not in html


def test_the_reader_sees_their_own_stand_on_the_page(as_member, bob):
    a_solution(bob, posted_at=NOON)
    browser = as_member(bob)
    assert "You have 1 of 10" in text_of(browser.get("/badges/handy"))
    an_award(bob, "handy")
    assert "You hold it." in text_of(browser.get("/badges/handy"))


def test_pages_cost_the_same_however_many_hold_it(client, as_member, bob, statements):
    def cost(path: str) -> int:
        browser = as_member(bob)
        browser.get(path)
        with statements() as ran:
            assert browser.get(path).status_code == 200
        return len(ran)

    paths = ("/badges", "/badges/first-light", "/members/bob/badges")
    few = [cost(path) for path in paths]
    for _ in range(20):
        an_award(a_stranger(), "first-light")
        a_solution(bob, posted_at=NOON)
    an_award(bob, "helping-hand")
    an_award(bob, "handy")
    many = [cost(path) for path in paths]
    assert many[0] <= few[0] + 1
    assert many[1] <= few[1] + 1
    assert many[2] <= few[2] + 1
    assert max(many) <= 16, many


# -- one member's -----------------------------------------------------------------------------


def test_what_is_ahead_is_shown_to_oneself_alone(client, as_member, bob, alice):
    a_solution(bob, posted_at=NOON)
    an_award(bob, "first-light", awarded_at=NOON)
    for browser in (client, as_member(alice)):
        html = text_of(browser.get("/members/bob/badges"))
        assert "First light" in html
        assert "Ahead of you" not in html
    assert "Ahead of you" in text_of(as_member(bob).get("/members/bob/badges"))


def test_a_members_badges_are_a_page_among_their_pages(client, bob):
    assert (
        'href="/members/bob/badges" aria-current="page"' in client.get("/members/bob/badges").text
    )
    assert 'href="/members/bob/badges">Badges</a>' in client.get("/members/bob/points").text


def test_the_medals_are_six_at_most_newest_first(app, session, bob, alice):
    for day, key in enumerate(
        (
            "first-light",
            "handy",
            "full-week",
            "night-shift",
            "civic-duty",
            "tidy-hands",
            "red-pencil",
        )
    ):
        an_award(bob, key, awarded_at=NOON.replace(day=day + 1))
    theirs = medals_of(bob, alice)
    assert [it.key for it in theirs["medals"]][:2] == ["red-pencil", "tidy-hands"]
    assert len(theirs["medals"]) == 6
    assert {it.state for it in theirs["medals"]} == {"held"}
    assert (theirs["medal_count"], theirs["medals_url"]) == (7, "/members/bob/badges")
    own = medals_of(bob, bob)["medals"]
    assert [it.state for it in own] == ["held"] * 4 + ["ahead"] * 2
    assert [it.state for it in medals_of(alice, alice)["medals"]] == ["ahead"] * 6


# -- by hand ----------------------------------------------------------------------------------


def test_staff_give_a_badge_and_take_it_back(as_member, bob, morgan):
    browser = as_member(morgan)
    assert "/badges/award?to=bob" in text_of(browser.get("/members/bob/badges"))
    assert "/badges/handy/award?to=bob" in text_of(browser.get("/badges/award?to=bob"))
    assert 'value="bob"' in text_of(browser.get("/badges/handy/award?to=bob"))
    answer = browser.post("/badges/handy/award", data={"handle": "@bob", "reason": WHY})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/badges/handy")
    html = text_of(browser.get("/badges/handy"))
    assert WHY in html
    assert "Bob holds the badge now." in html
    taken = "/badges/handy/holders/bob/revocation"
    assert taken in html
    assert "Take “Handy” back from Bob" in text_of(browser.get(taken))
    assert browser.post(taken, data={"reason": "It was the wrong Bob."}).status_code == 303
    assert WHY not in text_of(browser.get("/badges/handy"))
    assert db.session.scalars(select(Award)).one().revoked_reason == "It was the wrong Bob."


def test_what_is_wrong_is_said_on_its_field(as_member, bob, morgan):
    browser = as_member(morgan)
    for data, field in (
        ({"handle": "nobody", "reason": WHY}, "handle-error"),
        ({"handle": "bob", "reason": "no"}, "reason-error"),
    ):
        answer = browser.post("/badges/handy/award", data=data)
        assert answer.status_code == 422
        assert field in answer.text
    assert browser.get("/badges/handy/holders/bob/revocation").status_code == 404
    own = browser.post("/badges/handy/award", data={"handle": "morgan", "reason": WHY})
    assert own.status_code == 403


def test_an_occasion_is_taken_back_by_itself(as_member, bob, morgan):
    for number in (1, 2):
        an_award(bob, "good-question", f"question:{number}")
    browser = as_member(morgan)
    path = "/badges/good-question/holders/bob/revocation?occasion=question%3A2"
    assert path in browser.get("/badges/good-question").text
    assert browser.post(path, data={"reason": WHY, "occasion": "question:2"}).status_code == 303
    left = db.session.scalars(select(Award.occasion).where(Award.revoked_at.is_(None)))
    assert [*left] == ["question:1"]


# -- made here --------------------------------------------------------------------------------

FORM = {
    "name": "Mender",
    "about": "Mended two things",
    "tier": "gold",
    "icon": "heart",
    "how": "rule",
    "count": "answers-accepted",
    "at_least": "2",
    "days": "",
    "tag": "",
    "product": "",
}


def test_an_admin_sees_first_who_would_hold_it(as_member, ada, bob):
    for _ in range(2):
        a_solution(bob, posted_at=NOON)
    browser = as_member(ada)
    html = text_of(browser.post("/admin/badges/new", data=FORM | {"preview": "y"}))
    assert "1 member has what it asks for now." in html
    assert not db.session.scalars(select(CustomBadge)).all()
    assert "Nobody holds it until staff give it." in text_of(
        browser.post("/admin/badges/new", data=FORM | {"preview": "y", "how": "hand"})
    )


def test_an_admin_makes_changes_and_retires_one(as_member, ada, client):
    browser = as_member(ada)
    assert "No badges of your own yet." in text_of(browser.get("/admin/badges"))
    assert browser.post("/admin/badges/new", data=FORM).status_code == 303
    html = text_of(browser.get("/admin/badges"))
    assert "2 answers accepted" in html
    assert "Mender" in text_of(client.get("/badges"))
    edited = text_of(browser.get("/admin/badges/mender"))
    assert 'value="Mender"' in edited
    changed = FORM | {"days": "30", "is_repeatable": "y", "name": "Mender of things"}
    assert browser.post("/admin/badges/mender", data=changed).status_code == 303
    made = db.session.scalars(select(CustomBadge)).one()
    assert made.criterion == {"count": "answers-accepted", "at_least": 2, "days": 30}
    assert (made.key, made.name, made.is_repeatable) == ("mender", "Mender of things", True)
    assert "in the last 30 days" in text_of(browser.get("/admin/badges"))
    assert browser.post("/admin/badges/mender/retirement").status_code == 303
    assert "Mender" not in text_of(client.get("/badges"))
    assert "Retired" in text_of(client.get("/badges/mender"))
    assert browser.post("/admin/badges/mender/retirement/withdrawal").status_code == 303
    assert "Mender" in text_of(client.get("/badges"))


@pytest.mark.parametrize(
    "field,values",
    [
        ("name", {"name": ""}),
        ("at_least", {"at_least": ""}),
        ("at_least", {"at_least": "0"}),
        ("days", {"days": "0"}),
        ("tag", {"tag": "nothing"}),
        ("days", {"count": "readers", "days": "7"}),
    ],
)
@pytest.mark.parametrize("more", [{}, {"preview": "y"}])
def test_a_rule_that_does_not_fit_is_refused_on_its_field(as_member, ada, field, values, more):
    answer = as_member(ada).post("/admin/badges/new", data=FORM | values | more)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert not db.session.scalars(select(CustomBadge)).all()


def test_a_badge_made_here_is_earned_and_shown(client, bob):
    a_badge("Mender", Criterion("answers-accepted", 1))
    a_solution(bob, posted_at=NOON)
    consider([bob.id])
    assert "Mender" in text_of(client.get("/members/bob/badges"))
    assert client.get("/admin/badges/mender").status_code == 303  # to sign in


# -- just now ---------------------------------------------------------------------------------


def test_what_was_earned_just_now_is_said_once(as_member, bob):
    a_solution(bob)
    consider([bob.id])
    browser = as_member(bob)
    first = text_of(browser.get("/"))
    assert "Earned just now:" in first
    assert re.search(r'<div class="toasts" id="toasts" role="status">.*Earned just now', first)
    assert "Earned just now" not in text_of(browser.get("/"))


def test_what_was_earned_long_ago_or_read_already_is_not_said(as_member, bob):
    a_solution(bob)
    consider([bob.id])
    with unit_of_work():
        for notice in db.session.scalars(select(Notice)):
            notice.read_at = clock.now()
    assert "Earned just now" not in text_of(as_member(bob).get("/"))


def test_an_ordinary_page_pays_nothing_for_it(as_member, alice, bob, statements):
    def cost(member: Any) -> int:
        browser = as_member(member)
        browser.get("/imprint")
        with statements() as ran:
            browser.get("/imprint")
        return len(ran)

    a_solution(bob)
    consider([bob.id])
    assert cost(bob) == cost(alice)


def test_the_words_of_rarity():
    rare = SimpleNamespace(members=120, holders={"a": 2, "b": 100})
    said = [medals.rarity_words(key, rare) for key in ("a", "b", "c")]  # type: ignore[arg-type]
    assert said == ["Held by 1 in 60", "Held by nearly everybody", "Nobody holds it yet"]
