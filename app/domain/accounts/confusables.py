"""What a handle looks like: its skeleton, equal for handles that people cannot tell apart.

The table is Unicode's own (UTS 39), as ``confusable_homoglyphs`` ships it: for each character
those it is confused with, in both directions. Here it becomes one representative a character.
"""

from __future__ import annotations

import unicodedata

from confusable_homoglyphs.confusables import confusables_data

# Marks of writing direction that the table wraps its entries in.
_MARKS = "\u200e\u200f"

# Handles are shown as typed, so capitals (I like l, O like 0) stand where small ones are folded;
# and two letters that print as one.
_OURS = {"i": "l", "I": "l", "0": "o", "O": "o"}
_PAIRS = (("vv", "w"),)

# Rounds after which a text that still changes is taken as it is; met texts need two or three.
_ROUNDS = 12


def _classes() -> dict[str, str]:
    """Give each character one representative of its lookalikes: the ASCII one if there is."""
    parent: dict[str, str] = {}

    def root(char: str) -> str:
        while parent.get(char, char) != char:
            char = parent[char]
        return char

    several: dict[str, str] = {}
    for char, entries in confusables_data.items():
        if len(char) != 1:
            continue
        for other in (entry["c"].strip(_MARKS) for entry in entries):
            if len(other) == 1:
                first, second = sorted((root(char), root(other)), key=ord)
                parent[second] = first
            elif other:
                several[char] = other
    table = {char: root(char) for char in parent if root(char) != char}
    return table | several | _OURS


_TABLE = str.maketrans(_classes())


def skeleton(text: str) -> str:
    """Fold a text until nothing changes: case, compatibility forms, invisibles, lookalikes."""
    for _ in range(_ROUNDS):
        folded = _fold_once(text)
        if folded == text:
            break
        text = folded
    return text


def _fold_once(text: str) -> str:
    text = casefold(text).translate(_TABLE)
    for pair, one in _PAIRS:
        text = text.replace(pair, one)
    return casefold(text)


def casefold(text: str) -> str:
    """Return NFKC-casefold without invisibles: what two spellings of one handle share."""
    text = unicodedata.normalize("NFKC", text).casefold()
    visible = "".join(c for c in text if not _is_invisible(c))
    return unicodedata.normalize("NFKC", visible)


def _is_invisible(char: str) -> bool:
    return (
        unicodedata.category(char) in _UNSEEN_CATEGORIES
        or char in _UNSEEN_MARKS
        or "\ufe00" <= char <= "\ufe0f"  # variation selectors
    )


# Format characters (zero width, bidi), controls, surrogates, private use, unassigned, enclosures.
_UNSEEN_CATEGORIES = {"Cf", "Cc", "Cs", "Co", "Cn", "Me"}
# The grapheme joiner, and the dot that an i wears anyway.
_UNSEEN_MARKS = {"\u034f", "\u0307"}
