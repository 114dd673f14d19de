"""The catalog's numbers and the shape of a tag. Plain values only."""

from __future__ import annotations

import unicodedata

TAG_LONGEST = 40
NAME_LONGEST = 80
ABOUT_LONGEST = 300
TITLE_LONGEST = 160
# A space where a language is written whose words cannot be brought to their stems.
OTHER_LANGUAGE = "und"

# Signs that names of things are written with, beside letters, digits and marks on letters.
_SIGNS = ".+#"


def tag_name(text: str) -> str:
    """Return a tag as it is kept: small letters, words joined by hyphens; empty for no word."""
    plain = unicodedata.normalize("NFKC", text[: TAG_LONGEST * 4]).casefold()
    words = "".join(char if _belongs(char) else " " for char in plain).split()
    name = "-".join(words)
    return name if any(char.isalnum() for char in name) else ""


def _belongs(char: str) -> bool:
    return char.isalnum() or char in _SIGNS or unicodedata.category(char).startswith("M")
