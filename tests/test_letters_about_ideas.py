"""Letters about ideas: they carry the answer itself, are true when they go, and can be stopped."""

from __future__ import annotations

import re
from datetime import timedelta

from app import links
from app.domain.ideas.actions.commenting import comment
from app.domain.ideas.actions.customers import vote_on_behalf
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.actions.following import follow, unfollow
from app.domain.ideas.actions.hiding import hide
from app.domain.ideas.actions.merging import merge
from app.domain.ideas.actions.planning import assign, estimate, expect, note
from app.domain.ideas.actions.replying import reply_officially
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import VOTE_BUDGET
from app.domain.loop.events import SolvedAsked
from app.domain.loop.models import Closing
from app.domain.notifications.rules import THREAD_WAIT, THREAD_WINDOW
from app.kit import clock
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import unit_of_work, write
from tests.domain.notifications.test_idea_news import REASON, decided, reviewed, tick
from tests.factories.catalog import make_space
from tests.factories.ideas import a_vote, an_idea
from tests.factories.rounds import a_round, a_story
from tests.factories.threads import answered, asked, let_happen, words


def to(outbox, member) -> list:
    return [sent for sent in outbox if sent.to == member.email]


def only(outbox, member):
    [sent] = to(outbox, member)
    return sent


def voted(by, **values) -> Idea:
    idea = reviewed(**values)
    a_vote(idea, by=by)
    return idea


# -- decisions --------------------------------------------------------------------------------


def test_a_refusal_carries_its_code_the_words_and_what_voters_can_do(bob, hanna, outbox):
    write(VOTE_BUDGET.put, value=True)
    idea = voted(bob, title="Bulbs that <remember> their colour")
    decided(idea, "declined", hanna, "No chip <fits>, and none will fit in these bulbs.",
            code="technical")  # fmt: skip
    sent = only(outbox, bob)
    assert sent.subject == f"Declined: {idea.title}"
    for body in (sent.text, sent.html):
        assert "It cannot be built well enough" in body
        assert links.idea_url(idea.id, idea.slug) in body
        assert "Your vote came back to you" in body
        assert "10 who voted ask for it" in body
        assert "Hear nothing more of this idea" in body
        assert "/settings/notices" in body
    assert "No chip <fits>" in sent.text
    assert "No chip &lt;fits&gt;" in sent.html
    assert "<remember>" not in sent.html


def test_a_plan_carries_the_expected_release_and_what_the_team_said(bob, hanna, outbox):
    idea = voted(bob)
    tick()
    write(expect, idea, by=hanna, expected="app 6.6")
    write(reply_officially, idea, by=hanna, body=words("It comes with the next bridge, we hope."))
    let_happen()
    outbox.clear()
    decided(idea, "planned", hanna, reason="")
    sent = only(outbox, bob)
    assert sent.subject == f"Planned: {idea.title}"
    assert "Expected: app 6.6." in sent.text
    assert "It comes with the next bridge" in sent.text


def test_an_official_reply_comes_whole(bob, alice, hanna, outbox):
    idea = voted(bob, author=alice)
    write(reply_officially, idea, by=hanna, body=words("We read all of it, and we try it soon."))
    let_happen()
    sent = only(outbox, bob)
    assert sent.subject == f"Official reply: {idea.title}"
    assert "We read all of it" in sent.text
    assert "Its status: Under review." in sent.text
    assert "The team replied to your idea" in only(outbox, alice).text


def test_a_release_that_moves_says_what_it_said_before(bob, hanna, outbox):
    idea = voted(bob, expected="January")
    tick()
    write(expect, idea, by=hanna, expected="March")
    let_happen()
    sent = only(outbox, bob)
    assert "Expected: March." in sent.text
    assert "Before, it said: January." in sent.text


def test_a_merge_says_where_the_vote_counts_now(bob, hanna, outbox):
    idea, target = voted(bob), reviewed(title="All lamps keep their last colour")
    tick()
    write(merge, idea, target, by=hanna, reason=REASON)
    let_happen()
    sent = only(outbox, bob)
    assert sent.subject == f"Duplicate: {idea.title}"
    assert target.title in sent.text
    assert REASON in sent.text


def test_a_decision_that_was_overtaken_is_not_mailed(bob, hanna, outbox):
    idea = voted(bob)
    write(set_status, idea, "planned", by=hanna, reason=REASON)
    tick()
    write(set_status, idea, "in-progress", by=hanna, reason="")
    let_happen()
    assert only(outbox, bob).subject == f"In progress: {idea.title}"


def test_nothing_is_mailed_to_who_may_not_read_it_any_more(bob, hanna, outbox):
    idea, closed = voted(bob), make_space(visibility="group")
    write(set_status, idea, "planned", by=hanna, reason=REASON)
    with unit_of_work():
        idea.space = closed
    let_happen()
    assert to(outbox, bob) == []


def test_nothing_is_mailed_to_who_stopped_it_while_the_letter_waited(bob, hanna, outbox, app):
    idea = voted(bob)
    write(set_status, idea, "planned", by=hanna, reason=REASON)
    write(unfollow, idea, by=bob)
    let_happen()
    assert to(outbox, bob) == []


def test_one_click_stops_one_idea_and_nothing_else(bob, hanna, outbox, app):
    idea, other = voted(bob), voted(bob)
    decided(idea, "planned", hanna)
    sent = only(outbox, bob)
    assert sent.unsubscribe is not None
    path = sent.unsubscribe.removeprefix("http://localhost")
    program = app.test_client()
    assert program.get(path).status_code == 200
    # Looking alone stops nothing.
    decided(idea, "in-progress", hanna, reason="")
    assert len(to(outbox, bob)) == 2
    assert program.post(path).status_code == 200
    decided(idea, "beta", hanna, reason="")
    decided(other, "planned", hanna)
    assert [each.subject for each in to(outbox, bob)][2:] == [f"Planned: {other.title}"]


# -- to one -----------------------------------------------------------------------------------


def test_the_owner_and_who_was_voted_for(bob, hanna, ada, outbox):
    idea = an_idea(status="needs-votes")
    write(assign, idea, by=ada, owner=hanna)
    write(vote_on_behalf, idea, by=hanna, customer="@bob")
    let_happen()
    assert only(outbox, hanna).subject == f"Yours to answer: {idea.title}"
    sent = only(outbox, bob)
    assert sent.subject == f"A vote on your behalf: {idea.title}"
    assert "take the vote back" in sent.text


def test_an_asker_is_asked_with_two_buttons_that_only_open_a_page(alice, hanna, outbox):
    idea, question = reviewed(), asked(alice)
    let_happen()
    outbox.clear()
    posted = answered(question, hanna, body="It is here. Update the app, then hold the button.")
    change_id = _delivered(idea, hanna)
    with unit_of_work():
        db.session.add(
            Closing(
                idea_id=idea.id,
                question_id=question.id,
                asker_id=alice.id,
                change_id=change_id,
                answer_id=posted.id,
                state="asked",
            )
        )
        publish(SolvedAsked(idea.id, question.id, posted.id, alice.id, hanna.id))
    let_happen()
    # One letter: the answer comes in it, and not in another one.
    sent = only(outbox, alice)
    assert sent.subject == f"Solved now?: {idea.title}"
    address = links.closing_url(idea.id, question.id)
    assert re.search(re.escape(address) + r"/\S+\?said=yes$", sent.text, re.MULTILINE)
    assert re.search(re.escape(address) + r"/\S+\?said=no$", sent.text, re.MULTILINE)
    assert "Update the app, then hold the button." in sent.text
    assert question.title in sent.text


def _delivered(idea: Idea, by) -> int:
    write(set_status, idea, "planned", by=by, reason=REASON)
    return write(set_status, idea, "in-progress", by=by, reason="").id


# -- what is said -----------------------------------------------------------------------------


def test_comments_wait_for_more_and_go_in_one_letter(alice, bob, mallory, outbox):
    idea = an_idea(author=alice)
    tick()
    write(comment, idea, by=bob, body=words("The hall, too."))
    tick()
    write(comment, idea, by=mallory, body=words("And the stairs."))
    let_happen()
    assert to(outbox, alice) == []
    clock.freeze(clock.now() + THREAD_WAIT)
    let_happen()
    sent = only(outbox, alice)
    assert sent.subject == f"2 new comments: {idea.title}"
    assert "And the stairs." in sent.text
    tick()
    write(comment, idea, by=bob, body=words("Did anybody try?"))
    clock.freeze(clock.now() + THREAD_WAIT)
    let_happen()
    assert len(to(outbox, alice)) == 1
    clock.freeze(clock.now() + THREAD_WINDOW)
    let_happen()
    assert to(outbox, alice)[1].subject == f"Bob commented: {idea.title}"


def test_a_comment_that_was_hidden_meanwhile_is_not_mailed(alice, bob, morgan, outbox):
    idea = an_idea(author=alice)
    tick()
    said = write(comment, idea, by=bob, body=words("Buy cheap bulbs here."))
    let_happen()
    write(hide, said, by=morgan, reason="spam", note="No shops, please.")
    clock.freeze(clock.now() + THREAD_WAIT)
    let_happen()
    assert to(outbox, alice) == []
    sent = only(outbox, bob)
    assert sent.subject == f"A moderator hid your comment: {idea.title}"
    assert "No shops, please." in sent.text
    assert "Buy cheap bulbs here." in sent.text


def test_a_mention_comes_with_the_comment(alice, bob, outbox):
    idea = an_idea()
    tick()
    write(comment, idea, by=bob, body=words("You know this, don't you?", alice))
    let_happen()
    sent = only(outbox, alice)
    assert sent.subject == f"Bob mentioned you: {idea.title}"
    assert "You know this" in sent.text


# -- rounds and stories -----------------------------------------------------------------------


def test_a_round_and_a_story_lead_to_their_pages(bob, hanna, outbox):
    ideas = [an_idea(), an_idea()]
    for idea in ideas:
        write(follow, idea, by=bob)
    round_ = a_round(ideas, by=hanna)
    let_happen()
    [sent] = to(outbox, bob)
    assert round_.title in sent.subject
    assert links.round_url(round_.id, round_.slug) in sent.text
    story = a_story(ideas, by=hanna)
    let_happen()
    sent = to(outbox, bob)[1]
    assert links.story_url(story.id, story.slug) in sent.text
    assert story.title in sent.subject


def test_a_round_that_closed_meanwhile_is_not_offered_any_more(bob, hanna, outbox):
    ideas = [an_idea(), an_idea()]
    write(follow, ideas[0], by=bob)
    round_ = a_round(ideas, by=hanna)
    with unit_of_work():
        round_.closed_at = clock.now() + timedelta(minutes=1)
    let_happen()
    assert to(outbox, bob) == []


def test_no_letter_says_what_the_team_alone_reads(bob, hanna, outbox):
    idea, words_of_team = voted(bob), "Only the team reads this note."
    write(note, idea, by=hanna, body=words_of_team)
    write(estimate, idea, by=hanna, effort=5, value=1)
    decided(idea, "planned", hanna)
    sent = only(outbox, bob)
    assert words_of_team not in sent.text + sent.html
    assert "ffort" not in sent.text
