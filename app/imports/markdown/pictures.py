"""Pictures of a text: those that lie in the folder come along, the others leave their words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from app.imports.markdown.folder import Folder
from app.imports.markdown.pieces import outside_spans

_PICTURE = re.compile(
    r"""(?<!\\)!\[([^\[\]]{0,1000}(?:\[[^\[\]]{0,300}\][^\[\]]{0,300}){0,5})\]
    \(\s*<?([^\s()<>]{1,1000}(?:\([^\s()]{0,300}\)[^\s()<>]{0,300}){0,5})>?
    (?:\s+(?:"[^"]{0,500}"|'[^']{0,500}'))?\s*\)""",
    re.VERBOSE,
)
_ELSEWHERE = re.compile(r"(?:https?:)?//", re.IGNORECASE)

MISSING = "pictures that are not in the folder (their words stay)"


@dataclass
class Pictures:
    """Rewrites the pictures of one text."""

    folder: Folder
    path: PurePosixPath
    # Keeps a picture that is there and gives its address; None when it is no good picture.
    keep: Callable[[Path, str], str | None]
    # Told of a sentence for the report, and the place.
    note: Callable[[str, str], None]
    missing: int = 0

    def rewrite(self, lines: list[str]) -> list[str]:
        """Rewrite every picture in these lines that is not in code."""
        return [self._line(line) for line in lines]

    def _line(self, line: str) -> str:
        stands_alone = not _PICTURE.sub("", line).strip(" \t>*")
        in_table = line.lstrip().startswith("|") or " | " in line

        def replace(found: re.Match[str]) -> str:
            alt = " ".join(found[1].split())
            address = self._address(found[2], alt)
            if address is not None:
                return f"![{alt}]({address})"
            # Within a link, or in a cell, the words alone; else it is said that they stand for it.
            in_link = found.string[: found.start()].rstrip().endswith("[")
            if not alt or in_link or in_table:
                return alt
            # Soft marks do not close against a word or another mark.
            space = " " if re.match(r"[\w*]", found.string[found.end() :]) else ""
            words = f"Picture: {alt}" if stands_alone else alt.rstrip(".")
            return f"*({words})*{space}"

        return outside_spans(line, lambda text: _PICTURE.sub(replace, text))

    def _address(self, source: str, alt: str) -> str | None:
        if _ELSEWHERE.match(source):
            return source
        there = self.find(source)
        if there is None:
            self.missing += 1
            self.note(MISSING, f"{source} ({self.path})")
            return None
        return self.keep(there, alt)

    def find(self, source: str) -> Path | None:
        """Return where a picture lies: beside its text, above it, or in the folder itself."""
        name = unquote(source.split("#", 1)[0].split("?", 1)[0]).lstrip("/")
        here = self.folder.root / self.path.parent
        for start in (here, *here.parents):
            if (found := self.folder.inside(start / name)) is not None:
                return found
            if start == self.folder.root:
                break
        return None
