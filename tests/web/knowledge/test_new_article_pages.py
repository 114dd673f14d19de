"""New articles: kinds, processes with all their parts, drafts, previews, files without scripts."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from app.domain.forum.models.writing import Draft
from app.domain.knowledge.models.articles import Article, Attachment
from app.kit.db import db
from tests.factories.catalog import make_product
from tests.factories.knowledge import BODY, an_article, make_topic

PARTS = {
    "field-intro": "Whenever a bulb comes back.",
    "field-steps": "1. Unpack it.\n2. Look at it.",
    "field-exceptions": "None so far.",
    "field-references": "The handbook.",
    "field-contact": "The bench, extension 12.",
    "field-quality-check": "It lights up.",
}
PROCESS = {"kind": "process", "title": "Taking back a bulb", **PARTS}


def text_of(response: Any) -> str:
    return str(response.get_data(as_text=True))


def new(**values: Any) -> dict[str, Any]:
    return {"title": "Reset a bulb by hand", "body": BODY, "space": "community"} | values


def made() -> Article | None:
    return db.session.scalars(select(Article)).one_or_none()


def a_picture() -> bytes:
    drawn = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(drawn, "PNG")
    return drawn.getvalue()


@pytest.fixture
def writer(client: Any, sign_in: Any, tess: Any) -> Any:
    sign_in(client, tess)
    return client


def test_tess_writes_one_and_sends_it_for_review(writer: Any, tess: Any) -> None:
    product, topic = make_product("Glow A60"), make_topic("Set up")
    assert "Reset" not in text_of(writer.get("/knowledge/new"))
    data = new(summary="In short.", product=product.slug, topic=topic.slug, tags="bulb, reset")
    response = writer.post("/knowledge/new", data=data)
    article = made()
    assert article is not None
    assert response.status_code == 303
    assert response.location.endswith(f"/knowledge/{article.slug}")
    assert article.revision.state == "proposed"
    assert (article.product_id, article.topic_id) == (product.id, topic.id)
    assert {tag.name for tag in article.tags} == {"bulb", "reset"}
    assert article.owner_id == tess.id


def test_it_can_be_kept_as_a_draft(writer: Any) -> None:
    writer.post("/knowledge/new", data=new(draft="1"))
    article = made()
    assert article is not None
    assert article.revision.state == "draft"


def test_what_was_typed_waits_as_a_draft_until_it_is_sent(writer: Any) -> None:
    writer.post("/drafts", data={"place": "article:new", "title": "Half a title", "body": "Half"})
    page = text_of(writer.get("/knowledge/new"))
    assert "Half a title" in page
    assert ">\nHalf</textarea>" in page
    listed = text_of(writer.get("/drafts"))
    assert "Half a title" in listed
    assert 'href="/knowledge/new"' in listed
    writer.post("/knowledge/new", data=new())
    assert db.session.scalars(select(Draft)).all() == []


@pytest.mark.parametrize("part", ["exceptions", "contact"])
def test_a_process_without_a_part_says_which_and_loses_nothing(writer: Any, part: str) -> None:
    data = new(**PROCESS) | {f"field-{part}": "  "}
    data.pop("body")
    refused = writer.post("/knowledge/new", data=data)
    page = text_of(refused)
    assert refused.status_code == 422
    assert made() is None
    assert f'id="field-{part}-error"' in page
    for name, said in PARTS.items():
        if name != f"field-{part}":
            assert f">\n{said}</textarea>" in page


def test_a_process_becomes_one_text_with_its_parts(writer: Any) -> None:
    data = new(**PROCESS)
    data.pop("body")
    assert writer.post("/knowledge/new", data=data).status_code == 303
    article = made()
    assert article is not None
    assert article.kind == "process"
    body = article.revision.body
    places = [body.index(said) for said in PARTS.values()]
    assert places == sorted(places)
    page = text_of(writer.get(f"/knowledge/{article.slug}/edit"))
    for name, said in PARTS.items():
        assert f'name="{name}"' in page
        assert f">\n{said}</textarea>" in page


def test_a_draft_of_a_process_comes_back_part_by_part(writer: Any) -> None:
    writer.post("/drafts", data={"place": "article:new", **PROCESS})
    page = text_of(writer.get("/knowledge/new"))
    assert 'name="field-contact"' in page
    assert PARTS["field-contact"] in page


def test_choosing_the_kind_keeps_what_was_typed(writer: Any) -> None:
    page = text_of(writer.post("/knowledge/new", data=new(choose="process")))
    assert 'name="field-steps"' in page
    assert "Reset a bulb by hand" in page
    assert "Switch it off and on five times" in page
    back = text_of(writer.post("/knowledge/new", data=new(**PROCESS) | {"choose": "article"}))
    assert 'name="body"' in back
    assert PARTS["field-contact"] in back


def test_a_preview_shows_the_blocks_it_embeds(writer: Any) -> None:
    other = an_article()
    body = f"{BODY}\n{{{{kb:{other.slug}#reset-the-bulb}}}}\n"
    page = text_of(writer.post("/knowledge/new", data=new(body=body, preview="1")))
    assert "five times" in page.partition("editor-view")[2]
    scripted = writer.post("/preview?as=article", data={"text": body})
    assert text_of(scripted).count("five times") == 2
    assert made() == other


def test_files_come_without_scripts_too(writer: Any) -> None:
    data = new(pictures=[(io.BytesIO(a_picture()), "a.png"), (io.BytesIO(b"%PDF-1.7 x"), "b.exe")])
    writer.post("/knowledge/new", data=data, content_type="multipart/form-data")
    article = made()
    assert article is not None
    kept = {one.title: one for one in db.session.scalars(select(Attachment))}
    assert set(kept) == {"a.webp", "b.pdf"}
    for one in kept.values():
        assert one.article_id == article.id
        assert f"/attachments/{one.name}" in article.revision.body


def test_visitors_sign_in_first_and_keep_what_they_sent(client: Any) -> None:
    assert "/signin" in client.get("/knowledge/new").location
    sent = client.post("/knowledge/new", data=new())
    assert "/signin" in sent.location
    assert db.session.scalars(select(Draft)).one().place == "article:new"


def test_whoever_may_not_write_one_is_told_why(client: Any, sign_in: Any, bob: Any) -> None:
    sign_in(client, bob)
    assert client.get("/knowledge/new").status_code == 403
    refused = client.post("/knowledge/new", data=new())
    assert refused.status_code == 403
    assert "Switch it off and on five times" in text_of(refused)
    assert made() is None


def test_a_space_that_is_not_open_to_the_writer_is_refused_on_its_field(writer: Any) -> None:
    refused = writer.post("/knowledge/new", data=new(space="secret"))
    assert refused.status_code == 422
    assert 'id="space-error"' in text_of(refused)
