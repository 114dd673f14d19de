"""The economy as an admin changes it: compared first, with a reason, over nobody's change."""

import pytest
from sqlalchemy import func, select

from app.domain.accounts.permissions import Permission, Requirement
from app.domain.accounts.privileges import requirements
from app.domain.reputation.actions.economies import change_economy
from app.domain.reputation.models.ledger import EconomyVersion
from app.domain.reputation.queries.economies import version_now
from app.domain.reputation.rules import GROWING, LAUNCH, MATURE
from app.kit.db import db
from app.kit.work import write
from app.web.reputation.forms import given

WHY = "We are three hundred now, and know each other."


def typed(economy=LAUNCH, **changes):
    values = {"based_on": 0, "reason": WHY} | given(economy) | changes
    return {name: str(value) for name, value in values.items()}


def version_count():
    return db.session.scalar(select(func.count()).select_from(EconomyVersion))


@pytest.fixture
def desk(as_member, ada):
    return as_member(ada)


def test_the_form_shows_what_is_in_force(desk):
    page = desk.get("/admin/economy").text
    assert 'name="price-answer-accepted" type="number" value="15"' in page
    assert 'name="cap-answer-upvoted" type="number" value="30"' in page
    assert 'name="points-lock" type="number" value="0"' in page
    assert "What would change" not in page.split("<form")[0]


def test_a_preset_is_compared_before_it_is_put_in_force(desk):
    page = desk.get("/admin/economy?preset=growing").text
    assert "Vote against a post: points" in page
    assert 'name="points-vote_down" type="number" value="150"' in page
    assert version_now().number == 0


def test_a_preset_put_in_force_is_a_version_with_its_name_and_reason(desk, ada):
    response = desk.post("/admin/economy", data=typed(GROWING))
    assert (response.status_code, response.location) == (303, "/admin/economy")
    present = version_now()
    assert (present.number, present.preset, present.reason) == (1, "growing", WHY)
    assert present.by_id == ada.id
    assert requirements()[Permission.LOCK] == Requirement(8000, "super-user")
    assert WHY in desk.get("/admin/economy").text


def test_numbers_of_ones_own_are_custom(desk):
    desk.post("/admin/economy", data=typed(LAUNCH, **{"price-answer-accepted": 25}))
    present = version_now()
    assert (present.preset, present.economy.prices["answer-accepted"]) == ("custom", 25)
    assert "values of your own" in desk.get("/admin/economy").text


def test_what_was_typed_can_be_compared_without_a_reason(desk):
    page = desk.post("/admin/economy", data=typed(LAUNCH, per_day=90, reason="", compare="1"))
    assert page.status_code == 200
    assert "Most in a day, for votes and me-toos" in page.text
    assert '<td class="end muted">200</td><td class="end"><b>90</b></td>' in page.text
    assert 'name="per_day" type="number" value="90"' in page.text
    assert version_count() == 0


@pytest.mark.parametrize(
    "name, value",
    [
        ("price-answer-accepted", "many"),
        ("price-answer-accepted", "5000"),
        ("cap-answer-upvoted", "0"),
        ("per_pair", "0"),
        ("points-lock", "-1"),
        ("trust-lock", "king"),
        ("reason", "so"),
        ("reason", ""),
    ],
)
def test_what_makes_no_sense_is_said_on_its_field_and_changes_nothing(desk, name, value):
    response = desk.post("/admin/economy", data=typed(MATURE, **{name: value}))
    assert response.status_code == 422
    assert f'id="{name}-error"' in response.text
    assert 'name="points-edit_others" type="number" value="8000"' in response.text
    assert version_count() == 0


def test_nobody_overwrites_what_another_changed_meanwhile(desk, ada):
    write(change_economy, preset="growing", reason="The other admin was faster.", by=ada)
    response = desk.post("/admin/economy", data=typed(MATURE))
    assert response.status_code == 409
    assert "Somebody changed the economy meanwhile" in response.text
    assert "The other admin was faster." in response.text
    assert 'name="points-edit_others" type="number" value="8000"' in response.text
    assert version_now().preset == "growing"
    again = desk.post("/admin/economy", data=typed(MATURE, based_on=1))
    assert again.status_code == 303
    assert version_now().preset == "mature"


def test_sending_the_same_form_twice_makes_one_version(desk):
    for _ in range(2):
        assert desk.post("/admin/economy", data=typed(GROWING)).status_code == 303
    assert version_count() == 1


def test_only_admins_change_it(as_member, morgan, sue, client):
    for member in (morgan, sue):
        assert as_member(member).get("/admin/economy").status_code == 403
        assert as_member(member).post("/admin/economy", data=typed(GROWING)).status_code == 403
    assert "/signin" in client.get("/admin/economy").location
    assert version_count() == 0


def test_the_desk_leads_there(desk):
    assert 'href="/admin/economy"' in desk.get("/admin").text
