"""The product team's desk: who sees it, what it shows, how it is filtered, and its saved views."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.domain.ideas.actions.customers import vote_on_behalf
from app.domain.ideas.actions.planning import note
from app.domain.ideas.actions.views import save_view
from app.domain.ideas.models.ideas import SavedView
from app.domain.ideas.queries.desk import SORTS
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from app.web.spreadsheets import MARK
from tests.factories.catalog import make_product
from tests.factories.ideas import a_theme, an_idea


def text(response):
    return response.get_data(as_text=True)


def rows_of(page):
    return re.findall(r'class="cell-main"><a href="[^"]*" dir="auto">([^<]*)<', page)


@pytest.fixture
def full_desk(session, hanna):
    """A late idea, an answered one, a planned one of Hanna's, and a declined one."""
    now = clock.now()
    late = an_idea("A walrus waits", votes=3, status="under-review")
    with unit_of_work():
        late.review_at, late.reply_due_at = now - timedelta(30), now - timedelta(14)
    planned = an_idea(
        "An ocelot is planned", votes=1, status="planned", owner_id=hanna.id, effort=2, value=5
    )
    declined = an_idea("A marmot was declined", status="declined")
    return late, planned, declined


# -- who --------------------------------------------------------------------------------------


def test_the_desk_is_for_those_who_decide(client, as_member, alice, morgan, hanna, ada):
    for path in ("/ideas/desk", "/ideas/desk.csv"):
        assert client.get(path).location == f"/signin?next={path}"
        assert as_member(alice).get(path).status_code == 403
        assert as_member(morgan).get(path).status_code == 403
        assert as_member(hanna).get(path).status_code == 200
        assert as_member(ada).get(path).status_code == 200


# -- what -------------------------------------------------------------------------------------


def test_a_row_tells_votes_pain_clock_owner_and_estimates(as_member, hanna, full_desk):
    late, planned, _ = full_desk
    write(vote_on_behalf, late, by=hanna, customer="Dusk Hotels")
    write(note, late, by=hanna, body="Ask the hotels.")
    with unit_of_work():
        late.affected_count, late.question_count, late.waited_hours = 7, 3, 120
    page = text(as_member(hanna).get("/ideas/desk"))
    assert rows_of(page) == ["A walrus waits", "An ocelot is planned"]
    for words in ("4</b>", "1 for others", "3 questions", "120 h", "1 note"):
        assert words in page
    assert re.search(r'title="reply \d+ working days late"><span class="clock is-late">', page)
    assert "<bdi>Hanna</bdi>" in page
    assert f'id="effort-{planned.id}"' in page
    assert "data-queue" in page


def test_filters_choose_and_are_kept_in_the_address(as_member, hanna, full_desk):
    late, planned, declined = full_desk
    glow, season = make_product("Glow"), a_theme("Season")
    with unit_of_work():
        late.product, late.theme = glow, season
    team = as_member(hanna)

    def found(query):
        return rows_of(text(team.get(f"/ideas/desk?{query}")))

    assert found("status=all&sort=votes") == [late.title, planned.title, declined.title]
    assert found("status=declined") == [declined.title]
    assert found("only=late") == found("only=unanswered") == [late.title]
    assert found("owner=me") == found(f"owner={hanna.id}") == [planned.title]
    assert found("owner=nobody") == [late.title]
    assert found(f"theme={season.id}") == found(f"product={glow.slug}") == [late.title]
    assert found("product=nothing") == []
    assert found("effort=2") == found("value=4") == [planned.title]
    assert found("votes=2") == found("q=walrus") == [late.title]
    assert found("sort=votes&reverse=1") == [planned.title, late.title]
    assert 'value="walrus"' in text(team.get("/ideas/desk?q=walrus"))


@pytest.mark.parametrize("sort", SORTS)
def test_every_order_can_be_asked_for_and_turned_around(as_member, hanna, full_desk, sort):
    team = as_member(hanna)
    forth = rows_of(text(team.get(f"/ideas/desk?sort={sort}&status=all")))
    back = rows_of(text(team.get(f"/ideas/desk?sort={sort}&status=all&reverse=1")))
    assert sorted(forth) == sorted(back)
    assert len(forth) == 3
    assert forth == back[::-1]


def test_nonsense_in_the_address_does_no_harm(as_member, hanna, full_desk):
    team = as_member(hanna)
    for query in (
        "status=x&only=x&owner=x&theme=x&effort=9&value=x&votes=-1&sort=x",
        "owner=99999999999999999999&theme=99999999999999&votes=99999999999",
        "q=%00%25_&product=%00",
    ):
        assert team.get(f"/ideas/desk?{query}").status_code == 200
    assert team.get("/ideas/desk?after=x").status_code == 422


def test_an_empty_desk_says_so(as_member, hanna, session):
    team = as_member(hanna)
    assert "No open idea" in text(team.get("/ideas/desk"))
    assert "No idea fits" in text(team.get("/ideas/desk?q=walrus"))


def test_the_desk_is_paged_by_key(as_member, hanna, session):
    for number in range(52):
        an_idea(f"The glow number {number:02} is dim", imported_votes=number, vote_count=number)
    team = as_member(hanna)
    first = text(team.get("/ideas/desk?sort=votes"))
    assert len(rows_of(first)) == 50
    older = re.search(r'href="([^"]*)" rel="next"', first)
    assert older
    assert len(rows_of(text(team.get(older[1].replace("&amp;", "&"))))) == 2


def test_the_desk_costs_the_same_for_three_and_for_thirty(as_member, hanna, full_desk, statements):
    team = as_member(hanna)

    def cost():
        team.get("/ideas/desk?status=all")
        with statements() as ran:
            team.get("/ideas/desk?status=all")
        return len(ran)

    few = cost()
    for number in range(27):
        an_idea(f"A dim glow {number}", owner_id=hanna.id, status="planned")
    assert cost() == few
    assert few <= 10


# -- the export -------------------------------------------------------------------------------


def test_the_export_has_every_row_and_runs_nothing(as_member, hanna, full_desk):
    for number in range(102):
        an_idea(f"Another glow {number}")
    an_idea('=HYPERLINK("http://evil.example";"a lamp")', owner_id=hanna.id)
    with unit_of_work():
        hanna.name = "@Hanna"
    answer = as_member(hanna).get("/ideas/desk.csv")
    assert answer.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    head, *rows = csv.reader(io.StringIO(text(answer).removeprefix(MARK), newline=""))
    assert len(rows) == 105
    titles = [row[head.index("Idea")] for row in rows]
    assert '\'=HYPERLINK("http://evil.example";"a lamp")' in titles
    assert "'@Hanna" in {row[head.index("Owner")] for row in rows}
    starts = ("=", "+", "-", "@", "\t", "\r")
    assert not [cell for row in rows for cell in row if cell.startswith(starts)]
    walrus = next(row for row in rows if "walrus" in row[1])
    assert walrus[head.index("Votes")] == "3"
    assert "late" in walrus[head.index("Clock")]


def test_the_export_follows_the_filter(as_member, hanna, full_desk):
    found = text(as_member(hanna).get("/ideas/desk.csv?only=late"))
    assert "walrus" in found
    assert "ocelot" not in found


# -- saved views ------------------------------------------------------------------------------


def test_a_view_is_saved_shown_and_forgotten(as_member, hanna, full_desk):
    team = as_member(hanna)
    sent = {"name": "Dear ones", "status": "planned", "value": "4", "nothing": "x"}
    assert team.post("/ideas/desk/views", data=sent).location == (
        "/ideas/desk?status=planned&value=4"
    )
    view = db.session.scalars(select(SavedView)).one()
    assert view.values == {"status": "planned", "value": "4"}
    assert not view.shared
    page = text(team.get("/ideas/desk?status=planned&value=4"))
    assert re.search(r'aria-current="true"><span dir="auto">Dear ones', page)
    team.post(f"/ideas/desk/views/{view.id}/withdrawal")
    assert "Dear ones" not in text(team.get("/ideas/desk"))


def test_a_view_without_a_name_comes_back_with_its_filter(as_member, hanna, full_desk):
    answer = as_member(hanna).post(
        "/ideas/desk/views", data={"name": " ", "status": "planned", "shared": "y"}
    )
    assert answer.status_code == 422
    assert "Give the view a name." in text(answer)
    assert '<input type="hidden" name="status" value="planned">' in text(answer)
    assert rows_of(text(answer)) == ["An ocelot is planned"]


def test_a_shared_view_is_the_teams_and_only_its_owner_drops_it(as_member, hanna, ada, full_desk):
    own = write(save_view, by=hanna, name="Mine", values={"owner": "me"})
    shared = write(save_view, by=hanna, name="Ours", values={"only": "late"}, shared=True)
    other = as_member(ada)
    page = text(other.get("/ideas/desk?only=late"))
    assert "Ours" in page
    assert "Mine" not in re.findall(r'<span dir="auto">([^<]*)</span>', page)
    assert other.post(f"/ideas/desk/views/{own.id}/withdrawal").status_code == 404
    assert other.post(f"/ideas/desk/views/{shared.id}/withdrawal").status_code == 403
