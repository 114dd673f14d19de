"""What an article said before, as its readers find it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from app.domain.accounts.models import User
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.use import ArticleDay, FollowUp, HelpVote
from app.domain.knowledge.rules import MAJOR
from app.kit import clock
from app.kit.db import db
from app.kit.work import unit_of_work
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


def test_a_history_tells_what_a_change_brought(client: Any, statements: Any) -> None:
    article = an_article(body="## Channel\n\nChoose any channel, whichever it may be, today.")
    first = article.revision
    changed = a_change(article, "## Channel\n\nChoose the first channel of those you see, today.")
    now, reviewed = clock.now(), changed.reviewed_at
    assert first is not None
    assert reviewed is not None
    with unit_of_work():
        changed.reviewed_at = now - timedelta(days=31)
        for number, helped in enumerate((True, True, True, False)):
            vote = HelpVote(
                article_id=article.id,
                revision_id=changed.id,
                guest=f"after {number}",
                is_helpful=helped,
                at=now - timedelta(days=3),
            )
            before = HelpVote(
                article_id=article.id,
                revision_id=first.id,
                guest=f"before {number}",
                is_helpful=not helped,
                at=now - timedelta(days=40),
            )
            db.session.add_all([vote, before])
        for days, readings in ((40, 10), (3, 20)):
            day = (now - timedelta(days=days)).date()
            db.session.add(ArticleDay(article_id=article.id, day=day, views=readings))
        db.session.add(FollowUp(article_id=article.id, question_id=1, at=now - timedelta(days=40)))
    page = text(client, f"{url_of(article)}/history")
    assert "75% found it helpful, 25% before" in page
    assert "0% went on to ask, 10% before" in page
    assert "so far" not in page
    for number in range(3):
        a_change(article, f"## Channel\n\nChoose channel number {number} of those you see, today.")
    with statements() as ran:
        text(client, f"{url_of(article)}/history")
    assert len(ran) <= 10, str(ran)


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
