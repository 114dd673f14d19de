"""A newer renderer shows the same texts: blocks, keys and histories stay as they were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.knowledge.actions import rendering
from app.domain.knowledge.actions.rendering import rerender_all_stale, rerender_stale
from app.domain.knowledge.actions.reviewing import approve
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.models.blocks import Block, BlockText
from app.kit import markup
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.knowledge import a_proposal, an_article

BODY = """Some *new* words here.

## Reset the bulb

Switch it *off*.

## Add it again {#again}

Open the app.
"""


def make_old(revisions: Sequence[ArticleRevision]) -> None:
    """Let revisions look as an older renderer left them."""
    with unit_of_work():
        for revision in revisions:
            revision.body_version = 0
            revision.body_parts = [_older(part) for part in revision.body_parts]


def _older(part: Any) -> Any:
    return "<p>old</p>" if isinstance(part, str) and part.startswith("<p>") else part


def blocks_of(article: Article) -> dict[str, Block]:
    found = db.session.scalars(select(Block).where(Block.article_id == article.id))
    return {block.key: block for block in found}


def test_stale_articles_are_rendered_anew_with_their_blocks(session: Any) -> None:
    article = an_article(body=BODY)
    before = {key: block.text_id for key, block in blocks_of(article).items()}
    assert article.revision is not None
    make_old([article.revision])
    rerender_all_stale()
    session.expire_all()
    assert article.revision.body_version == markup.VERSION
    assert "<em>new</em>" in markup.join(article.revision.body_parts)
    blocks = blocks_of(article)
    assert {key: block.text_id for key, block in blocks.items()} == before
    reset, again = blocks["reset-the-bulb"].text, blocks["again"].text
    assert reset is not None
    assert again is not None
    assert "<em>off</em>" in markup.join(reset.parts)
    assert reset.words == "Reset the bulb\nSwitch it off."
    assert "Open the app." in markup.plain(again.parts)
    assert rerender_stale() == 0


def test_a_renamed_heading_keeps_its_key_and_history_does_not_grow(
    session: Any, erin: User
) -> None:
    article = an_article(body=BODY)
    renamed = BODY.replace("Reset the bulb", "Make it forget")
    write(approve, a_proposal(article, body=renamed), by=erin)
    texts = db.session.scalar(select(func.count(BlockText.id)))
    make_old(db.session.scalars(select(ArticleRevision)).all())
    rerender_all_stale()
    session.expire_all()
    assert article.revision is not None
    heads = [part for part in article.revision.body_parts if "head" in part]
    assert heads[0]["head"] == "reset-the-bulb"
    assert "Make it forget" in markup.plain(article.revision.body_parts)
    assert db.session.scalar(select(func.count(BlockText.id))) == texts


def test_a_draft_saved_meanwhile_stays(session: Any) -> None:
    revision = an_article(body=BODY).revision
    assert revision is not None
    parts = revision.body_parts
    write(rendering._keep, revision.id, Text("another text", ["<p>another text</p>"], 1))
    session.expire_all()
    assert revision.body_parts == parts
