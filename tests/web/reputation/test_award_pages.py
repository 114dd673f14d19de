"""Points that staff give or take back: in public, with a reason, once."""

import pytest
from sqlalchemy import select

from app.domain.reputation.models.ledger import Entry
from app.kit.db import db

WHY = "Wrote the guide to channels."


def nonce_of(desk, path="/members/bob/points/award"):
    return desk.get(path).text.partition('name="nonce" value="')[2].partition('"')[0]


@pytest.fixture
def desk(as_member, morgan):
    return as_member(morgan)


def test_a_moderator_awards_and_everybody_reads_why_and_by_whom(desk, client, bob):
    sent = {"points": "50", "reason": WHY, "nonce": nonce_of(desk)}
    response = desk.post("/members/bob/points/award", data=sent)
    assert (response.status_code, response.location) == (303, "/members/bob/points")
    page = client.get("/members/bob/points").text
    assert WHY in page
    assert ">+50<" in page
    assert 'href="/members/morgan"' in page
    assert db.session.get_one(type(bob), bob.id).points == 50


def test_points_are_taken_back_by_another_line(desk, client, bob):
    for points in ("50", "-20"):
        desk.post(
            "/members/bob/points/award",
            data={"points": points, "reason": WHY, "nonce": nonce_of(desk)},
        )
    assert ">\N{MINUS SIGN}20<" in client.get("/members/bob/points").text
    assert db.session.get_one(type(bob), bob.id).points == 30


def test_the_same_form_sent_twice_gives_once(desk, bob):
    sent = {"points": "50", "reason": WHY, "nonce": nonce_of(desk)}
    for _ in range(2):
        assert desk.post("/members/bob/points/award", data=sent).status_code == 303
    assert len(db.session.scalars(select(Entry)).all()) == 1


@pytest.mark.parametrize(
    "points, reason, field",
    [
        ("", WHY, "points"),
        ("0", WHY, "points"),
        ("1001", WHY, "points"),
        ("5", "", "reason"),
        ("5", "so", "reason"),
    ],
)
def test_what_is_missing_is_said_on_its_field(desk, bob, points, reason, field):
    sent = {"points": points, "reason": reason, "nonce": nonce_of(desk)}
    response = desk.post("/members/bob/points/award", data=sent)
    assert response.status_code == 422
    assert f'id="{field}-error"' in response.text
    assert db.session.scalars(select(Entry)).all() == []


def test_a_form_without_its_nonce_gets_another(desk, bob):
    sent = {"points": "5", "reason": WHY, "nonce": ""}
    response = desk.post("/members/bob/points/award", data=sent)
    assert response.status_code == 422
    assert "Open the form again." in response.text
    assert 'name="nonce" value=""' not in response.text
    assert db.session.scalars(select(Entry)).all() == []


def test_nobody_awards_to_themselves(desk, morgan):
    page = desk.get("/members/morgan/points/award")
    assert "Nobody awards points to themselves." in page.text
    assert '<form class="stack-5' not in page.text
    response = desk.post(
        "/members/morgan/points/award", data={"points": "5", "reason": WHY, "nonce": "n"}
    )
    assert response.status_code == 403


def test_the_button_is_there_for_those_who_may(desk, client, as_member, bob, sue):
    assert "/members/bob/points/award" in desk.get("/members/bob").text
    assert "/points/award" not in desk.get("/members/morgan").text
    for other in (client, as_member(sue)):
        assert "/points/award" not in other.get("/members/bob").text
