"""One idea's page: where it stands and why, for whom it is there, what may be done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.domain.accounts.models import User
from app.domain.accounts.texts import prepare
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.merging import merge
from app.domain.ideas.actions.planning import estimate, note
from app.domain.ideas.actions.replying import reply_officially
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import PETITION_AT
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.conftest import Visitor
from tests.factories.catalog import make_space
from tests.factories.ideas import a_comment, a_theme, a_vote, an_idea, an_official_reply
from tests.people import make_member

Browsers = Callable[[User], Visitor]
WHY = "The bulbs forget their colour without power, and a battery would cost too much."


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.status_code
    return str(response.get_data(as_text=True))


def url_of(idea: Idea) -> str:
    return f"/ideas/{idea.id}-{idea.slug}"


def team() -> User:
    return make_member("hanna", staff_roles=["product team"])


def test_a_wrong_slug_leads_to_the_right_address(client: Visitor) -> None:
    idea = an_idea("Sunrise that follows my alarm")
    response = client.get(f"/ideas/{idea.id}-old-words?comments=new")
    assert (response.status_code, response.headers["Location"]) == (
        301,
        f"/ideas/{idea.id}-sunrise-that-follows-my-alarm?comments=new",
    )


def test_what_is_not_there_and_what_may_not_be_seen_answer_alike(client: Visitor) -> None:
    secret = an_idea("Known to members alone", space=make_space("members"))
    for path in (url_of(secret), "/ideas/999999-known", f"/ideas/{secret.id}/voters"):
        page = text(client, path, 404)
        assert "Known to members alone" not in page


def test_the_track_tells_its_way_and_what_comes_next(client: Visitor) -> None:
    hanna, idea = team(), an_idea(expected="January")
    for status in ("under-review", "planned"):
        write(set_status, idea, status, by=hanna, reason="")
    page = text(client, url_of(idea))
    track = page[page.index('class="track"') :][:2500]
    assert track.index("Suggested") < track.index("Under review") < track.index("Planned")
    assert "expected: January" in track
    assert 'aria-current="step"' in track


def test_a_refusal_stands_on_the_page_with_its_reason(client: Visitor) -> None:
    hanna, idea = team(), an_idea(votes=2, status="under-review")
    write(set_status, idea, "declined", by=hanna, reason=WHY, code="cost")
    page = text(client, url_of(idea))
    assert "Declined: It costs more than it would bring" in page
    assert WHY in page
    assert "data-backs" not in page
    assert "data-begins" not in page


def test_the_latest_official_reply_is_open_and_earlier_ones_are_folded(client: Visitor) -> None:
    idea = an_idea()
    an_official_reply(idea, body="This was our first word on it.")
    hanna = team()
    write(reply_officially, idea, by=hanna, body=prepare("This is our last word on it."))
    page = text(client, url_of(idea))
    assert page.index("our last word") < page.index("our first word")
    assert page.index('<details class="more">') < page.index("our first word")


def test_a_merged_idea_leads_to_where_its_votes_went(client: Visitor, as_member: Browsers) -> None:
    idea, target = an_idea("Wake me with the lamp", votes=2), an_idea("Sunrise with my alarm")
    hanna = team()
    write(merge, idea, target, by=hanna, reason=WHY)
    response = client.get(url_of(idea))
    assert (response.status_code, response.headers["Location"]) == (301, url_of(target))
    # What only asks for the heads is told the same.
    response = client.head(url_of(idea))
    assert (response.status_code, response.headers["Location"]) == (301, url_of(target))
    response = as_member(make_member("bob")).post(f"/ideas/{idea.id}/vote")
    assert (response.status_code, response.headers["Location"]) == (303, url_of(target))
    page = text(client, url_of(target))
    assert "Wake me with the lamp" in page
    assert "2 votes came along" in page
    assert WHY in text(client, f"/ideas/{idea.id}/history")


def test_a_newcomers_idea_tells_them_why_it_waits_and_nobody_else_that_it_does(
    as_member: Browsers, client: Visitor
) -> None:
    nora = make_member("nora", trust="new")
    idea = an_idea("My very first idea here", author=nora, held_at=clock.now())
    page = text(as_member(nora), url_of(idea))
    assert "This waits to be looked at." in page
    assert "First ideas of new members are looked at" in page
    assert (clock.now() + timedelta(hours=24)).strftime("%-d %B") in page
    assert "Open it to everybody" not in page
    text(client, url_of(idea), 404)
    text(as_member(make_member("bob")), url_of(idea), 404)
    assert "Open it to everybody" in text(as_member(team()), url_of(idea))


def test_what_is_hidden_while_it_waits_is_not_promised_to_open(
    as_member: Browsers, morgan: User
) -> None:
    nora = make_member("nora", trust="new")
    idea = an_idea(author=nora, held_at=clock.now(), hidden_at=clock.now())
    for reader in (nora, morgan):
        page = text(as_member(reader), url_of(idea))
        assert "Hidden by a moderator." in page
        assert "It opens by itself" not in page


def test_a_hidden_idea_is_there_for_its_author_and_moderators(
    as_member: Browsers, alice: User, morgan: User, client: Visitor
) -> None:
    idea = an_idea("Buy my wonderful pills", author=alice)
    response = as_member(morgan).post(f"/ideas/{idea.id}/hiding", data={"reason": "spam"})
    assert response.status_code == 303
    text(client, url_of(idea), 404)
    assert "Hidden by a moderator." in text(as_member(alice), url_of(idea))
    assert "Spam or advertising" in text(as_member(alice), url_of(idea))
    as_member(morgan).post(f"/ideas/{idea.id}/hiding", data={"reason": "mistake"})
    text(client, url_of(idea))


def test_what_the_team_says_to_itself_is_on_nobodys_page_but_theirs(
    as_member: Browsers, client: Visitor, alice: User
) -> None:
    hanna, idea = team(), an_idea()
    write(note, idea, by=hanna, body="The ocelot supplier is bankrupt.")
    write(estimate, idea, by=hanna, effort=5, value=4)
    for browser in (client, as_member(alice), as_member(make_member("tess", trust="trusted"))):
        for path in (url_of(idea), f"/ideas/{idea.id}/history", f"/ideas/{idea.id}/voters"):
            assert "ocelot" not in text(browser, path)
    assert "ocelot" in text(as_member(hanna), url_of(idea))


def test_who_answers_for_it_is_named_with_the_theme(client: Visitor) -> None:
    partner = make_member("petra", name="Petra Partner", staff_roles=["product team"])
    idea = an_idea(theme=a_theme("Evenings", partner=partner))
    page = text(client, url_of(idea))
    assert "Petra Partner" in page
    assert "Evenings" in page


# -- petitions ------------------------------------------------------------------------------------


def test_who_voted_asks_for_another_look_and_the_last_one_opens_it(
    as_member: Browsers, alice: User, bob: User, client: Visitor
) -> None:
    with unit_of_work():
        PETITION_AT.put(2)
    idea = an_idea(status="declined")
    a_vote(idea, by=alice)
    a_vote(idea, by=bob)
    assert "Sign in to ask for it" in text(client, url_of(idea))
    stranger = make_member("mallory")
    assert "Those who voted for it can ask for this." in text(as_member(stranger), url_of(idea))
    headers = {"X-Fragment": "petition"}
    part = as_member(alice).post(f"/ideas/{idea.id}/petition", headers=headers)
    assert "1 of 2" in part.text
    assert "You ask for it" in part.text
    as_member(bob).post(f"/ideas/{idea.id}/petition")
    db.session.expire_all()
    assert db.session.get_one(Idea, idea.id).status == "under-review"
    assert "asked for another look" in text(client, url_of(idea))


def test_one_may_take_ones_name_off_again(as_member: Browsers, alice: User) -> None:
    idea = an_idea(status="declined", votes=12)
    a_vote(idea, by=alice)
    browser = as_member(alice)
    browser.post(f"/ideas/{idea.id}/petition")
    browser.post(f"/ideas/{idea.id}/petition", data={"value": "off"})
    assert "Look at it again" in text(browser, url_of(idea))


# -- who voted, history, cost -------------------------------------------------------------------


def test_everybody_sees_who_voted_and_no_customers_name(client: Visitor) -> None:
    from app.domain.ideas.actions.customers import vote_on_behalf  # noqa: PLC0415

    idea, voter = an_idea(), make_member("vera", name="Vera Voter")
    a_vote(idea, by=voter)
    hanna = team()
    write(vote_on_behalf, idea, by=hanna, customer="Grand Hotel Dusk")
    page = text(client, f"/ideas/{idea.id}/voters")
    assert "Vera Voter" in page
    assert "1 on behalf of a customer, by" in page
    assert "Grand Hotel" not in page


def test_an_edit_shows_in_the_history_with_what_it_changed(
    as_member: Browsers, alice: User, client: Visitor
) -> None:
    idea = an_idea("Bulbs with a memory", author=alice, body="They should remember the colour.")
    body = "They should remember the colour and the brightness."
    given = {"title": "Bulbs with a good memory", "body": body, "base_edition": "1",
             "comment": "Brightness, too."}  # fmt: skip
    response = as_member(alice).post(f"/ideas/{idea.id}/edit", data=given)
    assert response.headers["Location"] == f"/ideas/{idea.id}-bulbs-with-a-good-memory"
    page = text(client, f"/ideas/{idea.id}/history")
    assert "Brightness, too." in page
    assert "brightness" in page
    assert "as it was written" in page


def test_two_who_edit_at_once_see_both_texts(
    as_member: Browsers, alice: User, morgan: User
) -> None:
    idea = an_idea("Bulbs with a memory", author=alice)
    mine = {"title": "Bulbs with my memory", "body": "What I made of this wish of mine, all of it."}
    theirs = {"title": idea.title, "body": "What the moderator made of this same wish, at once."}
    as_member(morgan).post(f"/ideas/{idea.id}/edit", data=theirs | {"base_edition": "1"})
    response = as_member(alice).post(f"/ideas/{idea.id}/edit", data=mine | {"base_edition": "1"})
    assert response.status_code == 409
    assert mine["body"] in response.text
    assert theirs["body"] in response.text
    again = as_member(alice).post(f"/ideas/{idea.id}/edit", data=mine | {"base_edition": "2"})
    assert again.status_code == 303


def test_an_ideas_page_takes_thirty_statements_however_much_stands_on_it(
    as_member: Browsers, alice: User, statements: Any
) -> None:
    browser = as_member(alice)

    def cost(idea: Idea) -> int:
        text(browser, url_of(idea))
        with statements() as ran:
            text(browser, url_of(idea))
        return len(ran)

    small = an_idea()
    big = an_idea(votes=6, comments=5, theme=a_theme(), status="under-review")
    for number in range(4):
        under = a_comment(big, body=f"Thought number {number}, and more to it.")
        a_comment(parent=under)
    an_official_reply(big)
    hanna = team()
    write(set_status, big, "declined", by=hanna, reason=WHY, code="cost")
    assert cost(small) <= 30
    assert cost(big) <= 30
