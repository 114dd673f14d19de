"""Comments under an idea: two levels, two orders, agreed with, edited, hidden."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import func, select

from app.domain.accounts.models import User
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaComment
from app.kit import clock
from app.kit.db import db
from tests.conftest import Visitor
from tests.factories.ideas import a_comment, an_idea
from tests.people import make_member

Browsers = Callable[[User], Visitor]
WORDS = "We have that at home as well, and it wakes the baby."


def url_of(idea: Idea) -> str:
    return f"/ideas/{idea.id}-{idea.slug}"


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.status_code
    return str(response.get_data(as_text=True))


def said(client: Any, path: str) -> str:
    """The comments of a page, without what search engines are told of them."""
    page = text(client, path)
    return page[page.index('id="comments"') :]


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(IdeaComment)) or 0


def test_a_comment_is_posted_and_found_again(as_member: Browsers, alice: User) -> None:
    idea, browser = an_idea(), as_member(alice)
    given = {"body": WORDS, "nonce": "once"}
    place = browser.post(f"/ideas/{idea.id}/comments", data=given).headers["Location"]
    made = db.session.scalars(select(IdeaComment)).one()
    assert place == f"{url_of(idea)}?comment={made.id}#comment-{made.id}"
    assert WORDS in text(browser, place)
    browser.post(f"/ideas/{idea.id}/comments", data=given)
    assert count() == 1
    assert browser.get(f"/ideas/comments/{made.id}").headers["Location"] == place


def test_an_answer_to_a_comment_stands_below_it(as_member: Browsers, alice: User) -> None:
    above = a_comment(body="The first thought about it.")
    idea, browser = above.idea, as_member(alice)
    form = text(browser, f"{url_of(idea)}?under={above.id}")
    assert f'name="under" value="{above.id}"' in form
    assert "Reply to" in form
    browser.post(f"/ideas/{idea.id}/comments", data={"body": WORDS, "under": str(above.id)})
    made = db.session.scalars(select(IdeaComment).order_by(IdeaComment.id.desc())).first()
    assert made is not None
    assert made.parent_id == above.id
    page = said(browser, url_of(idea))
    assert page.index("The first thought") < page.index(WORDS)


def test_a_comment_of_another_idea_is_not_answered_here(as_member: Browsers, alice: User) -> None:
    elsewhere, idea = a_comment(body="Said about something else."), an_idea()
    assert "Reply to" not in text(as_member(alice), f"{url_of(idea)}?under={elsewhere.id}")
    given = {"body": WORDS, "under": str(elsewhere.id)}
    assert as_member(alice).post(f"/ideas/{idea.id}/comments", data=given).status_code == 422
    assert count() == 1


def test_a_refused_comment_comes_back_with_its_words(as_member: Browsers, alice: User) -> None:
    idea = an_idea()
    response = as_member(alice).post(f"/ideas/{idea.id}/comments", data={"body": "x"})
    assert response.status_code == 422
    assert ">\nx</textarea>" in response.text.replace("\r", "")


def test_a_visitors_comment_is_kept_while_they_sign_in(client: Visitor) -> None:
    idea = an_idea()
    response = client.post(f"/ideas/{idea.id}/comments", data={"body": WORDS})
    assert response.headers["Location"].startswith(f"/signin?next=/ideas/{idea.id}")
    assert WORDS in text(client, url_of(idea))
    assert count() == 0


def test_comments_stand_by_votes_or_newest_first(client: Visitor) -> None:
    idea = an_idea()
    a_comment(idea, body="Agreed with by many.", score=9)
    a_comment(idea, body="Written a moment ago.")
    top, new = said(client, url_of(idea)), said(client, f"{url_of(idea)}?comments=new")
    assert top.index("Agreed with") < top.index("Written a moment")
    assert new.index("Written a moment") < new.index("Agreed with")


def test_one_agrees_once_and_not_with_oneself(as_member: Browsers, alice: User, bob: User) -> None:
    comment, headers = a_comment(author=bob), {}
    headers["X-Fragment"] = f"vote-comment-{comment.id}"
    at = f"/ideas/comments/{comment.id}/agreement"
    browser = as_member(alice)
    for _ in range(2):
        part = browser.post(at, data={"value": "1"}, headers=headers).text
        assert 'aria-pressed="true"' in part
        assert ">1</span>" in part
    part = browser.post(at, data={"value": "0"}, headers=headers).text
    assert 'aria-pressed="false"' in part
    assert as_member(bob).post(at, data={"value": "1"}).status_code == 403


def test_two_who_edit_a_comment_at_once_lose_nothing(
    as_member: Browsers, alice: User, morgan: User
) -> None:
    comment = a_comment(author=alice, body="As it was written at first.")
    at = f"/ideas/comments/{comment.id}/edit"
    as_member(morgan).post(at, data={"body": "As the moderator has it.", "base_edition": "1"})
    response = as_member(alice).post(at, data={"body": "As Alice has it.", "base_edition": "1"})
    assert response.status_code == 409
    assert "As the moderator has it." in response.text
    assert "As Alice has it." in response.text
    again = as_member(alice).post(at, data={"body": "Both of ours.", "base_edition": "2"})
    assert again.status_code == 303


def test_a_hidden_comment_says_why_where_something_stands_below_it(
    client: Visitor, as_member: Browsers, morgan: User
) -> None:
    comment = a_comment(body="Words that nobody should read.")
    a_comment(parent=comment, body="And what was said to that.")
    response = as_member(morgan).post(
        f"/ideas/comments/{comment.id}/hiding", data={"reason": "abuse"}
    )
    assert response.status_code == 303
    page = text(client, url_of(comment.idea))
    assert "Words that nobody" not in page
    assert "This comment was hidden by a moderator. Rude or abusive." in page
    assert "And what was said to that." in page
    assert client.get(f"/ideas/comments/{comment.id}").status_code == 404


def test_many_answers_are_folded_behind_a_page_of_their_own(client: Visitor) -> None:
    above = a_comment()
    author = make_member("talker")
    for number in range(12):
        a_comment(parent=above, author=author, body=f"Answer number {number:02} of many.")
    page = text(client, url_of(above.idea))
    assert "Answer number 11" not in page
    assert "2 more replies" in page
    assert "Answer number 11" in text(client, f"/ideas/comments/{above.id}/replies")


def test_a_decided_idea_is_talked_about_a_hidden_one_is_not(
    as_member: Browsers, alice: User
) -> None:
    done = an_idea(status="delivered")
    posted = as_member(alice).post(f"/ideas/{done.id}/comments", data={"body": WORDS})
    assert posted.status_code == 303
    hidden = an_idea(author=alice, hidden_at=clock.now())
    refused = as_member(alice).post(f"/ideas/{hidden.id}/comments", data={"body": WORDS})
    assert refused.status_code == 403
    assert WORDS in refused.text
