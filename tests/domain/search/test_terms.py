"""The log of searches: what is counted, for how long, and what becomes work."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.search import gaps, terms
from app.domain.search.models import FailedSearch, SearchDay, SearchTerm
from app.domain.search.queries.terms import figures_of, searched_terms, trend
from app.domain.search.terms import (
    claim_term,
    find_unopened,
    note_opened,
    note_search,
    sweep_terms,
)
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid, NotFound
from app.kit.work import write


def search(typed, found=3, searcher="192.0.2.1"):
    write(note_search, typed, found, searcher=searcher)


def opened(typed, searcher="192.0.2.1"):
    write(note_opened, typed, searcher=searcher)


def searches(typed, times, found=3, opens=0):
    for n in range(times):
        search(typed, found, f"{typed} {n}")
    for n in range(opens):
        opened(typed, f"{typed} {n}")


def counted():
    rows = db.session.execute(
        select(SearchTerm.words, SearchDay.times, SearchDay.found_none, SearchDay.opened).join(
            SearchDay, SearchDay.term_id == SearchTerm.id
        )
    )
    return {row[0]: tuple(row[1:]) for row in rows}


def later(**span):
    clock.freeze(clock.now() + timedelta(**span))


def test_the_same_words_in_any_order_are_one_term(session):
    search("Bulb reset")
    search("reset bulb", searcher="192.0.2.2")
    assert counted() == {"bulb reset": (2, 0, 0)}


def test_a_searcher_counts_once_a_day_for_the_same_words(session):
    for _ in range(3):
        search("bulb reset")
        opened("bulb reset")
    assert counted() == {"bulb reset": (1, 0, 1)}
    later(days=1, minutes=1)
    search("bulb reset")
    assert [day.times for day in db.session.scalars(select(SearchDay))] == [1, 1]


def test_what_found_nothing_is_counted_and_is_a_gap(session):
    search("bulb reset", found=0)
    assert counted() == {"bulb reset": (1, 1, 0)}
    (gap,) = db.session.scalars(select(FailedSearch))
    assert (gap.words, gap.reason) == ("bulb reset", "nothing")


def test_operators_and_exclusions_are_not_what_was_looked_for(session):
    search('reset tag:wifi -lamp -"light bulb" title:bulb is:solved e-42')
    assert counted() == {"bulb e-42 reset": (1, 0, 0)}


def test_nothing_personal_is_kept(session):
    search("ann@example.com lost 123456789")
    assert counted() == {"lost": (1, 0, 0)}


def test_words_that_every_text_has_are_no_gap(session):
    search("how to do it", found=0)
    search("the", found=0)
    assert counted() == {}
    assert list(db.session.scalars(select(FailedSearch))) == []


def test_what_nobody_searched_for_is_not_opened(session):
    opened("bulb reset")
    assert counted() == {}


def test_one_searcher_counts_for_so_many_words_a_day(session, monkeypatch):
    monkeypatch.setattr(terms, "TERMS_A_DAY", 2)
    for n in range(4):
        search(f"lamp number{n}")
    assert len(counted()) == 2


def test_a_full_log_counts_known_words_alone(session, monkeypatch):
    monkeypatch.setattr(terms, "TERMS_MOST", 1)
    search("bulb reset")
    search("lamp reset")
    search("bulb reset", searcher="192.0.2.2")
    assert counted() == {"bulb reset": (2, 0, 0)}


# -- the report -----------------------------------------------------------------------------------


def test_three_views_of_a_period(session, erin):
    searches("bulb reset", 6, opens=3)
    searches("solar panel", 2, found=0)
    searches("door chime", 7)
    rows = {view: searched_terms(7, view, actor=erin) for view in ("top", "nothing", "unopened")}
    assert {view: [row.typed for row in found] for view, found in rows.items()} == {
        "top": ["door chime", "bulb reset", "solar panel"],
        "nothing": ["solar panel"],
        "unopened": ["door chime"],
    }
    assert rows["nothing"][0].work.reason == "nothing"
    now, before = figures_of(7, actor=erin)
    assert (now.times, now.found_none, now.found, now.opened) == (15, 2, 13, 3)
    assert before.times == 0


def test_one_opening_in_ten_is_enough(session, erin):
    searches("door chime", 10, opens=1)
    assert searched_terms(7, "unopened", actor=erin) == []


def test_the_period_before_is_told_beside(session, erin):
    searches("bulb reset", 2)
    later(days=7)
    searches("bulb reset", 5)
    (row,) = searched_terms(7, actor=erin)
    assert (row.figures.times, row.before) == (5, 2)
    now, before = figures_of(7, actor=erin)
    assert (now.times, before.times) == (5, 2)


def test_the_trend_has_a_bar_for_each_day_or_week(session, erin):
    searches("bulb reset", 2)
    later(days=6)
    searches("bulb reset", 3, found=0)
    assert [(s.figures.times, s.figures.found_none) for s in trend(7, actor=erin)] == [
        (2, 0), *[(0, 0)] * 5, (3, 3),
    ]  # fmt: skip
    weeks = trend(90, actor=erin)
    assert len(weeks) == 13
    assert [span.figures.times for span in weeks][-2:] == [0, 5]
    assert (weeks[-1].since - weeks[-2].since).days == 7


def test_the_report_costs_the_same_for_few_and_many(session, erin, statements):
    search("bulb reset", found=0)
    ran = []
    for n in range(1, 25):
        if n in (1, 24):
            with statements() as counting:
                searched_terms(7, actor=erin)
            ran.append(len(counting))
        search(f"lamp number{n}", found=0, searcher=f"192.0.2.{n}")
    assert ran[0] == ran[1] <= 4


def test_only_editors_read_it(session, alice, guest):
    for who in (alice, guest):
        for query in (searched_terms, figures_of, trend):
            with pytest.raises(Forbidden):
                query(7, actor=who)


# -- work -----------------------------------------------------------------------------------------


def test_any_row_can_be_claimed(session, erin, ada, alice):
    searches("door chime", 7)
    (row,) = searched_terms(7, "unopened", actor=erin)
    assert row.work is None
    gap = write(claim_term, row.id, "unopened", by=erin)
    assert (gap.reason, gap.times, gap.claimed_by_id) == ("unopened", 7, erin.id)
    (row,) = searched_terms(7, "unopened", actor=erin)
    assert row.work.claimed_by.id == erin.id
    with pytest.raises(Conflict):
        write(claim_term, row.id, "unopened", by=ada)
    with pytest.raises(Forbidden):
        write(claim_term, row.id, "unopened", by=alice)
    with pytest.raises(Invalid):
        write(claim_term, row.id, "boredom", by=ada)
    with pytest.raises(NotFound):
        write(claim_term, row.id + 1, "nothing", by=ada)


def test_claimed_again_after_it_was_settled(session, erin):
    search("bulb reset", found=0)
    gap = db.session.scalars(select(FailedSearch)).one()
    write(gaps.settle_gap, gap, by=erin)
    (row,) = searched_terms(7, actor=erin)
    assert row.work.is_settled
    write(claim_term, row.id, "nothing", by=erin)
    (row,) = searched_terms(7, actor=erin)
    assert not row.work.is_settled
    assert row.work.claimed_by.id == erin.id


def test_what_hardly_anybody_opens_becomes_work_and_stops_to_be(session, erin):
    searches("door chime", 7)
    searches("bulb reset", 7, opens=4)
    write(find_unopened)
    (gap,) = db.session.scalars(select(FailedSearch))
    assert (gap.words, gap.reason, gap.times) == ("chime door", "unopened", 7)
    later(days=1)
    searches("door chime", 3, opens=3)
    write(find_unopened)
    assert gap.settled_at is not None


def test_what_somebody_works_on_is_not_settled_by_itself(session, erin):
    searches("door chime", 7)
    write(find_unopened)
    gap = db.session.scalars(select(FailedSearch)).one()
    write(gaps.claim_gap, gap, by=erin)
    later(days=40)
    write(find_unopened)
    assert gap.settled_at is None


def test_what_found_nothing_stays_for_that_reason(session):
    search("door chime", found=0)
    searches("door chime", 7)
    write(find_unopened)
    assert [gap.reason for gap in db.session.scalars(select(FailedSearch))] == ["nothing"]


# -- forgetting -----------------------------------------------------------------------------------


def test_words_of_one_search_are_forgotten_soon_and_others_later(session):
    search("bulb reset")
    searches("door chime", 2)
    later(days=29)
    write(sweep_terms)
    assert set(counted()) == {"bulb reset", "chime door"}
    later(days=2)
    write(sweep_terms)
    assert set(counted()) == {"chime door"}
    later(days=200)
    write(sweep_terms)
    assert db.session.scalars(select(SearchTerm)).all() == []
