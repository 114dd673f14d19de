"""The product team's desk: filters, sorts, figures, in few statements, for the team alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.domain.accounts.models import Guest
from app.domain.catalog.models import Product, Space
from app.domain.ideas.actions.planning import note
from app.domain.ideas.queries.desk import (
    SORTS,
    DeskWanted,
    desk,
    desk_count,
    desk_figures,
    owners,
)
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid
from app.kit.work import unit_of_work, write
from tests.factories.ideas import a_theme, an_idea


def titles(actor, **wanted):
    return {row.title for row in desk(actor, DeskWanted(**wanted)).items}


@pytest.fixture
def board(hanna, ada):
    """Six ideas, each unlike the others."""
    now = clock.now()
    with unit_of_work():
        lamps = Product(slug="lamps", name="Lamps")
        db.session.add(lamps)
        db.session.flush()
        bulb = Product(slug="bulb", name="Bulb", parent_id=lamps.id)
        db.session.add(bulb)
    theme = a_theme("Energy", partner=hanna)
    due: dict[str, Any] = {"review_at": now - timedelta(days=20), "status": "under-review"}
    an_idea("Colour after power cuts", votes=3, product=bulb, effort=2, value=5)
    an_idea("Late and nobody answers it", reply_due_at=now - timedelta(days=3), **due)
    an_idea("Due and somebody owns it", reply_due_at=now + timedelta(days=3), owner=ada, **due)
    an_idea("Answered in time, 100% of it", replied_at=now, reply_due_at=now, product=lamps, **due)
    an_idea("About saving energy", theme=theme, votes=1, value=1)
    an_idea("Declined long ago", status="declined", effort=5)
    return lamps


def test_the_filters_choose(board, hanna, ada):
    assert len(titles(hanna)) == 6
    assert titles(hanna, statuses=("declined",)) == {"Declined long ago"}
    assert titles(hanna, is_late=True) == {"Late and nobody answers it"}
    assert titles(hanna, is_unanswered=True) == {
        *("Late and nobody answers it", "Due and somebody owns it"),
    }
    assert titles(ada, owner="me") == {"Due and somebody owns it"}
    assert titles(hanna, owner=str(ada.id)) == {"Due and somebody owns it"}
    assert titles(hanna, owner="me") == {"About saving energy"}
    assert len(titles(hanna, owner="nobody")) == 4
    assert titles(hanna, votes_least=2) == {"Colour after power cuts"}
    assert titles(hanna, effort_most=2) == {"Colour after power cuts"}
    assert titles(hanna, value_least=5) == {"Colour after power cuts"}
    assert titles(hanna, product_id=board.id) == {
        *("Colour after power cuts", "Answered in time, 100% of it"),
    }
    assert titles(hanna, product_id=10**9) == set()


@pytest.mark.parametrize(
    "text, found",
    [
        ("CUTS colour", 1),
        ("100%", 1),
        ("%", 1),
        ("_", 0),
        ("in time nowhere", 0),
        ("remember", 6),
        ("\x00", 6),
        ("'; drop", 0),
    ],
)
def test_words_are_found_in_title_and_text(board, hanna, text, found):
    assert len(titles(hanna, text=text)) == found


@pytest.mark.parametrize("owner", ["x", "-1", "9" * 30, "²"])
def test_an_owner_who_is_none_owns_nothing(board, hanna, owner):
    assert titles(hanna, owner=owner) == set()


@pytest.mark.parametrize("is_reversed", [True, False])
@pytest.mark.parametrize("sort", SORTS)
def test_every_sort_pages_through_all_of_them_once(board, hanna, sort, is_reversed):
    wanted = DeskWanted(sort=sort, is_reversed=is_reversed)
    whole = [row.id for row in desk(hanna, wanted).items]
    paged, after = [], None
    while True:
        page = desk(hanna, wanted, after=after, size=2)
        paged += [row.id for row in page.items]
        if not (after := page.next):
            break
    assert paged == whole
    assert len(set(paged)) == 6
    back = desk(hanna, wanted, before=page.previous, size=4)
    assert [row.id for row in back.items] == whole[:4]


def test_what_a_sort_puts_first(board, hanna):
    first = {sort: desk(hanna, DeskWanted(sort=sort)).items[0].title for sort in SORTS}
    assert first["votes"] == first["effort"] == first["value"] == "Colour after power cuts"
    assert first["reply"] == "Late and nobody answers it"
    assert first["title"] == "About saving energy"
    last = desk(hanna, DeskWanted(sort="reply")).items
    assert {row.clock.state for row in last[:2]} == {"late", "due"}


def test_an_unknown_sort_is_by_votes_and_a_foreign_key_is_refused(board, hanna):
    assert desk(hanna, DeskWanted(sort="nonsense")).items[0].vote_count == 3
    key = desk(hanna, DeskWanted(sort="title"), size=2).next
    with pytest.raises(Invalid):
        desk(hanna, DeskWanted(sort="votes"), after=key)


def test_figures_are_what_the_filters_choose(board, hanna):
    assert desk_figures(hanna) == {
        "open": 5,
        "new": 2,
        "review": 3,
        "unanswered": 2,
        "late": 1,
        "mine": 1,
        "nobody": 3,
    }
    for wanted in (DeskWanted(), DeskWanted(is_late=True), DeskWanted(text="energy")):
        assert desk_count(hanna, wanted) == len(desk(hanna, wanted).items)


def test_owners_are_those_who_answer_for_one(board, hanna, ada):
    assert [face.id for face in owners(hanna)] == [ada.id, hanna.id]


def test_what_few_can_see_and_what_was_joined_is_not_on_it(ada, gina, hanna):
    now = clock.now()
    target = an_idea("The one it went into")
    an_idea("Hidden from the board", hidden_at=now)
    an_idea("Held for a moderator", held_at=now)
    an_idea("Joined with another", status="duplicate", merged_into_id=target.id)
    with unit_of_work():
        space = Space(slug="own", name="Own", visibility="owners", product_id=_any_product())
        db.session.add(space)
    an_idea("In a space of few", space=space)
    assert titles(hanna) == {"The one it went into"}
    assert titles(ada) == {"The one it went into", "In a space of few"}
    assert titles(hanna, statuses=("duplicate",)) == {"Joined with another"}


def _any_product():
    product = Product(slug="any", name="Any")
    db.session.add(product)
    db.session.flush()
    return product.id


def test_the_desk_takes_few_statements_however_long_it_is(hanna, ada, statements):
    theme = a_theme(partner=ada)
    for number in range(12):
        idea = an_idea(theme=theme, votes=1, effort=1 + number % 5)
        write(note, idea, by=hanna, body="One more asked.")
    with statements() as ran:
        page = desk(hanna, DeskWanted(sort="affected", text="colour"))
        desk_figures(hanna)
        desk_count(hanna, DeskWanted())
        owners(hanna)
    assert len(page.items) == 12
    assert {row.note_count for row in page.items} == {1}
    assert len(ran) <= 6, str(ran)


def test_it_is_the_teams_alone(alice, sue, morgan, erin, max_partner):
    for nobody in (alice, sue, morgan, erin, max_partner, Guest()):
        for query in (
            lambda actor: desk(actor, DeskWanted()),
            lambda actor: desk_count(actor, DeskWanted()),
            desk_figures,
            owners,
        ):
            with pytest.raises(Forbidden):
                query(nobody)
