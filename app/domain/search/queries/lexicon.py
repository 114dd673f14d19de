"""What people may have meant: mistyped words put right, and words that are begun completed.

The lexicon knows words, not where they stand. Whoever offers one asks the index first whether it
finds something that the reader may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from sqlalchemy import Select, and_, desc, func, or_, select

from app.domain.search.models import LexiconPart, LexiconWord
from app.domain.search.rules import CORRECTIONS_TRIED, WORD_LONGEST
from app.domain.search.spelling import (
    likeness,
    parts_of,
    parts_shared,
    slips_allowed,
)
from app.kit import fulltext
from app.kit.db import db

# Words looked up in the lexicon for one that is unknown, and unknown words of one search.
_COMPARED_MOST = 400
_MENDED_MOST = 4
# A word that hardly any text has may be a slip there, too, when another is so much more common.
_RARE, _MUCH_MORE = 2, 15
_HALF_SHORTEST = 3
# Two words are rarely typed as one; a single slip is likelier.
_SPLIT_LIKELY = -1.5
_BEGINNING_SHORTEST = 2
_LAST_SIGN = "\U0010ffff"

_w = LexiconWord.__table__.c
_p = LexiconPart.__table__.c


@dataclass(frozen=True, slots=True)
class _Token:
    """A word, and where it stands in what was typed."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Repair:
    """What may be meant by a stretch of what was typed; the higher, the likelier."""

    start: int
    end: int
    text: str
    likely: float = 0.0


def completions(prefix: str, limit: int = 5) -> list[str]:
    """Return the words that begin so, the most used first. One statement."""
    start = fulltext.folded(prefix.strip())[:WORD_LONGEST]
    if len(start) < _BEGINNING_SHORTEST or not start.isalnum():
        return []
    return list(
        db.session.scalars(
            select(_w.word)
            # A range, so that the index of words serves it.
            .where(_w.word >= start, _w.word < start + _LAST_SIGN)
            .order_by(desc(_w.uses), _w.word)
            .limit(limit)
        )
    )


def corrections(
    words: str, *, languages: Sequence[str] = ("en",), limit: int = CORRECTIONS_TRIED
) -> list[str]:
    """Return what was typed with its mistyped words put right, the likeliest first.

    All else stays as it was. Operators and what is excluded are let be. One statement where all
    words are known, and two more for each that is not.
    """
    tokens = _tokens(words)
    known = _uses(token.word for token in tokens)
    choices = [[repair] for repair in _joined(tokens, known)]
    joined = range(choices[0][0].start, choices[0][0].end) if choices else range(0)
    doubtful = [
        token for token in tokens if known.get(token.word, 0) <= _RARE and token.start not in joined
    ]
    for token in doubtful[:_MENDED_MOST]:
        repairs = _repairs(token, known.get(token.word, 0), languages)
        if repairs:
            choices.append(repairs)
    return list(islice(_mended(words, choices), limit))


def _tokens(words: str) -> list[_Token]:
    """Return the plain words of a search."""
    found = []
    for _, start, end in fulltext.stems_in(words):
        word = fulltext.folded(words[start:end])
        is_bare = words[:start][-1:] not in ("-", ":", "@", "#") and words[end:][:1] not in (
            ":",
            "@",
        )
        if is_bare and word.isalnum() and not word.isdigit():
            found.append(_Token(word, start, end))
    return found


def _uses(words: Iterable[str]) -> dict[str, int]:
    rows = db.session.execute(select(_w.word, _w.uses).where(_w.word.in_(set(words))))
    return {row.word: row.uses for row in rows}


def _joined(tokens: Sequence[_Token], known: Mapping[str, int]) -> list[_Repair]:
    """Put together one word that was torn apart, such as "thermo stat"."""
    torn = {
        first.word + second.word: _Repair(first.start, second.end, first.word + second.word)
        for first, second in pairwise(tokens)
        if second.start - first.end == 1 and not (first.word in known and second.word in known)
    }
    found = _uses(torn) if torn else {}
    return [repair for whole, repair in torn.items() if whole in found][:1]


def _repairs(token: _Token, uses: int, languages: Sequence[str]) -> list[_Repair]:
    """Return what a word may be meant to be, the likeliest first; nothing when it is right."""
    own = _stems(token.word, languages)
    repairs = []
    for word, more in _like(token.word).items():
        if own & _stems(word, languages):
            if more > uses * _MUCH_MORE or not uses:
                return []  # another form of a word that texts have
            continue
        likely = likeness(token.word, word, more)
        if likely is not None and more > uses * _MUCH_MORE:
            repairs.append(_Repair(token.start, token.end, word, likely))
    if not uses:
        repairs += _split(token)
    return sorted(repairs, key=lambda one: (-one.likely, one.text))[:CORRECTIONS_TRIED]


def _stems(word: str, languages: Sequence[str]) -> set[str]:
    return set().union(*(fulltext.stems_of(word, language) for language in languages))


def _like(word: str) -> dict[str, int]:
    """Return the known words that share enough with one, and how often they are used."""
    allowed = slips_allowed(word)
    if not allowed:
        return {}
    length = func.length(_p.word)
    near = (
        select(_p.word)
        .where(
            _p.part.in_(parts_of(word)), length.between(len(word) - allowed, len(word) + allowed)
        )
        .group_by(_p.word)
        .having(func.count() >= max(parts_shared(word), 1))
        .order_by(desc(func.count()))
        .limit(_COMPARED_MOST)
    )
    found = select(_w.word, _w.uses).where(_w.word.in_(near.subquery().select()))
    rows = list(db.session.execute(found))
    if not parts_shared(word):
        # A short word may share no part with what was meant; but it begins alike, or swapped.
        rows += db.session.execute(_beginning_alike(word))
    return {row.word: row.uses for row in rows}


def _beginning_alike(word: str) -> Select[tuple[str, int]]:
    begins = [and_(_w.word >= sign, _w.word < sign + _LAST_SIGN) for sign in sorted(set(word[:2]))]
    near = func.length(_w.word).between(len(word) - 1, len(word) + 1)
    return select(_w.word, _w.uses).where(or_(*begins), near)


def _split(token: _Token) -> list[_Repair]:
    """Take two words apart that were typed as one, such as "smartplug"."""
    places = range(_HALF_SHORTEST, len(token.word) - _HALF_SHORTEST + 1)
    halves = {(token.word[:at], token.word[at:]) for at in places}
    known = _uses(half for pair in halves for half in pair) if halves else {}
    whole = {
        pair: min(known[half] for half in pair) for pair in halves if known.keys() >= set(pair)
    }
    if not whole:
        return []
    best = max(whole, key=lambda pair: (whole[pair], pair))
    return [_Repair(token.start, token.end, " ".join(best), _SPLIT_LIKELY)]


def _mended(words: str, choices: Sequence[Sequence[_Repair]]) -> Iterator[str]:
    """Put the likeliest repairs in place, then each of the less likely ones in turn."""
    if not choices:
        return
    best = [choice[0] for choice in choices]
    yield _with(words, best)
    others = [
        (choice[0].likely - other.likely, at, other)
        for at, choice in enumerate(choices)
        for other in choice[1:]
    ]
    for _, at, other in sorted(others, key=lambda each: each[:2]):
        yield _with(words, [*best[:at], other, *best[at + 1 :]])


def _with(words: str, repairs: Iterable[_Repair]) -> str:
    for repair in sorted(repairs, key=lambda one: -one.start):
        words = words[: repair.start] + repair.text + words[repair.end :]
    return words
