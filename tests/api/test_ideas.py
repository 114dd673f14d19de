"""Ideas in version 1: what everybody may read, in the promised shape, and nothing of the team's."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.accounts.tokens import create_token
from app.domain.ideas.models.ideas import IdeaNote, StatusChange
from app.domain.ideas.models.voices import CustomerVote
from app.domain.search import actions
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.ideas import a_comment, a_theme, an_idea, an_official_reply

SECRET = "canaryword"


def get(client: Any, path: str, token: str = "", status: int = 200) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    response = client.get(f"/api/v1{path}", headers=headers)
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_json()


def titles(found: Any) -> list[str]:
    return [item["title"] for item in found["items"]]


def test_ideas_are_listed_in_the_promised_shape(client: Any, bob: User) -> None:
    shelf = make_product("Lights")
    lamp = make_product("Lamp", parent=shelf)
    theme = a_theme("Evenings")
    made = an_idea(
        "The ocelot lamp", author=bob, votes=3, product=lamp, theme=theme, status="planned",
        tags=(make_tag("dusk"),), expected="app 6.6", external_source="board", external_id="I-1",
    )  # fmt: skip
    an_idea("Another one")
    query = f"product={shelf.slug}&theme={theme.slug}&tag=dusk&author=bob&status=planned"
    [item] = get(client, f"/ideas?{query}")["items"]
    assert (item["type"], item["id"], item["external_id"]) == ("idea", made.id, "I-1")
    assert item["url"] == f"http://localhost/ideas/{made.id}-the-ocelot-lamp"
    assert (item["product"], item["theme"], item["tags"]) == (lamp.slug, theme.slug, ["dusk"])
    assert (item["status"], item["expected"], item["vote_count"]) == ("planned", "app 6.6", 3)
    assert item["author"]["handle"] == "bob"
    assert item["owner"]["id"] == theme.partner_id


def test_the_list_has_its_orders_and_goes_on_where_it_says(client: Any) -> None:
    for number in (1, 3, 2):
        an_idea(f"Idea of {number}", votes=number)
    first = get(client, "/ideas?sort=top&limit=2")
    assert titles(first) == ["Idea of 3", "Idea of 2"]
    assert titles(get(client, first["next"].removeprefix("http://localhost/api/v1"))) == [
        "Idea of 1"
    ]
    assert titles(get(client, "/ideas?sort=new"))[0] == "Idea of 2"


def test_statuses_may_be_several_and_words_may_choose(client: Any) -> None:
    for status in ("planned", "beta", "declined"):
        an_idea(f"An ocelot that is {status}", status=status)
    an_idea("Something else", status="beta")
    actions.rebuild()
    two = get(client, "/ideas?status=planned&status=beta&q=ocelot&sort=new")
    assert titles(two) == ["An ocelot that is beta", "An ocelot that is planned"]
    assert get(client, "/ideas?q=walrus")["items"] == []


def test_trending_lists_what_can_still_be_voted_for(client: Any, bob: User) -> None:
    an_idea("Still open", author=bob)
    an_idea("Turned down", author=bob, status="declined")
    an_idea("Silent for long", status="archived")
    actions.rebuild()
    assert titles(get(client, "/ideas")) == titles(get(client, "/ideas?sort=trending"))
    assert titles(get(client, "/ideas")) == ["Still open"]
    for query in (
        "status=any",
        "sort=new",
        "sort=top",
        "sort=affected",
        "sort=trending&status=any",
    ):
        assert len(titles(get(client, f"/ideas?{query}"))) == 3, query
    assert titles(get(client, "/ideas?status=declined")) == ["Turned down"]
    # Words and an author look through all of them.
    assert titles(get(client, "/ideas?q=turned")) == ["Turned down"]
    assert len(titles(get(client, "/ideas?author=bob"))) == 2
    told = get(client, "/openapi.json")["paths"]["/ideas"]["get"]["parameters"]
    [status] = [one for one in told if one["name"] == "status"]
    assert "any" in json.dumps(status["schema"])


@pytest.mark.parametrize("query", ["sort=loud", "status=loud", "limit=0", "after=x"])
def test_what_means_nothing_is_refused(client: Any, query: str) -> None:
    assert get(client, f"/ideas?{query}", status=422)["error"]["code"] == "invalid"


@pytest.mark.parametrize("query", ["product=nothing", "theme=nothing", "author=nobody"])
def test_a_place_that_is_not_there_is_not_found(client: Any, query: str) -> None:
    get(client, f"/ideas?{query}", status=404)


def test_one_idea_comes_with_all_that_was_said(client: Any, hanna: User) -> None:
    idea = an_idea("The ocelot lamp", status="declined", body="It should purr.")
    first = a_comment(idea, body="So it should.")
    a_comment(idea, parent=first, body="Loudly.")
    an_official_reply(idea, author=hanna, body="We tried it.")
    with unit_of_work():
        step = StatusChange(
            idea_id=idea.id, before="under-review", after="declined", by_id=hanna.id,
            code="safety", reason="A lamp that purrs wakes the baby next door.",
        )  # fmt: skip
        db.session.add(step)
    found = get(client, f"/ideas/{idea.id}")
    assert found["body"] == "<p>It should purr.</p>"
    assert found["space"] == idea.space.slug
    [told] = found["official_replies"]
    assert (told["author"]["handle"], told["body"]) == ("hanna", "<p>We tried it.</p>")
    last = found["history"][0]
    assert (last["after"], last["code"]) == ("declined", "safety")
    assert last["reason"].startswith("A lamp that purrs")
    [said] = found["comments"]
    assert said["url"] == f"http://localhost/ideas/comments/{first.id}"
    assert [one["body"] for one in said["replies"]] == ["<p>Loudly.</p>"]
    assert found["next"] is None


def test_comments_go_on_where_it_says(client: Any) -> None:
    idea = an_idea()
    for number in range(31):
        a_comment(idea, author=idea.author, body=f"Comment {number}")
    first = get(client, f"/ideas/{idea.id}")
    assert len(first["comments"]) == 30
    rest = get(client, first["next"].removeprefix("http://localhost/api/v1"))
    assert [one["body"] for one in rest["comments"]] == ["<p>Comment 0</p>"]


def test_a_merged_idea_says_where_it_went(client: Any) -> None:
    target = an_idea("The ocelot lamp")
    idea = an_idea("A lamp that purrs", merged_into_id=target.id, status="duplicate")
    moved = get(client, f"/ideas/{idea.id}", status=301)
    assert moved == {"moved_to": f"http://localhost/api/v1/ideas/{target.id}"}


# -- what is not told -------------------------------------------------------------------------


def test_what_a_reader_may_not_see_is_not_there(client: Any, alice: User, bob: User) -> None:
    inside = an_idea(f"{SECRET} for members", space=make_space("members"), author=bob)
    others = [
        an_idea(f"{SECRET} held", held_at=clock.now(), author=bob),
        an_idea(f"{SECRET} hidden", hidden_at=clock.now(), author=bob),
        an_idea(f"{SECRET} for a group", space=make_space("group"), author=bob),
    ]
    assert get(client, "/ideas")["items"] == []
    _, token = write(create_token, by=alice, name="mine")
    assert [item["id"] for item in get(client, "/ideas?author=bob", token)["items"]] == [inside.id]
    assert get(client, f"/ideas/{inside.id}", token)["space"] == inside.space.slug
    for idea in (inside, *others):
        assert SECRET not in json.dumps(get(client, f"/ideas/{idea.id}", status=404))
    for idea in others:
        get(client, f"/ideas/{idea.id}", token, status=404)


def test_a_merged_idea_names_no_target_its_reader_may_not_see(client: Any) -> None:
    target = an_idea(SECRET, space=make_space("members"))
    idea = an_idea("A lamp that purrs", merged_into_id=target.id, status="duplicate")
    get(client, f"/ideas/{idea.id}", status=404)


def test_hidden_comments_are_withheld(client: Any, bob: User) -> None:
    idea = an_idea()
    gone = a_comment(idea, author=bob, body=SECRET, hidden_at=clock.now())
    kept = a_comment(idea, author=bob, body=SECRET, hidden_at=clock.now())
    a_comment(idea, parent=kept, body="Quite so.")
    a_comment(idea, parent=kept, author=bob, body=SECRET, hidden_at=clock.now())
    found = get(client, f"/ideas/{idea.id}")
    [said] = found["comments"]
    assert (said["id"], said["body"], said["author"]) == (kept.id, None, None)
    assert [one["body"] for one in said["replies"]] == ["<p>Quite so.</p>"]
    assert SECRET not in json.dumps(found)
    assert gone.id not in [one["id"] for one in found["comments"]]


def test_the_api_tells_nobody_what_the_team_says_to_itself(client: Any, hanna: User) -> None:
    idea = an_idea("The ocelot lamp", effort=5, value=4)
    with unit_of_work():
        db.session.add_all(
            [
                IdeaNote(idea_id=idea.id, author_id=hanna.id, body=SECRET),
                CustomerVote(
                    idea_id=idea.id, by_id=hanna.id, customer=SECRET, customer_key=SECRET,
                    note=SECRET,
                ),
            ]
        )  # fmt: skip
    actions.rebuild()
    _, token = write(create_token, by=hanna, name="mine")
    for given in ("", token):
        for path in (
            "/ideas",
            f"/ideas/{idea.id}",
            "/search?q=ocelot",
            "/similar?type=idea&title=ocelot",
        ):
            told = json.dumps(get(client, path, given))
            assert SECRET not in told, path
            assert "effort" not in told, path
            assert '"value"' not in told, path
            assert "customer" not in told, path


def test_the_list_costs_the_same_however_many_there_are(client: Any, statements: Any) -> None:
    an_idea(comments=1)
    with statements() as few:
        get(client, "/ideas")
    for _ in range(4):
        an_idea(comments=1)
    with statements() as many:
        get(client, "/ideas")
    assert len(few) == len(many) <= 5


def test_the_description_names_what_there_is(client: Any) -> None:
    told = get(client, "/openapi.json")
    assert {"/ideas", "/ideas/{id}"} <= set(told["paths"])
    an_idea()
    [item] = get(client, "/ideas")["items"]
    assert set(item) <= set(told["components"]["schemas"]["Idea"]["properties"])
