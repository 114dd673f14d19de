"""The lexicon: the words of what everybody may read, learnt as documents are made.

It knows words, not where they stand: what is offered from it is searched for first. So a word may
outlive its text until all is learnt anew, with the index.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.catalog.models import Space
from app.domain.search.models import LexiconPart, LexiconWord
from app.domain.search.rules import EVERYWHERE, LEXICON_MOST, WORD_LONGEST, WORD_SHORTEST
from app.domain.search.spelling import parts_of
from app.kit import fulltext
from app.kit.db import db
from app.kit.fulltext import Document
from app.kit.work import write

# A word that no title has must stand in so many texts: what stands in fewer is often mistyped.
_USES_LEAST = 2
_USES_LEAST_OF_MANY, _MANY = 3, 5_000
# Words that are counted at once while all are learnt; beyond, the rarest are let go of.
_COUNTED_MOST = 500_000
_AT_ONCE = 1000
# More digits are keys and serial numbers.
_DIGITS_MOST = 4
_SPELLED = re.compile(r"[^\W_]*[^\W\d_][^\W_]*")

_w = LexiconWord.__table__.c


class Lesson:
    """Words that are heard, one document after the other, and what is worth keeping of them."""

    def __init__(self) -> None:
        self._public = _public_spaces()
        self._uses: Counter[str] = Counter()
        self._titled: set[str] = set()
        self._heard = 0

    def hearing(self, documents: Iterable[Document]) -> Iterator[Document]:
        """Give the documents on, listening."""
        for document in documents:
            self.hear(document)
            yield document

    def hear(self, document: Document) -> None:
        """Take the words of a document that everybody may read; names of members are no words."""
        if document.kind == "member" or self._public.isdisjoint(document.keywords["space"]):
            return
        headed = _words(f"{document.title} {document.labels}", document.language)
        said = f"{document.text}\n{document.best}\n{document.rest}"
        self._titled |= headed
        self._heard += 1
        self._uses.update(headed | _words(said, document.language))
        if len(self._uses) > _COUNTED_MOST:
            self._uses = Counter({word: n for word, n in self._uses.items() if n > 1})

    @property
    def words(self) -> dict[str, int]:
        """The words worth knowing, and in how many documents each was met."""
        least = _USES_LEAST if self._heard < _MANY else _USES_LEAST_OF_MANY
        worth = Counter(
            {
                word: max(n, 1)
                for word, n in self._uses.items()
                if n >= least or word in self._titled
            }
        )
        return dict(worth.most_common(LEXICON_MOST))


def learn(documents: Sequence[Document]) -> None:
    """Learn the words that these documents bring; those known already count as they did."""
    lesson = Lesson()
    for document in documents:
        lesson.hear(document)
    heard = lesson.words
    unknown = set(heard) - _known(heard)
    db.session.rollback()
    if unknown:
        write(_add, {word: heard[word] for word in unknown})


def keep(lesson: Lesson) -> None:
    """Know what was heard of all documents and nothing else, a part at a time."""
    heard = lesson.words
    known = {row.word: row.uses for row in db.session.execute(select(_w.word, _w.uses))}
    db.session.rollback()
    changed = sorted(word for word, uses in heard.items() if known.get(word) != uses)
    for some in _some(changed):
        write(_add, {word: heard[word] for word in some})
    for some in _some(sorted(set(known) - set(heard))):
        write(_forget, some)


def _words(text: str, language: str) -> set[str]:
    # Texts repeat their words, and each other's: every spelling is looked at once.
    return set().union(*(_known_as(word, language) for word in set(fulltext.words_in(text))))


@lru_cache(maxsize=100_000)
def _known_as(word: str, language: str) -> frozenset[str]:
    return frozenset(plain for plain in fulltext.plain_words(word, language) if _is_learnt(plain))


def _is_learnt(word: str) -> bool:
    if not WORD_SHORTEST <= len(word) <= WORD_LONGEST or not _SPELLED.fullmatch(word):
        return False
    return sum(sign.isdigit() for sign in word) <= _DIGITS_MOST


def _public_spaces() -> set[str]:
    ids = db.session.scalars(select(Space.id).where(Space.visibility == "public"))
    return {EVERYWHERE, *(str(space_id) for space_id in ids)}


def _known(words: Iterable[str]) -> set[str]:
    return {
        word
        for some in _some(words)
        for word in db.session.scalars(select(_w.word).where(_w.word.in_(some)))
    }


def _some(words: Iterable[str]) -> Iterator[list[str]]:
    remaining = iter(words)
    while some := list(islice(remaining, _AT_ONCE)):
        yield some


def _add(words: Mapping[str, int]) -> None:
    """Add words with their parts, or say anew how often they were met."""
    rows = [{"word": word, "uses": uses} for word, uses in sorted(words.items())]
    insert: Any = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    statement = insert(LexiconWord)
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["word"], set_={"uses": statement.excluded.uses}
        ),
        rows,
    )
    parts = [{"part": part, "word": word} for word in sorted(words) for part in parts_of(word)]
    db.session.execute(
        insert(LexiconPart).on_conflict_do_nothing(index_elements=["part", "word"]), parts
    )


def _forget(words: Sequence[str]) -> None:
    for kind in (LexiconPart, LexiconWord):
        db.session.execute(
            delete(kind).where(kind.word.in_(words)).execution_options(synchronize_session=False)
        )
