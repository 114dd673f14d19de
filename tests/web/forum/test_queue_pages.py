"""The helpers' desk."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domain.forum.actions.claims import claim
from app.domain.forum.queries.queues import QUEUES
from app.kit import clock
from app.kit.work import write
from tests.factories.catalog import make_owner, make_product
from tests.factories.forum import make_answer, make_question


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def test_only_helpers_see_the_queue(client: Any, sign_in: Any, alice: Any, tess: Any) -> None:
    assert client.get("/queue").location == "/signin?next=/queue"
    sign_in(client, alice)
    assert client.get("/queue").status_code == 403
    sign_in(client, tess)
    assert client.get("/queue").status_code == 200


def test_each_queue_shows_its_questions_and_all_counts(
    client: Any, sign_in: Any, tess: Any
) -> None:
    make_question("A walrus waits for help")
    answered = make_question("An ocelot has its answer")
    make_answer(answered, accepted=True)
    sign_in(client, tess)
    page = text_of(client.get("/queue"))
    assert "walrus" in page
    assert "ocelot" not in page
    assert "ocelot" in text_of(client.get("/queue?tab=done"))
    assert all(client.get(f"/queue?tab={name}").status_code == 200 for name in QUEUES)
    assert page.count('class="num">1<') == 3


def test_whoever_writes_is_named(client: Any, sign_in: Any, tess: Any, sue: Any) -> None:
    question = make_question()
    write(claim, question, by=sue)
    sign_in(client, tess)
    page = text_of(client.get("/queue"))
    assert "<bdi>Sue</bdi>" in page
    assert f"/questions/{question.id}/claim" not in page


def test_a_row_is_claimed_with_one_button(client: Any, sign_in: Any, tess: Any) -> None:
    question = make_question()
    sign_in(client, tess)
    assert f'action="/questions/{question.id}/claim"' in text_of(client.get("/queue"))
    assert client.post(f"/questions/{question.id}/claim").status_code == 303
    assert '<b class="small">you</b>' in text_of(client.get("/queue"))


def test_a_queue_is_sorted_filtered_and_paged_by_key(client: Any, sign_in: Any, tess: Any) -> None:
    product = make_product("Glow")
    for n in range(23):
        make_question(
            f"The glow number {n:02} is dark", product=product, too_count=n, imported_too=n
        )
    make_question("Another thing is dark")
    sign_in(client, tess)
    first = text_of(client.get(f"/queue?sort=affected&product={product.slug}"))
    assert "Another thing" not in first
    assert first.index("number 22") < first.index("number 21")
    assert "number 02" not in first
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "number 02" in text_of(client.get(older))
    assert client.get("/queue?after=nonsense").status_code == 422
    assert client.get("/queue?tab=nonsense&sort=nonsense&product=nonsense").status_code == 200


def test_the_queue_costs_the_same_for_three_and_for_twenty(
    client: Any, sign_in: Any, tess: Any, statements: Any
) -> None:
    sign_in(client, tess)
    counts = []
    for n in (3, 17):
        for _ in range(n):
            make_question()
        client.get("/queue")
        with statements() as ran:
            client.get("/queue")
        counts.append(len(ran))
    assert counts[0] == counts[1]


def test_the_first_tab_is_what_waits_for_the_helper(client: Any, sign_in: Any, tess: Any) -> None:
    product = make_product("Glow")
    make_question("A walrus waits for an expert", product=product)
    make_question("An ocelot waits for anybody")
    sign_in(client, tess)
    page = text_of(client.get("/queue"))
    assert "<h1>Needs attention</h1>" in page  # no topics yet
    assert "You have no topics yet" in text_of(client.get("/queue?tab=yours"))
    make_owner(tess, product)
    page = text_of(client.get("/queue"))
    assert "<h1>Waiting for you</h1>" in page
    assert "walrus" in page
    assert "ocelot" not in page
    assert 'aria-sort="descending"><a href="/queue?tab=yours&amp;sort=affected' in page
    assert "No reply" in page


def test_the_desk_says_how_the_week_went(client: Any, sign_in: Any, tess: Any) -> None:
    asked = clock.now() - timedelta(days=2)
    make_answer(make_question(asked_at=asked), posted_at=asked + timedelta(minutes=22))
    sign_in(client, tess)
    page = text_of(client.get("/queue"))
    assert "100% answered within a day this week, median first reply 22 minutes" in page


def test_ones_own_queue_costs_the_same_for_three_and_for_twenty(
    client: Any, sign_in: Any, tess: Any, statements: Any
) -> None:
    product = make_product("Glow")
    make_owner(tess, product)
    sign_in(client, tess)
    counts = []
    for n in (3, 17):
        for _ in range(n):
            make_question(product=product)
        client.get("/queue")
        with statements() as ran:
            client.get("/queue")
        counts.append(len(ran))
    assert counts[0] == counts[1]
