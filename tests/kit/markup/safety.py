"""What a browser could run or load, looked for with an HTML parser."""

from __future__ import annotations

import re
from html.parser import HTMLParser

ELEMENTS = frozenset(
    [
        "p",
        "br",
        "hr",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "del",
        "a",
        "img",
        "span",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "label",
        "input",
    ],
)
FACTS = {
    "a": {"href", "title", "rel"},
    "img": {"src", "alt", "title", "loading"},
    "ol": {"start"},
    "li": {"class"},
    "pre": {"class", "tabindex"},
    "code": {"class"},
    "span": {"class"},
    "th": {"class"},
    "td": {"class"},
    "input": {"type", "disabled", "checked"},
}
# What browsers leave out before they look for a scheme.
IGNORED = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060\ufeff]")
SCHEME = re.compile(r"([a-z][a-z0-9+.\-]*):", re.IGNORECASE)
UPLOAD = re.compile(r"/(?:files|attachments)/[A-Za-z0-9._/-]+")


def faults_of(html: str) -> list[str]:
    """List everything in some HTML that should never be there."""
    inspector = Inspector()
    inspector.feed(html)
    inspector.close()
    return inspector.faults


class Inspector(HTMLParser):
    """Looks at every tag."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element and its attributes."""
        if tag not in ELEMENTS:
            self.faults.append(f"element {tag}")
        for name, value in attrs:
            if name not in FACTS.get(tag, set()):
                self.faults.append(f"attribute {tag} {name}={value}")
            if name in ("href", "src"):
                self.look_at_address(tag, value or "")
        if tag == "input" and dict(attrs).get("type") != "checkbox":
            self.faults.append("an input that is no box")

    def look_at_address(self, tag: str, value: str) -> None:
        """Look at where something leads."""
        scheme = SCHEME.match(IGNORED.sub("", value))
        if scheme and scheme[1].lower() not in ("http", "https", "mailto"):
            self.faults.append(f"scheme {value}")
        if tag == "img" and not UPLOAD.fullmatch(value):
            self.faults.append(f"picture {value}")

    def handle_comment(self, data: str) -> None:
        """Comments hide things."""
        self.faults.append(f"comment {data}")

    def handle_decl(self, decl: str) -> None:
        """Declarations have no place in a post."""
        self.faults.append(f"declaration {decl}")

    def handle_pi(self, data: str) -> None:
        """Neither have processing instructions."""
        self.faults.append(f"instruction {data}")

    def unknown_decl(self, data: str) -> None:
        """Nor marked sections."""
        self.faults.append(f"section {data}")
