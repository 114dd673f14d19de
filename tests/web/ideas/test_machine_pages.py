"""The table of statuses: public, changed by admins, with a reason, a version each time."""

from __future__ import annotations

import re

import pytest

from app.domain.ideas.queries.machine import machine
from app.domain.ideas.rules.machine import ALWAYS_REASONED, STATUSES, TRANSITIONS

WHY = "We never bet on betas."
USUAL = {f"from-{before}": sorted(afters) for before, afters in TRANSITIONS.items()}


def text(response):
    return response.get_data(as_text=True)


def sent(**changes):
    return USUAL | {"based_on": "0", "reason": WHY} | changes


def without_beta():
    return {
        "from-in-progress": ["planned", "delivered", "duplicate", "archived"],
        "from-beta": ["delivered", "archived"],
    }


def test_everybody_reads_it_and_what_happens_by_itself(client, session):
    page = text(client.get("/ideas/statuses"))
    assert "Review opens at 10 votes or 3 linked questions" in page
    assert "After 180 days of silence" in page
    assert "checkbox" not in page
    assert "<form method" not in page.split("<main")[1].split("</main")[0]


def test_an_admin_changes_it_and_everybody_reads_why(as_member, client, ada, session):
    answer = as_member(ada).post("/ideas/statuses", data=sent(**without_beta()))
    assert answer.status_code == 303
    table = machine()
    assert table.version == 1
    assert not table.allows("in-progress", "beta")
    assert table.allows("beta", "delivered")
    assert table.reasoned == ALWAYS_REASONED
    page = text(client.get("/ideas/statuses"))
    assert WHY in page
    assert "Version 1" in page


def test_a_status_gets_another_name_and_asks_for_a_reason(as_member, ada, session):
    changes = {"label-delivered": "Shipped", "reasoned": ["archived"]}
    as_member(ada).post("/ideas/statuses", data=sent(**changes))
    table = machine()
    assert table.label("delivered") == "Shipped"
    assert table.needs_reason("archived")
    page = text(as_member(ada).get("/ideas/statuses"))
    assert 'name="label-delivered" maxlength="40" value="Shipped"' in page
    assert re.search(r'name="reasoned" value="archived"[^>]*checked', page)


@pytest.mark.parametrize(
    "wrong, words",
    [
        ({"reason": ""}, "Say why: everybody may read it."),
        ({"reason": "Because"}, "at least 10 characters"),
        ({"from-new": []}, "could never leave"),
        ({"from-new": ["nothing"]}, "no such status"),
        ({"from-duplicate": ["planned"]}, "stays joined"),
        ({"label-new": "Beta"}, "Another status is called so"),
    ],
)
def test_a_refused_table_comes_back_as_it_was_sent(as_member, ada, session, wrong, words):
    data = sent(**without_beta()) | {"label-planned": "On the list"} | wrong
    answer = as_member(ada).post("/ideas/statuses", data=data)
    assert answer.status_code == 422
    page = text(answer)
    assert words in page
    assert 'value="On the list"' in page
    assert not re.search(r'name="from-in-progress" value="beta"[^>]*checked', page)
    assert machine().version == 0


def test_whoever_was_slower_is_told_and_keeps_the_changes(as_member, ada, session):
    team = as_member(ada)
    team.post("/ideas/statuses", data=sent(**without_beta()))
    answer = team.post("/ideas/statuses", data=sent(**{"label-planned": "On the list"}))
    assert answer.status_code == 409
    assert 'value="On the list"' in text(answer)
    assert 'name="based_on" value="1"' in text(answer)


def test_the_fixed_three_can_not_be_unticked(as_member, ada, session):
    page = text(as_member(ada).get("/ideas/statuses"))
    assert set(re.findall(r'name="reasoned" value="([^"]*)"', page)) == (
        set(STATUSES) - ALWAYS_REASONED
    )


def test_only_admins_change_it(as_member, client, hanna, morgan, session):
    for browser in (as_member(hanna), as_member(morgan)):
        assert browser.post("/ideas/statuses", data=sent()).status_code == 403
    assert "/signin" in client.post("/ideas/statuses", data=sent()).location
