"""Place and owner, archiving, topics, and finding blocks, on the web."""

from __future__ import annotations

from typing import Any

from app.domain.knowledge.models.articles import Topic
from app.domain.knowledge.models.blocks import Embed
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.factories.catalog import make_space
from tests.factories.forum import make_answer
from tests.factories.knowledge import an_article, block_of, make_topic


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def shown_in_public(article: Any) -> None:
    """An answer that everybody sees shows a block of the article."""
    answer, block = make_answer(), block_of(article, "reset-the-bulb")
    with unit_of_work():
        db.session.add(
            Embed(
                host_kind="answer",
                host_id=answer.id,
                question_id=answer.question_id,
                space_id=answer.question.space_id,
                author_id=answer.author_id,
                reference=f"{article.slug}#reset-the-bulb",
                block_id=block.id,
                text_id=block.text_id,
            )
        )


# -- place, address, owner --------------------------------------------------------------------


def test_erin_places_an_article(client: Any, sign_in: Any, erin: Any) -> None:
    article, topic = an_article(), make_topic("Set up")
    sign_in(client, erin)
    url = f"/knowledge/{article.slug}/settings"
    data = {"what": "place", "space": "community", "product": "", "topic": topic.slug}
    assert client.post(url, data=data | {"tags": "bulb"}).status_code == 303
    assert article.topic_id == topic.id
    assert [tag.name for tag in article.tags] == ["bulb"]
    assert "selected" in text_of(client.get(url))


def test_moving_out_of_sight_of_those_who_see_its_blocks_is_asked_about_first(
    client: Any, sign_in: Any, erin: Any
) -> None:
    article = an_article()
    members = make_space("members")
    shown_in_public(article)
    sign_in(client, erin)
    url = f"/knowledge/{article.slug}/settings"
    data = {"what": "place", "space": members.slug}
    asked = client.post(url, data=data)
    assert asked.status_code == 200
    assert "In 1 place its blocks would no longer be shown" in text_of(asked)
    assert article.space.visibility == "public"
    assert client.post(url, data=data | {"anyway": "1"}).status_code == 303
    assert article.space_id == members.id


def test_renaming_keeps_the_old_address(client: Any, sign_in: Any, erin: Any) -> None:
    article = an_article()
    old = article.slug
    sign_in(client, erin)
    sent = client.post(
        f"/knowledge/{old}/settings", data={"what": "address", "slug": "A better name"}
    )
    assert sent.location.endswith("/knowledge/a-better-name/settings")
    assert client.get(f"/knowledge/{old}/settings").location.endswith(sent.location)
    refused = client.post(
        "/knowledge/a-better-name/settings", data={"what": "address", "slug": "new"}
    )
    assert refused.status_code == 422
    assert 'id="slug-error"' in text_of(refused)


def test_handing_over_to_nobody_is_said_on_the_field(
    client: Any, sign_in: Any, erin: Any, tess: Any
) -> None:
    article = an_article()
    sign_in(client, erin)
    url = f"/knowledge/{article.slug}/settings"
    refused = client.post(url, data={"what": "owner", "owner": "nobody-here"})
    assert refused.status_code == 422
    assert 'id="owner-error"' in text_of(refused)
    client.post(url, data={"what": "owner", "owner": "@tess"})
    assert article.owner_id == tess.id


def test_an_article_is_archived_and_comes_back(client: Any, sign_in: Any, erin: Any) -> None:
    article = an_article()
    sign_in(client, erin)
    url = f"/knowledge/{article.slug}"
    client.post(f"{url}/archive")
    assert article.is_archived
    assert "Bring it back" in text_of(client.get(f"{url}/settings"))
    assert client.get(f"{url}/edit").status_code == 403
    client.post(f"{url}/revival")
    assert not article.is_archived


def test_only_editors_keep_articles(client: Any, sign_in: Any, sue: Any) -> None:
    url = f"/knowledge/{an_article().slug}"
    assert "/signin" in client.get(f"{url}/settings").location
    sign_in(client, sue)
    assert client.get(f"{url}/settings").status_code == 403
    for act in ("settings", "archive", "revival"):
        assert client.post(f"{url}/{act}", data={"what": "address"}).status_code == 403
    assert client.get("/knowledge/topics").status_code == 403


# -- topics -----------------------------------------------------------------------------------


def test_topics_are_made_moved_and_taken_away(client: Any, sign_in: Any, erin: Any) -> None:
    sign_in(client, erin)
    url = "/knowledge/topics"
    client.post(url, data={"topic": "", "name": "Set up", "about": "First steps", "parent": ""})
    client.post(url, data={"topic": "", "name": "Wi-Fi", "about": "", "parent": "set-up"})
    above, below = db.session.query(Topic).order_by(Topic.id).all()
    assert below.parent_id == above.id
    refused = client.post(url, data={"topic": "set-up", "name": "Set up", "parent": "wi-fi"})
    assert refused.status_code == 422
    assert client.post(url, data={"topic": "", "name": ""}).status_code == 422
    page = text_of(client.get(f"{url}?topic=wi-fi"))
    assert 'value="set-up" selected' in page
    client.post(f"{url}/wi-fi/removal")
    assert db.session.query(Topic).count() == 1


# -- blocks -----------------------------------------------------------------------------------


def test_blocks_are_found_with_what_shows_them(client: Any) -> None:
    article = an_article("Reset a bulb by hand")
    page = text_of(client.get("/knowledge/blocks?q=reset"))
    assert "{{kb:" + article.slug + "#reset-the-bulb}}" in page
    part = client.get("/knowledge/blocks?q=zzz", headers={"X-Fragment": "found-blocks"})
    assert "No article has these words." in text_of(part)
    assert "<html" not in text_of(part)


def test_blocks_that_not_all_readers_may_see_are_not_offered(
    client: Any, sign_in: Any, bob: Any
) -> None:
    members = make_space("members")
    hidden = an_article("Reset a secret bulb", space=members)
    assert hidden.slug not in text_of(client.get("/knowledge/blocks?q=secret"))
    sign_in(client, bob)
    assert hidden.slug in text_of(client.get("/knowledge/blocks?q=secret"))
    everywhere = client.get("/knowledge/blocks?q=secret&space=community")
    assert hidden.slug not in text_of(everywhere)
    assert hidden.slug in text_of(client.get(f"/knowledge/blocks?q=secret&space={members.slug}"))


def test_every_editor_offers_to_insert_from_knowledge(client: Any, sign_in: Any, bob: Any) -> None:
    answer = make_answer()
    sign_in(client, bob)
    question = answer.question
    for url in ("/questions/ask", f"/questions/{question.id}-{question.slug}"):
        page = text_of(client.get(url))
        assert 'data-tool="blocks"' in page
        assert 'href="/knowledge/blocks' in page
