"""What somebody wrote, as a mail shows it: whole addresses, styles in place, no remote picture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from html.parser import HTMLParser

from markupsafe import Markup, escape

from app import links
from app.domain.accounts.queries import handles_by_id
from app.domain.forum.models.posts import Post
from app.domain.forum.queries.posts import kind_of, question_of
from app.domain.knowledge.queries.embeds import embeds_in
from app.domain.knowledge.queries.shown import Shown
from app.domain.knowledge.rules.words import lines_of
from app.domain.subjects import Subject
from app.embedded import Day, Show, error_of, notice_of, plainly, shower, source_line
from app.kit import markup
from app.kit.i18n import gettext
from app.letters import head
from app.letters.readers import Reader
from app.letters.sheets import moment_in

# Characters of a text that stand for it in a list.
EXCERPT = 240
# Mail programs drop style sheets; what a text cannot do without stands on the element.
_STYLES = {
    "p": "margin:0 0 12px",
    "pre": "margin:0 0 12px;padding:12px;overflow:auto;white-space:pre-wrap;"
    "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:14px;line-height:1.5",
    "code": "font-family:ui-monospace,Menlo,Consolas,monospace;font-size:.9em",
    "blockquote": "margin:0 0 12px;padding:0 0 0 14px;border-left:3px solid #b5a9a1",
    "ul": "margin:0 0 12px;padding-left:22px",
    "ol": "margin:0 0 12px;padding-left:22px",
    "li": "margin:0 0 6px",
    "table": "border-collapse:collapse",
    "th": "padding:4px 10px 4px 0;text-align:left",
    "td": "padding:4px 10px 4px 0",
    "figure": "margin:0 0 12px;padding:0 0 0 14px;border-left:1px solid #b5a9a1",
    "figcaption": "font-size:13px;color:#5a4d55",
    "h1": "margin:0 0 12px;font-size:18px",
    "h2": "margin:0 0 12px;font-size:18px",
    "h3": "margin:0 0 12px;font-size:17px",
}
# Where a text shows a part of an article, as it was typed: on a line of its own.
_EMBED = re.compile(r"^[ \t]*\{\{[ \t]*kb:[ \t]*([^\s{}]+)[ \t]*\}\}[ \t]*$", re.MULTILINE)
# A word joiner: seen by nobody, and no program makes a link of what it parts.
_JOINER = "\N{WORD JOINER}"
_KEPT = frozenset({"href", "title", "start", "type", "checked", "disabled", "dir", "lang"})
_VOID = frozenset({"br", "hr", "input"})


def post_bodies(post: Post, reader: Reader) -> tuple[Markup, str]:
    """Return a post as the HTML and as the text of a mail, parts of articles written out.

    What it shows is what this reader would find on its page now, with its source.
    """

    def day(at: datetime) -> str:
        return moment_in(at, reader.language, reader.time_zone)

    host = Subject(kind_of(post), post.id)  # type: ignore[arg-type]  # a post's kind is a subject's
    space_id, texts = question_of(post).space_id, {host: post.body_parts}
    embeds = embeds_in(texts, actor=reader.actor, space_id=space_id)
    show = shower(embeds, host, plainly(head.current().base_url, day))
    shown = {name: embeds.view(host, name) for name in markup.embeds_in(post.body_parts)}
    return html_body(post.body_parts, show), text_body(post.body, shown, day)


def html_body(parts: Sequence[markup.Part], show: Show | None = None) -> Markup:
    """Return a stored text as the HTML of a mail."""
    whole = markup.for_mail(_joined(parts, show), head.current().base_url + "/")
    writer = _Dresser()
    writer.feed(str(whole))
    writer.close()
    return Markup("".join(writer.pieces))  # noqa: S704 - sanitised when stored, escaped below


def beginning(parts: Sequence[markup.Part], show: Show | None = None) -> str:
    """Return the first words of a stored text."""
    return markup.excerpt(_joined(parts, show), EXCERPT)


def text_body(source: str, shown: Mapping[str, Shown], day: Day) -> str:
    """Return a text as it was typed: Markdown reads well as it is.

    :param shown: the parts of articles that it shows, by reference: written out in their places.
    """

    def written(match: re.Match[str]) -> str:
        found = shown.get(match[1].lower())
        return _quoted(found, day) if found else match[0]

    return _EMBED.sub(written, source.strip())


def _quoted(shown: Shown, day: Day) -> str:
    if not shown.has_text:
        return f"> {error_of(shown)}"
    words = [notice_of(shown), *lines_of(shown.flat()).split("\n")]
    source = Markup(source_line(shown, "", day)).striptags()  # noqa: S704 - made of escaped words
    return "\n".join(f"> {line}" for line in [*words, source] if line)


def unlinked(name: str) -> str:
    """Return a name that no mail program turns into a link, whatever it looks like."""
    for mark in (".", "@", ":", "/"):
        name = name.replace(mark, mark + _JOINER)
    return name


def _joined(parts: Sequence[markup.Part], show: Show | None = None) -> str:
    ids = {int(p["mention"]) for p in parts if isinstance(p, dict) and "mention" in p}
    handles = handles_by_id(ids)

    def named(member_id: int) -> tuple[str, str] | None:
        handle = handles.get(member_id)
        return (handle, links.member_url(handle)) if handle else None

    return str(markup.join(list(parts), named, show))


class _Dresser(HTMLParser):
    """Writes safe HTML again for mail programs."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "img":
            self._describe_picture(dict(attrs))
            return
        kept = {name: value or "" for name, value in attrs if name in _KEPT}
        if tag == "a":
            kept["style"] = f"color:{head.current().accent}"
        if tag in _STYLES:
            kept["style"] = _STYLES[tag]
        facts = "".join(f' {name}="{escape(value)}"' for name, value in kept.items())
        self.pieces.append(f"<{tag}{facts}>")

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and tag != "img":
            self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.pieces.append(str(escape(data)))

    def handle_entityref(self, name: str) -> None:
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.pieces.append(f"&#{name};")

    def _describe_picture(self, given: dict[str, str | None]) -> None:
        """A picture is seen where rights are checked: on the page."""
        words = given.get("alt") or gettext("Picture")
        self.pieces.append(str(escape(f"[{words}]")))
