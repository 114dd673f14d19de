"""Blocks through time: they keep their keys, their last words, and a text only where it changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.domain.accounts.models import Guest, User
from app.domain.catalog.models import Space
from app.domain.catalog.queries import default_space
from app.domain.knowledge.actions.keeping import archive
from app.domain.knowledge.actions.publishing import publish_text_now
from app.domain.knowledge.actions.wording import Wording
from app.domain.knowledge.events import ArticlePublished, EmbedsAffected
from app.domain.knowledge.models.blocks import Block, BlockText, Embed
from app.domain.knowledge.queries.blocks import search_blocks
from app.domain.knowledge.rules import MAJOR, MEDIUM
from app.kit import events
from app.kit.db import db
from app.kit.work import unit_of_work, write
from tests.factories.catalog import make_space
from tests.factories.knowledge import BODY, a_change, an_article, an_outline, block_of

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was announced."""
    heard: list[object] = []
    now = dict(events._now)
    for kind in (ArticlePublished, EmbedsAffected):
        now[kind] = [*now.get(kind, ()), heard.append]
    monkeypatch.setattr(events, "_now", now)
    return heard


def texts(block: Block) -> list[str]:
    """Return all a block ever said."""
    said = select(BlockText.words).where(BlockText.block_id == block.id).order_by(BlockText.id)
    return list(db.session.scalars(said))


def shown(block: Block, reference: str, *, by: User | None = None) -> Embed:
    """Let an answer show a block."""
    assert block.text_id is not None
    with unit_of_work():
        embed = Embed(
            host_kind="answer",
            host_id=1000 + block.id,
            space_id=default_space().id,
            author_id=by.id if by else block.article.owner_id,
            reference=reference,
            block_id=block.id,
            text_id=block.text_id,
        )
        db.session.add(embed)
    return embed


def test_a_text_is_kept_only_of_the_block_that_changed() -> None:
    article = an_article()
    reset, add = block_of(article, "reset-the-bulb"), block_of(article, "add-it-again")

    a_change(article, BODY.replace("five times", "six times"))

    assert [len(texts(block)) for block in (reset, add)] == [2, 1]
    assert "six times" in texts(reset)[-1]
    assert reset.text is not None
    assert reset.text.revision_id == article.revision_id


def test_a_renamed_heading_keeps_key_and_remembers_its_new_name() -> None:
    article = an_article()

    a_change(article, BODY.replace("## Reset the bulb", "## Make it forget"))

    block = block_of(article, "reset-the-bulb")
    assert (block.alias, block.heading, block.removed_at) == (
        "make-it-forget",
        "Make it forget",
        None,
    )
    assert article.revision is not None
    assert {"head": "reset-the-bulb", "level": "2"} in article.revision.body_parts

    a_change(article, BODY)
    assert block.alias is None


def test_a_removed_block_keeps_its_last_words_and_comes_back() -> None:
    article = an_article()
    without = BODY[: BODY.index("## Add it again")]

    a_change(article, without)
    block = block_of(article, "add-it-again")
    assert block.removed_at is not None
    assert block.text is not None
    assert "Add a device" in block.text.words

    a_change(article, f"{without}\n## Add it again\n\nOpen the app and wait.\n")
    assert block.removed_at is None
    assert texts(block)[-1] == "Add it again\nOpen the app and wait."
    assert block_of(article, "add-it-again") is block


def test_what_changed_is_announced_with_what_was_removed(told: list[object]) -> None:
    article = an_article()
    reset, add = block_of(article, "reset-the-bulb"), block_of(article, "add-it-again")
    told.clear()

    body = BODY.replace("five times", "six times")
    a_change(article, body[: body.index("## Add it again")])

    [event] = told
    assert isinstance(event, ArticlePublished)
    assert not event.is_first
    assert sorted(event.changed_block_ids) == sorted([reset.id, add.id])


# -- whoever shows it -------------------------------------------------------------------------


def test_a_major_edit_doubts_those_who_show_the_block(told: list[object], alice: User) -> None:
    article = an_article()
    reset, add = block_of(article, "reset-the-bulb"), block_of(article, "add-it-again")
    affected = shown(reset, f"{article.slug}#{reset.key}", by=alice)
    spared = shown(add, f"{article.slug}#{add.key}", by=alice)
    told.clear()

    a_change(article, BODY.replace("five times", "six times"), significance=MAJOR)

    assert affected.doubted_at is not None
    assert spared.doubted_at is None
    event = next(it for it in told if isinstance(it, EmbedsAffected))
    assert event.embed_ids == [affected.id]
    assert event.revision_id == article.revision_id


def test_a_medium_edit_doubts_nobody(told: list[object]) -> None:
    article = an_article()
    reset = block_of(article, "reset-the-bulb")
    embed = shown(reset, f"{article.slug}#{reset.key}")

    a_change(article, BODY.replace("five times", "six times"), significance=MEDIUM)

    assert embed.doubted_at is None
    assert not [it for it in told if isinstance(it, EmbedsAffected)]


def test_a_removed_block_is_doubted_too() -> None:
    article = an_article()
    add = block_of(article, "add-it-again")
    embed = shown(add, f"{article.slug}#{add.key}")

    a_change(article, BODY[: BODY.index("## Add it again")], significance=MAJOR)

    assert embed.doubted_at is not None


def test_doubt_goes_through_articles_that_show_the_block() -> None:
    inner = an_article()
    reset = block_of(inner, "reset-the-bulb")
    reference = f"{inner.slug}#{reset.key}"
    around = f"## Before you start\n\n{{{{kb:{reference}}}}}\n\n## After\n\nNothing more to do.\n"
    outer = an_article(body=around)
    before, after = block_of(outer, "before-you-start"), block_of(outer, "after")
    nested = db.session.scalars(select(Embed).where(Embed.host_id == outer.id)).one()
    through = shown(before, f"{outer.slug}#{before.key}")
    spared = shown(after, f"{outer.slug}#{after.key}")

    a_change(inner, BODY.replace("five times", "six times"), significance=MAJOR)

    assert [it.doubted_at is not None for it in (nested, through, spared)] == [True, True, False]


def test_articles_that_show_each_other_doubt_each_other_once() -> None:
    one = an_article(title="The first", body="## One\n\nSome words that are its own alone.\n")
    two = an_article(title="The second", body="## Two\n\n{{kb:the-first#one}}\n\nOther words.\n")
    # No door lets this happen one after the other; two editors at one moment may.
    for article, body in (
        (one, "## One\n\n{{kb:the-second#two}}\n\nSome words that are its own alone.\n"),
        (two, "## Two\n\n{{kb:the-first#one}}\n\nQuite new words.\n"),
    ):
        wording = Wording("A title", "", an_outline(body), significance=MAJOR)
        write(publish_text_now, article, by=article.owner, wording=wording, quiet=False)

    doubted = db.session.scalars(select(Embed.doubted_at)).all()
    assert len(doubted) == len([one, two])
    assert all(doubted)


# -- to choose from ---------------------------------------------------------------------------


def references(words: str, host: Space | None = None) -> list[str]:
    return [it.reference for it in search_blocks(words, actor=Guest(), host_space=host)]


def test_blocks_are_found_by_heading_title_and_text() -> None:
    article = an_article(title="Reset a Glow bulb")
    mine = f"{article.slug}#reset-the-bulb"

    assert references("reset")[0] == mine
    assert references("glow SECOND") == [mine]
    assert references("nothing like it") == []
    assert references("100%_") == []


def test_an_offered_block_shows_the_beginning_of_its_words() -> None:
    an_article(title="Reset", body="Words.\n\n## Long\n\n" + "remember everything " * 40)
    (long,) = search_blocks("remember", actor=Guest(), host_space=None)
    assert long.excerpt.endswith(" everything…") or long.excerpt.endswith(" remember…")


def test_only_blocks_that_everybody_there_may_read_are_offered(ada: User) -> None:
    members = make_space("members")
    article = an_article(space=members)
    found = {
        visibility: [it.article_id for it in search_blocks("device", actor=ada, host_space=host)]
        for visibility, host in {
            "public": default_space(),
            "members": members,
            "group": make_space("group"),
        }.items()
    }

    assert found == {"public": [], "members": [article.id], "group": [article.id]}


def test_removed_and_archived_blocks_are_not_offered(erin: User) -> None:
    article = an_article()
    a_change(article, BODY[: BODY.index("## Add it again")])
    assert references("add it again") == []

    write(archive, article, by=erin)
    assert references("reset") == []
