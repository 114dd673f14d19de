"""Keys: what names a section, a marked passage, and the block of an article elsewhere."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 80
LONGEST_SLUG = 120
WORDS = re.compile(r"[^\W_]+")
# Letters, digits, hyphens, underscores, of any script; never anything an address or HTML minds.
NAMED = rf"[^\W_][\w-]{{0,{LONGEST - 1}}}+"
KEY = re.compile(NAMED)
REFERENCE = re.compile(rf"[^\W_][\w-]{{0,{LONGEST_SLUG - 1}}}+#{NAMED}")
# `{#my-key}` behind a heading, `::: #my-key` and `:::` around a passage.
OF_HEADING = re.compile(rf"(?:^|[ \t])\{{#({NAMED})\}}[ \t]*$")
PASSAGE = re.compile(rf":::[ \t]*+(?:#({NAMED}))?[ \t]*+")
EMBED = re.compile(rf"\{{\{{[ \t]*+kb:[ \t]*+({REFERENCE.pattern})[ \t]*+\}}\}}[ \t]*+")


def key_of(words: str) -> str:
    """Name a section by its heading: small letters, and hyphens for all that is no letter."""
    plain = unicodedata.normalize("NFKD", words)
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
    found = WORDS.findall(unicodedata.normalize("NFC", plain))
    return "-".join(found)[:LONGEST].rstrip("-") or "section"


def small(text: str, pattern: re.Pattern[str] = KEY) -> str:
    """Give a key or reference in small letters; nothing where these have no key's form."""
    lower = text.lower()
    return lower if pattern.fullmatch(lower) else ""


class Keys:
    """The keys of one text, each given once; those its writer chose go first."""

    def __init__(self) -> None:
        self.taken: dict[str, int] = {}
        """The keys given, and how often each was wanted, so that no number is tried twice."""

    def take(self, key: str) -> str:
        """Give a key, or the next like it that is free."""
        free = key
        while free in self.taken:
            self.taken[key] += 1
            end = f"-{self.taken[key]}"
            free = key[: LONGEST - len(end)] + end
        self.taken[free] = 1
        return free
