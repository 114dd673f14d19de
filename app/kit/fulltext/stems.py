"""English words to their stems, by the algorithm of M. F. Porter (1980).

It is ours because the excerpts must agree with every engine, and the borrowed engine may be
changed for another. Steps and their numbers follow the paper.
"""

import re

# A consonant, a vowel: `y` is a vowel after a consonant and a consonant elsewhere.
_C = "(?:[^aeiouy]|(?<![^aeiou])y|^y)"
_V = "(?:[aeiou]|(?<=[^aeiou])y)"
_HAS_VOWEL = re.compile(_V)
_MEASURE_1 = re.compile(f"^{_C}*{_V}+{_C}")
_MEASURE_2 = re.compile(f"^{_C}*{_V}+{_C}+{_V}+{_C}")
_MEASURE_EXACTLY_1 = re.compile(f"^{_C}*{_V}+{_C}+{_V}*$")
_DOUBLE = re.compile(r"([^aeioulsz])\1$")
_SHORT_END = re.compile(f"{_C}{_V}[^aeiouwxy]$")

_STEP_2 = {
    "ational": "ate", "tional": "tion", "enci": "ence", "anci": "ance", "izer": "ize",
    "abli": "able", "bli": "ble", "alli": "al", "entli": "ent", "eli": "e", "ousli": "ous",
    "ization": "ize", "ation": "ate", "ator": "ate", "alism": "al", "iveness": "ive",
    "fulness": "ful", "ousness": "ous", "aliti": "al", "iviti": "ive", "biliti": "ble",
    "logi": "log",
}  # fmt: skip
_STEP_3 = {
    "icate": "ic", "ative": "", "alize": "al", "iciti": "ic", "ical": "ic", "ful": "", "ness": "",
}  # fmt: skip
_STEP_4 = re.compile(
    "(?:al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|(?<=[st])ion|ou|ism|ate|iti|ous|ive|ize)$"
)


def _longest_first(endings: dict[str, str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(sorted(endings, key=len, reverse=True))})$")


_STEP_2_ENDING = _longest_first(_STEP_2)
_STEP_3_ENDING = _longest_first(_STEP_3)


def stem(word: str) -> str:
    """Give the stem that the forms of a lower-case English word share."""
    if len(word) < 3:  # noqa: PLR2004 (the paper leaves words of one and two letters alone)
        return word
    word = _past_and_continuous(_plural(word))
    if word.endswith("y") and _HAS_VOWEL.search(word[:-1]):
        word = word[:-1] + "i"
    word = _exchange(word, _STEP_2_ENDING, _STEP_2)
    word = _exchange(word, _STEP_3_ENDING, _STEP_3)
    ending = _STEP_4.search(word)
    if ending and _MEASURE_2.search(word[: ending.start()]):
        word = word[: ending.start()]
    return _final_letters(word)


def _plural(word: str) -> str:
    if word.endswith(("sses", "ies")):
        return word[:-2]
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def _past_and_continuous(word: str) -> str:
    if word.endswith("eed"):
        return word[:-1] if _MEASURE_1.search(word[:-3]) else word
    for ending in ("ed", "ing"):
        base = word.removesuffix(ending)
        if base != word and _HAS_VOWEL.search(base):
            return _mend(base)
    return word


def _mend(base: str) -> str:
    """Give back the letter that -ed and -ing took, or drop the one they doubled."""
    if base.endswith(("at", "bl", "iz")):
        return base + "e"
    # Beyond the paper: "added" is a form of "add", not of "ad".
    if _DOUBLE.search(base):
        return base[:-1] if len(base) > 3 else base  # noqa: PLR2004
    if _MEASURE_EXACTLY_1.search(base) and _SHORT_END.search(base):
        return base + "e"
    return base


def _exchange(word: str, ending: re.Pattern[str], replacement: dict[str, str]) -> str:
    found = ending.search(word)
    if found and _MEASURE_1.search(word[: found.start()]):
        return word[: found.start()] + replacement[found.group()]
    return word


def _final_letters(word: str) -> str:
    if word.endswith("e"):
        base = word[:-1]
        short = _MEASURE_EXACTLY_1.search(base) and _SHORT_END.search(base)
        if _MEASURE_2.search(base) or (_MEASURE_1.search(base) and not short):
            word = base
    if word.endswith("ll") and _MEASURE_2.search(word[:-1]):
        word = word[:-1]
    return word
