"""The bell, following and stopping mail, as browsers and mail programs meet them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import links
from app.domain.forum.actions.states import hide_post
from app.domain.notifications.actions.follows import follow, follow_by_mail
from app.domain.notifications.actions.notices import read_thread
from app.domain.notifications.models import NOTICE_KINDS, TEAM_KINDS, Follow
from app.domain.notifications.queries import (
    followers_count,
    preferences_of,
    recent_notices,
    unread_count,
)
from app.kit import clock
from app.kit.db import db
from app.kit.work import write
from app.letters import tokens
from tests.factories.threads import answered, asked, followed, let_happen, path_in
from tests.people import make_member

# What anybody is offered on the page of settings.
OFFERED = [kind for kind in NOTICE_KINDS if kind not in TEAM_KINDS]


@pytest.fixture
def raw(app, session):
    """A mail program: no cookies, no page before, no form token."""
    return app.test_client()


# -- the bell ---------------------------------------------------------------------------------


def test_the_header_counts_and_the_list_names_the_exact_post(alice, bob, as_member):
    question = asked(alice, title="Bulbs drop off Wi-Fi every night")
    answer = answered(question, bob)
    browser = as_member(alice)
    html = browser.get("/notices").text
    assert 'class="bell-count" aria-hidden="true">1<' in html
    assert f"?answer={answer.id}#answer-{answer.id}" in html
    assert "<b><bdi>Bob</bdi></b> answered your question" in html
    assert "1 unread" in html


def test_the_menu_gets_the_newest_lines_alone(alice, bob, as_member):
    answered(asked(alice), bob)
    part = as_member(alice).get("/notices", headers={"X-Fragment": "notices"}).text
    assert part.strip().startswith('<div class="menu-list notes" id="notices">')
    assert "answered your question" in part
    assert "<html" not in part


def test_several_people_are_named_as_one_and_others(alice, bob, mallory, tess, as_member):
    question = asked(alice)
    for who in (bob, mallory, tess):
        answered(question, who)
    assert "</bdi></b> and 2 others answered" in as_member(alice).get("/notices").text


def test_a_name_and_a_title_stay_text_in_the_list(alice, as_member):
    member = make_member("odd", name="<b>{title}</b>")
    answered(asked(alice, title="<script>alert({who})</script> at night"), member)
    html = as_member(alice).get("/notices").text
    assert "<script>alert(" not in html
    assert "&lt;script&gt;alert({who})&lt;/script&gt;" in html
    assert "&lt;b&gt;{title}&lt;/b&gt;" in html


def test_a_guest_has_no_bell(client):
    assert client.get("/notices").status_code == 303


def test_opening_the_thread_reads_its_lines(alice, bob, as_member):
    question = asked(alice)
    answered(question, bob)
    response = as_member(alice).post(f"/questions/{question.id}/reading")
    assert response.status_code == 303
    assert response.headers["Location"] == links.question_url(question.id, question.slug)
    assert unread_count(alice) == 0


def test_all_are_read_with_one_button(alice, bob, as_member):
    for _ in range(2):
        answered(asked(alice), bob)
    browser = as_member(alice)
    assert "/notices/reading" in browser.get("/notices").text
    browser.post("/notices/reading")
    assert unread_count(alice) == 0
    assert "You have read everything." in browser.get("/notices").text


def test_nobody_reads_anothers_line(alice, bob, mallory, as_member):
    answered(asked(alice), bob)
    [line] = recent_notices(alice)
    assert as_member(mallory).post(f"/notices/{line.id}/reading").status_code == 404
    assert unread_count(alice) == 1
    assert as_member(alice).post(f"/notices/{line.id}/reading").status_code == 303
    assert unread_count(alice) == 0


# -- following --------------------------------------------------------------------------------


def test_following_and_stopping_by_button_whole_or_in_place(alice, mallory, as_member):
    question = asked(alice)
    browser = as_member(mallory)
    url = f"/questions/{question.id}/follow"
    assert browser.post(url).status_code == 303
    assert followed(question, by=mallory).is_on
    part = browser.post(f"{url}/withdrawal", headers={"X-Fragment": "follow"})
    assert 'id="follow"' in part.text
    assert 'aria-pressed="false"' in part.text
    assert not followed(question, by=mallory).is_on


def test_muting_by_button(alice, mallory, as_member):
    question = asked(alice)
    browser = as_member(mallory)
    browser.post(f"/questions/{question.id}/mute")
    assert followed(question, by=mallory).muted_at is not None
    browser.post(f"/questions/{question.id}/mute/withdrawal")
    assert followed(question, by=mallory).muted_at is None


def test_what_one_may_not_see_cannot_be_followed(alice, mallory, morgan, as_member):
    question = asked(alice)
    write(hide_post, question, by=morgan)
    assert as_member(mallory).post(f"/questions/{question.id}/follow").status_code == 404


def test_a_visitor_asks_to_be_told_and_confirms(alice, client, raw, outbox):
    question = asked(alice)
    url = f"/questions/{question.id}/follow"
    assert 'name="email"' in client.get(url).text
    assert client.post(url, data={"email": "nonsense"}).status_code == 422
    assert client.post(url, data={"email": "gus@example.com"}).status_code == 303
    let_happen()
    path = path_in(outbox[0].text, r"/follows/confirm/\S+")
    page = raw.get(path)
    assert "Yes, tell me" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert followers_count(question.id) == 1  # opening the link alone changes nothing
    assert raw.post(path).status_code == 200
    assert followers_count(question.id) == 2
    assert raw.post(path).status_code == 200


def test_a_confirmation_is_bound_to_its_purpose_and_time(alice, raw):
    question = asked(alice)
    write(follow_by_mail, question, "gus@example.com")
    row = db.session.scalars(select(Follow).where(Follow.email.is_not(None))).one()
    wrong = tokens.sign("stop", "f", row.id, 0, "")
    assert raw.get(links.follow_confirmation_url(wrong)).status_code == 410
    token = tokens.sign("follow", row.id)
    clock.freeze(clock.now() + timedelta(days=8))
    assert raw.post(links.follow_confirmation_url(token)).status_code == 410


# -- stopping mail ----------------------------------------------------------------------------


def test_one_click_of_a_mail_program_mutes_the_thread(alice, bob, raw, outbox):
    question = asked(alice)
    answered(question, bob)
    let_happen()
    path = outbox[0].unsubscribe.removeprefix("http://localhost")
    page = raw.get(path)
    assert "Mute this question" in page.text
    assert followed(question, by=alice).muted_at is None
    response = raw.post(path, data={"List-Unsubscribe": "One-Click"})
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert followed(question, by=alice).muted_at is not None


def test_links_stop_a_kind_or_everything(alice, raw):
    token = tokens.sign("stop", "u", alice.id, 0, "answer")
    raw.post(f"{links.stop_url(token)}?what=kind")
    assert preferences_of(alice.id)["answer"] == (True, False)
    assert preferences_of(alice.id)["reply"] == (True, True)
    raw.post(f"{links.stop_url(token)}?what=all")
    assert not any(mailed for _, mailed in preferences_of(alice.id).values())


def test_an_address_is_forgotten_by_its_own_link(alice, raw):
    question = asked(alice)
    write(follow_by_mail, question, "gus@example.com")
    row_id = db.session.scalars(select(Follow.id).where(Follow.email.is_not(None))).one()
    token = tokens.sign("stop", "f", row_id, 0, "")
    for _ in range(2):
        assert raw.post(links.stop_url(token)).status_code == 200
    assert db.session.scalars(select(Follow.id).where(Follow.email.is_not(None))).all() == []


@pytest.mark.parametrize("token", ["x", "x.y.z", "%00", "a" * 3000])
def test_a_made_up_link_does_nothing(raw, token):
    for path in (f"/stop/{token}", f"/follows/confirm/{token}", f"/answers/1/solved/{token}"):
        assert raw.get(path).status_code == 410
        assert raw.post(path).status_code == 410


# -- solved -----------------------------------------------------------------------------------


def test_the_asker_accepts_from_the_mail_without_signing_in(alice, bob, raw, outbox):
    question = asked(alice)
    answer = answered(question, bob)
    let_happen()
    path = path_in(outbox[0].text, r"/answers/\d+/solved/\S+")
    assert "Did this answer solve it?" in raw.get(path).text
    db.session.refresh(question)
    assert question.accepted_answer_id is None
    for _ in range(2):
        assert "Thank you for telling" in raw.post(path).text
    db.session.refresh(question)
    assert question.accepted_answer_id == answer.id
    assert question.accepted_by_id == alice.id


def test_the_link_of_a_stranger_solves_nothing(alice, bob, mallory, raw):
    answer = answered(asked(alice), bob)
    token = tokens.sign("solved", mallory.id, answer.id)
    assert raw.post(links.solved_url(answer.id, token)).status_code == 403
    other = answered(asked(alice), bob)
    token = tokens.sign("solved", alice.id, answer.id)
    assert raw.post(links.solved_url(other.id, token)).status_code == 410


# -- settings ---------------------------------------------------------------------------------


def test_what_is_not_ticked_is_off(alice, as_member):
    browser = as_member(alice)
    assert browser.get("/settings/notices").text.count('" checked>') == 29 + 1  # the theme, too
    ticked = {f"bell-{kind}": "1" for kind in preferences_of(alice.id)}
    assert browser.post("/settings/notices", data=ticked).status_code == 303
    wanted = {kind: ways for kind, ways in preferences_of(alice.id).items() if kind in OFFERED}
    assert all(ways == (True, False) for ways in wanted.values())
    assert browser.get("/settings/notices").text.count('" checked>') == len(OFFERED) + 1


def test_posts_without_a_token_are_refused_where_a_session_acts(alice, bob, as_member):
    question = asked(alice)
    write(follow, question, by=bob)
    browser = as_member(bob)
    browser.sends_token = False
    for path in ("/notices/reading", "/settings/notices", f"/questions/{question.id}/follow"):
        assert browser.post(path).status_code == 400


def test_a_threads_page_says_that_it_was_read(alice, bob, as_member):
    question = asked(alice)
    answered(question, bob)
    html = as_member(alice).get(links.question_url(question.id, question.slug)).text
    assert f'data-beacon="/questions/{question.id}/reading"' in html
    assert "Mark 1 notice as read" in html
    write(read_thread, question.id, by=alice)


def test_a_visitors_page_holds_no_bell_and_no_button(alice, bob, client):
    question = asked(alice)
    answered(question, bob)
    html = client.get(links.question_url(question.id, question.slug)).text
    assert "/reading" not in html


def test_each_kind_of_news_stands_once_on_the_page_of_settings(alice, as_member):
    html = as_member(alice).get("/settings/notices").text
    for kind in OFFERED:
        assert html.count(f'name="bell-{kind}"') == html.count(f'name="mail-{kind}"') == 1
    # Badges come too often for a mail, unless one wishes.
    assert 'name="mail-badge" value="1">' in html


def test_the_weekly_letter_is_offered_to_those_who_decide_alone(alice, hanna, as_member):
    assert "ideas-week" not in as_member(alice).get("/settings/notices").text
    html = as_member(hanna).get("/settings/notices").text
    assert 'name="mail-ideas-week" value="1" checked>' in html
    assert "bell-ideas-week" not in html


def test_what_is_not_on_the_page_stays_as_it_was(alice, as_member):
    as_member(alice).post("/settings/notices", data={"bell-idea": "1"})
    wanted = preferences_of(alice.id)
    assert wanted["idea"] == (True, False)
    assert wanted["comment"] == (False, False)
    # She may come to decide about ideas one day.
    assert wanted["ideas-week"] == (False, True)
