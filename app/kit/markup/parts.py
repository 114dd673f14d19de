"""Rendered text as it is stored: safe HTML, cut where what stands there is known only later."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser

from markupsafe import Markup, escape

Part = str | dict[str, int] | dict[str, str]
"""A piece of safe HTML, or one of these:

`{"mention": id}`, before it is looked up `{"handle": name}`; `{"embed": "article#block"}`; in an
article `{"head": key, "level": "2"}` … `{"head_end": key, "level": "2"}` around a heading's words,
and `{"passage": key}` … `{"passage_end": key}` around a marked passage.
"""

FindMembers = Callable[[set[str]], dict[str, int]]
NameMember = Callable[[int], tuple[str, str] | None]
ShowEmbed = Callable[[str], Markup | None]
ShowHead = Callable[[str, int, bool], Markup]
"""Gives what begins (`True`) and what ends the heading of a section, by its key and level."""
ShowPassage = Callable[[str, bool], Markup]
"""Gives what begins and what ends a marked passage, by its key."""

BREAKING = frozenset(
    [
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "div",
    ],
)
GONE = "@…"
PARTING = " · "
_STOPS = tuple(".!?…:;,·—–。！？：")  # noqa: RUF001 - those of Chinese and Japanese are meant


def resolve(parts: Iterable[Part], members: dict[str, int]) -> list[Part]:
    """Put the ids of members in the place of their handles; unknown handles become text."""
    resolved: list[Part] = []
    for part in parts:
        if isinstance(part, str):
            put_text(resolved, part)
            continue
        if "handle" not in part:
            resolved.append(part)
            continue
        handle = str(part.get("handle", ""))
        if handle in members:
            resolved.append({"mention": members[handle]})
        else:
            put_text(resolved, str(escape("@" + handle)))
    return resolved


def put_text(parts: list[Part], html: str) -> None:
    """Add safe HTML, to the last part if that is HTML too."""
    if parts and isinstance(parts[-1], str):
        parts[-1] += html
    elif html:
        parts.append(html)


def join(
    parts: Sequence[Part],
    mention: NameMember | None = None,
    embed: ShowEmbed | None = None,
    head: ShowHead | None = None,
    passage: ShowPassage | None = None,
) -> Markup:
    """Join stored parts for a page.

    `mention` gives a member's present handle and address, `embed` what a block says now. What
    nobody gives is left out: an embedded block never shows by accident.
    """
    show = Shown(mention, embed, head or plain_head, passage)
    return Markup("").join(
        Markup(part) if isinstance(part, str) else show.piece(part)  # noqa: S704 - sanitised
        for part in parts
    )


@dataclass(frozen=True)
class Shown:
    """What stands for the parts that are not HTML."""

    mention: NameMember | None
    embed: ShowEmbed | None
    head: ShowHead
    passage: ShowPassage | None

    def piece(self, part: dict[str, int] | dict[str, str]) -> Markup:
        """Give the HTML of one part."""
        if "mention" in part:
            found = self.mention(int(part["mention"])) if self.mention else None
            return mention_link(*found) if found else escape(GONE)
        if "embed" in part and self.embed:
            return self.embed(str(part["embed"])) or Markup("")
        for key, is_begin in (("head", True), ("head_end", False)):
            if key in part:
                return self.head(str(part[key]), int(part["level"]), is_begin)
        for key, is_begin in (("passage", True), ("passage_end", False)):
            if key in part and self.passage:
                return self.passage(str(part[key]), is_begin)
        return Markup("")


def plain_head(_: str, level: int, is_begin: bool) -> Markup:  # noqa: FBT001 - see ShowHead
    """Write a heading as nothing but that."""
    beginning, end = Markup("<h{level}>"), Markup("</h{level}>")
    return (beginning if is_begin else end).format(level=level)


def mention_link(handle: str, url: str) -> Markup:
    """Link a member."""
    return Markup('<a class="mention" href="{url}">@{handle}</a>').format(url=url, handle=handle)


_ATTRIBUTES = r"""(?:[^<>"']|"[^"]*"|'[^']*')*"""
_BREAK = re.compile(rf"</?(?:{'|'.join(sorted(BREAKING))})(?![\w-]){_ATTRIBUTES}>")
_LINE = re.compile(rf"\n|<br(?![\w-]){_ATTRIBUTES}>")
_TAG = re.compile(rf"</?([a-z][a-z0-9-]*)({_ATTRIBUTES})>")
_ALT = re.compile(r"\salt=\"([^\"]*)\"")


def _said_by(tag: re.Match[str]) -> str:
    """Let a picture speak by its description; other tags say nothing."""
    name, attributes = tag.groups()
    alt = _ALT.search(attributes) if name == "img" else None
    return alt[1] if alt else ""


def plain(
    parts: Sequence[Part] | str,
    mention: NameMember | None = None,
    embed: ShowEmbed | None = None,
) -> str:
    """Give the words of rendered text, white space folded: for search, lists and descriptions."""
    return " ".join(_words(parts, " ", mention, embed).split())


def flowing(
    parts: Sequence[Part] | str,
    mention: NameMember | None = None,
    embed: ShowEmbed | None = None,
) -> str:
    """Give the same as one line that reads well, for passages of it.

    Headings, cells and points that end without a stop are parted from what follows.
    """
    line: list[str] = []
    for block in _words(parts, "\n", mention, embed).split("\n"):
        if said := " ".join(block.split()):
            if line:
                line.append(" " if line[-1].endswith(_STOPS) else PARTING)
            line.append(said)
    return "".join(line)


def _words(
    parts: Sequence[Part] | str, parting: str, mention: NameMember | None, embed: ShowEmbed | None
) -> str:
    if not isinstance(parts, str):
        is_text = all(isinstance(part, str) for part in parts)
        parts = "".join(map(str, parts)) if is_text else join(parts, mention, embed)
    # It is known to be safe and whole, so that no parser is needed: blocks part words.
    # The end of a line is none of a block: many texts are wrapped by hand.
    words = _BREAK.sub(parting, _LINE.sub(" ", str(parts)))
    if "<" in words:
        words = _TAG.sub(_said_by, words)
    return unescape(words)


def excerpt(
    parts: Sequence[Part] | str,
    limit: int = 160,
    mention: NameMember | None = None,
    embed: ShowEmbed | None = None,
) -> str:
    """Give the beginning of rendered text as words, cut between two of them."""
    return shortened(plain(parts, mention, embed), limit)


def shortened(text: str, limit: int) -> str:
    """Give the beginning of plain words, cut between two of them."""
    if len(text) <= limit:
        return text
    head, _, _ = text[:limit].rpartition(" ")
    return (head if len(head) > limit // 2 else text[: limit - 1]).rstrip(" ,.;:–-") + "…"


def embeds_in(parts: Sequence[Part]) -> list[str]:
    """Name the blocks a text embeds, each once, in order."""
    return list(
        dict.fromkeys(
            str(part["embed"]) for part in parts if not isinstance(part, str) and "embed" in part
        )
    )


def links_in(parts: Sequence[Part]) -> list[str]:
    """Give the addresses a text links to, as they were written, each once, in order."""
    links = Links()
    links.feed("".join(part for part in parts if isinstance(part, str)))
    links.close()
    return list(dict.fromkeys(links.addresses))


class Links(HTMLParser):
    """Gathers where HTML that is known to be safe leads."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a link leads."""
        address = dict(attrs).get("href") if tag == "a" else None
        if address:
            self.addresses.append(address)
