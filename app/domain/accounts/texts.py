"""Text that members write, prepared before a unit of work: rendered, with its mentions found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.domain.accounts.queries import ids_by_handle
from app.kit import markup

# Characters of the plain excerpt kept beside a text.
EXCERPT = 240


@dataclass(frozen=True)
class Text:
    """A text ready to be stored: its Markdown source, its safe parts, and who is named in it."""

    source: str
    parts: list[Any] = field(default_factory=list)
    version: int = 0
    mentions: tuple[int, ...] = ()
    excerpt: str = ""


def prepare(source: str) -> Text:
    """Render a text. Slow (a child process renders): call it before the unit of work."""
    return _text(source, markup.cook(source, find_members=ids_by_handle))


def prepare_many(sources: Sequence[str]) -> list[Text]:
    """Render many texts in order, for what comes in bulk; call it before the unit of work."""
    rendered = markup.render_many(sources, find_members=ids_by_handle)
    return [_text(source, each) for source, each in zip(sources, rendered, strict=True)]


def _text(source: str, rendered: markup.Rendered) -> Text:
    return Text(
        source=source,
        parts=list(rendered.parts),
        # A text whose time ran out is shown plain and stays stale, so that it is rendered anew.
        version=0 if rendered.may_retry else rendered.version,
        mentions=tuple(_ids(list(rendered.parts))),
        excerpt=markup.excerpt(rendered.parts, EXCERPT),
    )


def _ids(parts: list[Any]) -> list[int]:
    return list(
        dict.fromkeys(p["mention"] for p in parts if isinstance(p, dict) and "mention" in p)
    )
