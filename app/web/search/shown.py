"""Results as templates draw them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from app import links
from app.domain.search.queries import Result
from app.kit.fulltext import Segment
from app.kit.i18n import gettext, ngettext
from app.web.rows import ShownQuestion, shown_question


@dataclass(frozen=True)
class ShownResult:
    """One result: the question's line, its title marked, and where it leads."""

    row: ShownQuestion
    title: Markup
    url: str
    kind: str
    note: str


def shown_result(result: Result) -> ShownResult:
    """Return a result; one found by an answer leads to that answer."""
    row = shown_question(result.question, excerpt=marked(result.excerpt))
    url = row.url
    if result.answer_id:
        url = links.answer_url(row.id, result.question.slug, result.answer_id)
    return ShownResult(row=row, title=marked(result.title), url=url, kind=row.state, note=note(row))


def note(row: ShownQuestion) -> str:
    """Return the one figure that tells how much a thread is worth reading."""
    if row.too_count:
        return ngettext("%(num)s person", "%(num)s people", row.too_count)
    if row.answer_count:
        return ngettext("%(num)s answer", "%(num)s answers", row.answer_count)
    return gettext("no answer yet")


def marked(segments: list[Segment]) -> Markup:
    """Return segments with the words that were searched for marked."""
    pieces: list[Any] = [
        Markup("<mark>{}</mark>").format(text) if hit else escape(text) for text, hit in segments
    ]
    return Markup("").join(pieces)
