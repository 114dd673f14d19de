"""How trust works, where one stands, and what a refusal says, on the web."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from app.domain.accounts.actions.rights import rule_trust, set_trust
from app.domain.accounts.models import User, Visit
from app.domain.accounts.permissions import Permission, Requirement
from app.domain.accounts.privileges import put_requirements
from app.domain.accounts.queries import traces_of
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.forum import make_answer, make_question
from tests.factories.trust import helped, here_on

P = Permission


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return str(response.get_data(as_text=True))


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


# -- days and threads -------------------------------------------------------------------------


def days_of(member: User) -> list[int]:
    rows = db.session.query(Visit).filter_by(user_id=member.id).order_by(Visit.day)
    return [row.threads_read for row in rows]


def test_a_day_on_the_site_is_noted_once(as_member: Any, alice: User, statements: Any) -> None:
    clock.freeze(clock.now().replace(hour=12))
    browser = as_member(alice)
    browser.get("/imprint")
    clock.freeze(clock.now() + timedelta(minutes=11))
    browser.get("/imprint")
    assert days_of(alice) == [0]
    with statements() as ran:
        browser.get("/imprint")
    assert "visits" not in str(ran)
    clock.freeze(clock.now() + timedelta(minutes=11))
    with statements() as ran:
        browser.get("/imprint")
    assert "visits" not in str(ran)
    clock.freeze(clock.now() + timedelta(days=1))
    browser.get("/imprint")
    assert days_of(alice) == [0, 0]


def test_a_new_day_is_noted_within_minutes_of_the_last(as_member: Any, alice: User) -> None:
    clock.freeze(clock.now().replace(hour=23, minute=40))
    browser = as_member(alice)
    for minutes in (11, 12):  # 23:51, 00:03
        clock.freeze(clock.now() + timedelta(minutes=minutes))
        browser.get("/imprint")
    clock.freeze(clock.now() + timedelta(minutes=1))
    assert len(days_of(alice)) == 2


def test_a_thread_is_read_once_a_day(as_member: Any, client: Any, alice: User) -> None:
    one, two = make_question(), make_question()
    browser = as_member(alice)
    for question in (one, one, two, one):
        assert browser.post(f"/questions/{question.id}/view").status_code == 204
    assert days_of(alice) == [2]
    client.post(f"/questions/{one.id}/view")
    assert days_of(alice) == [2]
    assert one.view_count == 4
    clock.freeze(clock.now() + timedelta(days=1))
    browser.post(f"/questions/{one.id}/view")
    assert days_of(alice) == [2, 1]


# -- the pages --------------------------------------------------------------------------------


def test_everybody_sees_how_trust_works(client: Any, as_member: Any, nora: User) -> None:
    said = words(text(client, "/trust"))
    assert "Threads read: 30" in said
    assert "at most 1" in said
    assert "last 100 days" in said
    assert "You are here" not in said
    here_on(nora, 1, threads=3)
    said = words(text(as_member(nora), "/trust"))
    assert "You are here" in said
    assert "3 of 5" in said


def test_the_page_says_the_numbers_in_force(as_member: Any, client: Any, ada: User) -> None:
    as_member(ada).post("/admin/settings", data={"reputation.trust.trusted.threads": "77"})
    assert "Threads read: 77" in words(text(client, "/trust"))
    with unit_of_work():
        put_requirements({P.VOTE_DOWN: Requirement(150, "member")})
    assert "from 150 points on: vote against a post" in words(text(client, "/trust"))


def test_the_page_costs_the_same_for_all(as_member: Any, tess: User, statements: Any) -> None:
    helped(tess, answers=4, accepted=2, voters=3)
    browser = as_member(tess)
    browser.get("/trust")
    with statements() as ran:
        assert browser.get("/trust").status_code == 200
    assert len(ran) <= 18


# -- by hand ----------------------------------------------------------------------------------


def test_an_admin_lets_the_rules_decide_again(as_member: Any, ada: User, bob: User) -> None:
    write(set_trust, bob, "trusted", reason="knows it all", by=ada)
    browser = as_member(ada)
    assert "given by hand" in text(browser, "/members/bob/roles")
    release = "/members/bob/trust/release"
    assert browser.post(release, data={}).status_code == 422
    assert browser.post(release, data={"reason": "time is up"}).status_code == 303
    page = text(browser, "/members/bob/roles")
    assert "Left to the rules" in page
    assert "by the rules" in page
    assert "time is up" in page
    assert (bob.trust, traces_of(bob)[0].by_rules) == ("trusted", True)
    assert browser.post(release, data={"reason": "again"}).status_code == 409


def test_the_history_tells_what_the_rules_did(as_member: Any, ada: User, bob: User) -> None:
    with unit_of_work():
        rule_trust([(bob, "trusted")], "rose")
    with unit_of_work():
        rule_trust([(bob, "member")], "fell")
    page = words(text(as_member(ada), "/members/bob/roles"))
    assert "What the level asks for was reached" in page
    assert "What it asks for was no longer reached" in page
    assert "from the shell" not in page


@pytest.mark.parametrize("person", ["bob", "sue", "morgan"])
def test_nobody_else_releases(request: Any, as_member: Any, alice: User, person: str) -> None:
    browser = as_member(request.getfixturevalue(person))
    data = {"reason": "please"}
    assert browser.post("/members/alice/trust/release", data=data).status_code == 403


# -- what a refusal says ----------------------------------------------------------------------


def thread_of(client: Any, question: Any) -> str:
    return text(client, f"/questions/{question.id}-{question.slug}")


def test_who_may_not_vote_down_sees_how_far_it_is(as_member: Any, nora: User) -> None:
    question = make_question(answers=1)
    page = thread_of(as_member(nora), question)
    arrows = re.findall(r'<button[^>]*aria-label="Vote down"[^>]*>', page)
    assert len(arrows) == 2
    for arrow in arrows:
        told = re.search(r'aria-describedby="([^"]+)"', arrow)
        assert told is not None
        assert 'aria-disabled="true"' in arrow
        assert f'id="{told[1]}">This takes the trust level “member”' in page


def test_who_may_vote_down_has_the_plain_arrow(as_member: Any, client: Any, bob: User) -> None:
    question = make_question(answers=1)
    for browser in (as_member(bob), client):
        page = thread_of(browser, question)
        assert "aria-disabled" not in "".join(re.findall(r"<button[^>]*Vote down[^>]*>", page))


def test_points_to_go_are_said(as_member: Any, bob: User) -> None:
    question = make_question()
    with unit_of_work():
        put_requirements({P.VOTE_DOWN: Requirement(150, "member")})
        bob.points = 110
    page = thread_of(as_member(bob), question)
    assert "This takes 150 points: you have 110, 40 to go." in page
    refused = as_member(bob).post(f"/questions/{question.id}/vote", data={"value": "-1"})
    assert refused.status_code == 403
    assert "40 to go" in refused.get_data(as_text=True)


def test_the_arrow_stays_far_away_after_a_vote_up(as_member: Any, nora: User) -> None:
    question = make_question()
    kind = f"vote-question-{question.id}"
    voted = as_member(nora).post(
        f"/questions/{question.id}/vote", data={"value": "1"}, headers={"X-Fragment": kind}
    )
    assert "This takes the trust level" in voted.get_data(as_text=True)


def test_a_vote_cast_before_a_fall_can_be_taken_back(as_member: Any, bob: User) -> None:
    question = make_question()
    browser = as_member(bob)
    browser.post(f"/questions/{question.id}/vote", data={"value": "-1"})
    with unit_of_work():
        bob.trust = "new"
    assert "This takes" not in "".join(
        re.findall(r'id="vote-question.*?</form>', thread_of(browser, question), re.DOTALL)
    )
    taken = browser.post(f"/questions/{question.id}/vote", data={"value": "0"})
    assert taken.status_code == 303
    assert question.score == 0


MENU = ("Change tags", "Edit", "Mark as duplicate", "Lock")


def refusals(page: str) -> dict[str, str]:
    found = re.findall(
        r'<li><button type="button" aria-disabled="true">.*?<span>([^<]+) <small>([^<]+)<', page
    )
    return {word: why for word, why in found if word in (*MENU, "Accept as the solution")}


def test_menus_say_what_is_still_far_away(
    as_member: Any, client: Any, bob: User, tess: User, alice: User
) -> None:
    question = make_question(author=alice, answers=1)
    assert refusals(thread_of(client, question)) == {}
    found = refusals(thread_of(as_member(bob), question))
    assert set(found) == {*MENU, "Accept as the solution"}
    assert "“trusted”" in found["Mark as duplicate"]
    assert "“super-user”" in found["Lock"]
    assert set(refusals(thread_of(as_member(tess), question))) == {"Edit", "Lock"}
    # One's own question is edited and accepted as ever; there is nothing far away about it.
    assert set(refusals(thread_of(as_member(alice), question))) == {"Edit"}


def test_a_super_user_locks_with_a_public_reason(
    as_member: Any, client: Any, sue: User, alice: User
) -> None:
    question = make_question(author=alice)
    browser = as_member(sue)
    for act, said in (("lock", "Locked"), ("unlock", ""), ("archive", "Archived")):
        reason = "resolved" if act == "unlock" else "heated"
        done = browser.post(f"/rulings/{act}/question/{question.id}", data={"reason": reason})
        assert done.status_code == 303
        assert said in thread_of(client, question)
    assert "The discussion got heated" in thread_of(client, question)
    own = make_question(author=sue)
    assert browser.get(f"/rulings/lock/question/{own.id}").status_code == 403
    answer = make_answer(question)
    assert browser.get(f"/rulings/hide/answer/{answer.id}").status_code == 403


def test_the_page_of_trust_does_not_lead_to_itself(as_member: Any, bob: User) -> None:
    browser = as_member(bob)
    assert "How trust works</a>" not in text(browser, "/trust")
    assert '<a href="/trust">How trust works</a>' in text(browser, "/members/bob")


def test_staff_are_not_told_of_a_level_that_the_rules_never_give(
    as_member: Any, morgan: User
) -> None:
    page = text(as_member(morgan), "/members/morgan")
    assert "Staff have their rights by their role" in page
    assert " asks for</h3>" not in page
