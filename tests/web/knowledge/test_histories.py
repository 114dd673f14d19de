"""What an article said before, as its readers find it."""

from __future__ import annotations

from typing import Any

from app.domain.accounts.models import User
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.rules import MAJOR
from tests.factories.knowledge import a_change, a_proposal, an_article


def text(client: Any, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.status_code
    return str(response.get_data(as_text=True))


def url_of(article: Article) -> str:
    return f"/knowledge/{article.slug}"


def test_a_history_tells_who_changed_what_and_who_checked(
    client: Any, erin: User, bob: User
) -> None:
    article = an_article(body="## Channel\n\nChoose any channel, whichever it may be, today.")
    a_change(
        article,
        "## Channel\n\nChoose the first channel, whichever it may be, today.",
        by=bob,
        reviewer=erin,
        significance=MAJOR,
    )
    page = text(client, f"{url_of(article)}/history")
    for words in ("Bob", "Erin", "Major: what to do has changed", "What readers see"):
        assert words in page, words


def test_a_history_keeps_what_waits_to_those_who_may_read_it(
    client: Any, sign_in: Any, erin: User, bob: User
) -> None:
    article = an_article()
    a_proposal(article, by=bob, comment="A secret walrus")
    assert "A secret walrus" not in text(client, f"{url_of(article)}/history")
    sign_in(client, erin)
    assert "A secret walrus" in text(client, f"{url_of(article)}/history")


def test_an_older_text_says_that_it_is_old(client: Any) -> None:
    article = an_article(body="## Channel\n\nChoose any ocelot, whichever it may be, today.")
    a_change(article, "## Channel\n\nChoose a walrus, whichever it may be, today, or another.")
    page = text(client, f"{url_of(article)}/history/1")
    assert "This is an earlier text." in page
    assert "any ocelot" in page
    assert "noindex" in page
    page = text(client, f"{url_of(article)}/history/2?against=1")
    assert "ocelot</del>" in page or "<del>any ocelot</del>" in page
    assert "earlier text" not in page


def test_a_text_that_waits_is_read_by_no_number(client: Any) -> None:
    article = an_article()
    proposal = a_proposal(article)
    text(client, f"{url_of(article)}/history/{proposal.number}", 404)
    text(client, f"{url_of(article)}/history/1?against={proposal.number}", 404)
