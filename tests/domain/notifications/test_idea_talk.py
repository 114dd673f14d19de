"""What is said under ideas: who hears of comments, mentions and rulings, and in how many lines."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.ideas.actions.commenting import comment
from app.domain.ideas.actions.following import follow
from app.domain.ideas.actions.hiding import hide, restore
from app.domain.ideas.actions.merging import merge
from app.domain.notifications.actions.idea_lines import read_idea
from app.domain.notifications.models import Letter
from app.domain.notifications.queries import recent_notices, unread_about, unread_count
from app.kit.db import db
from app.kit.work import write
from tests.domain.notifications.test_idea_news import (
    REASON,
    decided,
    details,
    letters,
    reviewed,
    tick,
)
from tests.factories.ideas import a_comment, a_vote, an_idea
from tests.factories.threads import let_happen, words


def test_a_comment_reaches_the_author_the_parent_and_followers_of_everything(
    alice, bob, mallory, tess, sue
):
    idea = an_idea(author=alice)
    parent = a_comment(idea, author=bob)
    write(follow, idea, by=tess)
    write(follow, idea, by=sue, scope="decisions")
    a_vote(idea, by=sue)
    tick()
    write(comment, idea, by=mallory, body=words("The hall, too."), parent=parent)
    let_happen()
    for member in (alice, bob, tess):
        assert details(member, "comment") == [""]
        assert letters(member, "comment") == [""]
    assert details(sue, "comment") == details(mallory, "comment") == []


def test_comments_gather_in_one_line_and_one_letter(alice, bob, mallory):
    idea = an_idea(author=alice)
    tick()
    first = write(comment, idea, by=bob, body=words("The hall, too."))
    tick()
    write(comment, idea, by=mallory, body=words("And the stairs."))
    let_happen()
    [line] = recent_notices(alice)
    assert (line.kind, line.subject.id, line.people_count) == ("comment", first.id, 2)
    assert len(letters(alice, "comment")) == 1


def test_who_is_named_hears_once_and_as_a_mention(alice, bob):
    idea = an_idea(author=alice)
    tick()
    write(comment, idea, by=bob, body=words("You know this, don't you?", alice))
    let_happen()
    assert details(alice, "mention") == [""]
    assert letters(alice, "idea-mention") == [""]
    assert details(alice, "comment") == letters(alice, "comment") == []


def test_opening_the_page_reads_its_lines_and_drops_the_letter_that_waits(alice, bob, hanna):
    idea = reviewed(author=alice)
    decided(idea, "planned", hanna)
    write(comment, idea, by=bob, body=words("The hall, too."))
    let_happen()
    assert unread_about(alice, idea.id) == 2
    assert write(read_idea, idea.id, by=alice) == 2
    assert unread_about(alice, idea.id) == unread_count(alice) == 0
    waiting = select(Letter.dropped).where(Letter.user_id == alice.id, Letter.kind == "comment")
    assert db.session.scalars(waiting).all() == ["read already"]


def test_a_hidden_comment_takes_its_line_along_and_its_author_learns_why(alice, bob, morgan):
    idea = an_idea(author=alice)
    tick()
    said = write(comment, idea, by=bob, body=words("Buy cheap bulbs here."))
    let_happen()
    write(hide, said, by=morgan, reason="spam")
    assert details(alice, "comment") == []
    assert details(bob, "ruling") == ["hide"]
    assert letters(bob, "idea-ruling") == ["hide"]
    tick()
    write(restore, said, by=morgan, reason="mistake")
    assert details(bob, "ruling") == ["restore"]


def test_lines_about_comments_follow_them_into_another_idea(alice, bob, hanna):
    idea, target = reviewed(author=alice), reviewed()
    tick()
    write(comment, idea, by=bob, body=words("The hall, too."))
    let_happen()
    tick()
    write(merge, idea, target, by=hanna, reason=REASON)
    let_happen()
    [line] = [each for each in recent_notices(alice) if each.kind == "comment"]
    assert (line.idea_id, line.idea) == (target.id, target.title)
