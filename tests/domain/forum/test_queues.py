"""The helpers' queues follow from facts."""

from datetime import timedelta

import pytest

from app.domain.forum.actions.claims import claim
from app.domain.forum.actions.states import hide_post
from app.domain.forum.queries.queues import QUEUES, queue, queue_counts
from app.kit import clock
from app.kit.problems import Forbidden, NotFound
from app.kit.work import write
from tests.factories.catalog import make_product, make_space
from tests.factories.forum import make_answer, make_question, make_reply

DAY = timedelta(days=1)


def in_queues(actor, question):
    return {
        name
        for name in QUEUES
        if question.id in {row.question.id for row in queue(name, actor=actor).items}
    }


def test_each_question_stands_where_its_facts_put_it(tess, alice):
    now = clock.now()
    fresh = make_question()
    assert in_queues(tess, fresh) == {"needs-attention", "unanswered"}
    waiting = make_question(asked_at=now - 2 * DAY)
    assert in_queues(tess, waiting) == {"needs-attention"}
    old = make_question(asked_at=now - 10 * DAY)
    assert in_queues(tess, old) == set()
    helped = make_answer(make_question(asked_at=now - 2 * DAY)).question
    assert in_queues(tess, helped) == {"responded"}
    stuck = make_question(author=alice, asked_at=now - 2 * DAY)
    make_answer(stuck, posted_at=now - DAY)
    make_reply(stuck, author=alice)
    assert in_queues(tess, stuck) == {"needs-attention", "not-helped"}
    lacking = make_question(needs_info_at=now, asked_at=now - 2 * DAY)
    assert in_queues(tess, lacking) == {"needs-info"}
    for done in (
        make_answer(accepted=True).question,
        make_question(locked_at=now),
        make_question(archived_at=now),
    ):
        assert in_queues(tess, done) == {"done"}
    hidden = make_question()
    assert in_queues(tess, make_question(hidden_at=now)) == set()
    assert queue_counts(actor=tess) == {
        "needs-attention": 4, "responded": 1, "needs-info": 1, "not-helped": 1,
        "unanswered": 2, "done": 3,
    }  # fmt: skip
    assert in_queues(tess, hidden) == {"needs-attention", "unanswered"}


def test_queues_are_for_helpers(alice, nora, guest):
    for person in (alice, nora, guest):
        with pytest.raises(Forbidden):
            queue("done", actor=person)
        with pytest.raises(Forbidden):
            queue_counts(actor=person)


def test_an_unknown_queue_is_not_there(tess):
    with pytest.raises(NotFound):
        queue("everything", actor=tess)


def test_helpers_see_only_what_they_may(tess, morgan):
    private = make_question(space=make_space("group"))
    hidden = make_question()
    write(hide_post, hidden, by=morgan)
    assert in_queues(tess, private) == set()
    assert in_queues(morgan, private) == {"needs-attention", "unanswered"}
    assert queue_counts(actor=tess)["needs-attention"] == 0
    assert queue_counts(actor=morgan)["needs-attention"] == 1


def test_a_row_tells_who_spoke_last_and_who_is_writing(tess, sue, bob):
    start = clock.now()
    clock.freeze(start)
    question = make_question()
    make_answer(question, author=bob)
    write(claim, question, by=sue)
    (row,) = queue("responded", actor=tess).items
    assert (row.last_post_by.handle, row.asker_spoke_last) == ("bob", False)
    assert (row.claimed_by.handle, row.claimed_until) == ("sue", start + timedelta(minutes=10))
    clock.freeze(start + timedelta(minutes=11))
    (row,) = queue("responded", actor=tess).items
    assert row.claimed_by is None


def test_a_product_holds_those_below_it(tess):
    lamps = make_product("Lamps")
    bulb = make_product("Bulb", parent=lamps)
    below = make_question(product=bulb)
    make_question()
    assert queue_counts(actor=tess, product=lamps.slug)["unanswered"] == 1
    (row,) = queue("unanswered", actor=tess, product=lamps.slug).items
    assert row.question.id == below.id
    assert queue_counts(actor=tess, product="nothing")["unanswered"] == 0


def test_pages_of_a_queue_cost_the_same(tess, statements):
    made = [make_question(asked_at=clock.now() - n * DAY / 100).id for n in range(7)]
    assert tess.handle == "tess"  # read before the statements are counted
    with statements() as ran:
        first = queue("unanswered", actor=tess, size=3)
    assert len(ran) <= 3
    with statements() as ran:
        second = queue("unanswered", actor=tess, size=3, after=first.next)
    assert len(ran) <= 3
    found = [row.question.id for row in [*first.items, *second.items]]
    assert found == made[:6]
