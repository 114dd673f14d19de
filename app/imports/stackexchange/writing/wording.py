"""Bodies made ready to be kept: converted once, rendered in bulk, nobody mentioned."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import tee

from app.domain.accounts.texts import EXCERPT, Text
from app.domain.catalog.rules import tag_name
from app.domain.forum.rules import TAG_LONGEST, TITLE_LONGEST
from app.imports.stackexchange.bodies import to_markdown_many
from app.imports.stackexchange.rows import PostRow
from app.imports.stackexchange.texts import clean
from app.imports.stackexchange.writing.target import Target
from app.kit import markup


def converted(posts: Iterable[PostRow], target: Target) -> Iterator[tuple[PostRow, str]]:
    """Give each post with its body as Markdown."""
    one, other = tee(posts)
    bodies = (post.body_html for post in other)
    yield from zip(one, to_markdown_many(bodies, target.processes, target.source), strict=True)


def rendered(sources: Sequence[str], *, excerpts: bool = False) -> list[Text]:
    """Render texts; a handle in them is somebody of the other site, so it stays plain text."""
    return [
        Text(
            source=source,
            parts=list(made.parts),
            # A text whose time ran out stays stale, so that it is rendered anew.
            version=0 if made.may_retry else made.version,
            excerpt=markup.excerpt(made.parts, EXCERPT) if excerpts else "",
        )
        for source, made in zip(sources, markup.render_many(sources), strict=True)
    ]


def title_of(text: str) -> str:
    """Bring a title into our bounds."""
    title = clean(text).strip()
    return title if len(title) <= TITLE_LONGEST else title[: TITLE_LONGEST - 1].rstrip() + "…"


def tag_of(name: str) -> str:
    """Write a tag as ours are written; empty for one that has no letter or digit."""
    return tag_name(name)[:TAG_LONGEST].strip("-")


def tags_of(names: Iterable[str]) -> list[str]:
    """Write tags as ours are written, each once."""
    return list(dict.fromkeys(tag for name in names if (tag := tag_of(name))))
