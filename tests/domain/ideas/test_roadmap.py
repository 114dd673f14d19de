"""The roadmap in columns, and what moved in a week."""

from __future__ import annotations

from datetime import timedelta

from app.domain.accounts.models import Guest
from app.domain.catalog.models import Product, Space
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.machines import put_in_force
from app.domain.ideas.actions.merging import merge
from app.domain.ideas.queries.moved import moved_between
from app.domain.ideas.queries.roadmap import roadmap
from app.domain.ideas.rules.machine import LABELS, ROADMAP, TRANSITIONS
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.ideas import an_idea, an_official_reply


def lanes(actor, **values):
    return {lane.status: lane for lane in roadmap(actor, **values)}


def test_a_column_for_each_status_the_most_wanted_first(session):
    ideas = [an_idea(status="planned", votes=number) for number in (1, 3, 2)]
    an_idea(status="new", votes=9)
    an_idea(status="declined")
    found = roadmap(Guest())
    assert [lane.status for lane in found] == list(ROADMAP)
    assert [lane.label for lane in found] == [LABELS[status] for status in ROADMAP]
    planned = lanes(Guest())["planned"]
    assert [row.id for row in planned.rows] == [ideas[1].id, ideas[2].id, ideas[0].id]
    assert [lane.total for lane in found] == [0, 3, 0, 0, 0]


def test_what_is_here_comes_the_newest_first(session):
    now = clock.now()
    old = an_idea(status="delivered", votes=5, status_since=now - timedelta(days=9))
    new = an_idea(status="delivered", status_since=now)
    assert [row.id for row in lanes(Guest())["delivered"].rows] == [new.id, old.id]


def test_a_column_has_an_end_and_says_how_many_there_are(session):
    for _ in range(5):
        an_idea(status="beta")
    beta = lanes(Guest(), most=2)["beta"]
    assert (len(beta.rows), beta.total) == (2, 5)


def test_a_product_stands_for_those_below_it(session):
    with unit_of_work():
        lamps = Product(slug="lamps", name="Lamps")
        db.session.add(lamps)
        db.session.flush()
        bulb = Product(slug="bulb", name="Bulb", parent_id=lamps.id)
        db.session.add(bulb)
    an_idea(status="planned")
    mine = [an_idea(status="planned", product=product).id for product in (lamps, bulb)]
    rows = lanes(Guest(), product_id=lamps.id)["planned"].rows
    assert {row.id for row in rows} == set(mine)
    assert lanes(Guest(), product_id=10**9)["planned"].total == 0


def test_what_few_can_see_is_not_on_it(alice, ada):
    now = clock.now()
    with unit_of_work():
        space = Space(slug="inner", name="Inner", visibility="members")
        db.session.add(space)
    inner = an_idea(status="planned", space=space)
    an_idea(status="planned", hidden_at=now)
    an_idea(status="planned", held_at=now)
    assert lanes(Guest())["planned"].total == 0
    assert [row.id for row in lanes(alice)["planned"].rows] == [inner.id]
    assert lanes(ada)["planned"].total == 1


def test_it_calls_a_status_as_the_site_does(ada):
    write(
        put_in_force,
        by=ada,
        transitions=TRANSITIONS,
        reasoned=(),
        labels={"planned": "On the list"},
        reason="Members asked what planned means.",
    )
    assert lanes(Guest())["planned"].label == "On the list"


def test_the_roadmap_takes_few_statements_however_long_it_is(session, statements):
    for number in range(20):
        an_idea(status=ROADMAP[number % len(ROADMAP)], votes=1)
    with statements() as ran:
        roadmap(Guest())
    assert len(ran) <= 4, str(ran)


# -- what moved -------------------------------------------------------------------------------

WHY = "Both ask that a bulb remembers its colour."


def test_what_moved_in_a_time(hanna, morgan):
    start = clock.now() + timedelta(days=1)
    clock.freeze(start - timedelta(seconds=1))
    idea, target = an_idea("Remember the colour"), an_idea("Keep the colour")
    write(set_status, idea, "needs-votes", by=morgan)
    clock.freeze(start)
    write(set_status, idea, "under-review", by=morgan)
    clock.freeze(start + timedelta(hours=1))
    an_official_reply(target, author=hanna, at=clock.now())
    clock.freeze(start + timedelta(hours=2))
    write(merge, idea, target, by=hanna, reason=WHY)
    end = start + timedelta(days=7)
    clock.freeze(end)
    write(set_status, target, "needs-votes", by=morgan)
    assert [(row.kind, row.idea_id, row.after) for row in moved_between(start, end, hanna)] == [
        ("status", idea.id, "duplicate"),
        ("reply", target.id, ""),
        ("status", idea.id, "under-review"),
    ]


def test_what_moved_where_the_reader_sees_it(hanna, ada, morgan):
    with unit_of_work():
        product = Product(slug="any", name="Any")
        db.session.add(product)
        db.session.flush()
        space = Space(slug="own", name="Own", visibility="owners", product_id=product.id)
        db.session.add(space)
    idea, other = an_idea(space=space), an_idea()
    start = clock.now() - timedelta(hours=1)
    for one in (idea, other):
        write(set_status, one, "needs-votes", by=ada)
    with unit_of_work():
        other.hidden_at = clock.now()
    end = start + timedelta(hours=2)
    assert moved_between(start, end, hanna) == []
    assert [row.idea_id for row in moved_between(start, end, ada)] == [idea.id]
