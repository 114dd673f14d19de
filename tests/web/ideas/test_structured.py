"""What search engines are told of an idea: what everybody may read, and nothing else."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from app.domain.accounts.models import User
from app.kit import clock
from tests.factories.catalog import make_space
from tests.factories.ideas import a_comment, an_idea, an_official_reply

SECRET = "canaryword"
_BLOCK = re.compile(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', re.DOTALL)


def block(client: Any, idea: Any) -> Any:
    response = client.get(f"/ideas/{idea.id}-{idea.slug}")
    assert response.status_code == 200
    found = _BLOCK.search(response.get_data(as_text=True))
    return json.loads(found.group(1)) if found else None


def test_an_idea_is_a_posting_with_its_votes_and_comments(client: Any, bob: User) -> None:
    idea = an_idea("An ocelot </script> lamp", author=bob, votes=2, body="It should purr.")
    said = a_comment(idea, author=bob, body="Softly & often.")
    a_comment(idea, parent=said, body="At dusk.")
    an_official_reply(idea)
    told = block(client, idea)
    assert told["@type"] == "DiscussionForumPosting"
    assert told["headline"] == "An ocelot </script> lamp"
    assert told["text"] == "It should purr."
    assert told["url"] == f"http://localhost/ideas/{idea.id}-an-ocelot-script-lamp"
    assert told["author"] == {
        "@type": "Person", "name": "Bob", "url": "http://localhost/members/bob",
    }  # fmt: skip
    counts = {c["interactionType"]: c["userInteractionCount"] for c in told["interactionStatistic"]}
    assert counts == {"https://schema.org/LikeAction": 2, "https://schema.org/CommentAction": 2}
    [comment] = told["comment"]
    assert comment["text"] == "Softly & often."
    assert comment["url"].endswith(f"?comment={said.id}#comment-{said.id}")
    assert [one["text"] for one in comment["comment"]] == ["At dusk."]


def test_hidden_comments_are_not_told_to_anybody(client: Any, sign_in: Any, morgan: User) -> None:
    idea = an_idea()
    gone = a_comment(idea, body=SECRET, hidden_at=clock.now())
    a_comment(idea, parent=gone, body="Quite so.")
    kept = a_comment(idea, body="In public.")
    a_comment(idea, parent=kept, body=SECRET, hidden_at=clock.now())
    for _ in range(2):
        told = block(client, idea)
        assert [one["text"] for one in told["comment"]] == ["In public."]
        assert SECRET not in json.dumps(told)
        sign_in(client, morgan)


@pytest.mark.parametrize("state", ["members", "hidden_at", "held_at"])
def test_what_not_everybody_may_read_has_no_block(
    client: Any, sign_in: Any, ada: User, state: str
) -> None:
    if state == "members":
        idea = an_idea(space=make_space("members"))
    else:
        unseen: dict[str, Any] = {state: clock.now()}
        idea = an_idea(**unseen)
    sign_in(client, ada)
    assert block(client, idea) is None
