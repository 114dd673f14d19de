"""Articles on the question page: matching, solving, grown out of it; and drafting one."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import func, select

from app.domain.accounts.models import User
from app.domain.knowledge.actions.growing import draft_from_thread
from app.domain.knowledge.actions.reviewing import approve
from app.domain.knowledge.actions.revising import submit
from app.domain.knowledge.models.articles import Article, ArticleSource
from app.domain.knowledge.models.use import ArticleUse
from app.domain.search import actions as search
from app.domain.subjects import Subject
from app.kit.db import db
from app.kit.work import write
from tests.factories.catalog import make_product, make_space, make_tag
from tests.factories.forum import make_answer, make_question
from tests.factories.knowledge import an_article, an_outline, revision_of

# Beyond what a page without articles costs: which stand with the thread, and their lines.
STATEMENTS_FOR_ARTICLES = 2


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def page_of(client: Any, question: Any) -> str:
    return text_of(client.get(f"/questions/{question.id}-{question.slug}"))


def solved(alice: User, bob: User, **values: Any) -> Any:
    question = make_question("My ocelot lamp is dark", author=alice, **values)
    make_answer(question, body="Turn the walrus wheel, then wait.", author=bob, accepted=True)
    return question


# -- matching ---------------------------------------------------------------------------------


def test_matching_articles_stand_before_the_answers(client: Any) -> None:
    article = an_article("Reset an ocelot lamp")
    an_article("The ocelot lamp for members", space=make_space("members"))
    an_article("The archived ocelot lamp", state="archived")
    question = make_question("My ocelot lamp is dark", answers=1)
    search.rebuild()
    page = page_of(client, question)
    assert page.index("Reset an ocelot lamp") < page.index('id="answers"')
    assert f'href="/knowledge/{article.slug}"' in page
    assert "for members" not in page
    assert "archived ocelot" not in page


def test_beside_a_solved_thread_they_stand_in_the_rail(client: Any, alice: User, bob: User) -> None:
    an_article("Reset an ocelot lamp")
    question = solved(alice, bob)
    search.rebuild()
    page = page_of(client, question)
    assert page.index('id="answers"') < page.index("Articles that cover it")
    assert page.count("Reset an ocelot lamp") == 1


def test_what_one_reader_may_read_is_not_for_the_next(
    client: Any, sign_in: Any, alice: User
) -> None:
    an_article("The ocelot lamp for members", space=make_space("members"))
    question = make_question("My ocelot lamp is dark", author=alice)
    search.rebuild()
    visitor = client.application.test_client()
    sign_in(client, alice)
    assert "for members" in page_of(client, question)
    assert "for members" not in page_of(visitor, question)


def test_articles_cost_a_stated_number_of_statements(client: Any, statements: Any) -> None:
    question = make_question("My ocelot lamp is dark")
    counts = []
    for articles in (0, 1, 3):
        for number in range(articles):
            an_article(f"Reset an ocelot lamp, part {articles}.{number}")
        search.rebuild()
        client.application.extensions.pop("nearby", None)
        page_of(client, question)
        with statements() as ran:
            page_of(client, question)
        counts.append(len(ran))
    # Which stand with the thread is asked of every thread; their lines where there are any.
    assert counts[1] == counts[2] == counts[0] + STATEMENTS_FOR_ARTICLES - 1


# -- solving ----------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["alice", "tess", "erin"])
def test_it_is_marked_shown_and_taken_back(
    client: Any, sign_in: Any, request: Any, alice: User, who: str
) -> None:
    article, question = an_article("Reset an ocelot lamp"), make_question(author=alice)
    sign_in(client, request.getfixturevalue(who) if who != "alice" else alice)
    to, sent = f"/questions/{question.id}/solving-article", {"article": article.id}
    part = text_of(client.post(to, data=sent, headers={"X-Fragment": "thread"}))
    assert "This article solves it" in part
    visitor = client.application.test_client()
    page = page_of(visitor, question)
    assert page.index("This article solves it") < page.index('id="question"')
    assert "Nobody has answered yet" not in page
    assert ("Chosen by whoever asked" in page) == (who == "alice")
    assert client.post(f"{to}/withdrawal", data=sent).status_code == 303
    assert "This article solves it" not in page_of(visitor, question)


def test_who_asks_instead_tells_what_did_not_do(client: Any, sign_in: Any, alice: User) -> None:
    article, question = an_article(), make_question(author=alice)
    assert f"article={article.id}" not in page_of(client, question)
    sign_in(client, alice)
    client.post(f"/questions/{question.id}/solving-article", data={"article": article.id})
    assert f'href="/questions/ask?article={article.id}"' in page_of(client, question)


def test_strangers_mark_nothing(client: Any, sign_in: Any, mallory: User) -> None:
    article, question = an_article(), make_question()
    sign_in(client, mallory)
    to = f"/questions/{question.id}/solving-article"
    assert client.get(to).status_code == 403
    for path in (to, f"{to}/withdrawal"):
        assert client.post(path, data={"article": article.id}).status_code == 403
    assert db.session.scalar(select(func.count()).select_from(ArticleUse)) == 0


@pytest.mark.parametrize("number", ["", "x", "0", "999999", "9" * 30])
def test_an_article_that_is_not_there(client: Any, sign_in: Any, alice: User, number: str) -> None:
    question = make_question(author=alice)
    sign_in(client, alice)
    to = f"/questions/{question.id}/solving-article"
    assert client.post(to, data={"article": number}).status_code == 404


def test_an_article_for_fewer_people_is_refused(client: Any, sign_in: Any, alice: User) -> None:
    secret, question = an_article(space=make_space("members")), make_question(author=alice)
    sign_in(client, alice)
    to = f"/questions/{question.id}/solving-article"
    assert client.post(to, data={"article": secret.id}).status_code == 422
    assert db.session.scalar(select(func.count()).select_from(ArticleUse)) == 0


def test_articles_are_offered_and_searched_for(client: Any, sign_in: Any, alice: User) -> None:
    an_article("Reset an ocelot lamp")
    an_article("Hang a walrus up")
    question = make_question("My ocelot lamp is dark", author=alice)
    search.rebuild()
    sign_in(client, alice)
    to = f"/questions/{question.id}/solving-article"
    offered, found = text_of(client.get(to)), text_of(client.get(f"{to}?q=walrus"))
    assert "Reset an " in offered
    assert "Hang a" not in offered
    assert "Hang a" in found
    assert "Nothing found" in text_of(client.get(f"{to}?q=%00narwhal"))


# -- drafting ---------------------------------------------------------------------------------


def test_one_click_drafts_an_article_in_the_askers_words(
    client: Any, sign_in: Any, alice: User, bob: User, tess: User, sue: User
) -> None:
    question = solved(alice, bob, product=make_product("Glow"), tags=(make_tag("night"),))
    sign_in(client, tess)
    assert "Draft an article" in page_of(client, question)
    response = client.post(f"/questions/{question.id}/article")
    [article] = db.session.scalars(select(Article))
    assert response.location == f"/knowledge/{article.slug}/edit"
    assert (article.title, article.state) == (question.title, "wip")
    assert article.product.name == "Glow"
    assert [tag.name for tag in article.tags] == ["night"]
    body = article.revision.body
    assert body.index("## Problem") < body.index("The lamp goes off")
    assert body.index("## Solution") < body.index("walrus wheel")
    assert f"](/questions/{question.id})" in body
    sources = {(s.subject_kind, s.author_id) for s in db.session.scalars(select(ArticleSource))}
    assert sources == {("question", alice.id), ("answer", bob.id)}

    sign_in(client, sue)
    again = client.post(f"/questions/{question.id}/article")
    assert again.location == response.location
    page = page_of(client, question)
    assert "Becoming an article" in page
    assert "Draft an article" not in page
    assert "Becoming an article" not in page_of(client.application.test_client(), question)


def test_an_article_that_grew_here_is_shown_here(
    client: Any, sign_in: Any, alice: User, bob: User, tess: User, erin: User
) -> None:
    question = solved(alice, bob)
    article = write(
        draft_from_thread, by=tess, title=question.title, space=question.space,
        body=an_outline("## Problem\n\nIt is dark.\n\n## Solution\n\nSwitch it on, said Bob."),
        sources=[(Subject("question", question.id), alice.id)],
    )  # fmt: skip
    write(approve, write(submit, revision_of(article), by=tess), by=erin)
    page = page_of(client, question)
    assert "Became an article" in page
    assert f'href="/knowledge/{article.slug}"' in page
    sign_in(client, tess)
    assert "Draft an article" not in page_of(client, question)
    to = client.post(f"/questions/{question.id}/article").location
    assert to == f"/knowledge/{article.slug}"


def test_only_a_solved_thread_is_drafted_from(client: Any, sign_in: Any, tess: User) -> None:
    question = make_question(answers=1)
    sign_in(client, tess)
    assert "Draft an article" not in page_of(client, question)
    assert client.post(f"/questions/{question.id}/article").status_code == 409


def test_members_are_not_offered_to_draft(
    client: Any, sign_in: Any, alice: User, bob: User
) -> None:
    question = solved(alice, bob)
    sign_in(client, bob)
    assert "Draft an article" not in page_of(client, question)
    assert client.post(f"/questions/{question.id}/article").status_code == 403
