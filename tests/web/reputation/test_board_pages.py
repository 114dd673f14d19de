"""Boards on pages and in the API: for everybody to see, of those who agreed to be compared."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.reputation.actions.cutoffs import find_cutoffs
from app.domain.reputation.actions.standings import count_entries
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question
from tests.factories.reputation import make_entry
from tests.people import make_member


def text_of(response: Any) -> str:
    assert response.status_code == 200, response.status_code
    return str(response.get_data(as_text=True))


def test_a_visitor_sees_the_board_in_order(client: Any, bob: Any, alice: Any) -> None:
    make_entry(alice, 20)
    make_entry(bob, 35)
    count_entries()
    page = text_of(client.get("/leaderboard"))
    assert page.index("<bdi>Bob</bdi>") < page.index("<bdi>Alice</bdi>")
    assert "board-place--1" in page
    assert 'aria-current="true"><' not in page.split('class="board"')[1].split("</ol>")[0]


def test_an_empty_board_says_how_it_opens(client: Any) -> None:
    assert "Nobody stands here yet" in text_of(client.get("/leaderboard?period=quarter"))


def test_a_member_finds_their_own_line_on_and_below_the_board(
    as_member: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("app.domain.reputation.queries.boards.board.__kwdefaults__", {"n": 2})
    people = [make_member(f"helper{n}") for n in range(4)]
    for n, member in enumerate(people):
        make_entry(member, 40 - n)
    count_entries()
    own = text_of(as_member(people[0]).get("/leaderboard"))
    assert own.count("is-me") == 1
    assert "Where you stand" not in own
    below = text_of(as_member(people[3]).get("/leaderboard"))
    assert "Where you stand" in below
    assert '<ol class="board" start="4">' in below


def test_who_left_the_boards_is_told_so_and_is_not_shown(client: Any, as_member: Any) -> None:
    shy = make_member("shy")
    make_entry(shy, 20)
    count_entries()
    browser = as_member(shy)
    form = {"handle": "shy", "name": "Shy", "language": "en", "time_zone": "UTC"}
    assert browser.post("/settings", data=form | {"on_boards": "y"}).status_code == 303
    assert "<bdi>Shy</bdi>" in text_of(client.get("/leaderboard"))
    assert browser.post("/settings", data=form).status_code == 303
    assert "<bdi>Shy</bdi>" not in text_of(client.get("/leaderboard"))
    assert "You are not on the boards" in text_of(browser.get("/leaderboard"))
    assert 'name="on_boards"' in text_of(browser.get("/settings"))


def test_staff_learn_why_they_are_not_on_it(as_member: Any, morgan: Any) -> None:
    make_entry(morgan, 20)
    count_entries()
    page = text_of(as_member(morgan).get("/leaderboard"))
    assert "staff stand on none" in page
    assert "Nobody stands here yet" in page


def test_a_board_is_chosen_by_product_tag_and_space(client: Any, bob: Any, alice: Any) -> None:
    product, tag, space = make_product("Glow"), make_tag("night"), make_space()
    make_entry(bob, product=product, tags=(tag,), space=space)
    make_entry(alice)
    count_entries()
    for query in (f"product={product.slug}", "tag=night", f"space={space.slug}"):
        page = text_of(client.get(f"/leaderboard?{query}&period=month"))
        assert "<bdi>Bob</bdi>" in page
        assert "<bdi>Alice</bdi>" not in page
        assert "noindex" in page
    for query in ("product=none", "tag=none", "space=none"):
        assert client.get(f"/leaderboard?{query}").status_code == 404
    assert client.get("/leaderboard?period=nonsense&newcomers=nonsense").status_code == 200


@pytest.mark.parametrize("path", ["/leaderboard", "/api/v1/leaderboard"])
def test_a_spaces_board_is_for_those_who_see_the_space(client: Any, gina: Any, path: str) -> None:
    space = make_space("group")
    make_entry(gina, space=space)
    count_entries()
    assert client.get(f"{path}?space={space.slug}").status_code == 404


def test_a_private_spaces_board_opens_to_its_members(
    as_member: Any, morgan: Any, gina: Any
) -> None:
    space = make_space("group")
    make_entry(gina, space=space)
    count_entries()
    page = text_of(as_member(morgan).get(f"/leaderboard?space={space.slug}"))
    assert "<bdi>Gina</bdi>" in page


def test_the_page_costs_the_same_for_three_and_for_fifty(client: Any, statements: Any) -> None:
    counts = []
    for many in (3, 47):
        for n in range(many):
            make_entry(make_member(f"m{many}-{n}"), n + 1)
        count_entries()
        client.get("/leaderboard")
        with statements() as ran:
            client.get("/leaderboard")
        counts.append(len(ran))
    assert counts[0] == counts[1] <= 4


def test_the_best_of_the_month_stand_on_the_pages_of_places(client: Any, bob: Any) -> None:
    product, tag, space = make_product("Glow"), make_tag("night"), make_space()
    pages = (f"/products/{product.slug}", "/tags/night", f"/spaces/{space.slug}")
    for path in pages:
        assert "Best helpers this month" not in text_of(client.get(path))
    make_entry(bob, product=product, tags=(tag,), space=space)
    count_entries()
    for path in pages:
        page = text_of(client.get(path))
        assert "Best helpers this month" in page
        assert "<bdi>Bob</bdi>" in page


def test_a_mark_stands_beside_an_experts_answer_alone(client: Any, statements: Any) -> None:
    product = make_product("Routers")
    people = [make_member(f"expert{n}") for n in range(6)]
    for n, member in enumerate(people):
        make_entry(member, 60 - n, product=product)
    count_entries()
    find_cutoffs()
    question = make_question(product=product)
    make_answer(question, author=people[1])
    make_answer(question, author=people[5])
    address = f"/questions/{question.id}-{question.slug}"
    page = text_of(client.get(address))
    assert page.count('class="expert-mark"') == 1
    assert ">2nd of 6 in Routers</a>" in page
    assert f'href="/leaderboard?product={product.slug}&amp;period=all"' in page
    with statements() as ran:
        client.get(address)
    assert sum("expertise_cutoffs" in statement for statement in ran.all) == 1
    with unit_of_work():
        db.session.get_one(type(people[1]), people[1].id).on_boards = False
    assert "expert-mark" not in text_of(client.get(address))


def test_the_api_gives_the_same_board(client: Any, bob: Any, alice: Any) -> None:
    product = make_product("Glow")
    make_entry(bob, 30, product=product)
    make_entry(alice, 20)
    count_entries()
    body = client.get("/api/v1/leaderboard?period=month").get_json()
    lines = [(i["place"], i["member"]["handle"], i["points"]) for i in body["items"]]
    assert lines == [(1, "bob", 30), (2, "alice", 20)]
    assert (body["period"], body["mine"], body["items"][0]["accepted_count"]) == ("month", None, 1)
    body = client.get(f"/api/v1/leaderboard?product={product.slug}&limit=1").get_json()
    assert [i["member"]["handle"] for i in body["items"]] == ["bob"]
    for query in ("period=day", "newcomers=yes", "limit=51"):
        assert client.get(f"/api/v1/leaderboard?{query}").status_code == 422
    assert client.get("/api/v1/leaderboard?tag=none").status_code == 404


def test_beside_the_board_stand_ones_place_and_what_gives_points(
    as_member: Any, client: Any, bob: Any, alice: Any
) -> None:
    make_entry(alice, 20)
    make_entry(bob, 15)
    count_entries()
    second = text_of(as_member(bob).get("/leaderboard"))
    assert "5 points more and you share place 1." in second
    assert "Nobody stands above you." in text_of(as_member(alice).get("/leaderboard"))
    visitor = text_of(client.get("/leaderboard"))
    assert "Your place" not in visitor
    rail = visitor.split('class="prices"')[1].split("</dl>")[0]
    assert rail.index("Answer accepted") < rail.index("First answer")
    assert rail.count("<dd>") == 4
