"""The lines behind the bell that are about the reader: what they say, and where they lead."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest

from app.domain.badges.events import BadgeAwarded
from app.domain.forum.actions.accepting import accept_answer
from app.domain.notifications.actions.notices import read_notice
from app.domain.notifications.queries import Bell, bell_of
from app.domain.notifications.rules import JUST_NOW
from app.domain.reputation.events import (
    LevelReached,
    PointsAwarded,
    TrustReviewed,
    VotesReversed,
)
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import write
from tests.factories.standing import awarded, worth
from tests.factories.threads import answered, asked, let_happen


def told(event) -> None:
    write(publish, event)


def line_of(browser) -> tuple[str, str]:
    """The newest line: where it leads, and what it says without its marks."""
    html = browser.get("/notices").text
    url, words = re.search(
        r'<a class="plain" href="([^"]+)">(.*?)</a>(?:<span class="sr">|<p>)', html
    ).groups()
    return url, unescape(re.sub(r"<[^>]+>", "", words))


@pytest.mark.parametrize(
    "event, url, words",
    [
        (lambda i: LevelReached(i, 3), "/members/alice/points", "You reached level 3: Helper"),
        (
            lambda i: TrustReviewed(i, "member", "trusted", rose=True),
            "/trust",
            "Your trust rose: you are “trusted” now",
        ),
        (
            lambda i: TrustReviewed(i, "trusted", "member", rose=False),
            "/trust",
            "Your trust is “member” now: see what is missing",
        ),
        (
            lambda i: VotesReversed(7, [i], []),
            "/points#votes",
            "Some votes you gave do not count: see how votes are checked",
        ),
        (
            lambda i: VotesReversed(7, [i], [i]),
            "/points#votes",
            "Some votes you gave and got do not count: see how votes are checked",
        ),
    ],
)
def test_a_line_about_the_reader_says_what_and_leads_to_why(alice, as_member, event, url, words):
    told(event(alice.id))
    assert line_of(as_member(alice)) == (url, words)


def test_what_staff_award_stands_behind_the_bell_with_its_reason(alice, morgan, as_member):
    entry = awarded(alice, morgan, 50, "For the guide <to> routers")
    told(PointsAwarded(alice.id, entry, 50, morgan.id))
    _, words = line_of(as_member(alice))
    assert words == "Morgan gave you 50 points: For the guide <to> routers"


def test_an_accepted_answer_says_what_it_brought(alice, bob, as_member):
    answer = answered(asked(alice), bob)
    write(accept_answer, answer, by=alice)
    let_happen()
    worth(answer, 15)
    said = unescape(re.sub(r"<[^>]+>", "", as_member(bob).get("/notices").text))
    assert f"Alice accepted your answer to “{answer.question.title}”. +15 points" in said


def test_the_head_of_a_page_knows_the_badge_of_the_last_hour(alice, statements):
    told(BadgeAwarded(alice.id, "first-solution", "", None))
    db.session.refresh(alice)
    with statements() as ran:
        bell = bell_of(alice)
    assert len(ran) == 1
    assert (bell.unread, bell.badge) == (1, "first-solution")
    assert bell.notice_id is not None
    write(read_notice, bell.notice_id, by=alice)
    assert bell_of(alice) == Bell(0)
    told(BadgeAwarded(alice.id, "teacher", "", None))
    clock.freeze(clock.now() + JUST_NOW + timedelta(minutes=1))
    assert bell_of(alice) == Bell(1)
