"""Articles in version 1: what everybody may read, in the promised shape."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.accounts.tokens import create_token
from app.domain.knowledge.actions.addressing import rename
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space
from tests.factories.knowledge import an_article, make_topic


def get(client: Any, path: str, token: str = "", status: int = 200) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    response = client.get(f"/api/v1{path}", headers=headers)
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_json()


def test_articles_are_listed_in_the_promised_shape(client: Any) -> None:
    lamp, topic = make_product("Lamp"), make_topic("Set up")
    made = an_article("Reset a bulb", product=lamp, topic=topic, tags=("bulb",), helpful_count=4)
    item = get(client, f"/articles?product={lamp.slug}&topic={topic.slug}&tag=bulb")["items"][0]
    assert item["type"] == "article"
    assert item["slug"] == made.slug
    assert item["url"] == f"http://localhost/knowledge/{made.slug}"
    assert (item["product"], item["topic"], item["tags"]) == (lamp.slug, topic.slug, ["bulb"])
    assert (item["state"], item["kind"], item["helpful_count"]) == ("not-validated", "article", 4)


def test_the_list_goes_on_where_it_says(client: Any) -> None:
    for number in range(3):
        an_article(f"Bulb number {number}")
    first = get(client, "/articles?limit=2")
    assert [item["title"] for item in first["items"]] == ["Bulb number 2", "Bulb number 1"]
    onward = first["next"].removeprefix("http://localhost/api/v1")
    assert [item["title"] for item in get(client, onward)["items"]] == ["Bulb number 0"]


@pytest.mark.parametrize("query", ["sort=loud", "kind=poem", "limit=0"])
def test_what_means_nothing_is_refused(client: Any, query: str) -> None:
    assert get(client, f"/articles?{query}", status=422)["error"]["code"] == "invalid"


@pytest.mark.parametrize("query", ["product=nothing", "topic=nothing"])
def test_a_place_that_is_not_there_is_not_found(client: Any, query: str) -> None:
    get(client, f"/articles?{query}", status=404)


def test_one_article_comes_with_its_text_and_its_blocks(client: Any) -> None:
    source = an_article("Reset a bulb")
    shown = an_article("Add a bulb", body=f"First this:\n\n{{{{kb:{source.slug}#reset-the-bulb}}}}")
    found = get(client, f"/articles/{shown.slug}")
    assert "five times" in found["body"]
    assert "{{kb:" not in found["body"]
    blocks = get(client, f"/articles/{source.slug}")["blocks"]
    assert [block["key"] for block in blocks] == ["reset-the-bulb", "add-it-again"]
    assert blocks[0]["reference"] == f"{{{{kb:{source.slug}#reset-the-bulb}}}}"


def test_a_former_address_says_where_it_went(client: Any, ada: User) -> None:
    article = an_article("Reset a bulb")
    old = article.slug
    write(rename, article, by=ada, slug="restart-a-bulb")
    moved = get(client, f"/articles/{old}", status=301)
    assert moved == {"moved_to": "http://localhost/api/v1/articles/restart-a-bulb"}


def test_what_a_reader_may_not_see_is_not_there(client: Any, alice: User) -> None:
    inside = an_article("canaryword", space=make_space("members"))
    draft = an_article("canaryword too")
    with unit_of_work():
        draft.published_at, draft.state = None, "wip"
    assert get(client, "/articles")["items"] == []
    get(client, f"/articles/{inside.slug}", status=404)
    get(client, f"/articles/{draft.slug}", status=404)
    _, token = write(create_token, by=alice, name="mine")
    assert [item["slug"] for item in get(client, "/articles", token)["items"]] == [inside.slug]
    assert get(client, f"/articles/{inside.slug}", token)["space"] == inside.space.slug
