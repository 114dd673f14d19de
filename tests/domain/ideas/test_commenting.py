"""Comments: two levels, read in pages, edited, agreed with, found by their own address."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.domain.accounts.models import Guest, User
from app.domain.ideas.actions.commenting import agree, comment, edit_comment, take_back_agreement
from app.domain.ideas.actions.counting import miscounts
from app.domain.ideas.actions.hiding import hide, restore
from app.domain.ideas.events import IdeaCommented, IdeaCommentEdited
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaComment, IdeaRevision
from app.domain.ideas.queries.comments import (
    REPLIES_SHOWN,
    comments,
    comments_around,
    find_comment,
    mentioned_in,
    replies_of,
)
from app.domain.ideas.queries.viewers import agreed_by
from app.domain.ideas.rules import COMMENTS_A_PAGE
from app.kit import clock
from app.kit.db import db
from app.kit.problems import Conflict, Forbidden, Invalid, NotFound, TooMany
from app.kit.work import write
from tests.factories.announcing import announced
from tests.factories.catalog import make_space
from tests.factories.forum import make_text
from tests.factories.ideas import a_comment, an_idea

WORDS = "We have twelve of them at home."


def said(idea: Idea, by: User, body: str = WORDS, **values: Any) -> IdeaComment:
    return write(comment, idea, by=by, body=make_text(body), **values)


def texts(page: Any) -> list[str]:
    return ["".join(row.parts) for row in page.items]


def test_a_comment_is_counted_and_announced(session: Any, alice: User, bob: User) -> None:
    idea = an_idea()
    clock.freeze(clock.now() + timedelta(hours=1))
    body = make_text("Like @bob says, and I.", mentions=(bob.id, alice.id))
    with announced(IdeaCommented) as heard:
        posted = write(comment, idea, by=alice, body=body)
    assert heard == [IdeaCommented(posted.id, idea.id, alice.id, (bob.id,))]
    assert idea.comment_count == 1
    assert idea.active_at == clock.now()
    assert not any(miscounts().values())


def test_there_are_two_levels_and_no_more(session: Any, alice: User, bob: User) -> None:
    idea = an_idea()
    first = said(idea, alice)
    second = said(idea, bob, parent=first)
    third = said(idea, alice, parent=second)
    assert (second.parent_id, third.parent_id) == (first.id, first.id)
    db.session.refresh(first)
    assert first.reply_count == 2
    assert idea.comment_count == 3
    assert not any(miscounts().values())


def test_a_comment_stands_under_its_own_idea(session: Any, alice: User) -> None:
    elsewhere = a_comment()
    with pytest.raises(Invalid) as refused:
        said(an_idea(), alice, parent=elsewhere)
    assert refused.value.field == "parent"


def test_what_was_decided_is_still_talked_about_and_what_was_merged_is_not(
    session: Any, alice: User
) -> None:
    said(an_idea(status="declined"), alice)
    with pytest.raises(Forbidden):
        said(an_idea(merged_into_id=an_idea().id), alice)
    with pytest.raises(Forbidden):
        said(an_idea(hidden_at=clock.now(), author=alice), alice)
    with pytest.raises(Forbidden):
        write(comment, an_idea(), by=Guest(), body=make_text(WORDS))


@pytest.mark.parametrize("body", ["", " x ", "x" * 10_001])
def test_a_comment_has_its_length(session: Any, alice: User, body: str) -> None:
    with pytest.raises(Invalid):
        said(an_idea(), alice, body)


def test_the_same_form_comments_once(session: Any, alice: User) -> None:
    idea = an_idea()
    first = said(idea, alice, nonce="form-1")
    assert said(idea, alice, nonce="form-1").id == first.id
    assert idea.comment_count == 1
    with pytest.raises(Invalid, match="posted already"):
        said(idea, alice, "Something else.", nonce="form-1")


def test_ten_comments_a_minute_are_enough(session: Any, alice: User) -> None:
    clock.freeze(clock.now().replace(second=1))
    idea = an_idea()
    for _ in range(10):
        said(idea, alice)
    with pytest.raises(TooMany):
        said(idea, alice)


def test_an_edit_keeps_what_was_there(session: Any, alice: User, bob: User) -> None:
    posted = said(an_idea(), alice)
    clock.freeze(clock.now() + timedelta(hours=1))
    with announced(IdeaCommentEdited) as heard:
        write(edit_comment, posted, by=alice, body=make_text("Thirteen by now."), edition=1)
    assert heard == [IdeaCommentEdited(posted.id, posted.idea_id, alice.id)]
    assert (posted.body, posted.edition) == ("Thirteen by now.", 2)
    assert posted.edited_at is not None
    kept = db.session.scalars(select(IdeaRevision).order_by(IdeaRevision.number)).all()
    assert [(row.subject_kind, row.body) for row in kept] == [
        ("comment", WORDS),
        ("comment", "Thirteen by now."),
    ]
    with pytest.raises(Conflict) as refused:
        write(edit_comment, posted, by=alice, body=make_text("Fourteen."), edition=1)
    assert refused.value.details["theirs"] == "Thirteen by now."
    with pytest.raises(Forbidden):
        write(edit_comment, posted, by=bob, body=make_text("Nonsense."), edition=2)


def test_agreeing_counts_once_and_is_taken_back(session: Any, alice: User, bob: User) -> None:
    posted = said(an_idea(), alice)
    assert [write(agree, posted, by=bob) for _ in range(2)] == [1, 1]
    assert agreed_by(bob, [posted.id]) == {posted.id}
    assert agreed_by(alice, [posted.id]) == set()
    with pytest.raises(Forbidden):
        write(agree, posted, by=alice)
    assert not any(miscounts().values())
    assert [write(take_back_agreement, posted, by=bob) for _ in range(2)] == [0, 0]
    assert agreed_by(bob, [posted.id]) == set()


# -- reading --------------------------------------------------------------------------------------


def test_the_best_or_the_newest_come_first(session: Any) -> None:
    idea, now = an_idea(), clock.now()
    a_comment(idea, body="old", posted_at=now - timedelta(days=2))
    a_comment(idea, body="liked", posted_at=now - timedelta(days=3), imported_score=4)
    a_comment(idea, body="new", posted_at=now)
    assert texts(comments(idea, Guest(), "top")) == ["<p>liked</p>", "<p>old</p>", "<p>new</p>"]
    assert texts(comments(idea, Guest(), "new")) == ["<p>new</p>", "<p>old</p>", "<p>liked</p>"]


def test_what_stands_below_is_shown_in_part_and_read_on(session: Any) -> None:
    idea = an_idea()
    first = a_comment(idea)
    for number in range(REPLIES_SHOWN + 2):
        at = clock.now() + timedelta(minutes=number)
        a_comment(parent=first, body=f"number {number}", posted_at=at)
    [row] = comments(idea, Guest()).items
    assert ["".join(reply.parts) for reply in row.replies] == [
        f"<p>number {number}</p>" for number in range(REPLIES_SHOWN)
    ]
    assert row.more == 2
    rest = replies_of(first, Guest(), size=REPLIES_SHOWN)
    assert texts(replies_of(first, Guest(), after=rest.next)) == [
        f"<p>number {number}</p>" for number in range(REPLIES_SHOWN, REPLIES_SHOWN + 2)
    ]


@pytest.mark.parametrize("order", ["top", "new"])
def test_its_own_address_finds_a_comment_on_whatever_page(session: Any, order: str) -> None:
    idea, now = an_idea(), clock.now()
    made = [
        a_comment(idea, posted_at=now - timedelta(minutes=number)).id
        for number in range(COMMENTS_A_PAGE + 3)
    ]
    for number in (made[0], made[-1]):
        page = comments_around(idea, Guest(), number, order)
        assert number in [row.id for row in page.items]
    last = comments_around(idea, Guest(), made[-1], order)
    assert len(last.items) == 3
    assert last.previous is not None
    assert comments_around(idea, Guest(), 10**6, order).items[0].id in made


def test_its_own_address_unfolds_what_stands_far_below(session: Any) -> None:
    idea = an_idea()
    first = a_comment(idea)
    below = [a_comment(parent=first).id for _ in range(REPLIES_SHOWN + 3)]
    [row] = comments_around(idea, Guest(), below[-2]).items
    assert below[-2] in [reply.id for reply in row.replies]
    assert row.more == 1


def test_a_hidden_comment_is_withheld_and_only_there_for_what_stands_below(
    session: Any, alice: User, bob: User, morgan: User
) -> None:
    idea = an_idea()
    alone, above = said(idea, alice, "Buy pills here."), said(idea, alice, "Rude words.")
    below = said(idea, bob, "Please stay polite.", parent=above)
    for one in (alone, above):
        write(hide, one, by=morgan, reason="abuse")
    assert idea.comment_count == 1
    for reader in (Guest(), bob):
        [row] = comments(idea, reader).items
        assert (row.id, row.is_withheld, row.parts, row.author.handle) == (above.id, True, [], "")
        assert [reply.id for reply in row.replies] == [below.id]
        with pytest.raises(NotFound):
            find_comment(alone.id, reader)
    for reader in (alice, morgan):
        assert {row.id for row in comments(idea, reader).items} == {alone.id, above.id}
        assert not any(row.is_withheld for row in comments(idea, reader).items)
    write(restore, alone, by=morgan)
    assert len(comments(idea, Guest()).items) == 2
    assert not any(miscounts().values())


def test_nobody_answers_a_hidden_comment(session: Any, alice: User, morgan: User) -> None:
    idea = an_idea()
    hidden = said(idea, alice)
    write(hide, hidden, by=morgan, reason="abuse")
    with pytest.raises(Invalid):
        said(idea, alice, parent=hidden)


def test_where_a_comment_came_from_is_told_to_those_who_may_know(session: Any, alice: User) -> None:
    target = an_idea()
    private = an_idea(space=make_space(visibility="members"), merged_into_id=target.id)
    public = an_idea("A public idea that was merged", merged_into_id=target.id)
    one = a_comment(target, came_from_id=private.id)
    other = a_comment(target, came_from_id=public.id)
    told = {row.id: row.came_from for row in comments(target, Guest()).items}
    assert told == {one.id: None, other.id: (public.id, public.title)}
    assert {row.came_from for row in comments(target, alice).items} == {
        (private.id, private.title),
        (public.id, public.title),
    }


def test_handles_are_those_of_today(session: Any, bob: User) -> None:
    idea = an_idea()
    a_comment(idea, body_parts=["<p>As ", {"mention": bob.id}, " says.</p>"])
    assert mentioned_in(comments(idea, Guest()).items) == {bob.id: "bob"}
