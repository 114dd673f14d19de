"""Letters: what they say, in both ways, to whom they lead, and that they arrive."""

from __future__ import annotations

import re
from datetime import timedelta
from email.header import Header

import pytest
from sqlalchemy import select

from app.domain.accounts import events as people
from app.domain.forum.actions.accepting import accept_answer, mark_also_works, recommend
from app.domain.forum.actions.states import ask_for_info, hide_post, restore_post, set_status
from app.domain.notifications.actions import outbox as box
from app.domain.notifications.actions.follows import confirm_follow, follow, follow_by_mail
from app.domain.notifications.models import Follow
from app.domain.notifications.rules import THREAD_WAIT
from app.kit import clock, mail
from app.kit.db import db
from app.kit.events import publish
from app.kit.problems import Gone
from app.kit.work import write
from app.letters import head, tokens
from app.letters.bodies import html_body, unlinked
from tests.factories.threads import answered, asked, let_happen, path_in, replied
from tests.people import make_member

SITE = "http://localhost"


def happened(event) -> None:
    write(publish, event)
    let_happen()


def links_in(sent: mail.Mail) -> list[str]:
    return re.findall(r'href="([^"]+)"', sent.html)


def test_the_answer_mail_shows_the_answer_and_how_to_close_the_matter(alice, bob, outbox):
    question = asked(alice, title="Bulbs drop off Wi-Fi every night")
    answer = answered(question, bob, body="Set the channel to **6**. That is all there is to it.")
    let_happen()
    [sent] = outbox
    assert sent.subject == "Bob answered: Bulbs drop off Wi-Fi every night"
    assert "Bob answered your question" in sent.html
    for body in (sent.text, sent.html):
        assert "Set the channel to **6**" in body  # (the factory does not render)
        assert "This solved it" in body
        assert "Mute this question" in body
        assert f"/answers/{answer.id}/solved/" in body
        assert "because you asked the question" in body
    assert f"{SITE}/questions/{question.id}-bulbs-drop-off-wi-fi-every-night" in sent.text
    assert sent.html.startswith("<!doctype html>")
    assert "prefers-color-scheme: dark" in sent.html


def test_every_link_in_a_mail_is_whole(alice, bob, outbox):
    answered(asked(alice), bob)
    let_happen()
    assert links_in(outbox[0])
    assert all(link.startswith(f"{SITE}/") for link in links_in(outbox[0]))


def test_the_solved_link_is_for_this_asker_and_this_answer(alice, bob, outbox):
    answer = answered(asked(alice), bob)
    let_happen()
    token = path_in(outbox[0].text, rf"/answers/{answer.id}/solved/\S+").rsplit("/", 1)[-1]
    assert tokens.read("solved", token) == [alice.id, answer.id]
    with pytest.raises(Gone):
        tokens.read("stop", token)
    with pytest.raises(Gone):
        tokens.read("solved", token[:-2] + "xx")


def test_only_the_asker_of_an_open_question_is_offered_to_solve_it(alice, bob, mallory, outbox):
    question = asked(alice)
    answered(question, bob, mallory)
    let_happen()
    [to_mallory] = [sent for sent in outbox if sent.to == mallory.email]
    assert "/solved/" not in to_mallory.text
    assert to_mallory.subject == f"Bob mentioned you: {question.title}"


def test_mail_programs_can_stop_it_with_one_post(alice, bob, outbox):
    answered(asked(alice), bob)
    let_happen()
    message = mail.compose(outbox[0], "community@lumen.example")
    assert message["List-Unsubscribe"].startswith(f"<{SITE}/stop/")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_name_cannot_put_a_link_into_a_mail(alice, outbox):
    member = make_member("evil", name="evil.example.com/win")
    answered(asked(alice), member)
    let_happen()
    [sent] = outbox
    for said in (sent.subject, sent.text, sent.html):
        assert "evil.example.com" not in said
        assert "\N{WORD JOINER}" in said
    assert unlinked("http://a.b") == "http:\u2060/\u2060/\u2060a.\u2060b"


def test_markup_in_a_title_or_a_name_stays_text(alice, outbox):
    member = make_member("odd", name="<img src=x>")
    answered(asked(alice, title="Is <script>alert(1)</script> a lamp?"), member)
    let_happen()
    [sent] = outbox
    assert "<script" not in sent.html
    assert "<img" not in sent.html
    assert "Is <script>alert(1)</script> a lamp?" in sent.text


def test_a_title_cannot_add_a_header(alice, bob, outbox):
    question = asked(alice)

    def spoil() -> None:
        question.title = "Lamp\r\nBcc: eve@example.com\r\n\r\nHello"

    write(spoil)
    answered(question, bob)
    let_happen()
    message = mail.compose(outbox[0], "community@lumen.example")
    assert message["Bcc"] is None
    assert b"\nBcc:" not in bytes(message).split(b"\r\n\r\n", 1)[0]


def test_remote_pictures_and_relative_links_do_not_travel(session):
    body = html_body(
        [
            '<p>Look: <img src="/uploads/a.png" alt="The label"> <a href="/questions/1">here</a>',
            ' &amp; <code>a &lt; b</code></p><pre><code class="x">1</code></pre>',
        ]
    )
    assert "<img" not in body
    assert "[The label]" in body
    assert f'<a href="{SITE}/questions/1"' in body
    assert "&amp;" in body
    assert "a &lt; b" in body
    assert 'class="' not in body


def test_a_mention_in_a_mail_leads_to_the_member(bob):
    body = html_body(["<p>Ask ", {"mention": bob.id}, "</p>"])
    assert f'<a href="{SITE}/members/bob"' in body
    assert ">@bob</a>" in body


def test_each_fact_has_its_letter(alice, bob, tess, hanna, morgan, outbox):
    question = asked(alice)
    one, two = answered(question, bob), answered(question, bob)
    write(accept_answer, one, by=tess)
    write(mark_also_works, two, by=alice)
    write(recommend, two, by=morgan)
    write(set_status, question, by=hanna, status="fixed", version="4.3", note="Update tonight.")
    write(ask_for_info, question, by=tess)
    let_happen()
    subjects = {sent.subject.split(":")[0] for sent in outbox if sent.to == bob.email}
    assert {
        "Your answer was accepted",
        "Your answer works, too",
        "Your answer is recommended",
        "Fixed in version 4.3",
    } <= subjects
    subjects = {sent.subject.split(":")[0] for sent in outbox if sent.to == alice.email}
    assert {"Solved", "Fixed in version 4.3", "More information needed"} <= subjects
    [fixed] = [
        s for s in outbox if s.to == alice.email and s.subject.startswith("Fixed in version")
    ]
    assert "Update tonight." in fixed.text
    assert "Update tonight." in fixed.html


def test_the_author_learns_of_hiding_and_of_restoring(alice, bob, morgan, outbox):
    answer = answered(asked(alice), bob)
    let_happen()
    write(hide_post, answer, by=morgan)
    let_happen()
    assert outbox[-1].subject.startswith("A moderator hid your post")
    write(restore_post, answer, by=morgan)
    let_happen()
    assert outbox[-1].subject.startswith("Your post is back")


def test_a_reply_says_why_it_came(alice, bob, mallory, outbox):
    question = asked(alice)
    answer = answered(question, bob)
    let_happen()
    replied(question, mallory, answer=answer)
    let_happen()
    [sent] = [each for each in outbox if each.to == bob.email]
    assert "Mallory replied to you" in sent.html
    assert "because it answers what you wrote" in sent.text


def test_a_guest_is_asked_first_and_can_stop(alice, bob, outbox):
    question = asked(alice)
    write(follow_by_mail, question, "gus@example.com")
    let_happen()
    token = path_in(outbox[0].text, r"/follows/confirm/\S+").rsplit("/", 1)[-1]
    row = db.session.scalars(select(Follow).where(Follow.email.is_not(None))).one()
    assert tokens.read("follow", token) == [row.id]
    assert "Forget my address now" in outbox[0].text
    write(confirm_follow, row.id)
    write(accept_answer, answered(question, bob), by=alice)
    let_happen()
    [sent] = [each for each in outbox[1:] if each.to == "gus@example.com"]
    assert sent.subject == f"Solved: {question.title}"
    assert "/stop/" in (sent.unsubscribe or "")
    assert "settings/notices" not in sent.text


def maker_of(kind: str) -> tokens.TokenMaker:
    return lambda member, data: f"{SITE}/{kind}/{member.id}{data.get('address', '')}"


@pytest.fixture
def linked(session):
    """The account's door gives the makers of its links."""
    before = dict(tokens._makers)
    for kind in ("confirm", "reset", "address-change", "claim"):
        tokens.make_with(kind, maker_of(kind))
    yield
    tokens._makers.clear()
    tokens._makers.update(before)


@pytest.mark.usefixtures("linked")
def test_the_letters_of_an_account(ulla, outbox):
    happened(people.ConfirmationAsked(ulla.id, "n1"))
    assert outbox[-1].subject == "Confirm your address for Lumen Home"
    assert f"{SITE}/confirm/{ulla.id}" in outbox[-1].text
    assert f'href="{SITE}/confirm/{ulla.id}"' in outbox[-1].html
    assert outbox[-1].unsubscribe is None


@pytest.mark.usefixtures("linked")
def test_a_change_of_address_asks_the_new_one_and_warns_the_old_one(alice, outbox):
    happened(people.AddressChangeAsked(alice.id, "new@example.com", "n1"))
    assert outbox[-1].to == "new@example.com"
    assert f"{SITE}/address-change/{alice.id}new@example.com" in outbox[-1].text
    happened(people.AddressChanged(alice.id, "old@example.com", "n2"))
    assert outbox[-1].to == "old@example.com"


@pytest.mark.usefixtures("linked")
@pytest.mark.parametrize(
    "event,subject",
    [
        (people.JoinedAgain, "You are a member of Lumen Home already"),
        (people.RecoveryAsked, "Set a new password for Lumen Home"),
        (people.PasswordChanged, "Your password for Lumen Home was changed"),
    ],
)
def test_each_event_of_an_account_has_its_letter(alice, outbox, event, subject):
    happened(event(alice.id, "n1"))
    assert [sent.subject for sent in outbox] == [subject]


def test_a_proven_address_is_welcomed_once(alice, outbox):
    for _ in range(2):
        happened(people.MemberConfirmed(alice.id))
    assert [sent.subject for sent in outbox] == ["Welcome to Lumen Home"]


@pytest.mark.usefixtures("linked")
def test_a_confirmed_address_is_not_asked_again(alice, outbox):
    write(box.write_to_account, "confirm", alice.id, "late")
    let_happen()
    assert outbox == []


def test_a_letter_without_its_link_is_not_sent(ulla, outbox, monkeypatch):
    monkeypatch.setattr(tokens, "_makers", {})
    happened(people.ConfirmationAsked(ulla.id, "n1"))
    assert outbox == []


def test_the_brand_colour_is_made_readable_on_white():
    assert head.readable("#8a2a5f") == "#8a2a5f"
    for pale in ("#ffee00", "#ffffff", "#7fffd4"):
        red, green, blue = (int(head.readable(pale)[i : i + 2], 16) for i in (1, 3, 5))
        assert (red, green, blue) != (255, 255, 255)
        light = head._luminance([red / 255, green / 255, blue / 255])
        assert 1.05 / (light + 0.05) >= 4.4


NAUGHTY = ["\u202eevil\u202c", "😀" * 40, "日本語のランプ" * 5, "a" * 200, "%s {0} {{x}} %(name)s"]


@pytest.mark.parametrize("title", NAUGHTY)
def test_odd_titles_make_proper_mails(alice, bob, outbox, title):
    question = asked(alice)

    def rename() -> None:
        question.title = title

    write(rename)
    answered(question, bob)
    let_happen()
    [sent] = outbox
    assert title in sent.subject
    message = mail.compose(sent, "community@lumen.example")
    assert str(Header(str(message["Subject"])))
    assert bytes(message)


@pytest.mark.loopback
def test_a_letter_arrives_through_a_real_server(alice, bob, letterbox):
    mail.use(mail.open_mailer(letterbox.url, "community@lumen.example"))
    answered(asked(alice, title="Käse lamp flickers in the dark"), bob)
    let_happen()
    [letter] = letterbox.wait_for(1)
    assert letter.recipients == ["alice@example.com"]
    assert letter.subject == "Bob answered: Käse lamp flickers in the dark"
    assert "This solved it" in letter.text
    assert "This solved it" in letter.html
    assert letter.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.message["Auto-Submitted"] == "auto-generated"


@pytest.mark.loopback
@pytest.mark.parametrize("manner", ["busy", "deaf"])
def test_a_server_in_trouble_gets_the_letter_later(alice, bob, open_letterbox, manner, outbox):
    box_ = open_letterbox(manner)
    mail.use(mail.open_mailer(box_.url, "community@lumen.example"))
    answered(asked(alice), bob)
    let_happen()
    assert box_.refused == 1
    box_.manner = "accept"
    clock.freeze(clock.now() + timedelta(minutes=1))
    let_happen()
    assert len(box_.to("alice@example.com")) == 1


@pytest.mark.loopback
def test_a_refused_address_is_left_alone(alice, bob, open_letterbox):
    box_ = open_letterbox("refuse")
    mail.use(mail.open_mailer(box_.url, "community@lumen.example"))
    answered(asked(alice), bob)
    let_happen()
    let_happen()
    assert box_.refused == 1


def test_several_posts_of_one_question_name_it_once(alice, bob, mallory, outbox):
    question = asked(alice)
    write(follow, question, by=mallory)
    first, second = answered(question, bob, alice), answered(question, bob)
    clock.freeze(clock.now() + THREAD_WAIT)
    let_happen()
    let_happen()
    clock.freeze(clock.now() + THREAD_WAIT)
    let_happen()
    [sent] = [each for each in outbox if each.to == mallory.email]
    assert sent.subject == f"2 new posts: {question.title}"
    assert sent.text.count(question.title) == 1
    assert f"#answer-{first.id}" in sent.text
    assert f"#answer-{second.id}" in sent.text
    assert "@alice" in sent.text
