"""The table of statuses is a site's own, but for what makes it trustworthy."""

from __future__ import annotations

import pytest

from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.machines import put_in_force
from app.domain.ideas.actions.reviewing import open_review
from app.domain.ideas.queries.machine import machine, machine_of, machine_versions, values_of
from app.domain.ideas.rules.machine import ALWAYS_REASONED, LABELS, STATUSES, TRANSITIONS, Machine
from app.kit.problems import Conflict, Forbidden, Invalid
from app.kit.work import write
from tests.factories.ideas import an_idea

WHY = "We release without a beta, and plan at once."


def put(by, *, transitions=None, reasoned=(), labels=None, reason=WHY, **values):
    return write(
        put_in_force,
        by=by,
        transitions=dict(TRANSITIONS) | (transitions or {}),
        reasoned=reasoned,
        labels=labels or {},
        reason=reason,
        **values,
    )


def test_another_table_holds_from_then_on(ada, hanna):
    made = put(ada, transitions={"new": {"planned"}}, reasoned={"planned"})
    assert made == machine()
    assert (made.version, made.reasoned) == (1, ALWAYS_REASONED | {"planned"})
    idea = an_idea()
    with pytest.raises(Invalid) as refused:
        write(set_status, idea, "planned", by=hanna)
    assert refused.value.field == "reason"
    write(set_status, idea, "planned", by=hanna, reason=WHY)
    with pytest.raises(Invalid):
        write(set_status, an_idea(), "needs-votes", by=hanna)


def test_the_three_ask_for_a_reason_whatever_a_site_says(ada):
    made = put(ada, transitions={"new": {"declined"}}, reasoned=())
    assert all(made.needs_reason(status) for status in ALWAYS_REASONED)


def test_what_the_program_does_alone_it_does_whatever_a_site_says(ada):
    put(ada, transitions={"new": {"planned"}})
    idea = an_idea(votes=10)
    write(open_review, idea)
    assert idea.status == "under-review"


def test_a_site_calls_a_status_as_it_likes(ada):
    made = put(ada, labels={"planned": " On  the list ", "beta": str(LABELS["beta"]), "new": ""})
    assert made.labels == {"planned": "On the list"}
    assert (made.label("planned"), made.label("beta")) == ("On the list", LABELS["beta"])


@pytest.mark.parametrize(
    "field, values",
    [
        ("transitions", {"transitions": {"new": {"deleted"}}}),
        ("transitions", {"transitions": {"deleted": {"new"}}}),
        ("transitions", {"transitions": {"new": {"new"}}}),
        ("transitions", {"transitions": {"planned": set()}}),
        ("transitions", {"transitions": {"duplicate": {"new"}}}),
        ("reasoned", {"reasoned": {"deleted"}}),
        ("labels", {"labels": {"deleted": "Gone"}}),
        ("label-planned", {"labels": {"planned": "x" * 41}}),
        ("label-planned", {"labels": {"planned": "new"}}),
        ("label-beta", {"labels": {"planned": "Soon", "beta": "SOON"}}),
        ("reason", {"reason": "So."}),
        ("reason", {"reason": "x" * 301}),
    ],
)
def test_each_part_is_checked_on_its_field(ada, field, values):
    with pytest.raises(Invalid) as refused:
        put(ada, **values)
    assert refused.value.field == field
    assert machine().version == 0


def test_the_same_table_twice_is_one_version(ada):
    put(ada, reasoned={"planned"})
    again = put(ada, reasoned={"planned"}, reason="Once more, please.")
    assert again.version == 1
    assert [(it.version, it.reason, it.by_id) for it in machine_versions()] == [(1, WHY, ada.id)]


def test_two_admins_do_not_undo_each_other_unseen(ada):
    put(ada, reasoned={"planned"}, based_on=0)
    with pytest.raises(Conflict):
        put(ada, reasoned={"beta"}, based_on=0)
    put(ada, reasoned={"beta"}, based_on=1)
    assert machine().version == 2


def test_only_an_admin_changes_it(hanna, morgan, alice):
    for nobody in (hanna, morgan, alice):
        with pytest.raises(Forbidden):
            put(nobody, reasoned={"planned"})


def test_a_table_is_kept_whole():
    table = Machine(
        3, {status: frozenset() for status in STATUSES}, frozenset(STATUSES), {"new": "N"}
    )
    assert machine_of(3, values_of(table)) == table


def test_a_status_that_came_later_goes_where_it_goes_at_first():
    table = machine_of(1, {"transitions": {"new": ["planned"]}, "reasoned": [], "labels": {}})
    assert table.transitions["new"] == {"planned"}
    assert table.transitions["beta"] == TRANSITIONS["beta"]
