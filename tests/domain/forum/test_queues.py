"""The helpers' queues follow from facts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.forum.actions.claims import claim
from app.domain.forum.actions.recounting import recount_question
from app.domain.forum.actions.states import hide_post
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import MeToo
from app.domain.forum.models.votes import Outcome
from app.domain.forum.queries.figures import reply_figures
from app.domain.forum.queries.queues import QUEUES, Topics, queue, queue_counts
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden, NotFound
from app.kit.work import write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question, make_reply

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


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
        "yours": 0, "needs-attention": 4, "responded": 1, "needs-info": 1, "not-helped": 1,
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
    assert len(ran) <= 4
    with statements() as ran:
        second = queue("unanswered", actor=tess, size=3, after=first.next)
    assert len(ran) <= 4
    found = [row.question.id for row in [*first.items, *second.items]]
    assert found == made[:6]


def yours(actor, **about):
    topics = Topics(**{name: frozenset(ids) for name, ids in about.items()})
    found = queue("yours", actor=actor, topics=topics, sort="affected").items
    assert queue_counts(actor=actor, topics=topics)["yours"] == len(found)
    return [row.question.id for row in found]


def test_ones_own_queue_holds_open_questions_of_ones_topics_most_affected_first(tess, alice):
    lamps, locks, tag = make_product("Lamps"), make_product("Locks"), make_tag()
    few = make_question(product=lamps, too_count=1, imported_too=1)
    many = make_question(tags=(tag,), too_count=5, imported_too=5)
    both = make_question(product=lamps, tags=(tag,))
    make_question(product=locks)
    make_question(product=lamps, author=tess)
    make_question(product=lamps, needs_info_at=clock.now())
    make_question(product=lamps, locked_at=clock.now())
    make_answer(make_question(product=lamps))  # a helper spoke last
    make_answer(make_question(product=lamps), accepted=True)
    back = make_question(product=lamps, author=alice, asked_at=clock.now() - DAY)
    make_answer(back, posted_at=clock.now() - DAY / 2)
    make_reply(back, author=alice)
    found = yours(tess, product_ids=[lamps.id], tag_ids=[tag.id])
    assert found == [many.id, few.id, *sorted((both.id, back.id), reverse=True)]
    assert yours(tess, tag_ids=[tag.id]) == [many.id, both.id]
    assert yours(tess) == []


def sign_of(actor, question):
    for name in ("needs-attention", "responded", "done"):
        for row in queue(name, actor=actor).items:
            if row.question.id == question.id:
                return row.sign
    raise AssertionError


def test_a_sign_says_what_a_question_is_like(tess):
    now = clock.now()
    silent = make_question(asked_at=now - 5 * DAY)
    make_answer(silent, posted_at=now - 4 * DAY)
    answered = make_answer().question
    works = make_question()
    make_answer(works, fixed_count=1)
    write(_has_outcome, works)
    growing = make_question()
    write(_shared, growing, now, 3)
    slow = make_question()
    write(_shared, slow, now - 2 * DAY, 3)
    done = make_answer(accepted=True).question
    assert {
        "silent": sign_of(tess, silent),
        "answered": sign_of(tess, answered),
        "works": sign_of(tess, works),
        "growing": sign_of(tess, growing),
        "slow": sign_of(tess, slow),
        "done": sign_of(tess, done),
    } == {
        "silent": "asker-silent", "answered": "", "works": "looks-solved",
        "growing": "growing", "slow": "no-reply", "done": "",
    }  # fmt: skip


def _has_outcome(question):
    (given,) = db.session.scalars(select(Answer).where(Answer.question_id == question.id))
    db.session.add(Outcome(answer_id=given.id, who="m:1", worked=True))
    db.session.flush()
    recount_question(question.id)


def _shared(question, at, many):
    for n in range(many):
        db.session.add(MeToo(question_id=question.id, who=f"g:{n}", at=at))
    db.session.flush()
    recount_question(question.id)


def test_the_weeks_figures_leave_out_what_is_not_late_yet(tess, statements):
    now = clock.now()
    for hours, answered_after in ((30, 1), (40, 3), (50, 40), (60, None), (2, None), (300, 1)):
        question = make_question(asked_at=now - hours * HOUR)
        if answered_after is not None:
            make_answer(question, posted_at=question.asked_at + answered_after * HOUR)
    assert tess.handle  # read before the statements are counted
    with statements() as ran:
        found = reply_figures(tess)
    assert len(ran) == 1
    assert found.in_time_share == 0.5
    assert found.median is not None
    assert round(found.median / HOUR) == 3


def test_before_the_first_question_there_are_no_figures(tess):
    found = reply_figures(tess)
    assert (found.in_time_share, found.median) == (None, None)
