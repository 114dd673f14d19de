"""Lists and pages of articles: what they choose, their order, and what they cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, text

from app.domain.accounts.models import Actor, Guest, User
from app.domain.knowledge.actions.drafting import save_draft
from app.domain.knowledge.actions.keeping import roll_back
from app.domain.knowledge.actions.reviewing import decline
from app.domain.knowledge.actions.wording import wording_of
from app.domain.knowledge.policy import may_see_revision
from app.domain.knowledge.queries.articles import find_article
from app.domain.knowledge.queries.lists import (
    ORDERS,
    articles,
    articles_by_ids,
    articles_of,
)
from app.domain.knowledge.queries.pages import article_page
from app.domain.knowledge.queries.revisions import (
    find_revision,
    history,
    published_before,
    revision_numbered,
    waiting_of,
)
from app.domain.subjects import Subject
from app.kit import clock
from app.kit.db import db
from app.kit.problems import NotFound
from app.kit.work import write
from tests.conftest import Statements
from tests.factories.catalog import make_product, make_space
from tests.factories.knowledge import BODY, a_change, a_proposal, an_article, make_topic

pytestmark = pytest.mark.usefixtures("session")

Counting = Callable[[], AbstractContextManager[Statements]]


def titles(actor: User | Guest, **chosen: Any) -> list[str]:
    return [row.title for row in articles(actor, **chosen).items]


def test_a_product_stands_for_those_below_it(guest: Guest) -> None:
    lamps = make_product("Lamps")
    bulb = make_product("Bulb", parent=lamps)
    an_article(title="About lamps", product=lamps)
    an_article(title="About bulbs", product=bulb)
    an_article(title="About doors", product=make_product("Doors"))

    assert sorted(titles(guest, product_id=lamps.id)) == ["About bulbs", "About lamps"]
    assert titles(guest, product_id=bulb.id) == ["About bulbs"]
    assert titles(guest, product_id=-1) == []


def test_a_topic_stands_for_those_below_it(guest: Guest) -> None:
    setup = make_topic("Set up")
    wifi = make_topic("Wi-Fi", parent=setup)
    an_article(title="About setting up", topic=setup)
    an_article(title="About Wi-Fi", topic=wifi)
    an_article(title="About nothing")

    assert sorted(titles(guest, topic_id=setup.id)) == ["About Wi-Fi", "About setting up"]
    assert titles(guest, topic_id=wifi.id) == ["About Wi-Fi"]


def test_a_tag_a_kind_and_a_state_choose(guest: Guest) -> None:
    an_article(title="One tagged", tags=["glow"])
    an_article(title="A process", kind="process")
    an_article(title="Trusted one", state="validated")

    assert titles(guest, tag="Glow") == ["One tagged"]
    assert titles(guest, kind="process") == ["A process"]
    assert titles(guest, state="validated") == ["Trusted one"]


@pytest.mark.parametrize(
    "sort, first",
    [
        ("changed", "Changed last"),
        ("new", "The newest"),
        ("helpful", "Helps most"),
        ("reused", "Used most"),
        ("whatever", "Changed last"),
    ],
)
def test_a_list_is_sorted(sort: str, first: str, guest: Guest) -> None:
    start = clock.now()
    clock.freeze(start - timedelta(days=9))
    late = an_article(title="Changed last")
    an_article(title="Helps most", helpful_count=9)
    an_article(title="Used most", reuse_count=9)
    clock.freeze(start - timedelta(days=5))
    an_article(title="The newest")
    clock.freeze(start)
    a_change(late, f"{BODY}\nNow it is another.\n")

    assert titles(guest, sort=sort)[0] == first


def test_pages_of_a_list_follow_each_other(guest: Guest) -> None:
    for number in range(5):
        an_article(title=f"Article {number}", helpful_count=number % 2)

    first = articles(guest, sort="helpful", size=2)
    second = articles(guest, sort="helpful", size=2, after=first.next)
    third = articles(guest, sort="helpful", size=2, after=second.next)

    seen = [row.id for page in (first, second, third) for row in page.items]
    assert len(set(seen)) == len(seen) == len("12345")
    assert third.next is None
    back = articles(guest, sort="helpful", size=2, before=second.previous)
    assert [row.id for row in back.items] == [row.id for row in first.items]


def test_a_list_holds_only_what_its_reader_may_read(guest: Guest, bob: User, ada: User) -> None:
    everybody, members, secret = (
        an_article(space=None if kind == "public" else make_space(kind))
        for kind in ("public", "members", "group")
    )
    ids = [secret.id, members.id, everybody.id]

    assert [row.id for row in articles_by_ids(ids, actor=guest)] == ids[2:]
    assert [row.id for row in articles_by_ids(ids, actor=bob)] == ids[1:]
    assert [row.id for row in articles_by_ids(ids, actor=ada)] == ids
    for actor, found in ((guest, ids[2:]), (bob, ids[1:]), (ada, ids)):
        assert {row.id for row in articles(actor).items} == set(found)


def test_a_members_articles_are_those_they_wrote_or_answer_for(bob: User, guest: Guest) -> None:
    mine = an_article(author=bob)
    helped = an_article()
    a_change(helped, f"{BODY}\nBob says more.\n", by=bob)
    an_article()

    found = articles_of(bob.id, actor=guest).items

    assert {row.id for row in found} == {mine.id, helped.id}


def test_a_list_costs_the_same_however_long(guest: Guest, statements: Counting) -> None:
    product, topic = make_product(), make_topic()
    chosen: dict[str, Any] = {"product_id": product.id, "topic_id": topic.id}
    costs = []
    for number in (3, 20):
        for _ in range(number):
            an_article(product=product, topic=topic, tags=["glow", "reset"])
        with statements() as ran:
            articles(guest, **chosen)
        costs.append(len(ran))
        with statements() as ran:
            articles_by_ids(list(range(1, 40)), actor=guest)
        assert len(ran) == 1

    assert costs == [3, 3]


# -- one page ---------------------------------------------------------------------------------


def test_a_page_has_its_text_its_people_and_its_neighbours(guest: Guest, bob: User) -> None:
    lamps = make_product("Lamps")
    bulb = make_product("Bulb", parent=lamps)
    topic = make_topic("Set up")
    before, after = (an_article(title=t, product=bulb, topic=topic) for t in ("Aaaaa", "Zzzzz"))
    article = an_article(title="Reset it", product=bulb, topic=topic)
    a_change(article, BODY.replace("five", "six"), by=bob)

    page = article_page(find_article("reset-it", guest), guest)

    assert (page.article.title, page.number) == ("Reset it", 2)
    assert [it.slug for it in page.outline] == ["reset-the-bulb", "add-it-again"]
    assert set(page.blocks) == {"reset-the-bulb", "add-it-again"}
    assert {credit.face.id for credit in page.credits} == {bob.id, article.owner_id}
    assert [step.name for step in page.product_path] == ["Lamps", "Bulb"]
    assert [step.name for step in page.topic_path] == ["Set up"]
    assert page.previous == (before.slug, "Aaaaa")
    assert page.next == (after.slug, "Zzzzz")
    assert page.waiting == 0


def test_a_page_costs_the_same_however_long(guest: Guest, statements: Counting) -> None:
    many = "\n\n".join(f"## Part {number}\n\nText of it." for number in range(60))
    product, topic = make_product(), make_topic()
    slugs = [an_article(product=product, topic=topic, body=body).slug for body in (BODY, many)]
    costs = []
    for slug in slugs:
        db.session.expire_all()
        with statements() as ran:
            article_page(find_article(slug, guest), guest)
        costs.append(len(ran))

    assert costs[0] == costs[1] <= 14, costs


# -- histories --------------------------------------------------------------------------------


def test_a_history_shows_everybody_what_was_published(
    guest: Guest, erin: User, bob: User, mallory: User
) -> None:
    article = an_article()
    first = article.revision
    assert first is not None
    refused = a_proposal(article, by=bob)
    write(decline, refused, by=erin, note="Not so.")
    changed = a_change(article, f"{BODY}\nMore.\n")
    waiting = a_proposal(article, by=bob)
    begun = write(save_draft, article, by=bob, wording=wording_of(changed), base_id=changed.id)

    actors: dict[str, Actor] = {"guest": guest, "mallory": mallory, "bob": bob, "erin": erin}
    seen = {
        name: [row.number for row in history(article, actor).items]
        for name, actor in actors.items()
    }

    published = [changed.number, first.number]
    assert seen["guest"] == seen["mallory"] == published
    assert seen["bob"] == [begun.number, waiting.number, changed.number, 2, 1]
    assert seen["erin"] == [waiting.number, changed.number, 2, 1]
    assert [row.is_in_force for row in history(article, guest).items] == [True, False]
    assert [row.revision_id for row in waiting_of(article)] == [waiting.id]


def test_lists_and_single_revisions_agree_on_who_reads_them(
    guest: Guest, erin: User, bob: User, mallory: User, tess: User
) -> None:
    article = an_article()
    write(decline, a_proposal(article, by=bob), by=erin, note="Not so.")
    changed = a_change(article, f"{BODY}\nMore.\n")
    a_proposal(article, by=bob)
    write(save_draft, article, by=bob, wording=wording_of(changed), base_id=changed.id)
    everything = [
        revision_numbered(article, number, bob) for number in range(1, article.last_number + 1)
    ]

    for actor in (guest, erin, bob, mallory, tess):
        listed = {row.id for row in history(article, actor).items}
        assert listed == {it.id for it in everything if may_see_revision(actor, it)}
        for revision in everything:
            if revision.id not in listed:
                with pytest.raises(NotFound):
                    find_revision(revision.id, actor)


def test_a_text_is_compared_with_the_one_in_force_before_it(erin: User) -> None:
    article = an_article()
    first = article.revision
    assert first is not None
    second = a_change(article, f"{BODY}\nMore.\n")
    back = write(roll_back, article, first, by=erin)
    waiting = a_proposal(article)

    befores = [published_before(it) for it in (first, second, back, waiting)]

    assert befores == [None, first, second, back]


def test_a_history_costs_one_statement(guest: Guest, statements: Counting) -> None:
    article = an_article()
    for number in range(4):
        a_change(article, f"{BODY}\nNumber {number}.\n")
    db.session.refresh(article)
    assert article.space.visibility == "public"

    with statements() as ran:
        history(article, guest)

    assert len(ran) == 1


def test_where_an_article_came_from(guest: Guest, bob: User) -> None:
    article = an_article(sources=[(Subject("answer", 4), bob.id)])

    [source] = article_page(article, guest).sources

    assert (source.kind, source.id, source.author_id) == ("answer", 4, bob.id)


# -- plans ------------------------------------------------------------------------------------

# What PostgreSQL would rather do on a nearly empty table: it sorts, then, only where it must.
DETOURS = ("enable_sort", "enable_seqscan", "enable_bitmapscan", "enable_hashjoin")


@pytest.fixture
def plan() -> Iterator[Callable[[Callable[[], object]], list[str]]]:
    """Gives the plan of the last statement that reads articles."""
    seen: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if "articles" in statement and "EXPLAIN" not in statement:
            seen.append((statement, parameters))

    def plan_of(read: Callable[[], object]) -> list[str]:
        read()
        statement, parameters = seen[-1]
        connection = db.session.connection()
        if connection.dialect.name == "sqlite":
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            return [row[3] for row in rows]
        for detour in DETOURS:
            connection.execute(text(f"SET LOCAL {detour} = off"))
        return [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)]

    event.listen(db.engine, "before_cursor_execute", note)
    yield plan_of
    event.remove(db.engine, "before_cursor_execute", note)


@pytest.mark.parametrize("sort", list(ORDERS))
def test_a_list_is_read_in_the_order_of_an_index(
    sort: str, guest: Guest, bob: User, plan: Callable[[Callable[[], object]], list[str]]
) -> None:
    an_article()

    for actor in (guest, bob):
        steps = plan(partial(articles, actor, sort=sort))
        assert not [step for step in steps if "TEMP B-TREE" in step or "Sort" in step], steps
        if db.engine.dialect.name == "sqlite":
            assert any(f"ix_articles_{sort}" in step for step in steps), steps


def test_a_topics_list_is_read_in_the_order_of_its_index(
    guest: Guest, plan: Callable[[Callable[[], object]], list[str]]
) -> None:
    topic, product = make_topic(), make_product()

    choices: list[dict[str, Any]] = [{"topic_id": topic.id}, {"product_id": product.id}]
    for chosen in choices:
        steps = plan(partial(articles, guest, **chosen))
        assert not [step for step in steps if "TEMP B-TREE" in step or "Sort" in step], steps
