"""Ideas of another board say whose words they are and where they stood, as CC BY-SA asks."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.ideas.actions.merging import merge
from app.domain.ideas.models.ideas import Idea
from app.kit.work import unit_of_work, write
from tests.factories.ideas import a_comment, an_idea
from tests.people import make_member

SITE = "meta.example.com"
WHERE = f"https://{SITE}/questions/13"
WHY = "Both ask for the same, and one of them has the better words."


@pytest.fixture
def idea(session: Any) -> Idea:
    return an_idea(
        "Remember the colour", author=make_member("former-1", name="Zoë B."),
        external_source=SITE, external_id="13", external_url=WHERE,
    )  # fmt: skip


def test_the_licence_is_named_where_there_is_one(client: Any, idea: Idea) -> None:
    assert "CC BY-SA" not in text(client, idea)
    with unit_of_work():
        idea.external_licence = "CC BY-SA 2.5"
    assert "CC BY-SA 2.5, comments from there, too" in text(client, idea)


def said_there(idea: Idea) -> None:
    a_comment(
        idea, author=make_member("former-2", name="Ann of there"), body="Is this planned?",
        external_source=SITE, external_id="13:c5",
    )  # fmt: skip


def text(client: Any, idea: Idea) -> str:
    response = client.get(f"/ideas/{idea.id}-{idea.slug}")
    assert response.status_code == 200
    return str(response.get_data(as_text=True))


def test_an_idea_says_by_whom_and_where_it_was_first_suggested(client: Any, idea: Idea) -> None:
    said_there(idea)
    page = text(client, idea)
    assert f'<a href="{WHERE}" rel="nofollow noopener">' in page
    assert f"First suggested by Zoë B. at {SITE}" in page
    assert "Ann of there" in page
    # Said once for the page, not under every comment.
    assert "First said at" not in page


def test_comments_that_went_elsewhere_say_where_they_were_said(
    client: Any, idea: Idea, hanna: User
) -> None:
    said_there(idea)
    target = an_idea("All lamps keep their colour")
    a_comment(target, body="Said here.")
    write(merge, idea, target, by=hanna, reason=WHY)
    page = text(client, target)
    assert "First suggested" not in page
    assert page.count(f"First said at {SITE}") == 1


@pytest.mark.parametrize("source", [None, "demo"])
def test_what_was_suggested_here_says_nothing_of_it(
    client: Any, session: Any, source: str | None
) -> None:
    idea = an_idea(external_source=source, external_id=source)
    a_comment(idea, external_source=source, external_id=source)
    page = text(client, idea)
    assert "First suggested" not in page
    assert "First said" not in page
