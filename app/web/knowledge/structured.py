"""What search engines are told about an article: schema.org's Article, and HowTo for a process."""

from __future__ import annotations

from collections.abc import Sequence
from html.parser import HTMLParser
from typing import Any

from app import links
from app.domain.knowledge.queries.rows import ArticlePage
from app.domain.knowledge.rules.outline import sections
from app.web.knowledge.shown import description_of, writers_of
from app.web.people import Person

STEPS = "steps"
HEADLINE = 110


def article_data(shown: ArticlePage, base: str) -> dict[str, Any] | None:
    """Return the block; None for what not everybody may read, or should not rely on."""
    row = shown.article
    if shown.space_visibility != "public" or not row.is_published or row.is_archived:
        return None
    writer, others = writers_of(shown)
    url = base + links.article_url(row.slug)
    common: dict[str, Any] = {
        "@context": "https://schema.org",
        "url": url,
        "mainEntityOfPage": url,
        "description": description_of(row.summary, shown.parts),
        "datePublished": row.published_at.isoformat() if row.published_at else None,
        "dateModified": row.changed_at.isoformat(),
        "author": [_person(one, base) for one in (writer, *others)],
    }
    steps = steps_of(shown.parts) if row.kind == "process" else []
    if not steps:
        return {"@type": "Article", "headline": row.title[:HEADLINE]} | common
    told = [
        {"@type": "HowToStep", "position": number, "text": words}
        for number, words in enumerate(steps, 1)
    ]
    return {"@type": "HowTo", "name": row.title, "step": told} | common


def steps_of(parts: Sequence[Any]) -> list[str]:
    """Return the words of each numbered step of a process."""
    found = next((one for one in sections(parts) if one.slug == STEPS), None)
    if found is None:
        return []
    reader = _Steps()
    reader.feed("".join(part for part in found.parts if isinstance(part, str)))
    reader.close()
    return [" ".join("".join(words).split()) for words in reader.steps]


class _Steps(HTMLParser):
    """Gathers the items of numbered lists; what is listed inside an item belongs to it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.steps: list[list[str]] = []
        self._depth = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"ol", "ul"} and (self._depth or tag == "ol"):
            self._depth += 1
        elif tag == "li" and self._depth == 1:
            self.steps.append([])
        self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"ol", "ul"} and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        if self._depth and self.steps:
            self.steps[-1].append(data)


def _person(one: Person, base: str) -> dict[str, Any]:
    return {"@type": "Person", "name": one.name, "url": base + one.url}
