"""The report of searches: for editors, over three periods, as work and as a table."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import select, update

from app.domain.search.models import FailedSearch, SearchTerm
from app.domain.search.terms import note_opened, note_search
from app.kit.db import db
from app.kit.work import unit_of_work, write


def text(response):
    return response.get_data(as_text=True)


@pytest.fixture
def searched(session):
    for n in range(6):
        write(note_search, "bulb reset", 3, searcher=f"192.0.2.{n}")
        write(note_search, "door chime", 3, searcher=f"192.0.2.{n}")
    write(note_opened, "bulb reset", searcher="192.0.2.1")
    write(note_search, "=solar+panel", 0, searcher="192.0.2.1")


@pytest.mark.parametrize(
    "view, there, missing",
    [
        ("top", ("bulb reset", "door chime", "solar panel"), ()),
        ("nothing", ("solar panel",), ("bulb reset", "door chime")),
        ("unopened", ("door chime",), ("bulb reset", "solar panel")),
    ],
)
def test_each_view_shows_its_words(as_member, erin, searched, view, there, missing):
    page = text(as_member(erin).get(f"/search/report?view={view}&days=7"))
    rows = page[page.index("<tbody>", page.index("Which searches")) :]
    assert all(word in rows for word in there)
    assert not any(word in rows for word in missing)


def test_figures_say_what_they_count(as_member, erin, searched):
    page = text(as_member(erin).get("/search/report"))
    assert "<b>13</b>" in page
    assert "<b>8%</b>" in page  # 1 of 13 found nothing
    assert "1 of" not in page
    assert "none before" in page


def test_a_row_is_claimed_and_the_same_page_comes_back(as_member, erin, searched):
    editor = as_member(erin)
    page = text(editor.get("/search/report?view=unopened&days=7"))
    action = page.split('/claim"')[0].rpartition('action="')[2] + "/claim"
    sent = {"reason": "unopened", "days": "7", "view": "unopened"}
    response = editor.post(action, data=sent)
    assert response.headers["Location"] == "/search/report?days=7&view=unopened"
    gap = db.session.scalars(select(FailedSearch).where(FailedSearch.words == "chime door")).one()
    assert (gap.reason, gap.claimed_by_id) == ("unopened", erin.id)
    assert "Write it" in text(editor.get(response.headers["Location"]))
    assert "hardly anybody opens" in text(editor.get("/knowledge/desk/searches"))


def test_the_table_is_for_spreadsheets_and_has_no_formulas(as_member, erin, searched):
    with unit_of_work():
        db.session.execute(
            update(SearchTerm)
            .where(SearchTerm.words == "panel solar")
            .values(typed="=HYPERLINK(1)")
        )
    response = as_member(erin).get("/search/report.csv?view=nothing&days=90")
    assert response.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(response.get_data(as_text=True))))
    assert rows[1][:5] == ["'=HYPERLINK(1)", "1", "0", "1", "0"]


@pytest.mark.parametrize("query", ["?days=8", "?days=x&view=y", "?view=%00", "?days=-1", ""])
def test_odd_choices_fall_back(as_member, erin, searched, query):
    assert as_member(erin).get(f"/search/report{query}").status_code == 200


def test_an_empty_report_says_so(as_member, erin, session):
    for view in ("top", "nothing", "unopened"):
        page = text(as_member(erin).get(f"/search/report?view={view}"))
        assert "Nobody searched yet" in page or "Nothing of that kind" in page


def test_members_do_not_read_it(as_member, alice, session):
    assert as_member(alice).get("/search/report").status_code == 403
    assert as_member(alice).get("/search/report.csv").status_code == 403


def test_only_what_was_in_vain_asks_for_work(as_member, erin, searched):
    page = text(as_member(erin).get("/search/report?days=7"))
    assert page.count("I see to it") == 2
