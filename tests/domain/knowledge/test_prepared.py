"""What could not be rendered with its sections is not kept: whatever shows one would be empty."""

from __future__ import annotations

import pytest

from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.catalog.queries import default_space
from app.domain.knowledge.actions.drafting import draft_article
from app.kit.problems import Invalid
from app.kit.work import write


@pytest.mark.parametrize(
    "body",
    [
        Text("Words enough for an article, but time ran out.", ["<p>Words</p>"], version=0),
        Text("> " * 30 + "deep in quotes, and long enough for an article.", ["<p>d</p>"], 1),
    ],
)
def test_what_could_not_be_prepared_is_not_kept(body: Text, erin: User) -> None:
    with pytest.raises(Invalid) as refused:
        write(draft_article, by=erin, title="A text too hard", body=body, space=default_space())
    assert refused.value.field == "body"
