"""Pages of places."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.models import Group, User
from app.domain.catalog.queries import owned_products
from app.kit.db import db
from tests.factories.catalog import make_announcement, make_product, make_space, make_tag
from tests.factories.forum import make_question


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return str(response.get_data(as_text=True))


def test_a_product_shows_its_parts_news_and_questions(client: Any) -> None:
    shelf = make_product("Lights")
    lamp = make_product("Glow A60", parent=shelf)
    make_announcement("Bulb firmware is out", product_id=lamp.id)
    make_question("It flickers at night", product=lamp)
    make_question("A valve is not a lamp")
    page = text(client, f"/products/{shelf.slug}")
    assert "Glow A60" in page
    assert "It flickers at night" in page
    assert "A valve is not a lamp" not in page
    assert "Bulb firmware is out" in text(client, f"/products/{lamp.slug}")


def test_a_member_says_what_they_have(client: Any, sign_in: Any, alice: User) -> None:
    product = make_product("Glow")
    sign_in(client, alice)
    client.post(f"/products/{product.slug}/ownership")
    client.post(f"/products/{product.slug}/ownership")
    assert owned_products(alice) == {product.id}
    assert "You have this" in text(client, f"/products/{product.slug}")
    client.post(f"/products/{product.slug}/ownership/withdrawal")
    assert owned_products(alice) == set()


def test_another_spelling_of_a_tag_leads_to_it(client: Any) -> None:
    make_question("It flickers", tags=(make_tag("wi-fi"),))
    assert "It flickers" in text(client, "/tags/wi-fi")
    response = client.get("/tags/Wi Fi")
    assert (response.status_code, response.headers["Location"]) == (301, "/tags/wi-fi")


def test_tags_are_completed(client: Any) -> None:
    make_tag("flicker")
    assert client.get("/tags/complete?q=fli").get_json()["items"][0]["name"] == "flicker"
    assert client.get("/tags/complete?q=").get_json()["items"] == []


@pytest.mark.parametrize("visibility", ["members", "group", "owners"])
def test_a_space_is_not_there_for_those_outside(client: Any, visibility: str) -> None:
    space = make_space(visibility, name="Canary lounge")
    text(client, f"/spaces/{space.slug}", 404)
    assert "Canary lounge" not in text(client, "/spaces")
    assert text(client, f"/questions?space={space.slug}").count("Canary") == 0


def test_a_group_sees_its_space(client: Any, sign_in: Any, gina: User) -> None:
    group = db.session.query(Group).filter_by(slug="beta").one()
    space = make_space("group", group=group, name="Beta lounge")
    make_question("Only for testers", space=space)
    sign_in(client, gina)
    assert "Only for testers" in text(client, f"/spaces/{space.slug}")


def test_announcing_is_for_those_with_the_right(
    client: Any, as_member: Any, alice: User, hanna: User
) -> None:
    assert client.get("/announcements/new").status_code == 303
    assert as_member(alice).get("/announcements/new").status_code == 403
    browser = as_member(hanna)
    form = {"title": "Lamps are out", "kind": "release", "product": "", "body": "**All** of them."}
    made = browser.post("/announcements/new", data=form)
    assert made.status_code == 303
    assert "<strong>All</strong>" in text(client, made.headers["Location"])
    browser.post(made.headers["Location"] + "/withdrawal")
    assert "Lamps are out" not in text(client, "/announcements")


def test_an_announcement_without_text_comes_back(as_member: Any, hanna: User) -> None:
    response = as_member(hanna).post(
        "/announcements/new", data={"title": "Kept words", "kind": "release", "product": ""}
    )
    assert response.status_code == 422
    assert "Kept words" in response.get_data(as_text=True)


def test_an_editor_describes_a_tag(as_member: Any, erin: User, alice: User) -> None:
    make_tag("wi-fi")
    assert as_member(alice).get("/tags/wi-fi/edit").status_code == 403
    browser = as_member(erin)
    assert (
        browser.post("/tags/wi-fi/edit", data={"about": "Networks without wires"}).status_code
        == 303
    )
    assert "Networks without wires" in browser.get("/tags/wi-fi").get_data(as_text=True)


def test_the_list_keeps_its_filter_in_the_address(client: Any) -> None:
    lamp = make_product("Glow")
    for number in range(25):
        make_question(f"Lamp question {number}", product=lamp)
    page = text(client, f"/questions?tab=new&product={lamp.slug}")
    assert f"/questions?tab=solved&amp;product={lamp.slug}" in page
    assert "after=" in page
    assert "noindex" in page


def test_a_list_costs_the_same_with_more_rows(client: Any, statements: Any) -> None:
    for number in range(3):
        make_question(
            f"Lamp question {number}", tags=(make_tag(f"tag{number}"),), product=make_product()
        )
    client.get("/questions")
    with statements() as few:
        client.get("/questions")
    for number in range(3, 20):
        make_question(
            f"Lamp question {number}", tags=(make_tag(f"tag{number}"),), product=make_product()
        )
    with statements() as many:
        client.get("/questions")
    assert len(many) == len(few), many
    assert len(many) <= 6, many
