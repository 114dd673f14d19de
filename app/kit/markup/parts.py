"""Rendered text as it is stored: safe HTML, cut where somebody is mentioned."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html.parser import HTMLParser

from markupsafe import Markup, escape

Part = str | dict[str, int] | dict[str, str]
"""A piece of safe HTML, `{"mention": id}`, or, before it is looked up, `{"handle": name}`."""

FindMembers = Callable[[set[str]], dict[str, int]]
NameMember = Callable[[int], tuple[str, str] | None]

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


def resolve(parts: Iterable[Part], members: dict[str, int]) -> list[Part]:
    """Put the ids of members in the place of their handles; unknown handles become text."""
    resolved: list[Part] = []
    for part in parts:
        if isinstance(part, str):
            put_text(resolved, part)
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


def join(parts: Sequence[Part], mention: NameMember | None = None) -> Markup:
    """Join stored parts for a page; `mention` gives a member's present handle and address."""
    pieces = []
    for part in parts:
        if isinstance(part, str):
            pieces.append(Markup(part))  # noqa: S704 - parts come out of the sanitiser
        elif "mention" in part:
            found = mention(int(part["mention"])) if mention else None
            pieces.append(mention_link(*found) if found else Markup(escape(GONE)))  # noqa: S704
    return Markup("").join(pieces)


def mention_link(handle: str, url: str) -> Markup:
    """Link a member."""
    return Markup('<a class="mention" href="{url}">@{handle}</a>').format(url=url, handle=handle)


class Words(HTMLParser):
    """Gathers the words of HTML that is known to be safe and whole."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Let blocks part words, and let a picture speak by its description."""
        if tag in BREAKING:
            self.pieces.append(" ")
        elif tag == "img":
            self.pieces.append(dict(attrs).get("alt") or "")

    def handle_endtag(self, tag: str) -> None:
        """Let blocks part words."""
        if tag in BREAKING:
            self.pieces.append(" ")

    def handle_data(self, data: str) -> None:
        """Keep the words."""
        self.pieces.append(data)


def plain(parts: Sequence[Part] | str, mention: NameMember | None = None) -> str:
    """Give the words of rendered text, white space folded: for search, lists and descriptions."""
    words = Words()
    words.feed(parts if isinstance(parts, str) else str(join(parts, mention)))
    words.close()
    return " ".join("".join(words.pieces).split())


def excerpt(parts: Sequence[Part] | str, limit: int = 160) -> str:
    """Give the beginning of rendered text as words, cut between two of them."""
    text = plain(parts)
    if len(text) <= limit:
        return text
    head, _, _ = text[:limit].rpartition(" ")
    return (head if len(head) > limit // 2 else text[: limit - 1]).rstrip(" ,.;:–-") + "…"
