"""Version 1: promised shapes, nothing private, every refusal in one form."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.accounts.tokens import create_token, withdraw_token
from app.domain.badges.actions.giving import award_badge
from app.domain.badges.queries import badge_named
from app.domain.forum.actions.accepting import accept_answer
from app.domain.forum.actions.voting import vote
from app.domain.moderation.actions import hide
from app.domain.reputation.actions.awarding import award_points
from app.domain.reputation.actions.settling import settle_members
from app.domain.search import actions as search
from app.kit import clock
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question, make_reply
from tests.factories.knowledge import an_article
from tests.people import make_member


def get(client: Any, path: str, token: str = "", status: int = 200) -> Any:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    response = client.get(f"/api/v1{path}", headers=headers)
    assert response.status_code == status, response.get_data(as_text=True)
    return response.get_json()


def token_of(member: User) -> str:
    return write(create_token, by=member, name="a script")[1]


def test_a_question_with_its_thread(client: Any, alice: User, bob: User) -> None:
    product, tag = make_product("Glow"), make_tag("night")
    question = make_question(
        "The ocelot lamp", author=alice, product=product, tags=(tag,),
        external_source="iot.stackexchange.com", external_id="77",
    )  # fmt: skip
    right = make_answer(
        question, author=bob, external_source="iot.stackexchange.com", external_id="78"
    )
    make_answer(question)
    make_reply(question, answer=right, author=alice)
    write(accept_answer, right, by=alice)
    shape = get(client, f"/questions/{question.id}")
    assert shape["external_id"] == "77"
    assert shape["accepted_answer"] == {
        "id": right.id,
        "external_id": "78",
        "url": f"http://localhost/questions/{question.id}-the-ocelot-lamp?answer={right.id}#answer-{right.id}",
    }
    assert len(shape["answers"]) == 2
    [accepted] = [a for a in shape["answers"] if a["accepted"]]
    assert accepted["author"]["handle"] == "bob"
    assert len(accepted["replies"]) == 1
    assert shape["solved"] is True
    assert shape["product"] == product.slug
    assert shape["tags"] == ["night"]


def test_a_list_goes_on_where_it_says(client: Any) -> None:
    made = {make_question(f"Question number {n} about lamps").id for n in range(5)}
    first = get(client, "/questions?limit=3&tab=new")
    assert len(first["items"]) == 3
    rest = get(client, first["next"].removeprefix("http://localhost/api/v1"))
    assert rest["next"] is None
    assert {row["id"] for row in first["items"] + rest["items"]} == made


def test_search_and_similar_find_with_external_ids(client: Any) -> None:
    question = make_question("The ocelot lamp", external_source="s", external_id="5")
    answer = make_answer(
        question, body="Turn the walrus wheel.", external_source="s", external_id="6"
    )
    search.rebuild()
    [found] = get(client, "/search?q=walrus&limit=100")["items"]
    assert (found["type"], found["id"], found["external_id"]) == ("question", question.id, "5")
    assert (found["answer_id"], found["answer_external_id"]) == (answer.id, "6")
    assert {"title", "url", "score", "excerpt"} <= found.keys()
    [near] = get(client, "/similar?title=my ocelot lamp is dark&body=dark&limit=100")["items"]
    assert near["id"] == question.id
    assert get(client, "/search?q=ocelot&type=article")["items"] == []


def test_the_answer_that_has_the_words_is_named(client: Any) -> None:
    question = make_question("The ocelot lamp")
    make_answer(question, body="No idea, sorry.", imported_score=9)
    right = make_answer(
        question, body="Turn the walrus wheel.", external_source="s", external_id="9"
    )
    search.rebuild()
    [found] = get(client, "/search?q=walrus wheel")["items"]
    assert (found["answer_id"], found["answer_external_id"]) == (right.id, "9")
    assert "walrus wheel" in found["excerpt"]
    assert found["url"].endswith(f"#answer-{right.id}")
    [bare] = get(client, "/search?q=ocelot")["items"]
    assert "answer_id" not in bare


def test_what_a_member_answered_is_theirs_and_says_so(client: Any, alice: User) -> None:
    question, asked = make_question("The ocelot lamp"), make_question("An ocelot", author=alice)
    hers = make_answer(question, author=alice, body="Wait a while.")
    search.rebuild()
    for query in ("q=ocelot by:alice", "q=ocelot&author=alice"):
        found = {item["id"]: item for item in get(client, f"/search?{query}")["items"]}
        assert found.keys() == {question.id, asked.id}
        assert found[question.id]["answered_by"] == "alice"
        assert found[question.id]["answer_id"] == hers.id
        assert "answered_by" not in found[asked.id]


def test_search_understands_operators_days_and_orders(client: Any, alice: User) -> None:
    old = make_question("The ocelot lamp", author=alice, asked_at=clock.now() - timedelta(days=99))
    new = make_question("An ocelot lamp again", tags=(make_tag("night"),), imported_score=4)
    search.rebuild()

    def ids(query: str) -> list[int]:
        return [item["id"] for item in get(client, f"/search?{query}")["items"]]

    day = (clock.now() - timedelta(days=9)).date()
    assert ids("q=ocelot tag:night") == [new.id]
    assert ids(f"q=ocelot&since={day}") == [new.id]
    assert ids(f"q=ocelot&until={day}") == [old.id]
    assert ids("q=ocelot&author=alice") == [old.id]
    assert ids("q=ocelot&sort=votes") == ids("q=ocelot&sort=newest") == [new.id, old.id]
    assert get(client, "/search?q=x&since=soon", status=422)["error"]["field"] == "since"
    assert get(client, "/search?q=x&sort=age", status=422)["error"]["field"] == "sort"


def test_search_lists_by_operators_and_puts_a_slip_right(client: Any) -> None:
    night = make_tag("night")
    meant = {make_question(f"The flickering lamp {n}", tags=(night,)).id for n in range(3)}
    other = make_question("A dark lamp")
    search.rebuild()

    def ids(query: str) -> list[int]:
        return [item["id"] for item in get(client, f"/search?{query}")["items"]]

    assert set(ids("q=tag:night")) == set(ids("q=flickring lamp")) == meant
    assert set(ids("q=flickring lamp&exact=yes")) == {*meant, other.id}
    assert ids("q=") == []


def test_search_leaves_nothing_out_for_programs(client: Any) -> None:
    long_ago = clock.now() - timedelta(days=2000)
    old = make_question("ocelot", asked_at=long_ago)
    for number in range(8):
        make_question(f"ocelot {number}")
    search.rebuild()
    assert old.id in [item["id"] for item in get(client, "/search?q=ocelot&limit=100")["items"]]


def test_search_finds_members_and_tags(client: Any) -> None:
    asker = make_member("ocelot_fan", name="Ocelot Fan")
    make_question("A lamp", author=asker, tags=(make_tag("ocelots"),))
    search.rebuild()
    [member] = get(client, "/search?q=ocelot&type=member")["items"]
    assert (member["type"], member["handle"], member["title"]) == (
        "member", "ocelot_fan", "Ocelot Fan"
    )  # fmt: skip
    assert member["url"].endswith("/members/ocelot_fan")
    [tag] = get(client, "/search?q=ocelot&type=tag")["items"]
    assert (tag["title"], tag["question_count"], tag["external_id"]) == ("ocelots", 1, None)


def test_similar_welcomes_long_bodies_and_tags(client: Any) -> None:
    question = make_question("The ocelot lamp", tags=(make_tag("night"),))
    search.rebuild()
    body = "It+flickers+at+noon.+" * 1500
    [found] = get(client, f"/similar?title=My ocelot lamp&tags=night,day&body={body}")["items"]
    assert found["id"] == question.id


def test_search_finds_articles_by_type(client: Any) -> None:
    article = an_article("Reset the ocelot lamp", external_id="kb-7")
    an_article("The ocelot for members", space=make_space("members"))
    question = make_question("My ocelot lamp is dark")
    search.rebuild()
    [found] = get(client, "/search?q=ocelot&type=article")["items"]
    assert (found["type"], found["id"], found["external_id"]) == ("article", article.id, "kb-7")
    assert found["slug"] == article.slug
    assert found["url"].endswith(f"/knowledge/{article.slug}")
    assert found["state"] == "not-validated"
    assert {item["type"] for item in get(client, "/search?q=ocelot")["items"]} == {
        "article", "question"
    }  # fmt: skip
    [thread] = get(client, "/search?q=ocelot&type=question")["items"]
    assert thread["id"] == question.id
    assert [item["type"] for item in get(client, "/similar?title=my ocelot lamp")["items"]] == [
        "question"
    ]


def test_the_other_resources(client: Any, alice: User) -> None:
    make_question(author=alice, product=make_product("Glow"), tags=(make_tag("night"),))
    assert any(m["handle"] == "alice" for m in get(client, "/members")["items"])
    assert get(client, "/members/alice")["name"] == "Alice"
    assert get(client, "/tags")["items"][0]["name"] == "night"
    assert get(client, "/tags/night")["question_count"] == 1
    [product] = get(client, "/products")["items"]
    assert get(client, f"/products/{product['slug']}") == product


def test_badges_say_who_holds_them(client: Any, alice: User, ada: User) -> None:
    badge = badge_named("welcome-mat")
    assert badge is not None
    write(award_badge, badge, alice, by=ada, reason="She showed a newcomer around.")
    shown = {row["key"]: row for row in get(client, "/badges")["items"]}
    assert shown["welcome-mat"]["holder_count"] == 1
    assert shown["handy"]["holder_count"] == 0
    held = get(client, "/members/alice/badges")["items"]
    assert [(row["key"], row["times"]) for row in held] == [("welcome-mat", 1)]
    assert client.get("/api/v1/members/nobody/badges").status_code == 404


def test_points_explain_themselves_line_by_line(
    client: Any, alice: User, bob: User, ada: User
) -> None:
    question = make_question("The ocelot lamp", author=alice)
    right = make_answer(question, author=bob)
    write(accept_answer, right, by=alice)
    write(settle_members, [bob.id])
    write(award_points, bob, -5, reason="Advertised in two answers", by=ada, nonce="n")
    told = get(client, "/members/bob")
    assert (told["points"], told["trust"], told["badge_count"]) == (18, "member", 0)
    assert told["level"] == {"number": 1, "name": "Newcomer"}
    first = get(client, "/members/bob/points?limit=2")
    rest = get(client, first["next"].removeprefix("http://localhost/api/v1"))
    lines = first["items"] + rest["items"]
    assert rest["next"] is None
    assert {line["reason"]: line["points"] for line in lines} == {
        "award": -5, "answer-accepted": 15, "first-answer": 8,
    }  # fmt: skip
    [award] = [line for line in lines if line["reason"] == "award"]
    assert (award["note"], award["subject"]) == ("Advertised in two answers", None)
    [accepted] = [line for line in lines if line["reason"] == "answer-accepted"]
    assert accepted["by"]["handle"] == "alice"
    assert accepted["subject"]["title"] == "The ocelot lamp"
    assert accepted["subject"]["url"].endswith(f"#answer-{right.id}")


def test_a_line_about_what_the_reader_may_not_see_names_nothing(
    client: Any, alice: User, bob: User, morgan: User
) -> None:
    question = make_question("The ocelot lamp", author=alice)
    answer = make_answer(question, author=bob)
    write(vote, answer, by=alice, value=1)
    write(hide, question, by=morgan, reason="spam")
    lines = get(client, "/members/bob/points")["items"]
    assert lines
    assert "ocelot" not in json.dumps(lines)
    assert get(client, "/members/nobody/points", status=404)["error"]["code"] == "not_found"


@pytest.mark.parametrize(
    "path, status, field",
    [
        ("/questions/999999", 404, None),
        ("/members/nobody", 404, None),
        ("/tags/nothing", 404, None),
        ("/products/nothing", 404, None),
        ("/nothing", 404, None),
        ("/questions?limit=0", 422, "limit"),
        ("/questions?limit=101", 422, "limit"),
        ("/questions?limit=many", 422, "limit"),
        ("/questions?after=nonsense", 422, "after"),
        ("/search?q=a&type=poem", 422, "type"),
        ("/search?q=a&solved=perhaps", 422, "solved"),
    ],
)
def test_every_refusal_has_one_shape(
    client: Any, path: str, status: int, field: str | None
) -> None:
    error = get(client, path, status=status)["error"]
    assert error.keys() == {"code", "message", "field"}
    assert error["field"] == field


def test_writing_is_not_offered(client: Any) -> None:
    client.sends_token = False
    response = client.post("/api/v1/questions", json={})
    assert response.status_code in {400, 405}
    assert "error" in response.get_json()


def test_a_token_sees_what_its_owner_sees_and_a_cookie_counts_for_nothing(
    client: Any, sign_in: Any, alice: User
) -> None:
    private = make_question("For members only, please", space=make_space("members"))
    get(client, f"/questions/{private.id}", status=404)
    sign_in(client, alice)
    get(client, f"/questions/{private.id}", status=404)
    assert get(client, f"/questions/{private.id}", token_of(alice))["id"] == private.id


def test_a_token_that_opens_nothing_is_told_so(client: Any, alice: User) -> None:
    token, text = write(create_token, by=alice, name="a script")
    assert get(client, "/questions", text)["items"] == []
    write(withdraw_token, token.id, by=alice)
    assert get(client, "/questions", text, 401)["error"]["code"] == "unauthorized"
    assert get(client, "/questions", "pukka_nonsense", 401)["error"]["code"] == "unauthorized"


def test_a_token_is_worth_what_its_owner_is(client: Any, alice: User) -> None:
    text = token_of(alice)
    with unit_of_work():
        alice.active = False
    get(client, "/questions", text, 401)


def test_only_what_needs_no_token_may_be_kept(client: Any, alice: User) -> None:
    assert "public" in client.get("/api/v1/questions").headers["Cache-Control"]
    private = client.get(
        "/api/v1/questions", headers={"Authorization": f"Bearer {token_of(alice)}"}
    )
    assert private.headers["Cache-Control"] == "private, no-store"
    assert "Authorization" in private.headers["Vary"]


def test_hidden_texts_and_addresses_are_in_no_answer(
    client: Any, alice: User, morgan: User
) -> None:
    question = make_question("The ocelot lamp", author=alice)
    hidden = make_answer(question, body="canaryword")
    write(hide, hidden, by=morgan, reason="spam", note="secretnote")
    search.rebuild()
    for path in (f"/questions/{question.id}", "/questions", "/search?q=canaryword", "/members"):
        text = json.dumps(get(client, path))
        assert "canaryword" not in text
        assert "secretnote" not in text
        assert "@example.com" not in text


def test_the_description_names_every_address(client: Any, app: Any) -> None:
    described = set(get(client, "/openapi.json")["paths"])
    served = {
        re.sub(r"<int:\w+>", "{id}", rule.rule.removeprefix("/api/v1"))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    served = {path.replace("<", "{").replace(">", "}") for path in served} - {"/openapi.json"}
    assert described == served
