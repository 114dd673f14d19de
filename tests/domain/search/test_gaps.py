"""Searches without result: which words are kept, how they are counted, claimed and settled."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.search import gaps
from app.domain.search.gaps import (
    claim_gap,
    find_gap,
    note_nothing_found,
    release_gap,
    settle_gap,
    sweep_gaps,
    words_of,
)
from app.domain.search.models import FailedSearch
from app.domain.search.queries.gaps import gap_count, open_gaps
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden
from app.kit.work import write


@pytest.mark.parametrize(
    "typed, kept",
    [
        ("Bulb RESET", ["bulb", "reset"]),
        ("  bulb,  bulb?  ", ["bulb"]),
        ("mail to ann.smith@example.com lost", ["mail", "to", "lost"]),
        ("see https://example.com/me?token=1 and www.example.org", ["see", "and"]),
        ("call +49 30 1234567 now", ["call", "now"]),
        ("order 123456789 late", ["order", "late"]),
        ("serial AB12CD34EF56 dead", ["serial", "dead"]),
        ("error E-42 on model 2.7.4", ["error", "e-42", "on", "model", "2.7.4"]),
        ("x" * 31 + " lamp", ["lamp"]),
        ("übergroße Lampe", ["übergrosse", "lampe"]),
        ("* ? \x00 a", []),
        (" ".join(f"word{n}" for n in range(20)), [f"word{n}" for n in range(8)]),
    ],
)
def test_words_that_may_be_kept(typed, kept):
    assert words_of(typed) == kept


def note(typed, searcher="192.0.2.1"):
    write(note_nothing_found, typed, searcher=searcher)


def kept():
    return {g.words: g.times for g in db.session.scalars(select(FailedSearch))}


def test_the_same_words_are_one_gap(session):
    note("Bulb reset")
    note("reset bulb", "192.0.2.2")
    assert kept() == {"bulb reset": 2}
    assert db.session.scalars(select(FailedSearch.typed)).one() == "reset bulb"


def test_one_searcher_counts_once_a_day(session):
    for _ in range(3):
        note("bulb reset")
    assert kept() == {"bulb reset": 1}
    clock.freeze(clock.now() + timedelta(days=1, minutes=1))
    note("bulb reset")
    assert kept() == {"bulb reset": 2}


def test_one_searcher_makes_so_many_gaps_a_day(session):
    for n in range(40):
        note(f"gap number{n}")
    assert len(kept()) == 30


def test_a_full_list_takes_no_new_words_but_counts_old_ones(session, monkeypatch):
    monkeypatch.setattr(gaps, "GAPS_MOST", 1)
    note("bulb reset")
    note("lamp reset")
    note("bulb reset", "192.0.2.2")
    assert kept() == {"bulb reset": 2}


def test_nothing_worth_keeping_keeps_nothing(session):
    note("ann@example.com")
    assert kept() == {}


def test_claimed_by_one_given_back_settled(session, erin, ada, alice):
    note("bulb reset")
    gap = db.session.scalars(select(FailedSearch)).one()
    write(claim_gap, gap, by=erin)
    with pytest.raises(Conflict):
        write(claim_gap, gap, by=ada)
    (row,) = open_gaps(actor=ada).items
    assert row.claimed_by.id == erin.id
    write(release_gap, gap, by=ada)
    write(claim_gap, gap, by=ada)
    write(settle_gap, gap, by=ada)
    assert gap_count(actor=ada) == 0
    for verb in (claim_gap, release_gap, settle_gap):
        with pytest.raises(Forbidden):
            write(verb, gap, by=alice)
    with pytest.raises(Forbidden):
        find_gap(gap.id, actor=alice)
    with pytest.raises(Forbidden):
        open_gaps(actor=alice)


def test_settled_words_that_come_back_much_later_are_open_again(session, erin):
    note("bulb reset")
    gap = db.session.scalars(select(FailedSearch)).one()
    write(settle_gap, gap, by=erin)
    note("bulb reset", "192.0.2.2")
    assert gap_count(actor=erin) == 0
    clock.freeze(clock.now() + timedelta(days=61))
    note("bulb reset", "192.0.2.3")
    assert gap_count(actor=erin) == 1


def test_sorted_by_how_often_page_by_page(session, erin):
    for n, times in enumerate((1, 3, 2, 3)):
        for searcher in range(times):
            note(f"gap number{n}", f"192.0.2.{searcher}")
    first = open_gaps(actor=erin, size=2)
    rest = open_gaps(actor=erin, size=2, after=first.next)
    assert [row.times for row in (*first.items, *rest.items)] == [3, 3, 2, 1]


def test_what_nobody_asks_for_any_more_is_forgotten(session):
    note("bulb reset")
    for searcher in range(3):
        note("lamp reset", f"192.0.2.{searcher}")
    clock.freeze(clock.now() + timedelta(days=181))
    write(sweep_gaps)
    assert kept() == {"lamp reset": 3}
