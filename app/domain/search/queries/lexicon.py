"""What people may have meant: mistyped words put right, and words that are begun completed.

The lexicon knows words, not where they stand. Whoever offers one asks the index first whether it
finds something that the reader may see.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import islice, pairwise, product

from sqlalchemy import Select, and_, desc, func, literal, or_, select, union_all

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
# A word as it was typed is likelier than another form of it.
_OTHER_FORM = 0.5
# Two words are rarely typed as one; a single slip is likelier.
_SPLIT_LIKELY = -1.5
_BEGINNING_SHORTEST = 2
# Forms of one word, of which only one is offered.
_FORMS_OF_A_WORD = 3
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
    # The words that stand there.
    typed: tuple[str, ...]
    likely: float = 0.0


@dataclass(frozen=True, slots=True)
class Mending:
    """What may be meant by the words of a search."""

    words: str
    _choices: Sequence[Sequence[_Repair]]
    # The words that the lexicon does not have.
    unknown: AbstractSet[str]

    def whole(self, limit: int = CORRECTIONS_TRIED) -> list[str]:
        """Return what was typed with all that is doubtful put right, the likeliest first.

        All else stays as it was.
        """
        return list(islice(_mended(self.words, self._choices), limit))

    def only(self, these: Collection[str], limit: int = CORRECTIONS_TRIED) -> list[str]:
        """Return what was typed with these words put right, and no others."""
        return list(islice(_mended(self.words, self._of(these)), limit))

    def put_right(self, these: Collection[str]) -> str:
        """Return the likeliest of what these words may mean, without all the others.

        What two words were run together to is no word that something else could have.
        """
        right = [choice[0] for choice in self._of(these)]
        return " ".join(one.text for one in right if " " not in one.text)

    def _of(self, these: Collection[str]) -> list[Sequence[_Repair]]:
        return [choice for choice in self._choices if set(choice[0].typed) & set(these)]


def completions(prefix: str, limit: int = 5, *, languages: Sequence[str] = ("en",)) -> list[str]:
    """Return the words that begin so, the most used first, one of all that have a stem.

    One statement.
    """
    start = fulltext.folded(prefix.strip())[:WORD_LONGEST]
    if len(start) < _BEGINNING_SHORTEST or not start.isalnum() or fulltext.has_unspaced(start):
        return []
    words = db.session.scalars(
        select(_w.word)
        # A range, so that the index of words serves it.
        .where(_w.word >= start, _w.word < start + _LAST_SIGN)
        .order_by(desc(_w.uses), _w.word)
        .limit(limit * _FORMS_OF_A_WORD)
    )
    # To a search "decide", "decides" and "decided" are the same; the most used stands for them.
    found: dict[frozenset[str], str] = {}
    for word in words:
        found.setdefault(frozenset(_stems(word, languages)), word)
    return list(found.values())[:limit]


def corrections(
    words: str, *, languages: Sequence[str] = ("en",), limit: int = CORRECTIONS_TRIED
) -> list[str]:
    """Return what was typed with its mistyped words put right, the likeliest first."""
    return mend(words, languages=languages).whole(limit)


def mend(words: str, *, languages: Sequence[str] = ("en",)) -> Mending:
    """Work out what may be meant by the words of a search.

    Operators and what is excluded are let be. One statement where all words are known, and one
    more where some are not.
    """
    tokens = _tokens(words)
    torn = {first.word + second.word for first, second in pairwise(tokens)}
    halves = {half for token in tokens for pair in _halves(token.word) for half in pair}
    known = _uses({*(token.word for token in tokens), *torn, *halves})
    choices = [[repair] for repair in _joined(tokens, known)]
    joined = range(choices[0][0].start, choices[0][0].end) if choices else range(0)
    doubtful = [
        token for token in tokens if known.get(token.word, 0) <= _RARE and token.start not in joined
    ][:_MENDED_MOST]
    alike = _alike(list(dict.fromkeys(token.word for token in doubtful)))
    for token in doubtful:
        repairs = _repairs(token, alike[token.word], known, languages)
        if repairs:
            choices.append(repairs)
    return Mending(words, choices, {token.word for token in tokens if token.word not in known})


def _tokens(words: str) -> list[_Token]:
    """Return the plain words of a search."""
    found = []
    for _, start, end in fulltext.stems_in(words):
        word = fulltext.folded(words[start:end])
        is_bare = words[:start][-1:] not in ("-", ":", "@", "#") and words[end:][:1] not in (
            ":",
            "@",
        )
        is_spelled = word.isalnum() and not word.isdigit() and not fulltext.has_unspaced(word)
        if is_bare and is_spelled:
            found.append(_Token(word, start, end))
    return found


def _uses(words: Iterable[str]) -> dict[str, int]:
    rows = db.session.execute(select(_w.word, _w.uses).where(_w.word.in_(set(words))))
    return {row.word: row.uses for row in rows}


def _joined(tokens: Sequence[_Token], known: Mapping[str, int]) -> list[_Repair]:
    """Put together one word that was torn apart, such as "thermo stat"."""
    return [
        _Repair(first.start, second.end, whole, (first.word, second.word))
        for first, second in pairwise(tokens)
        if second.start - first.end == 1
        and not (first.word in known and second.word in known)
        and (whole := first.word + second.word) in known
    ][:1]


def _repairs(
    token: _Token, alike: Mapping[str, int], known: Mapping[str, int], languages: Sequence[str]
) -> list[_Repair]:
    """Return what a word may be meant to be, the likeliest first; nothing when it is right."""
    uses = known.get(token.word, 0)
    repairs = []
    for word, more in alike.items():
        if _are_forms(token.word, word, languages):
            if more > uses * _MUCH_MORE or not uses:
                return []  # another form of a word that texts have
            continue
        likely = likeness(token.word, word, more)
        if likely is None and not uses:
            likely = _other_form(token.word, word, more, languages)
        if likely is not None and more > uses * _MUCH_MORE:
            repairs.append(_Repair(token.start, token.end, word, (token.word,), likely))
    if not uses:
        repairs += _split(token, known)
    return sorted(repairs, key=lambda one: (-one.likely, one.text))[:CORRECTIONS_TRIED]


def _other_form(typed: str, word: str, uses: int, languages: Sequence[str]) -> float | None:
    """Return how likely another form of a word was meant: "flickring" of which there is "flicker".

    Their stems differ by a slip.
    """
    pairs = product(_stems(typed, languages), _stems(word, languages))
    found = [likeness(mine, theirs, uses) for mine, theirs in pairs]
    return max((one - _OTHER_FORM for one in found if one is not None), default=None)


def _are_forms(word: str, other: str, languages: Sequence[str]) -> bool:
    """Say whether two words are one to a language; what one makes of each tells nothing."""
    return any(fulltext.stems_of(word, one) & fulltext.stems_of(other, one) for one in languages)


def _stems(word: str, languages: Sequence[str]) -> set[str]:
    return set().union(*(fulltext.stems_of(word, language) for language in languages))


def _alike(words: Sequence[str]) -> dict[str, dict[str, int]]:
    """Return the known words that share enough with each, and how often they are used.

    One statement for all of them.
    """
    found: dict[str, dict[str, int]] = {word: {} for word in words}
    selects = [one for at, word in enumerate(words) for one in _alike_to(at, word)]
    if selects:
        together = union_all(*selects) if len(selects) > 1 else selects[0]
        for row in db.session.execute(together):
            found[words[row.at]][row.word] = row.uses
    return found


def _alike_to(at: int, word: str) -> list[Select[tuple[int, str, int]]]:
    allowed = slips_allowed(word)
    if not allowed:
        return []
    found = select(literal(at).label("at"), _w.word, _w.uses)
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
    selects = [found.where(_w.word.in_(near.subquery().select()))]
    if not parts_shared(word):
        # A short word may share no part with what was meant; but it begins alike, or swapped.
        begins = [
            and_(_w.word >= sign, _w.word < sign + _LAST_SIGN) for sign in sorted(set(word[:2]))
        ]
        short = func.length(_w.word).between(len(word) - 1, len(word) + 1)
        selects.append(found.where(or_(*begins), short))
    return selects


def _halves(word: str) -> list[tuple[str, str]]:
    places = range(_HALF_SHORTEST, len(word) - _HALF_SHORTEST + 1)
    return [(word[:at], word[at:]) for at in places]


def _split(token: _Token, known: Mapping[str, int]) -> list[_Repair]:
    """Take two words apart that were typed as one, such as "smartplug"."""
    whole = {
        pair: min(known[half] for half in pair)
        for pair in _halves(token.word)
        if known.keys() >= set(pair)
    }
    if not whole:
        return []
    best = max(whole, key=lambda pair: (whole[pair], pair))
    return [_Repair(token.start, token.end, " ".join(best), (token.word,), _SPLIT_LIKELY)]


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
