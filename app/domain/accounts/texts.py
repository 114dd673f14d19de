"""Text that members write, prepared before a unit of work: rendered, with its mentions found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.accounts.queries import ids_by_handle
from app.kit import markup

# Characters of the plain excerpt kept beside a text.
EXCERPT = 240
# How often a text that comes in bulk is tried again when its time ran out.
TRIES_IN_BULK = 2


@dataclass(frozen=True)
class Text:
    """A text ready to be stored: its Markdown source, its safe parts, and who is named in it."""

    source: str
    parts: list[Any] = field(default_factory=list)
    version: int = 0
    mentions: tuple[int, ...] = ()
    excerpt: str = ""
    # What it embeds, "article#block", and the addresses it links to, each once and as written.
    embeds: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


def prepare(source: str, *, outline: bool = False) -> Text:
    """Render a text. Slow (a child process renders): call it before the unit of work.

    An article's text is rendered with its ``outline``, and calls nobody.
    """
    return _text(source, markup.cook(source, find_members=ids_by_handle, outline=outline))


def prepare_many(sources: Sequence[str], *, outline: bool = False) -> list[Text]:
    """Render many texts in order, for what comes in bulk; call it before the unit of work.

    Nobody waits for these, so one whose time ran out on a busy machine is tried again.
    """
    rendered = markup.render_many(sources, find_members=ids_by_handle, outline=outline)
    texts = [_text(source, each) for source, each in zip(sources, rendered, strict=True)]
    for _ in range(TRIES_IN_BULK):
        late = [at for at, each in enumerate(rendered) if each.may_retry]
        for at in late:
            rendered[at] = markup.cook(sources[at], find_members=ids_by_handle, outline=outline)
            texts[at] = _text(sources[at], rendered[at])
    return texts


def _text(source: str, rendered: markup.Rendered) -> Text:
    parts = list(rendered.parts)
    return Text(
        source=source,
        parts=parts,
        # A text whose time ran out is shown plain and stays stale, so that it is rendered anew.
        version=0 if rendered.may_retry else rendered.version,
        mentions=tuple(_ids(parts)),
        excerpt=markup.excerpt(parts, EXCERPT),
        embeds=tuple(markup.embeds_in(parts)),
        links=tuple(markup.links_in(parts)),
    )


def _ids(parts: list[Any]) -> list[int]:
    return list(
        dict.fromkeys(p["mention"] for p in parts if isinstance(p, dict) and "mention" in p)
    )
