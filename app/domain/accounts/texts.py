"""Text that members write, prepared before a unit of work: rendered, with its mentions found."""

from __future__ import annotations

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
    rendered = markup.cook(source, find_members=ids_by_handle)
    return Text(
        source=source,
        parts=list(rendered.parts),
        version=rendered.version,
        mentions=tuple(_ids(list(rendered.parts))),
        excerpt=markup.excerpt(rendered.parts, EXCERPT),
    )


def _ids(parts: list[Any]) -> list[int]:
    return list(
        dict.fromkeys(p["mention"] for p in parts if isinstance(p, dict) and "mention" in p)
    )
