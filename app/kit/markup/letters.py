"""Rendered text in mail, where a link needs its whole address."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urljoin

from markupsafe import Markup, escape

ADDRESSES = frozenset({"href", "src"})


class Absolute(HTMLParser):
    """Writes safe HTML again, with the addresses of links and pictures made whole."""

    def __init__(self, base_url: str) -> None:
        super().__init__(convert_charrefs=False)
        self.base_url = base_url
        self.pieces: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write a tag, with whole addresses."""
        facts = "".join(
            f' {name}="{escape(self.whole(name, value or ""))}"' for name, value in attrs
        )
        self.pieces.append(f"<{tag}{facts}>")

    def handle_endtag(self, tag: str) -> None:
        """Write the end of an element."""
        self.pieces.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        """Write words."""
        self.pieces.append(str(escape(data)))

    def handle_entityref(self, name: str) -> None:
        """Write an entity as it was."""
        self.pieces.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        """Write a numbered entity as it was."""
        self.pieces.append(f"&#{name};")

    def whole(self, name: str, value: str) -> str:
        """Make a relative address whole."""
        if name not in ADDRESSES:
            return value
        try:
            return urljoin(self.base_url, value)
        except ValueError:
            return self.base_url


def for_mail(html: str, base_url: str) -> Markup:
    """Make every relative address in rendered HTML whole."""
    writer = Absolute(base_url)
    writer.feed(html)
    writer.close()
    return Markup("".join(writer.pieces))  # noqa: S704 - words and values are escaped above
