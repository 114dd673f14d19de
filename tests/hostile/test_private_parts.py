"""A part of an article that is not for everybody leaks through no post that everybody reads.

The answer was written while the article was public; then it moved to a space of its own. A second
answer names a part that was never public, as only bulk imports could make it.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from app.domain.accounts.models import User
from app.domain.catalog.models import Space
from app.domain.forum.actions.answering import answer
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.knowledge.actions.keeping import place
from app.domain.knowledge.models.articles import Article
from app.domain.search.actions import rebuild
from app.imports.export.writing import one_moment, write_export
from app.kit.db import db
from app.kit.mail import Mail
from app.kit.work import unit_of_work, write
from tests.conftest import Visitor
from tests.factories.catalog import make_group, make_space
from tests.factories.embeds import a_body, embeds_by, reference_to, showing
from tests.factories.knowledge import an_article
from tests.factories.threads import asked, let_happen

SECRET = "zanzibarpepper"
TITLE = "How the vault is opened"
HOST_WORDS = "See the steps below, they worked for me."
# What holds articles themselves: an export of a whole site carries them, but nowhere else.
OF_ARTICLES = ("articles", "article_revisions", "article_blocks", "block_texts", "topics")


class Scene:
    """A public question with two answers that show what is private."""

    question: Question
    answer: Answer
    bare: Answer
    article: Article


@pytest.fixture
def vault(morgan: User) -> Space:
    return make_space("group", group=make_group(morgan))


@pytest.fixture
def scene(session: Any, alice: User, bob: User, ada: User, vault: Space) -> Scene:
    made = Scene()
    made.article = an_article(TITLE, body=a_body(f"Say {SECRET} three times to the door."))
    never = an_article(TITLE, body=a_body(f"Or say {SECRET} but once."), space=vault)
    made.question = asked(alice, title="How do I open the blue lamp?")
    shown = showing(reference_to(made.article), words=HOST_WORDS)
    made.answer = write(answer, made.question, by=bob, body=shown)
    made.bare = write(answer, made.question, by=alice, body=showing(words=HOST_WORDS))
    with unit_of_work():
        made.bare.body_parts = [*made.bare.body_parts, {"embed": reference_to(never)}]
    rest: dict[str, Any] = {"product": None, "topic": None, "tags": ()}
    write(place, made.article, by=ada, space=vault, **rest)
    return made


def everywhere(scene: Scene) -> list[str]:
    question, shown = scene.question, scene.answer
    (embed,) = embeds_by(scene.article)
    found = [
        f"/questions/{question.id}-{question.slug}",
        f"/questions/{question.id}/history",
        f"/answers/{shown.id}/history",
        f"/answers/{shown.id}/quote",
        f"/answers/{shown.id}/replies",
        f"/answers/{shown.id}/replies/new",
        f"/embeds/{embed.id}",
        f"/embeds/{embed.id}?show=answered",
        f"/embeds/{embed.id}?show=changes",
        f"/knowledge/{scene.article.slug}",
        f"/knowledge/{scene.article.slug}/uses",
        "/",
        "/questions",
        "/knowledge",
        "/feeds/questions.atom",
        "/knowledge/feed",
        "/sitemap.xml",
        f"/api/v1/questions/{question.id}",
        "/api/v1/questions",
        "/api/v1/articles",
        f"/api/v1/articles/{scene.article.slug}",
        f"/api/v1/similar?title={SECRET}+blue+lamp",
        f"/questions/matches?title={SECRET}+blue+lamp",
    ]
    for words in (SECRET, "vault", "blue+lamp", "steps"):
        found += [f"/search?q={words}", f"/api/v1/search?q={words}", f"/search/suggest?q={words}"]
    return found


def told(text: str) -> str:
    """Return what a page tells by itself: not the words that its reader searched for."""
    return text.casefold().replace(f'value="{SECRET}"', "").replace(f"“{SECRET}”", "")


def assert_silent(browser: Visitor, scene: Scene) -> None:
    for address in everywhere(scene):
        text = told(browser.get(address).text)
        if f"q={SECRET}" not in address and f"title={SECRET}" not in address:
            assert SECRET not in text, address
        assert "three times to the door" not in text, address
        assert TITLE.casefold() not in text, address


def test_guests_and_members_meet_it_nowhere(
    client: Visitor, as_member: Any, scene: Scene, mallory: User, alice: User, bob: User
) -> None:
    let_happen()
    rebuild()
    for browser in (client, as_member(mallory), as_member(alice), as_member(bob)):
        assert_silent(browser, scene)
    page = client.get(f"/questions/{scene.question.id}-{scene.question.slug}").text
    assert page.count("cannot be shown here") == 2


def test_not_even_those_who_may_read_it_meet_it_there(
    as_member: Any, scene: Scene, morgan: User
) -> None:
    page = as_member(morgan).get(f"/questions/{scene.question.id}-{scene.question.slug}").text
    assert SECRET not in page
    assert SECRET in as_member(morgan).get(f"/knowledge/{scene.article.slug}").text


def test_nobody_finds_the_thread_by_its_words(client: Visitor, scene: Scene) -> None:
    let_happen()
    rebuild()
    found = client.get(f"/api/v1/search?q={SECRET}").get_json()
    assert found["items"] == []


def test_the_mail_that_waited_does_not_tell_it(scene: Scene, outbox: list[Mail]) -> None:
    let_happen()
    about = [mail for mail in outbox if HOST_WORDS in mail.text]
    assert about
    for mail in about:
        for body in (mail.text, mail.html, mail.subject):
            assert SECRET not in body
            assert TITLE not in body
        assert "cannot be shown here" in mail.text
        assert "{{kb:" not in mail.text


def test_the_mail_of_what_all_may_read_tells_it_with_its_source(
    session: Any, alice: User, bob: User, outbox: list[Mail]
) -> None:
    article = an_article(TITLE, body=a_body(f"Say {SECRET} three times to the door."))
    body = showing(reference_to(article), words=HOST_WORDS)
    write(answer, asked(alice), by=bob, body=body)
    let_happen()
    (mail,) = [mail for mail in outbox if HOST_WORDS in mail.text]
    assert f"> Say {SECRET} three times to the door." in mail.text
    for text in (mail.text, mail.html):
        assert "version 1" in text
        assert TITLE in text
    assert f"http://localhost/knowledge/{article.slug}#reset" in mail.html


def test_the_api_writes_out_what_all_may_read(client: Visitor, session: Any, alice: User) -> None:
    article = an_article(TITLE, body=a_body(f"Say {SECRET} three times to the door."))
    question = asked(alice)
    write(answer, question, by=alice, body=showing(reference_to(article), words=HOST_WORDS))
    (shape,) = client.get(f"/api/v1/questions/{question.id}").get_json()["answers"]
    assert SECRET in shape["body"]
    assert f"http://localhost/knowledge/{article.slug}#reset" in shape["body"]
    let_happen()
    found = client.get(f"/api/v1/search?q={SECRET}&type=question").get_json()
    assert [item["id"] for item in found["items"]] == [question.id]


def test_an_export_holds_it_where_articles_are_and_nowhere_else(
    scene: Scene, tmp_path: Path
) -> None:
    db.session.commit()
    with one_moment() as connection:
        write_export(connection, tmp_path / "out", "http://localhost")
    holding = {
        path.name.partition(".")[0]
        for path in (tmp_path / "out").rglob("*.jsonl")
        if SECRET in json.dumps(path.read_text("utf-8"))
    }
    assert holding <= set(OF_ARTICLES)
    assert scene.article.id
