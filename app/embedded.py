"""Parts of articles inside other texts, put in their places: for pages, letters, feeds and the API.

Each door draws them in its own way; what stands in the place of one that cannot be shown is said
here, once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from markupsafe import Markup

from app import links
from app.domain.knowledge.queries.shown import EmbedSet, Shown
from app.domain.subjects import Subject
from app.kit import markup
from app.kit.i18n import gettext

# Given one embed and its text, ready drawn: what stands in its place.
Draw = Callable[[Shown, Markup], Markup]
Show = Callable[[str], Markup]
# How a door writes a date.
Day = Callable[[datetime], str]

# A part's own headings stand below those of the text around it.
LOWEST = 6


def shower(embeds: EmbedSet, host: Subject | None, draw: Draw) -> Show:
    """Return what puts the parts that a host shows in their places: for ``markup.join``.

    What one text shows again and again is drawn where it comes first.
    """
    return _once(lambda reference: drawn(embeds.view(host, reference), draw), draw)


def drawn(shown: Shown, draw: Draw) -> Markup:
    """Draw one embed with everything that it shows inside."""
    body = markup.join(
        shown.parts,
        embed=_once(lambda reference: drawn(shown.inner(reference), draw), draw),
        head=_lowered,
    )
    return draw(shown, body)


def _once(show: Show, draw: Draw) -> Show:
    drawn_already: set[str] = set()

    def first(reference: str) -> Markup:
        if reference in drawn_already:
            return again(draw)
        drawn_already.add(reference)
        return show(reference)

    return first


def again(draw: Draw) -> Markup:
    """Say in the place of what one text shows once more where it is; words alone say nothing."""
    if draw is wordy:
        return Markup()
    return Markup("<p><em>{}</em></p>").format(gettext("(This part is shown above.)"))


def _lowered(_: str, level: int, is_begin: bool) -> Markup:  # noqa: FBT001 - see markup's ShowHead
    number = min(level + 1, LOWEST)
    return (Markup("<h{}>") if is_begin else Markup("</h{}>")).format(number)


def wordy(_: Shown, body: Markup) -> Markup:
    """Draw an embed as its words alone: for excerpts and descriptions."""
    return Markup("<p>{}</p>").format(body)


def named(base_url: str = "") -> Show:
    """Return what names a part where none is shown live: a plain link, in the words typed.

    Nothing is looked up, so nothing is told of what only some may read.
    """

    def link(reference: str) -> Markup:
        slug, _, key = reference.partition("#")
        url = base_url + links.article_url(slug, key)
        return Markup('<p><a href="{}">{}</a></p>').format(url, reference)

    return link


def in_figures(at: datetime) -> str:
    """Write a date for programs: 2026-11-18."""
    return at.strftime("%Y-%m-%d")


def plainly(base_url: str, day: Day = in_figures) -> Draw:
    """Return what draws an embed as its text and where it comes from, with nothing to press."""

    def draw(shown: Shown, body: Markup) -> Markup:
        if shown.source is None or not shown.has_text:
            return Markup("<p><em>{}</em></p>").format(error_of(shown))
        notice = notice_of(shown)
        return Markup(
            '<figure class="embed">{notice}{body}<figcaption>{source}</figcaption></figure>'
        ).format(
            notice=Markup("<p><em>{}</em></p>").format(notice) if notice else "",
            body=body,
            source=source_line(shown, base_url, day),
        )

    return draw


def source_line(shown: Shown, base_url: str, day: Day) -> Markup:
    """Say which article and which version of it a text comes from."""
    source = shown.source
    if source is None:
        return Markup()
    url = base_url + links.article_url(source.slug, source.key)
    title = Markup('<a href="{}">{}</a>').format(url, source.title)
    line = gettext("From %(title)s · version %(number)s, %(date)s")
    return Markup(line) % {  # noqa: S704 - our own words; what is put in is escaped
        "title": title,
        "number": source.number,
        "date": day(source.at),
    }


def error_of(shown: Shown) -> str:
    """Say why nothing is shown; not whether there is something that others may read."""
    if shown.state == "cycle":
        return gettext("This part of an article would show itself, so it is left out here.")
    if shown.state == "deep":
        return gettext("Parts within parts are shown three levels deep. This one would be further.")
    return gettext("A part of an article that cannot be shown here.")


def notice_of(shown: Shown) -> str:
    """Say what a reader must know before they trust the text; empty when there is nothing."""
    if shown.state == "removed":
        return gettext("This part is no longer in the article. Its last text is shown.")
    if shown.state == "archived":
        return gettext("The article was archived. Its last text is shown.")
    if shown.source is not None and shown.source.is_ill:
        return gettext("Readers say that this article does not help them any more. Take care.")
    return ""
