"""What is suggested under the search box while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, render_template
from markupsafe import Markup, escape

from app import links
from app.domain.search.queries import Suggestion, suggestions
from app.domain.search.rules import SUGGESTED
from app.kit.i18n import gettext, ngettext
from app.web.guards import public
from app.web.rows import ShownQuestion
from app.web.search.limits import count_search
from app.web.search.popular import popular
from app.web.search.shown import marked, note
from app.web.search.wanted import words_typed
from app.web.shell import actor

bp = Blueprint("suggestions", __name__)

COMPLETIONS = 3
_STATES = {"solved": "solved", "answered": "answered", "open": "waiting"}


@dataclass(frozen=True)
class Offered:
    """One thing to open, as the list draws it."""

    url: str
    title: Markup
    kind: str
    note: str


@bp.get("/search/suggest")
@public("suggestions are filtered by policy")
def index() -> Response:
    """Suggest ways to go on and what there is; before anything is typed, what most people have."""
    count_search("suggestions")
    words = words_typed()
    if not words:
        return _part(popular=[_offered_row(row) for row in popular(SUGGESTED // 2)])
    found = suggestions(words, actor=actor())
    return _part(
        q=words,
        completions=[(line, _results_of(line)) for line in _further(words, found.completions)],
        corrected=found.corrected or "",
        corrected_url=_results_of(found.corrected or ""),
        items=[_offered(one) for one in found.items],
        all_url=_results_of(words),
    )


def _further(words: str, completions: Sequence[str]) -> list[str]:
    """Return the searches that are not what was typed already."""
    typed = words.casefold()
    return [line for line in completions if line.casefold() != typed][:COMPLETIONS]


def _offered(one: Suggestion) -> Offered:
    """Return a suggestion with its address, its mark, and the one figure that tells most of it."""
    addresses: dict[str, Callable[[], str]] = {
        "question": lambda: links.question_url(one.id, one.slug),
        "article": lambda: links.article_url(one.slug),
        "idea": lambda: links.idea_url(one.id, one.slug),
        "member": lambda: links.member_url(one.slug),
        "tag": lambda: links.tag_url(one.slug),
    }
    title = marked(one.title)
    return Offered(
        url=addresses[one.kind](),
        title=Markup("#{}").format(title) if one.kind == "tag" else title,
        kind=_STATES.get(one.state, "answered") if one.kind == "question" else one.kind,
        note=_note(one),
    )


def _note(one: Suggestion) -> str:
    if one.kind == "article":
        return gettext("Article")
    if one.kind == "idea":
        return ngettext("%(num)s vote", "%(num)s votes", one.count)
    if one.kind == "tag":
        return ngettext("%(num)s question", "%(num)s questions", one.count)
    if one.kind == "member":
        return gettext("Member · @%(handle)s", handle=one.slug)
    return note(one)


def _offered_row(row: ShownQuestion) -> Offered:
    return Offered(url=row.url, title=escape(row.title), kind=row.state, note=note(row))


def _results_of(words: str) -> str:
    return f"/search?{urlencode({'q': words})}"


def _part(**context: object) -> Response:
    # A list of links: what surrounds a page is not asked for.
    return make_response(render_template("search/_suggestions.html", **context))
