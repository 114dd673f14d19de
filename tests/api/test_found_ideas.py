"""Ideas in the API's search, and ideas like one that is being written."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.accounts.tokens import create_token
from app.domain.search import actions
from app.kit import clock
from app.kit.work import write
from tests.factories.catalog import make_space
from tests.factories.forum import make_question
from tests.factories.ideas import an_idea


def get(client: Any, path: str, token: str = "", status: int = 200) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    response = client.get(f"/api/v1{path}", headers=headers)
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_json()


def test_an_idea_is_found_in_the_promised_shape(client: Any) -> None:
    idea = an_idea("The ocelot lamp", votes=2, status="planned", external_id="I-7",
                   external_source="board", effort=5, value=1)  # fmt: skip
    make_question("My ocelot lamp is dark")
    actions.rebuild()
    [item] = get(client, "/search?q=ocelot&type=idea")["items"]
    assert item.pop("score") > 0
    assert item == {
        "type": "idea",
        "id": idea.id,
        "external_id": "I-7",
        "slug": "the-ocelot-lamp",
        "title": "The ocelot lamp",
        "url": f"http://localhost/ideas/{idea.id}-the-ocelot-lamp",
        "excerpt": item["excerpt"],
        "status": "planned",
        "vote_count": 2,
    }
    assert {i["type"] for i in get(client, "/search?q=ocelot")["items"]} == {"idea", "question"}
    assert get(client, "/search?q=ocelot&status=declined")["items"] == []


def test_ideas_like_a_text(client: Any) -> None:
    idea = an_idea("Dim the ocelot lamp at night")
    question = make_question("The ocelot lamp is bright at night")
    actions.rebuild()
    near = get(client, "/similar?type=idea&title=an ocelot lamp at night")["items"]
    assert [(item["type"], item["id"]) for item in near] == [("idea", idea.id)]
    for more in ("", "&type=question"):
        near = get(client, f"/similar?title=an ocelot lamp at night{more}")["items"]
        assert [item["id"] for item in near] == [question.id]


@pytest.mark.parametrize("path", ["/search?q=x&type=poem", "/search?q=x&status=loud",
                                  "/similar?title=x&type=article"])  # fmt: skip
def test_what_means_nothing_is_refused(client: Any, path: str) -> None:
    assert get(client, path, status=422)["error"]["code"] == "invalid"


def test_only_what_the_reader_may_see_is_found(client: Any, alice: User) -> None:
    inside = an_idea("The ocelot for members", space=make_space("members"))
    for title, state in (("held", "held_at"), ("hidden", "hidden_at")):
        unseen: dict[str, Any] = {state: clock.now()}
        an_idea(f"The ocelot that is {title}", author=alice, **unseen)
    actions.rebuild()
    _, token = write(create_token, by=alice, name="mine")
    for path in ("/search?q=ocelot", "/similar?type=idea&title=the ocelot for members"):
        assert get(client, path)["items"] == []
        assert [item["id"] for item in get(client, path, token)["items"]] == [inside.id]
