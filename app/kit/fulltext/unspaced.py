"""Scripts that write without blanks between words: Chinese, Japanese, Korean, Thai and their kin.

Where a word ends there only a dictionary knows, and readers differ. So each sign makes a word with
the next one: whatever stands there is found by any two or more of its signs.
"""

import re
import unicodedata
from collections.abc import Iterator

# Thai and Lao, Burmese, Khmer: letters, and marks that stand above, below or after them.
_MARKED = (*range(0x0E00, 0x0F00), *range(0x1000, 0x10A0), *range(0x1780, 0x1800))


def _of(kind: str) -> str:
    return "".join(chr(code) for code in _MARKED if unicodedata.category(chr(code))[0] == kind)


_LETTERS = (
    f"{_of('L')}"
    "\u1100-\u115f\u3005-\u3007\u3031-\u3035\u303b\u3041-\u3096\u309d-\u309f\u30a1-\u30fa"
    "\u30fc-\u30ff\u3105-\u312f\u3131-\u318e\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9d\uffa0-\uffdc\U00020000-\U0003fffd"
)
# What joins the letter before it: vowels and endings of Korean, voicing of Japanese, variants.
_SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
_MARKS = f"{_of('M')}\u1160-\u11ff\ud7b0-\ud7fb\u3099\u309a\uff9e\uff9f{_SELECTORS}"
# More marks on one letter are no writing.
_SIGN = rf"[{_LETTERS}][{_MARKS}]{{0,8}}"

LETTERS = _LETTERS
RUN = rf"(?:{_SIGN})+"
_letter = re.compile(f"[{_LETTERS}]")
_sign = re.compile(_SIGN)
_run = re.compile(RUN)
_selector = re.compile(f"[{_SELECTORS}]")


def has_unspaced(text: str) -> bool:
    """Say whether anything in a text is written so."""
    return not text.isascii() and _letter.search(text) is not None


def is_run(text: str, start: int, end: int) -> bool:
    """Say whether a stretch of a text is written so from its first sign to its last."""
    return _run.fullmatch(text, start, end) is not None


def pairs_in(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give where each sign of a run starts and the next one ends; a single one is alone."""
    cuts = [*(match.start() for match in _sign.finditer(text, start, end)), end]
    if len(cuts) == 2:  # noqa: PLR2004 (one sign, and its end)
        yield start, end
    for number in range(len(cuts) - 2):
        yield cuts[number], cuts[number + 2]


def plainly(word: str) -> str:
    """Give a word as it is searched for: wide, narrow and composed signs are the same."""
    return unicodedata.normalize("NFKC", _selector.sub("", word)).casefold().replace(" ", "")
