"""Parts of articles inside posts and articles, as pages draw them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import current_app
from markupsafe import Markup

from app import links
from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.knowledge.queries.embeds import embeds_in, embeds_of_draft
from app.domain.knowledge.queries.shown import EmbedSet, Shown
from app.domain.knowledge.rules import STATE_LABELS
from app.domain.subjects import Subject
from app.embedded import Draw, Show, error_of, named, notice_of, shower, wordy
from app.kit import markup
from app.kit.diffs import Line
from app.kit.i18n import gettext
from app.web.people import joined

FIGURE = "knowledge/_embed.html"
# Which text of a part is shown; the address of an embed says it.
CURRENT, ANSWERED, CHANGES = "current", "answered", "changes"
MODES = (CURRENT, ANSWERED, CHANGES)


@dataclass(frozen=True)
class ShownEmbed:
    """An embed ready to be drawn."""

    # Empty, with an error, where nothing can be shown.
    body: Markup
    error: str = ""
    notice: str = ""
    # Of an embed that stands in a host by itself; what stands inside another has none.
    id: int | None = None
    mode: str = CURRENT
    title: str = ""
    url: str = ""
    # Of the article: "validated"; and the word for it.
    standing: str = ""
    standing_word: str = ""
    number: int = 0
    at: datetime | None = None
    place_count: int = 0
    badge: str = ""
    checked_at: datetime | None = None
    has_changed: bool = False
    answered_word: str = ""
    lines: list[Line] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"/embeds/{self.id}"


@dataclass(frozen=True)
class Shows:
    """What shows the embeds of a page's texts."""

    embeds: EmbedSet
    # Since when those hosts are their threads' solutions that are.
    accepted: Mapping[Subject, datetime | None] = field(default_factory=dict)

    def of(self, host: Subject) -> Show:
        """Return what shows the embeds of one host, for one joining of its text."""
        return shower(self.embeds, host, drawer(host, self.accepted.get(host)))

    def words_of(self, host: Subject) -> Show:
        """Return what gives their words alone."""
        return shower(self.embeds, host, wordy)


def show_embeds(
    texts: Mapping[Subject, Sequence[Any]],
    *,
    actor: Actor,
    space_id: int,
    accepted: Mapping[Subject, datetime | None] | None = None,
) -> Shows:
    """Return what shows the embeds of these hosts, all of which stand in one space.

    :param texts: the parts of each host; when none embeds anything nothing is read.
    """
    return Shows(embeds_in(texts, actor=actor, space_id=space_id), accepted or {})


def embeds_in_article(
    article_id: int, parts: Sequence[Any], *, actor: Actor, space_id: int
) -> Show:
    """Return what shows the embeds of an article's text."""
    host = Subject("article", article_id)
    return show_embeds({host: parts}, actor=actor, space_id=space_id).of(host)


def show_draft(parts: Sequence[Any], *, actor: Actor) -> Show:
    """Return what shows the embeds of a text that stands nowhere yet, to its writer."""
    embeds = embeds_of_draft(markup.embeds_in(parts), actor=actor)
    return shower(embeds, None, drawer(None))


def preview_of(text: Text, *, actor: Actor) -> Markup:
    """Return a text as it will look to its writer, with the parts of articles that it shows."""
    return joined(text.parts, show_draft(text.parts, actor=actor))


def drawer(
    host: Subject | None,
    accepted_at: datetime | None = None,
    *,
    mode: str = CURRENT,
    lines: list[Line] | None = None,
) -> Draw:
    """Return what draws the embeds of one host."""

    def draw(shown: Shown, body: Markup) -> Markup:
        embed = _shown(shown, body, host, accepted_at, mode, lines or [])
        template = current_app.jinja_env.get_template(FIGURE)
        # Our own template, which escapes.
        return Markup(template.render(embed=embed))  # noqa: S704

    return draw


def _shown(
    shown: Shown,
    body: Markup,
    host: Subject | None,
    accepted_at: datetime | None,
    mode: str,
    lines: list[Line],
) -> ShownEmbed:
    source, placed = shown.source, shown.placed
    if source is None or not shown.has_text:
        return ShownEmbed(body, error=error_of(shown))
    common: dict[str, Any] = {
        "body": body,
        "notice": notice_of(shown) if mode == CURRENT else "",
        "title": source.title,
        "url": links.article_url(source.slug, source.key),
        "standing": source.state,
        "standing_word": STATE_LABELS[source.state],
        "number": source.number,
        "at": source.at,
        # A text that is no longer in force is kept up to date nowhere.
        "place_count": shown.place_count if shown.state == "shown" else 0,
        "mode": mode if shown.depth == 1 else CURRENT,
        "lines": lines if shown.depth == 1 else [],
    }
    if placed is None:
        return ShownEmbed(**common)
    return ShownEmbed(
        **common,
        id=placed.id,
        badge=badge_of(shown, accepted_at),
        checked_at=placed.checked_at if _is_checked(shown) else None,
        has_changed=mode != CURRENT or shown.changed is not None,
        answered_word=answered_word(host),
    )


def badge_of(shown: Shown, accepted_at: datetime | None) -> str:
    """Say that what to do has changed since the post was accepted, or written; else nothing."""
    changed = shown.changed
    if changed is None or changed.major_at is None or _is_checked(shown):
        return ""
    if accepted_at is None:
        return gettext("Changed since it was written (major)")
    # Who accepted it after the change accepted the text of today.
    return gettext("Changed since accepted (major)") if changed.major_at > accepted_at else ""


def _is_checked(shown: Shown) -> bool:
    changed, placed = shown.changed, shown.placed
    if changed is None or changed.major_at is None or placed is None or not placed.checked_at:
        return False
    return placed.checked_at >= changed.major_at


def answered_word(host: Subject | None) -> str:
    """Name the text that stood there first."""
    if host is not None and host.kind in ("answer", "reply"):
        return gettext("As answered")
    return gettext("As first shown")


def named_preview_of(text: Text) -> Markup:
    """Return a text as it will look where parts of articles are named and none is shown."""
    return joined(text.parts, named())
