"""The question page: all there is, for whom it is, in a stated number of statements."""

from datetime import timedelta

import pytest

from app.domain.forum.actions.accepting import mark_also_works, recommend
from app.domain.forum.actions.claims import claim
from app.domain.forum.actions.drafts import save_draft
from app.domain.forum.actions.sharing import record_outcome, share
from app.domain.forum.actions.states import hide_post
from app.domain.forum.actions.voting import vote
from app.domain.forum.queries.overlays import guest_overlay, viewer_overlay
from app.domain.forum.queries.posts import page_of
from app.domain.forum.queries.question_pages import question_page, question_view
from app.domain.forum.queries.threads import thread_replies
from app.kit import clock
from app.kit.problems import Invalid, NotFound
from app.kit.work import write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import (
    keep_all,
    make_answer,
    make_question,
    make_reply,
    new_answer,
    new_reply,
)

HOUR = timedelta(hours=1)


def ids(rows):
    return [row.id for row in rows]


def test_everything_stands_in_its_place(alice, bob, hanna, guest):
    lamps = make_product("Lamps")
    product = make_product("Bulb", parent=lamps)
    question = make_question(
        author=alice, product=product, tags=(make_tag("wifi"), make_tag("bulb")),
        fields={"firmware": "3"}, body_parts=["<p>Hello ", {"mention": bob.id}, "</p>"],
    )  # fmt: skip
    solution = make_answer(question, author=bob, accepted=True)
    also, good, plain = make_answer(question), make_answer(question), make_answer(question)
    write(mark_also_works, also, by=alice)
    write(recommend, good, by=hanna)

    page = question_page(question.id, actor=guest)

    assert page.accepted.id == solution.id
    assert page.accepted.author.handle == "bob"
    assert ids(page.also_works) == [also.id]
    assert ids(page.recommended) == [good.id]
    assert ids(page.answers.items) == [plain.id]
    assert page.question.tags == ("bulb", "wifi")
    assert [step.name for step in page.product_path] == ["Lamps", "Bulb"]
    assert page.question.fields == {"firmware": "3"}
    assert page.handles[bob.id] == "bob"
    assert page.people[alice.id].handle == "alice", "who accepted is named"
    assert page.question.facts.is_solved
    assert page.question.state == "solved"
    assert page.question.answer_count == 4
    assert page.question.space_visibility == "public"


def test_what_may_not_be_seen_is_not_there(bob, guest):
    for question_id in (make_question(space=make_space("group")).id, 0):
        for person in (bob, guest):
            with pytest.raises(NotFound):
                question_page(question_id, actor=person)
            with pytest.raises(NotFound):
                question_view(question_id, actor=person)


def test_answers_are_sorted_by_votes_or_time(guest):
    question = make_question()
    now = clock.now()
    old = make_answer(question, posted_at=now - 2 * HOUR, imported_score=1, score=1)
    middle = make_answer(question, posted_at=now - HOUR, imported_score=9, score=9)
    new = make_answer(question, posted_at=now, imported_score=1, score=1)
    orders = {
        "votes": [middle.id, old.id, new.id],
        "oldest": [old.id, middle.id, new.id],
        "newest": [new.id, middle.id, old.id],
    }
    for sort, expected in orders.items():
        assert ids(question_page(question.id, actor=guest, sort=sort).answers.items) == expected
    with pytest.raises(Invalid):
        question_page(question.id, actor=guest, sort="author")


@pytest.mark.parametrize("sort", ["votes", "oldest", "newest"])
def test_a_long_thread_comes_in_pages_there_and_back(guest, sort):
    question = make_question()
    solution = make_answer(question, accepted=True)
    start = clock.now()
    rows = [
        new_answer(question, solution.author, posted_at=start + n * HOUR, imported_score=n % 3)
        for n in range(45)
    ]
    made = keep_all(question, rows)
    seen: list[int] = []
    keys: list[str | None] = [None]
    after = None
    while True:
        page = question_page(question.id, actor=guest, sort=sort, after=after)
        assert (page.accepted is not None) is (after is None)
        seen += ids(page.answers.items)
        after = page.answers.next
        if after is None:
            break
        keys.append(after)
    assert len(seen) == 45
    assert set(seen) == set(made)
    assert len(keys) == 3
    back = question_page(question.id, actor=guest, sort=sort, before=page.answers.previous)
    assert ids(back.answers.items) == seen[20:40]
    first = question_page(question.id, actor=guest, sort=sort, before=back.answers.previous)
    assert ids(first.answers.items) == seen[:20]
    assert first.accepted.id == solution.id
    for place, answer_id in enumerate(seen):
        assert page_of(answer_id, actor=guest, sort=sort).after == keys[place // 20]
    assert page_of(solution.id, actor=guest, sort=sort).after is None


def test_a_hidden_answer_is_a_place_without_words(alice, bob, mallory, morgan, guest):
    question = make_question(author=alice)
    hidden = make_answer(question, author=bob, body="The canary sings here.")
    reply = make_reply(question, author=bob, body="A canary, too.")
    below = make_reply(parent=reply, author=alice, body="What?")
    for post in (hidden, reply):
        write(hide_post, post, by=morgan)
    for person, reads in ((guest, False), (mallory, False), (bob, True), (morgan, True)):
        page = question_page(question.id, actor=person)
        (row,) = page.answers.items
        assert row.withheld is not reads
        assert ("canary" in str(page)) is reads
        assert bool(row.author.handle) is reads
        first, second = page.question.thread.shown
        assert first.withheld is not reads
        assert second.id == below.id


def test_threads_are_drawn_two_levels_deep(alice, bob, guest):
    question = make_question(author=alice)
    start = clock.now()
    first = make_reply(question, author=alice, posted_at=start)
    second = make_reply(question, posted_at=start + HOUR)
    under = make_reply(parent=first, author=bob, posted_at=start + 2 * HOUR)
    deep = make_reply(parent=under, posted_at=start + 3 * HOUR)
    deeper = make_reply(parent=deep, posted_at=start + 4 * HOUR)

    thread = question_page(question.id, actor=guest).question.thread

    rows = thread.rows
    assert ids(rows) == [first.id, under.id, deep.id, deeper.id, second.id]
    assert [row.depth for row in rows] == [0, 1, 1, 1, 0]
    assert [row.in_reply_to for row in rows] == [None, None, under.id, deep.id, None]
    assert rows[2].in_reply_to_face.handle == "bob"
    assert (len(thread.shown), len(thread.folded), thread.more) == (3, 2, 0)


def test_a_very_long_thread_goes_on_with_a_key(guest):
    question = make_question()
    answer = make_answer(question)
    start = clock.now()
    rows = [
        new_reply(answer, answer.author, posted_at=start + timedelta(seconds=n)) for n in range(203)
    ]
    made = keep_all(question, rows)
    (row,) = question_page(question.id, actor=guest).answers.items
    assert ids(row.thread.rows) == made[:200]
    assert row.thread.more == 3
    assert row.thread.count == 203
    rest = thread_replies(question.id, answer.id, actor=guest, after=row.thread.after)
    assert ids(rest.items) == made[200:]
    assert rest.next is None


def test_a_viewers_own_marks_are_laid_over(alice, tess, guest):
    question = make_question(author=alice)
    answer = make_answer(question)
    reply = make_reply(answer=answer)
    write(vote, question, by=tess, value=1)
    write(vote, answer, by=tess, value=-1)
    write(vote, reply, by=tess, value=1)
    write(share, question, who=f"m:{tess.id}", by=tess)
    write(record_outcome, answer, who=f"m:{tess.id}", by=tess, worked=False)
    write(save_draft, f"m:{tess.id}", f"answer:{question.id}", {"body": "half"})
    write(record_outcome, answer, who="g:1", by=guest, worked=True)

    page = question_page(question.id, actor=tess)
    mine = viewer_overlay(page, tess)

    assert mine.votes == {
        f"question:{question.id}": 1, f"answer:{answer.id}": -1, f"reply:{reply.id}": 1,
    }  # fmt: skip
    assert mine.me_too
    assert mine.outcomes == {answer.id: False}
    assert mine.drafts == {f"answer:{question.id}": {"body": "half"}}
    assert viewer_overlay(page, guest).votes == {}
    assert viewer_overlay(page, alice).votes == {}
    assert guest_overlay(page, "g:1").outcomes == {answer.id: True}
    assert not guest_overlay(page, "g:1").me_too


def test_a_claim_that_is_over_is_not_told(tess, guest):
    start = clock.now()
    clock.freeze(start)
    question = make_question()
    write(claim, question, by=tess)
    page = question_page(question.id, actor=guest)
    assert page.handles[page.question.claimed_by_id or 0] == "tess"
    clock.freeze(start + timedelta(minutes=11))
    assert question_page(question.id, actor=guest).question.claimed_by_id is None


def test_the_page_costs_seven_statements_whatever_stands_on_it(
    guest, alice, bob, hanna, statements
):
    small = make_question(author=alice)
    full = make_question(
        author=alice, product=make_product(), tags=(make_tag("wifi"),),
        body_parts=[{"mention": bob.id}], duplicate_of_id=small.id,
    )  # fmt: skip
    answers = [new_answer(full, bob) for _ in range(25)]
    keep_all(full, answers)
    keep_all(full, [new_reply(answer, alice) for answer in answers * 2])
    write(recommend, answers[3], by=hanna)
    make_answer(full, accepted=True)
    for question_id in (small.id, full.id):
        with statements() as ran:
            question_page(question_id, actor=guest)
        assert len(ran) <= 7, ran
        assert bob.handle == "bob"  # read before the statements are counted
        with statements() as ran:
            page = question_page(question_id, actor=bob)
        assert len(ran) <= 7, ran
        with statements() as ran:
            viewer_overlay(page, bob)
        assert len(ran) == 2, ran
