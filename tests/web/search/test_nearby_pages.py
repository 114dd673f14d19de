"""What is related stands beside articles and ideas, for those alone who may read it."""

from __future__ import annotations

from typing import Any

import pytest

from app.domain.moderation.actions import hide
from app.domain.search import actions
from app.kit.work import write
from tests.factories.catalog import make_space
from tests.factories.forum import make_question
from tests.factories.ideas import an_idea
from tests.factories.knowledge import an_article


@pytest.fixture(autouse=True)
def _fresh(app: Any) -> None:
    app.extensions.pop("nearby", None)


def page_at(client: Any, path: str) -> str:
    return str(client.get(path).get_data(as_text=True))


def test_an_article_leads_to_related_articles_and_questions(client: Any) -> None:
    article = an_article(
        "Reset the dark ocelot lamp", body="Hold the walrus wheel of the lamp for ten seconds."
    )
    other = an_article(
        "Mount the ocelot lamp", body="The ocelot lamp hangs on two hooks from the ceiling."
    )
    question = make_question("The ocelot lamp is dark in the morning")
    secret = make_question("The ocelot lamp of the secret den", space=make_space("group"))
    actions.rebuild()
    page = page_at(client, f"/knowledge/{article.slug}")
    assert "Related articles" in page
    assert f'href="/knowledge/{other.slug}"' in page
    assert f'href="/questions/{question.id}-' in page
    assert secret.title not in page


def test_an_idea_leads_to_related_ideas_and_articles(client: Any) -> None:
    idea = an_idea("Dim the ocelot lamp at night", body="The ocelot lamp is too bright at night.")
    other = an_idea("Dim the ocelot lamp by voice", body="Tell the ocelot lamp to be less bright.")
    hidden = an_idea("Dim the ocelot lamp in the den", space=make_space("group"))
    article = an_article("Dim the ocelot lamp", body="Turn the walrus wheel of the ocelot lamp.")
    actions.rebuild()
    page = page_at(client, f"/ideas/{idea.id}-{idea.slug}")
    assert "Related ideas" in page
    assert f'href="/ideas/{other.id}-' in page
    assert f'href="/knowledge/{article.slug}"' in page
    assert hidden.title not in page


def test_what_was_found_for_a_member_of_a_group_is_not_shown_to_a_visitor(
    client: Any, as_member: Any, gina: Any
) -> None:
    article = an_article(
        "Reset the dark ocelot lamp", body="Hold the walrus wheel of the lamp for ten seconds."
    )
    secret = make_question("The ocelot lamp of the secret den", space=make_space("members"))
    actions.rebuild()
    assert secret.title in page_at(as_member(gina), f"/knowledge/{article.slug}")
    assert secret.title not in page_at(client, f"/knowledge/{article.slug}")


def test_a_question_that_was_hidden_since_is_not_related_any_more(client: Any, morgan: Any) -> None:
    article = an_article(
        "Reset the dark ocelot lamp", body="Hold the walrus wheel of the lamp for ten seconds."
    )
    question = make_question("The ocelot lamp is dark in the morning")
    actions.rebuild()
    assert question.title in page_at(client, f"/knowledge/{article.slug}")
    write(hide, question, by=morgan, reason="spam")
    assert question.title not in page_at(client, f"/knowledge/{article.slug}")
