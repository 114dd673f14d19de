"""The board and the roadmap: orders, filters, the public promise, few statements."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from app.domain.accounts.models import User
from app.domain.ideas.policy import REPLY_WITHIN, REVIEW_AT_QUESTIONS, REVIEW_AT_VOTES, VOTE_BUDGET
from app.domain.search import actions
from app.kit import clock
from app.kit.work import unit_of_work
from tests.conftest import Visitor
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.ideas import a_theme, a_vote, an_idea
from tests.factories.rounds import a_round
from tests.people import make_member

Browsers = Callable[[User], Visitor]


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.status_code
    return str(response.get_data(as_text=True))


def shown(page: str) -> list[str]:
    """The titles on the board, from the top."""
    return re.findall(r'class="row-title"><a [^>]*>([^<]*)<', page)


def test_an_empty_board_asks_for_the_first_idea(client: Visitor) -> None:
    page = text(client, "/ideas")
    assert "No idea yet" in page
    assert 'href="/ideas/new"' in page


def test_the_head_promises_what_the_settings_say(client: Visitor) -> None:
    with unit_of_work():
        REVIEW_AT_VOTES.put(25)
        REVIEW_AT_QUESTIONS.put(1)
        REPLY_WITHIN.put(7)
    page = text(client, "/ideas")
    assert "Review opens at 25 votes or 1 linked question;" in page
    assert "the first official reply is due within 7 working days." in page


def test_an_open_round_stands_above_the_board(client: Visitor) -> None:
    found, closed = a_round(), a_round()
    with unit_of_work():
        closed.closed_at = clock.now()
    page = text(client, "/ideas")
    assert found.title in page
    assert f'href="/ideas/rounds/{found.id}-{found.slug}"' in page
    assert closed.title not in page
    assert found.title not in text(client, "/ideas?q=something")


def test_each_order_puts_another_idea_first(client: Visitor) -> None:
    now = clock.now()
    an_idea("Wanted by the many", votes=4, proposed_at=now - timedelta(days=400))
    an_idea("Suggested just now", proposed_at=now)
    an_idea("Hurting the most people", proposed_at=now - timedelta(days=300), affected_count=40)
    assert shown(text(client, "/ideas?sort=top"))[0] == "Wanted by the many"
    assert shown(text(client, "/ideas?sort=new"))[0] == "Suggested just now"
    assert shown(text(client, "/ideas?sort=affected"))[0] == "Hurting the most people"
    assert shown(text(client, "/ideas?sort=nonsense")) == shown(text(client, "/ideas"))


def test_what_was_decided_is_one_choice_away(client: Visitor) -> None:
    an_idea("Still to be decided")
    an_idea("Turned down for good", status="declined")
    assert shown(text(client, "/ideas")) == ["Still to be decided"]
    assert shown(text(client, "/ideas?status=declined")) == ["Turned down for good"]
    assert len(shown(text(client, "/ideas?status=any"))) == 2


def test_orders_but_trending_show_what_was_decided_with_its_state(client: Visitor) -> None:
    an_idea("Still to be decided")
    target = an_idea("Turned down for good", status="declined")
    an_idea("Joined with another", status="duplicate", merged_into_id=target.id)
    for sort in ("top", "new", "affected"):
        page = text(client, f"/ideas?sort={sort}")
        assert sorted(shown(page)) == ["Still to be decided", "Turned down for good"]
        assert "Declined</span>" in page
        # Nothing is left out there, so that "open" would be a false name for it.
        assert '<option value="">Open</option>' not in page
        assert shown(text(client, f"/ideas?sort={sort}&status=any")) == shown(page)
    first = text(client, "/ideas")
    assert '<option value="" selected>Open</option>' in first
    assert '<option value="any">Any</option>' in first


def test_where_all_is_decided_nobody_is_told_that_there_is_nothing(client: Visitor) -> None:
    an_idea("Turned down for good", status="declined")
    page = text(client, "/ideas")
    assert shown(page) == []
    assert "No idea yet" not in page
    assert 'href="/ideas?status=any"' in page


def test_words_put_what_fits_best_first_and_look_at_all_statuses(client: Visitor) -> None:
    now = clock.now()
    an_idea("Wake me at six", body="Not like a walrus by a lamp.", votes=9, proposed_at=now)
    best = an_idea("Walrus lamp", status="declined", proposed_at=now - timedelta(days=400))
    actions.rebuild()
    page = text(client, "/ideas?q=walrus+lamp")
    assert shown(page)[0] == best.title
    assert "Best match" in page
    assert ">Open</option>" not in page
    assert shown(text(client, "/ideas?q=walrus+lamp&sort=trending"))[0] != best.title
    assert "Best match" not in text(client, "/ideas")
    assert shown(text(client, "/ideas?sort=best")) == shown(text(client, "/ideas"))
    assert "Nobody has suggested it so far" in text(client, "/ideas?q=narwhal")


def test_the_address_chooses_product_theme_and_tag(client: Visitor) -> None:
    lamp, theme = make_product("Lamp"), a_theme("Evenings")
    an_idea("About the lamp alone", product=lamp)
    an_idea("About our evenings", theme=theme)
    an_idea("About dimming it", tags=(make_tag("dimming"),))
    assert shown(text(client, f"/ideas?product={lamp.slug}")) == ["About the lamp alone"]
    assert shown(text(client, f"/ideas?theme={theme.slug}")) == ["About our evenings"]
    assert shown(text(client, "/ideas?tag=dimming")) == ["About dimming it"]
    assert shown(text(client, "/ideas?product=none-such")) == []
    assert shown(text(client, "/ideas?theme=none-such")) == []


def test_a_choice_is_kept_on_every_tab_and_not_known_to_search_engines(client: Visitor) -> None:
    lamp = make_product("Lamp")
    page = text(client, f"/ideas?product={lamp.slug}&sort=new")
    assert f"/ideas?sort=top&amp;product={lamp.slug}" in page
    assert 'content="noindex, follow"' in page
    assert 'rel="canonical"' in text(client, "/ideas")


def test_what_may_not_be_seen_is_not_on_the_board_or_in_its_numbers(client: Visitor) -> None:
    now = clock.now()
    an_idea("Everybody reads this one")
    an_idea("Only members read this", space=make_space("members"))
    an_idea("Hidden by a moderator", hidden_at=now)
    an_idea("Held until looked at", held_at=now)
    page = text(client, "/ideas?status=any")
    assert shown(page) == ["Everybody reads this one"]
    assert "1 idea<" in page


def test_the_clock_stands_beside_what_waits_for_a_reply(client: Visitor) -> None:
    now = clock.now()
    an_idea("In good time for an answer", status="under-review", review_at=now,
            reply_due_at=now + timedelta(days=14))  # fmt: skip
    an_idea("Waiting for far too long", status="under-review", review_at=now - timedelta(days=60),
            reply_due_at=now - timedelta(days=40))  # fmt: skip
    page = text(client, "/ideas")
    assert "reply due by" in page
    assert re.search(r"reply \d+ working days late", page)


def test_a_member_sees_what_they_back_and_how_much_room_is_left(
    as_member: Browsers, alice: User
) -> None:
    a_vote(an_idea("Backed by Alice herself"), by=alice)
    an_idea("Not backed by Alice")
    with unit_of_work():
        VOTE_BUDGET.put(True)
    page = text(as_member(alice), "/ideas")
    assert page.count('aria-pressed="true"') == 1
    assert "You back 1 of 4 open ideas." in page


def test_who_decides_has_a_desk_and_no_button(as_member: Browsers) -> None:
    an_idea("Something to decide about")
    hanna = make_member("hanna", staff_roles=["product team"])
    page = text(as_member(hanna), "/ideas")
    assert 'href="/ideas/desk"' in page
    assert "vote on behalf of a customer" in page
    assert "data-backs" not in page


def test_a_visitors_board_is_the_same_for_all_and_carries_no_token(client: Visitor) -> None:
    an_idea()
    page = text(client, "/ideas")
    assert "csrf_token" not in page
    assert "data-begins" in page


def test_the_board_takes_ten_statements_whatever_it_shows(
    as_member: Browsers, alice: User, statements: Any
) -> None:
    def cost(path: str) -> int:
        text(browser, path)
        with statements() as ran:
            text(browser, path)
        return len(ran)

    browser = as_member(alice)
    product, theme = make_product("Lamp"), a_theme()
    an_idea(status="delivered")
    few = cost("/ideas?status=any")
    for _ in range(8):
        an_idea(votes=1, product=product, theme=theme, tags=(make_tag(),))
    many = cost("/ideas?status=any")
    assert many <= few + 1
    assert many - shell_cost(browser, statements) <= 10


def shell_cost(browser: Visitor, statements: Any) -> int:
    """What every page of a member takes: who they are, their bell."""
    with statements() as ran:
        browser.get("/no-such-page")
    return len(ran)


# -- the roadmap --------------------------------------------------------------------------------


def test_the_roadmap_has_a_column_for_each_status_and_all_of_it_behind(client: Visitor) -> None:
    for number in range(22):
        an_idea(f"Planned thing number {number:02}", status="planned", expected="spring")
    an_idea("Here since the morning", status="delivered")
    page = text(client, "/roadmap")
    lanes = re.findall(r'<h2 id="lane-[^"]*">([^<]*)', page)
    assert lanes == ["Under review", "Planned", "In progress", "Beta", "Delivered"]
    assert "All 22" in page
    assert "Here since the morning" in page
    assert "spring" in page
    assert "Nothing here just now." in page


def test_the_roadmap_keeps_to_a_product(client: Visitor) -> None:
    lamp = make_product("Lamp")
    an_idea("Planned for the lamp", status="planned", product=lamp)
    an_idea("Planned for nothing", status="planned")
    page = text(client, f"/roadmap?product={lamp.slug}")
    assert "Planned for the lamp" in page
    assert "Planned for nothing" not in page
    assert "Planned for" not in text(client, "/roadmap?product=none-such")
