"""The weekly letter: Monday morning, once a week, to those who decide, when something moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.replying import reply_officially
from app.domain.notifications.actions.idea_week import SITE_ZONE, write_week
from app.domain.notifications.actions.preferences import choose
from app.domain.notifications.queries import preferences_of
from app.kit import clock
from app.kit.work import unit_of_work, write
from tests.domain.notifications.test_idea_news import REASON, reviewed
from tests.factories.threads import let_happen, words

# A Monday; the week that it tells of begins a week before.
MONDAY = datetime(2026, 3, 16, 7, 30, tzinfo=UTC)


def at(moment: datetime) -> None:
    clock.freeze(moment)


def something_moved(hanna, when: datetime = MONDAY - timedelta(days=3)):
    at(when)
    idea = reviewed(title="Bulbs that remember their colour")
    write(set_status, idea, "planned", by=hanna, reason=REASON)
    return idea


def weekly(outbox, member) -> list:
    return [sent for sent in outbox if sent.to == member.email and "week of ideas" in sent.subject]


def run(moment: datetime = MONDAY) -> None:
    at(moment)
    write_week()
    let_happen()


def test_the_team_reads_once_what_moved_and_nobody_else_does(hanna, ada, alice, outbox):
    idea = something_moved(hanna)
    write(reply_officially, idea, by=hanna, body=words("We read all of it, and we try it soon."))
    let_happen()
    for _ in range(3):
        run()
    run(MONDAY + timedelta(hours=5))
    [sent] = weekly(outbox, hanna)
    assert sent.subject == "The week of ideas: 1 idea moved"
    assert "Under review → Planned, 1 official reply" in sent.text
    assert "From 9 March to 15 March." in sent.text
    assert "http://localhost/ideas/desk" in sent.text
    assert "1 open idea has no owner." in sent.text
    assert len(weekly(outbox, ada)) == 1
    assert weekly(outbox, alice) == []


def test_nothing_is_written_before_monday_morning_or_when_it_is_long_past(hanna, outbox):
    something_moved(hanna)
    run(MONDAY - timedelta(hours=1))
    run(MONDAY + timedelta(days=1))
    run(MONDAY - timedelta(days=1))
    assert weekly(outbox, hanna) == []


def test_the_sites_clock_says_when_monday_morning_is(hanna, outbox):
    write(SITE_ZONE.put, "Asia/Tokyo")
    something_moved(hanna)
    run(MONDAY - timedelta(hours=10))
    assert weekly(outbox, hanna) == []
    run(MONDAY - timedelta(hours=9))
    assert len(weekly(outbox, hanna)) == 1


def test_a_zone_that_nobody_knows_is_utc(hanna, outbox):
    write(SITE_ZONE.put, "Moon/Tycho")
    something_moved(hanna)
    run()
    assert len(weekly(outbox, hanna)) == 1


def test_a_week_in_which_nothing_moved_is_silent(hanna, outbox):
    something_moved(hanna, MONDAY - timedelta(days=10))
    something_moved(hanna, MONDAY - timedelta(hours=2))
    run()
    assert weekly(outbox, hanna) == []


def test_the_next_week_is_another_letter(hanna, outbox):
    something_moved(hanna)
    run()
    something_moved(hanna, MONDAY + timedelta(days=2))
    run(MONDAY + timedelta(days=7))
    assert len(weekly(outbox, hanna)) == 2


def test_it_can_be_switched_off(hanna, outbox):
    something_moved(hanna)
    write(choose, preferences_of(hanna.id) | {"ideas-week": (False, False)}, by=hanna)
    run()
    assert weekly(outbox, hanna) == []


def test_who_decides_no_longer_by_then_reads_nothing(hanna, outbox):
    something_moved(hanna)
    at(MONDAY)
    write_week()
    with unit_of_work():
        hanna.staff_roles = []
    let_happen()
    assert weekly(outbox, hanna) == []
