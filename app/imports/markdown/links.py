"""Addresses in a text: those of articles that came along lead to them here."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from app.imports.markdown.headings import Anchors
from app.imports.markdown.pieces import outside_spans

# The address of an article in a help centre: its number tells which, the words after it may go.
_NUMBERED = re.compile(r"(?:https?://([^/\s]{1,253}))?/hc/(?:[\w-]{2,12}/)?articles/(\d{1,20})")
_LINK = re.compile(
    r"""(?<!\\)(!?)\[((?:[^\[\]]|\[[^\[\]]{0,300}\]){0,600})\]
    \(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?((?:\s+(?:"[^"]*"|'[^']*'))?)\s*\)""",
    re.VERBOSE,
)
_DEFINITION = re.compile(r"([ \t]{0,3}\[[^\[\]]{1,200}\]:[ \t]*)<?(\S+?)>?((?:[ \t]+.*)?)")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]{1,2000})>")
_BARE = re.compile(r"(?<![\w@./\"'(<\[=-])(https?://[^\s<>`\"()\[\]]{1,2000})")
_OUTSIDE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{0,30}:|//|www\.")
# Every browser knows where this is.
_TOP = ("#", "#top")

MISSING = "links to articles that did not come along (left as they were)"
NO_PLACE = "links to a place that its text does not have (their words stay, or the article)"
NOWHERE = "links to files that are not there (their words stay)"


@dataclass(frozen=True)
class Goal:
    """An article that links may lead to."""

    address: str
    title: str
    anchors: Anchors


@dataclass(frozen=True)
class Landscape:
    """All articles of a folder, by their numbers and by their paths, and where they came from."""

    by_id: Mapping[str, Goal]
    by_path: Mapping[str, Goal]
    # The host they come from, where it is known: no other's articles are meant.
    site: str | None = None


@dataclass
class Links:
    """Rewrites the links of one text."""

    land: Landscape
    path: PurePosixPath
    own: Anchors
    # Told of what a person may want to look at: a sentence, and the place.
    note: Callable[[str, str], None]
    # Gives the address of a file beside the text, and None when there is none.
    file: Callable[[str, str], str | None] = lambda _source, _words: None
    # Links to articles that came along, and to those that did not.
    found: int = 0
    missing: int = 0

    def rewrite(self, lines: list[str]) -> list[str]:
        """Rewrite every link in these lines that is not in code."""
        return [outside_spans(line, self._line) for line in lines]

    def _line(self, line: str) -> str:
        if definition := _DEFINITION.fullmatch(line):
            address = self._address(definition[2])
            return f"{definition[1]}{address or '#'}{definition[3]}"
        line = _LINK.sub(self._link, line)
        line = _AUTOLINK.sub(lambda found: self._alone(found[1], found[0]), line)
        return _BARE.sub(lambda found: self._alone(found[1], found[0]), line)

    def _alone(self, address: str, whole: str) -> str:
        """Give an address that stands by itself the title of the article it leads to."""
        words = address.rstrip(".,;:!?")
        goal = self._goal(words)
        if goal is None:
            return whole
        if goal[0] is None:
            self._found(*goal, words)
            return whole
        title = goal[0].title.replace("[", "(").replace("]", ")")
        return f"[{title}]({self._address(words)}){whole.strip('<>')[len(words) :]}"

    def _link(self, found: re.Match[str]) -> str:
        mark, words, address, title = found.groups()
        if mark:
            return found[0]
        if "](" in words:
            words = _LINK.sub(self._link, words)
        new = self._address(address, words)
        return words if new is None else f"[{words}]({new}{title})"

    def _address(self, address: str, words: str = "") -> str | None:
        """Return where an address leads here; None when it leads nowhere."""
        if address.startswith("#"):
            return self._own_place(address)
        goal = self._goal(address)
        if goal is not None:
            return self._found(goal[0], goal[1], address)
        if _OUTSIDE.match(address) or not address:
            return address or None
        is_theirs = address.startswith("/")
        kept = self._whole(address) if is_theirs else self.file(address, words)
        if kept is None:
            self.note(NOWHERE, f"{self.path}: {address}")
        return kept

    def _own_place(self, address: str) -> str | None:
        key = self.own.find(unquote(address[1:]))
        if key is not None:
            return f"#{key}"
        if address in _TOP:
            return _TOP[-1]
        self.note(NO_PLACE, f"{self.path}: {address}")
        return None

    def _found(self, goal: Goal | None, fragment: str, address: str) -> str | None:
        if goal is None:
            self.missing += 1
            self.note(MISSING, address)
            return self._whole(address)
        self.found += 1
        key = goal.anchors.find(fragment) if fragment else None
        if fragment and key is None:
            self.note(NO_PLACE, f"{self.path}: {address}")
        return f"{goal.address}#{key}" if key else goal.address

    def _whole(self, address: str) -> str | None:
        """Return an address that leads out of the folder; of another place, only with its host."""
        if not address.startswith("/"):
            return address
        return f"https://{self.land.site}{address}" if self.land.site else None

    def _goal(self, address: str) -> tuple[Goal | None, str] | None:
        """Return the article an address means, None in its place if it did not come along.

        Nothing at all is returned for an address that means no article.
        """
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        numbered = _NUMBERED.match(address)
        if numbered:
            host = numbered[1]
            if host and self.land.site and host.lower() != self.land.site:
                return None
            return self.land.by_id.get(numbered[2]), unquote(parts.fragment)
        if parts.scheme or parts.netloc or not parts.path.lower().endswith((".md", ".markdown")):
            return None
        base = "" if parts.path.startswith("/") else str(self.path.parent)
        path = posixpath.normpath(posixpath.join(base, unquote(parts.path).lstrip("/")))
        goal = self.land.by_path.get(path)
        return None if goal is None else (goal, unquote(parts.fragment))
