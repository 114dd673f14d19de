"""Bringing two changes of one text together: what only one of them changed is taken from it.

A change that both made at the same place is a conflict. Both wordings then stand in the text, one
under the other, marked in clear words, for somebody to choose from: no word is ever dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.kit.i18n import lazy_gettext as _l

SIGN = "======= "
"""What begins the lines that mark a conflict, in every language."""
YOURS = _l("Your wording:")
THEIRS = _l("The wording saved meanwhile:")
CHOOSE = _l("Keep what is right of the two above, and delete these three lines.")

# Beyond these comparing costs more than it tells: both texts then stand whole, as one conflict.
LINES_MOST = 1000
WORDS_MOST = 400
# Within a line, two changes with fewer pieces between them (words, spaces, signs) are taken for
# one: "wait 60 seconds" must not become "wait 2 seconds" by two half-changes.
APART = 5
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class Merged:
    """What came of two changes; clean when no place was changed by both."""

    text: str
    is_clean: bool


@dataclass(frozen=True)
class Stretch:
    """One stretch of the text before, and what each of the two made of it."""

    base: list[str]
    ours: list[str]
    theirs: list[str]

    @property
    def settled(self) -> list[str] | None:
        """What it becomes, or nothing where both changed it, each in their own way."""
        if self.ours in (self.base, self.theirs):
            return self.theirs
        return self.ours if self.theirs == self.base else None


def merge(base: str, ours: str, theirs: str) -> Merged:
    """Merge two texts that both grew out of ``base``, by lines, then by words within them."""
    was, mine, yours = (text.replace("\r\n", "\n").split("\n") for text in (base, ours, theirs))
    lines: list[str] = []
    is_clean = True
    for stretch in _stretches(was, mine, yours, most=LINES_MOST):
        settled = stretch.settled
        if settled is None:
            settled = _by_words(stretch)
        if settled is None:
            is_clean = False
            settled = _both(stretch)
        lines += settled
    return Merged("\n".join(lines), is_clean)


def is_marked(text: str) -> bool:
    """Whether a conflict still stands in a text, waiting for somebody to choose."""
    marks = {SIGN + str(words) for words in (YOURS, THEIRS, CHOOSE)}
    return any(line.rstrip() in marks for line in text.split("\n"))


def _both(stretch: Stretch) -> list[str]:
    return [
        SIGN + str(YOURS),
        *stretch.ours,
        SIGN + str(THEIRS),
        *stretch.theirs,
        SIGN + str(CHOOSE),
    ]


def _by_words(stretch: Stretch) -> list[str] | None:
    """Merge lines that both changed, if they changed different words of them, well apart."""
    if not (stretch.base and stretch.ours and stretch.theirs):
        # Taking lines out, or putting others in their place, is no change of words.
        return None
    was, mine, yours = (
        _WORDS.findall("\n".join(lines)) for lines in (stretch.base, stretch.ours, stretch.theirs)
    )
    words: list[str] = []
    for piece in _stretches(was, mine, yours, most=WORDS_MOST, apart=APART):
        if piece.settled is None:
            return None
        words += piece.settled
    return "".join(words).split("\n")


def _stretches(
    base: list[str], ours: list[str], theirs: list[str], *, most: int, apart: int = 1
) -> Iterator[Stretch]:
    """Cut three sequences where all of them agree: changed and common stretches take turns."""
    if max(len(base), len(ours), len(theirs)) > most:
        yield Stretch(base, ours, theirs)
        return
    at = (0, 0, 0)
    for common in _common(base, ours, theirs, apart):
        start, mine, yours, length = common
        yield Stretch(base[at[0] : start], ours[at[1] : mine], theirs[at[2] : yours])
        same = base[start : start + length]
        yield Stretch(same, same, same)
        at = (start + length, mine + length, yours + length)
    yield Stretch(base[at[0] :], ours[at[1] :], theirs[at[2] :])


def _common(
    base: list[str], ours: list[str], theirs: list[str], apart: int
) -> Iterator[tuple[int, int, int, int]]:
    """Find what stayed in both: where in each of the three, and how long; short ones left out."""
    mine, yours = _places(base, ours), _places(base, theirs)
    at = 0
    while at < len(base):
        if mine[at] is None or yours[at] is None:
            at += 1
            continue
        end = at + 1
        while end < len(base) and _goes_on(mine, end) and _goes_on(yours, end):
            end += 1
        is_edge = at == 0 or end == len(base)
        if is_edge or end - at >= apart:
            yield at, mine[at] or 0, yours[at] or 0, end - at
        at = end


def _goes_on(places: Sequence[int | None], at: int) -> bool:
    before, here = places[at - 1], places[at]
    return before is not None and here == before + 1


def _places(base: list[str], other: list[str]) -> list[int | None]:
    """Tell for each piece of the text before where it stands in the other, if it stayed."""
    places: list[int | None] = [None] * len(base)
    for start, there, length in SequenceMatcher(None, base, other).get_matching_blocks():
        for step in range(length):
            places[start + step] = there + step
    return places
