"""Members' pages: public, current, and silent about who is not there yet."""

import pytest

from app.domain.badges.models import Award
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.factories.catalog import make_owner, make_product, make_tag
from tests.factories.forum import make_answer, make_question
from tests.factories.reputation import make_entry
from tests.people import make_member


def test_a_members_page_shows_what_they_wrote(client, alice, bob):
    question = make_question(author=alice, title="Why does my lamp flicker at night?")
    make_answer(question, author=bob)
    page = client.get("/members/alice").text
    assert "Why does my lamp flicker at night?" in page
    assert "Edit your page" not in page
    assert "Why does my lamp flicker at night?" in client.get("/members/bob/answers").text
    for tab in ("questions", "answers"):
        for handle in ("alice", "bob"):
            assert client.get(f"/members/{handle}/{tab}").status_code == 200


@pytest.mark.parametrize("path", ["/members/ulla", "/members/nobody", "/members/ulla/answers"])
def test_the_unproven_and_the_unknown_are_not_there(client, ulla, as_member, ada, path):
    assert client.get(path).status_code == 404
    assert as_member(ada).get(path).status_code == 404


def test_an_address_in_another_case_leads_to_the_right_one(client, bob):
    response = client.get("/members/BOB")
    assert (response.status_code, response.location) == (301, "/members/bob")


def test_a_lookalike_address_leads_nowhere(client, alice):
    assert client.get("/members/AIice").status_code == 404


def test_nothing_private_is_on_the_page(client, bob):
    for path in ("/members/bob", "/members", "/members/bob/answers"):
        page = client.get(path).text
        assert "bob@example.com" not in page
        assert bob.fs_uniquifier not in page


def test_only_staff_wear_the_label(client, morgan, bob):
    assert 'class="role"' in client.get("/members/morgan").text
    assert 'class="role"' not in client.get("/members/bob").text


def test_ones_own_page_can_be_edited(as_member, bob):
    assert "/settings" in as_member(bob).get("/members/bob").text


def test_the_list_shows_members(client, bob, ulla):
    page = client.get("/members").text
    assert "Bob" in page
    assert "Ulla" not in page
    assert client.get("/members?after=nonsense").status_code == 422


def test_completing_is_for_members_and_finds_by_the_beginning(client, as_member, bob, ulla):
    make_member("bobby")
    found = as_member(bob).get("/members/complete?q=bo").get_json()["items"]
    assert [person["handle"] for person in found] == ["bob", "bobby"]
    assert set(found[0]) == {"handle", "name", "picture", "role"}
    assert as_member(bob).get("/members/complete?q=ul").get_json()["items"] == []
    assert client.get("/members/complete?q=bo").status_code == 303


def test_a_members_page_costs_the_same_with_more_on_it(client, alice, bob, statements):
    def cost():
        with statements() as ran:
            client.get("/members/alice")
        return len(ran)

    make_question(author=alice)
    cost()
    before = cost()
    for _ in range(4):
        make_answer(make_question(author=alice), author=alice)
    assert cost() <= before + 2


@pytest.fixture
def helped(alice, bob):
    """Bob helps Alice again and again: ``helped(6)`` puts six of everything on his page."""
    lights, wifi = make_product("Lights"), make_tag("wifi")
    make_owner(bob, lights)

    def help_again(times=1):
        for _ in range(times):
            question = make_question(author=alice, product=lights, tags=(wifi,))
            answer = make_answer(question, author=bob)
            make_question(author=bob)
            make_entry(
                bob,
                product=lights,
                tags=(wifi,),
                subject_kind="answer",
                subject_id=answer.id,
                question_id=question.id,
            )
            with unit_of_work():
                tag = Award(badge="first-light", user_id=bob.id, occasion=f"tag:{question.id}")
                db.session.add(tag)

    return help_again


def test_ones_own_page_with_everything_on_it_keeps_its_budget(
    as_member, bob, mallory, helped, statements
):
    own, other = as_member(bob), as_member(mallory)

    def cost(browser):
        browser.get("/members/bob")  # what a process keeps is read once
        with statements() as ran:
            assert browser.get("/members/bob").status_code == 200
        return ran

    for times in (1, 6):
        helped(times)
        assert len(cost(own)) <= 30
        assert len(cost(other)) <= 22


def test_the_overview_shows_where_somebody_stands(client, bob, helped):
    with unit_of_work():
        bob.points = 500
    helped(8)
    page = client.get("/members/bob").text
    assert 'aria-current="step"' in page
    assert "<b>500 more</b> to become a Guide" in page
    assert page.count("<td>Answer accepted") == 6
    assert 'href="/members/bob/points"' in page
    assert 'href="/points">What gives points' in page


@pytest.mark.parametrize("points, steps", [(0, 5), (80_000, 5), (-40, 5)])
def test_the_ladder_has_its_ends(client, bob, points, steps):
    with unit_of_work():
        bob.points = points
    page = client.get("/members/bob").text
    assert page.count('<progress class="bar" ') == steps
    assert ("The highest level there is" in page) == (points == 80_000)


def test_only_oneself_and_staff_see_what_trust_lacks(client, as_member, bob, mallory, morgan):
    for browser in (as_member(bob), as_member(morgan)):
        assert 'id="trust-title"' in browser.get("/members/bob").text
    for browser in (client, as_member(mallory)):
        assert 'id="trust-title"' not in browser.get("/members/bob").text
