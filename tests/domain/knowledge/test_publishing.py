"""A text goes live by somebody else's approval, and its blocks are found in it."""

from __future__ import annotations

import pytest

from app.domain.accounts.models import Guest, User
from app.domain.knowledge.actions.reviewing import approve
from app.domain.knowledge.queries.articles import find_article
from app.kit.work import write
from tests.factories.knowledge import a_proposal, an_article, block_of

pytestmark = pytest.mark.usefixtures("session")


def test_an_article_is_read_by_everybody_at_its_address(guest: Guest) -> None:
    article = an_article()

    assert find_article(article.slug, guest) is article
    assert article.state == "not-validated"


def test_erin_approves_what_somebody_else_proposed(erin: User) -> None:
    article = an_article()
    proposal = a_proposal(article)

    live = write(approve, proposal, by=erin)

    assert (article.revision_id, live.state, live.reviewer_id) == (live.id, "published", erin.id)


def test_a_section_is_a_block_with_its_words() -> None:
    block = block_of(an_article(), "reset-the-bulb")

    assert block.text is not None
    assert block.text.words.startswith("Reset the bulb\nSwitch it off")
