"""Lists: what stands in them, for whom, in which order, at a constant cost."""

from datetime import timedelta
from typing import Any

import pytest

from app.domain.forum.actions.states import hide_post, lock_question
from app.domain.forum.models.questions import MeToo
from app.domain.forum.queries.figures import (
    affected_over_time,
    recently_solved,
    site_figures,
    sitemap_page,
    sitemap_starts,
    top_helpers,
    waiting_for_help,
)
from app.domain.forum.queries.filters import STATES, TABS, QuestionFilter
from app.domain.forum.queries.lists import (
    answers_by,
    my_questions,
    question_list,
    questions_by_ids,
    questions_of,
)
from app.kit import clock
from app.kit.db import db
from app.kit.pages import Page
from app.kit.problems import Invalid
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question, make_reply

HOUR = timedelta(hours=1)


def ids(page):
    return [row.id for row in (page.items if isinstance(page, Page) else page)]


def listed(actor, **chosen):
    return ids(question_list(QuestionFilter(**chosen), actor=actor))


def test_a_filter_reads_from_an_address_and_prints_back():
    query = {"tab": "new", "product": "bulb", "tag": "wifi", "state": "status:fixed", "space": "s",
             "author": "alice"}  # fmt: skip
    chosen = QuestionFilter.parse(query)
    assert chosen.query() == query
    assert QuestionFilter.parse({}).query() == {}
    wild = QuestionFilter.parse({"tab": "x", "state": "x", "product": "x" * 101, "tag": "\x00"})
    assert wild == QuestionFilter()
    assert chosen.but(tab="active").query() == {k: v for k, v in query.items() if k != "tab"}


def test_tabs(guest):
    now = clock.now()
    quiet = make_question(asked_at=now - 3 * HOUR, imported_too=5)
    solved = make_question(asked_at=now - 2 * HOUR)
    make_answer(solved, accepted=True, posted_at=now)
    new = make_question(asked_at=now - HOUR)
    make_answer(new, posted_at=now - HOUR / 2)
    assert listed(guest) == [solved.id, new.id, quiet.id]
    assert listed(guest, tab="new") == [new.id, solved.id, quiet.id]
    assert listed(guest, tab="unanswered") == [quiet.id]
    assert listed(guest, tab="solved") == [solved.id]
    assert listed(guest, tab="affected") == [quiet.id]


def test_facets(guest, alice, morgan):
    lamps = make_product("Lamps")
    bulb = make_product("Bulb", parent=lamps)
    space = make_space()
    wifi = make_tag("wifi")
    plain = make_question(author=alice)
    below = make_question(product=bulb, tags=(wifi,))
    fixed = make_question(product=lamps, status="fixed", space=space)
    needs = make_question(needs_info_at=clock.now())
    write(lock_question, needs, by=morgan)
    solved = make_answer(accepted=True).question
    for chosen, expected in (
        ({"product": lamps.slug}, {below, fixed}),
        ({"product": bulb.slug}, {below}),
        ({"product": "nothing"}, set()),
        ({"tag": "wifi"}, {below}),
        ({"tag": "nothing"}, set()),
        ({"space": space.slug}, {fixed}),
        ({"author": "alice"}, {plain}),
        ({"author": "nobody-here"}, set()),
        ({"state": "solved"}, {solved}),
        ({"state": "open"}, {plain, below, fixed}),
        ({"state": "unsolved"}, {plain, below, fixed, needs}),
        ({"state": "unanswered"}, {plain, below, fixed, needs}),
        ({"state": "needs-info"}, {needs}),
        ({"state": "closed"}, {needs}),
        ({"state": "status:fixed"}, {fixed}),
        ({"state": "status:investigating"}, set()),
    ):
        assert set(listed(guest, **chosen)) == {question.id for question in expected}, chosen
    with pytest.raises(Invalid):
        listed(guest, state="odd")


def test_a_row_says_what_a_line_shows(guest, alice, statements):
    product = make_product("Bulb")
    make_question(
        author=alice, title="Why does the bulb hum?", product=product,
        tags=(make_tag("wifi"), make_tag("audio")), status="fixed", status_version="3.2",
    )  # fmt: skip
    (row,) = question_list(QuestionFilter(), actor=guest).items
    assert (row.slug, row.author.handle) == ("why-does-the-bulb-hum", "alice")
    assert (row.product_name, row.product_slug) == ("Bulb", product.slug)
    assert row.tags == ("audio", "wifi")
    assert (row.status, row.status_version, row.state) == ("fixed", "3.2", "open")
    assert row.excerpt.startswith("The lamp goes off")


def test_pages_go_there_and_back_at_a_constant_cost(guest, alice, statements):
    now = clock.now()
    made = [
        make_question(author=alice, asked_at=now - n * HOUR, tags=(make_tag("wifi"),)).id
        for n in range(30)
    ]
    counts = set()
    for size in (3, 30):
        with statements() as ran:
            question_list(QuestionFilter(), actor=guest, size=size)
        counts.add(len(ran))
    assert counts == {1}
    first = question_list(QuestionFilter(tab="new"), actor=guest, size=12)
    second = question_list(QuestionFilter(tab="new"), actor=guest, size=12, after=first.next)
    third = question_list(QuestionFilter(tab="new"), actor=guest, size=12, after=second.next)
    assert ids(first) + ids(second) + ids(third) == made
    assert third.next is None
    back = question_list(QuestionFilter(tab="new"), actor=guest, size=12, before=third.previous)
    assert ids(back) == ids(second)


@pytest.mark.parametrize("size", [-5, 0, 10**9])
def test_wild_sizes_are_clamped(guest, size):
    make_question()
    assert len(question_list(QuestionFilter(), actor=guest, size=size).items) == 1


@pytest.mark.parametrize("key", ["", "x", "W10", "WzFd", "eyJhIjoxfQ", "1", "é"])
def test_a_wild_key_is_a_plain_refusal(guest, key):
    make_question()
    with pytest.raises(Invalid):
        question_list(QuestionFilter(), actor=guest, after=key)


@pytest.mark.parametrize("tab", TABS)
def test_no_list_shows_what_may_not_be_seen(tab, guest, bob, alice, morgan):
    canary: dict[str, Any] = {"title": "The canary sings in here", "imported_too": 3}
    private = make_question(space=make_space("group"), author=alice, **canary)
    hidden = make_question(author=alice, **canary)
    write(hide_post, hidden, by=morgan)
    merged = make_question(merged_into_id=make_question().id, **canary)
    for question in (private, merged):
        if tab == "solved":
            make_answer(question, accepted=True)
    for person in (guest, bob):
        assert "canary" not in str(question_list(QuestionFilter(tab=tab), actor=person))
    assert questions_by_ids([private.id, hidden.id, merged.id], actor=bob) == []
    assert ids(questions_of(alice.id, actor=bob)) == []
    assert hidden.id in ids(my_questions(alice))
    assert ids(my_questions(guest)) == []


def test_rows_come_in_the_order_asked_for(guest):
    first, second = make_question(), make_question()
    assert ids(questions_by_ids([second.id, 0, first.id], actor=guest)) == [second.id, first.id]
    assert questions_by_ids([], actor=guest) == []


def test_answers_of_a_member(alice, bob, guest, morgan, statements):
    question = make_question(title="Where do all the lamps go?", author=alice)
    seen = make_answer(question, author=bob, accepted=True)
    hidden = make_answer(author=bob)
    write(hide_post, hidden, by=morgan)
    make_answer(make_question(space=make_space("group")), author=bob)
    bob_id = bob.id
    with statements() as ran:
        (row,) = answers_by(bob_id, actor=guest).items
    assert len(ran) == 1
    assert (row.answer_id, row.is_accepted) == (seen.id, True)
    assert row.question_slug == "where-do-all-the-lamps-go"
    assert {r.answer_id for r in answers_by(bob.id, actor=bob).items} == {seen.id, hidden.id}


# -- figures --------------------------------------------------------------------------------------


def test_the_footers_figures_count_what_is_public(statements, session):
    empty = site_figures()
    assert (empty.questions, empty.solved_share, empty.first_answer_minutes) == (0, None, None)
    now = clock.now()
    for minutes in (10, 30, 90):
        question = make_question(asked_at=now - 2 * HOUR)
        make_answer(question, posted_at=now - 2 * HOUR + timedelta(minutes=minutes))
    make_answer(question, accepted=True)
    make_answer(make_question(space=make_space("members")), accepted=True)
    with statements() as ran:
        figures = site_figures()
    assert len(ran) == 1
    assert (figures.questions, figures.solved, figures.answers) == (3, 1, 4)
    assert figures.solved_share == pytest.approx(1 / 3)
    assert figures.first_answer_minutes == pytest.approx(30, abs=0.01)
    assert figures.members > 6


def test_the_weeks_helpers(bob, tess, alice):
    now = clock.now()
    make_answer(author=bob, accepted=True)
    make_answer(author=tess)
    make_answer(author=tess)
    make_answer(author=tess, posted_at=now - timedelta(days=8))
    make_answer(make_question(author=alice), author=alice)
    make_answer(make_question(space=make_space("members")), author=alice)
    found = [(row.face.handle, row.answers, row.accepted) for row in top_helpers()]
    assert found == [("bob", 1, 1), ("tess", 2, 0)]


def test_nobody_is_compared_who_asked_not_to_be_and_no_staff(bob, tess, morgan):
    for author in (bob, tess, morgan):
        make_answer(author=author)
    with unit_of_work():
        bob.on_boards = False
    assert [row.face.handle for row in top_helpers()] == ["tess"]


def test_waiting_and_solved(guest, bob, statements):
    waiting = make_question()
    solved = make_answer(author=bob, accepted=True).question
    assert ids(waiting_for_help(guest, 5)) == [waiting.id]
    (row,) = recently_solved(guest, 5)
    assert (row.question.id, row.solver.handle) == (solved.id, "bob")


def test_people_affected_over_time(session):
    question = make_question(imported_too=9)
    now = clock.now()
    with unit_of_work():
        for n, ago in enumerate((0, 0, 1, 13, 14, 40)):
            at = now - timedelta(days=ago)
            db.session.add(MeToo(question_id=question.id, who=f"g:{n}", at=at))
        question.too_count += 6
    days = affected_over_time(question.id)
    assert len(days) == 14
    assert [day.count for day in days][-2:] == [1, 2]
    assert days[0].count == 1
    assert sum(day.count for day in days) == 4
    assert days[-1].day == now.date()


def test_the_sitemap_holds_public_questions(session, monkeypatch):
    made = [make_question().id for _ in range(5)]
    make_question(space=make_space("members"))
    assert sitemap_starts() == [0]
    assert ids(sitemap_page(0)) == made
    monkeypatch.setattr("app.domain.forum.queries.figures.SITEMAP_SIZE", 2)
    starts = sitemap_starts()
    assert [row.id for start in starts for row in sitemap_page(start)] == made
    assert len(starts) == 3


def test_every_state_has_a_condition(guest):
    make_reply(make_question())
    for state in STATES:
        listed(guest, state=state)
