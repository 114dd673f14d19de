"""Owner, expectation, estimates, notes and views: the team's, and the team's alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.accounts.models import Guest, Membership
from app.domain.catalog.models import Space
from app.domain.ideas.actions.planning import assign, estimate, expect, note
from app.domain.ideas.actions.views import VIEWS_MOST, drop_view, save_view
from app.domain.ideas.queries.notes import notes
from app.domain.ideas.queries.views import find_view, saved_views
from app.kit.db import db
from app.kit.problems import Forbidden, Invalid, NotFound
from app.kit.work import unit_of_work, write
from tests.factories.ideas import an_idea
from tests.people import make_member


@pytest.fixture
def hugo(session):
    """Hugo is of the product team, as Hanna is."""
    return make_member("hugo", trust="trusted", staff_roles=["product team"])


def test_somebody_of_the_team_answers_for_an_idea(hanna, hugo, ada):
    idea = an_idea()
    for owner in (hugo, hanna, ada, None):
        write(assign, idea, by=hanna, owner=owner)
        assert idea.owner is owner


def test_nobody_else_can_answer_for_one(hanna, alice, morgan):
    idea = an_idea()
    for nobody in (alice, morgan):
        with pytest.raises(Invalid) as refused:
            write(assign, idea, by=hanna, owner=nobody)
        assert refused.value.field == "owner"


def test_an_owner_can_read_the_idea(ada, hanna, gina):
    with unit_of_work():
        space = Space(slug="beta", name="Beta", visibility="group", group_id=_group_of(gina))
        db.session.add(space)
    with pytest.raises(Invalid):
        write(assign, an_idea(space=space), by=ada, owner=hanna)


def _group_of(member):
    return db.session.query(Membership).filter_by(user_id=member.id).one().group_id


def test_when_it_is_expected_is_one_line(hanna):
    idea = an_idea()
    write(expect, idea, by=hanna, expected=" app\n 6.6 ")
    assert idea.expected == "app 6.6"
    write(expect, idea, by=hanna, expected="")
    assert idea.expected == ""
    with pytest.raises(Invalid) as refused:
        write(expect, idea, by=hanna, expected="x" * 61)
    assert refused.value.field == "expected"


def test_estimates_go_from_one_to_five(hanna):
    idea = an_idea()
    write(estimate, idea, by=hanna, effort=1, value=5)
    assert (idea.effort, idea.value) == (1, 5)
    for field, bad in (("effort", 0), ("value", 6)):
        with pytest.raises(Invalid) as refused:
            write(estimate, idea, by=hanna, **({"effort": None, "value": None} | {field: bad}))
        assert refused.value.field == field
    write(estimate, idea, by=hanna, effort=None, value=None)
    assert (idea.effort, idea.value) == (None, None)


def test_notes_are_read_in_order(hanna, hugo):
    idea = an_idea()
    write(note, idea, by=hanna, body="First.")
    write(note, idea, by=hugo, body="Second.\r\n\r\nAnd more.")
    assert [(it.body, it.author.id) for it in notes(idea, hanna)] == [
        ("First.", hanna.id),
        ("Second.\n\nAnd more.", hugo.id),
    ]


@pytest.mark.parametrize("body", ["", "  \n ", "x" * 4001, "x\x00y"])
def test_a_note_is_words(hanna, body):
    with pytest.raises(Invalid) as refused:
        write(note, an_idea(), by=hanna, body=body)
    assert refused.value.field == "body"


def test_none_of_it_is_for_others(alice, sue, morgan, erin, max_partner):
    idea = an_idea(author=alice)
    for nobody in (alice, sue, morgan, erin, max_partner, Guest()):
        tried: list[tuple[Callable[..., object], dict[str, Any]]] = [
            (assign, {"owner": None}),
            (expect, {"expected": "soon"}),
            (estimate, {"effort": 1, "value": 1}),
            (note, {"body": "Hm."}),
        ]
        for verb, values in tried:
            with pytest.raises(Forbidden):
                write(verb, idea, by=nobody, **values)
        with pytest.raises(Forbidden):
            notes(idea, nobody)
        with pytest.raises(Forbidden):
            write(save_view, by=nobody, name="Mine", values={})
        with pytest.raises(Forbidden):
            saved_views(nobody)


# -- views ------------------------------------------------------------------------------------


def test_a_view_is_kept_under_its_name(hanna, hugo):
    view = write(save_view, by=hanna, name=" Late  ones ", values={"late": "1", "q": ""})
    assert (view.name, view.values, view.shared) == ("Late ones", {"late": "1"}, False)
    again = write(save_view, by=hanna, name="Late ones", values={"late": "0"}, shared=True)
    assert (again.id, again.values) == (view.id, {"late": "0"})
    write(save_view, by=hugo, name="Another", values={"owner": "me"})
    assert [it.name for it in saved_views(hugo)] == ["Another", "Late ones"]
    assert [it.name for it in saved_views(hanna)] == ["Late ones"]


def test_a_view_is_its_owners(hanna, hugo):
    mine = write(save_view, by=hanna, name="Mine", values={})
    shared = write(save_view, by=hanna, name="Ours", values={}, shared=True)
    with pytest.raises(NotFound):
        find_view(mine.id, hugo)
    assert find_view(shared.id, hugo) is shared
    with pytest.raises(Forbidden):
        write(drop_view, shared, by=hugo)
    write(drop_view, shared, by=hanna)
    with pytest.raises(NotFound):
        find_view(shared.id, hanna)


@pytest.mark.parametrize(
    "values", [{"q": "x" * 201}, {"k" * 31: "1"}, {f"k{n}": "1" for n in range(21)}, {"q": "\x00"}]
)
def test_a_view_has_bounds(hanna, values):
    with pytest.raises(Invalid):
        write(save_view, by=hanna, name="Long", values=values)


def test_nobody_keeps_views_without_end(hanna):
    for number in range(VIEWS_MOST):
        write(save_view, by=hanna, name=f"View {number}", values={})
    with pytest.raises(Invalid):
        write(save_view, by=hanna, name="One more", values={})
    write(save_view, by=hanna, name="View 3", values={"sort": "votes"})
