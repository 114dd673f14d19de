"""Articles, proposals and topics for tests, valid by default, published by the verbs themselves."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from typing import Any

from markupsafe import escape
from sqlalchemy import select

from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.catalog.models import Product, Space
from app.domain.knowledge.actions.publishing import publish_now
from app.domain.knowledge.actions.reviewing import approve
from app.domain.knowledge.actions.revising import propose
from app.domain.knowledge.actions.wording import Wording
from app.domain.knowledge.models.articles import Article, ArticleRevision, Topic
from app.domain.knowledge.models.blocks import Block
from app.domain.knowledge.rules import MEDIUM, PROCESS_LABELS, PROCESS_PARTS
from app.domain.knowledge.rules.sources import heading_key
from app.domain.subjects import Subject
from app.kit import markup
from app.kit.db import db
from app.kit.markup.parts import put_text
from app.kit.work import unit_of_work, write
from tests.people import make_member

_numbers = itertools.count(1)

BODY = """A bulb that blinks twice is waiting for its app.

## Reset the bulb

Switch it off and on five times, a second apart.

## Add it again

Open the app and choose **Add a device**.
"""
PROCESS = "\n".join(
    f"## {PROCESS_LABELS[part]}\n\nWhat is to be said about this part of it.\n"
    for part in PROCESS_PARTS
)


def an_outline(source: str) -> Text:
    """Return a text as ``prepare(source, outline=True)`` would, without the child process.

    Knows paragraphs, headings with and without {#key}, embeds and passages, each on lines of
    their own; nothing else.
    """
    parts: list[Any] = []
    passages: list[str] = []
    for paragraph in (p.strip() for p in re.split(r"\n\s*\n", source)):
        if paragraph:
            _read(paragraph, parts, passages)
    embeds = tuple(dict.fromkeys(p["embed"] for p in parts if "embed" in _marks(p)))
    return Text(source=source, parts=parts, version=markup.VERSION, embeds=embeds)


def _read(paragraph: str, parts: list[Any], passages: list[str]) -> None:
    heading = re.fullmatch(r"(#{1,6}) (.*?)(?: \{#([\w-]+)\})?", paragraph)
    embed = re.fullmatch(r"\{\{kb:([\w#-]+)\}\}", paragraph)
    opening = re.fullmatch(r"::: #([\w-]+)", paragraph)
    if heading:
        marks, words, named = heading.groups()
        key, level = named or heading_key(words), str(max(2, len(marks)))
        parts += [{"head": key, "level": level}, str(escape(words))]
        parts.append({"head_end": key, "level": level})
    elif embed:
        parts.append({"embed": embed.group(1)})
    elif opening:
        passages.append(opening.group(1))
        parts.append({"passage": passages[-1]})
    elif paragraph == ":::" and passages:
        parts.append({"passage_end": passages.pop()})
    else:
        put_text(parts, f"<p>{escape(paragraph)}</p>")


def _marks(part: Any) -> dict[str, Any]:
    return part if isinstance(part, dict) else {}


def an_article(
    title: str | None = None,
    *,
    body: str = BODY,
    author: User | None = None,
    reviewer: User | None = None,
    space: Space | None = None,
    product: Product | None = None,
    topic: Topic | None = None,
    tags: Iterable[str] = (),
    kind: str = "article",
    sources: Sequence[tuple[Subject, int | None]] = (),
    quiet: bool = False,
    **values: Any,
) -> Article:
    """Return a published article, not validated, with its blocks; ``values`` are set afterwards."""
    number = next(_numbers)
    writer = author or make_member(f"writer-of-{number}", trust="trusted")
    judge = reviewer or make_member(f"judge-of-{number}", trust="trusted", staff_roles=["editor"])
    with unit_of_work():
        article = publish_now(
            by=writer,
            reviewer=judge,
            title=title or f"Reset a bulb, part {number}",
            summary="How a bulb forgets its network.",
            body=an_outline(PROCESS if kind == "process" and body == BODY else body),
            kind=kind,
            sources=sources,
            space=space or _home(),
            product=product,
            topic=topic,
            tags=tags,
            quiet=quiet,
        )
        for name, value in values.items():
            setattr(article, name, value)
    return article


def a_proposal(
    article: Article | None = None,
    *,
    by: User | None = None,
    body: str | None = None,
    significance: int = MEDIUM,
    comment: str = "Says it more clearly.",
    title: str | None = None,
    **values: Any,
) -> ArticleRevision:
    """Return a proposed change of an article, waiting for its review."""
    number = next(_numbers)
    article = article or an_article()
    now = article.revision
    assert now is not None
    wording = Wording(
        title or now.title,
        now.summary,
        an_outline(body or f"{now.body}\nAnd one thing more, number {number}.\n"),
        comment,
        significance,
    )
    editor = by or make_member(f"proposer{number}")
    given = {"base_id": now.id} | values
    return write(propose, article, by=editor, wording=wording, **given)


def a_change(
    article: Article,
    body: str,
    *,
    significance: int = MEDIUM,
    by: User | None = None,
    reviewer: User | None = None,
) -> ArticleRevision:
    """Publish another text of an article as two people do: one proposes, another approves."""
    judge = reviewer or make_member(
        f"judge{next(_numbers)}", trust="trusted", staff_roles=["editor"]
    )
    proposal = a_proposal(article, by=by, body=body, significance=significance)
    return write(approve, proposal, by=judge)


def revision_of(article: Article) -> ArticleRevision:
    """Return the revision of an article that is in force."""
    assert article.revision is not None
    return article.revision


def block_of(article: Article, key: str) -> Block:
    """Return one block of an article."""
    return db.session.scalars(
        select(Block).where(Block.article_id == article.id, Block.key == key)
    ).one()


def make_topic(name: str = "Set up", *, parent: Topic | None = None, **values: Any) -> Topic:
    """Return a topic of the tree."""
    with unit_of_work():
        topic = Topic(
            **{
                "slug": f"{name.casefold().replace(' ', '-')}-{next(_numbers)}",
                "name": name,
                "parent_id": parent.id if parent else None,
            }
            | values
        )
        db.session.add(topic)
        db.session.flush()
    return topic


def _home() -> Space:
    return db.session.scalars(select(Space).where(Space.is_default)).one()
