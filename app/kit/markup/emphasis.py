"""Emphasis: which runs of `*`, `_` and `~~` belong together."""

import unicodedata

from .tokens import Run

ELEMENTS = {"*": ("em", "strong"), "_": ("em", "strong"), "~": ("del", "del")}
STRONG = 2


def read_run(text: str, start: int, end: int, place: int) -> Run:
    """Describe a run by what stands on its two sides."""
    before = text[start - 1] if start else "\n"
    after = text[end] if end < len(text) else "\n"
    space_before, space_after = before.isspace(), after.isspace()
    sign_before, sign_after = is_punctuation(before), is_punctuation(after)
    left = not space_after and (not sign_after or space_before or sign_before)
    right = not space_before and (not sign_before or space_after or sign_after)
    sign, length = text[start], end - start
    if sign == "_":
        opens, closes = left and (not right or sign_before), right and (not left or sign_after)
    else:
        opens, closes = left, right
    return Run(sign, length, opens, closes, place, left=length)


def is_punctuation(sign: str) -> bool:
    """Whether Unicode calls it punctuation or a symbol."""
    return unicodedata.category(sign)[0] in "PS"


def match_runs(runs: list[Run], bottom: int) -> None:
    """Pair the runs above a height, innermost first, and take them off the pile.

    A search that failed for one sort of closer is not made again below the place where it failed,
    which keeps the whole linear in practice.
    """
    floors: dict[tuple[str, bool, int], int] = {}
    at = bottom
    while at < len(runs):
        closer = runs[at]
        if not closer.can_close:
            at += 1
            continue
        key = (closer.sign, closer.can_open, closer.length % 3)
        found = find_opener(runs, closer, at, bottom, floors.get(key, -1))
        if found is None:
            floors[key] = closer.place
            if closer.can_open:
                at += 1
            else:
                del runs[at]
            continue
        del runs[found + 1 : at]
        at = join(runs, found)
    del runs[bottom:]


def find_opener(runs: list[Run], closer: Run, at: int, bottom: int, floor: int) -> int | None:
    """Look back for the nearest run that the closer can end."""
    for index in range(at - 1, bottom - 1, -1):
        opener = runs[index]
        if opener.place < floor:
            return None
        if opener.sign == closer.sign and opener.can_open and fits(opener, closer):
            return index
    return None


def fits(opener: Run, closer: Run) -> bool:
    """Apply the rule of three: `**a*b**` shall not pair across."""
    if not (opener.can_close or closer.can_open):
        return True
    if (opener.length + closer.length) % 3:
        return True
    return opener.length % 3 == 0 and closer.length % 3 == 0


def join(runs: list[Run], index: int) -> int:
    """Pair a run with the next one; return where the search goes on."""
    opener, closer = runs[index], runs[index + 1]
    used = STRONG if min(opener.left, closer.left) >= STRONG else 1
    element = ELEMENTS[closer.sign][used - 1]
    for run, elements in ((opener, opener.opens), (closer, closer.closes)):
        run.left -= used
        elements.append(element)
    at = index + 1
    if closer.left == 0:
        del runs[at]
    if opener.left == 0:
        del runs[index]
        at -= 1
    return at
