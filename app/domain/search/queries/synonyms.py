"""Words that mean the same: those in force, and the groups as editors keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

from sqlalchemy import func, select

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may
from app.domain.accounts.queries import Face, faces
from app.domain.search.models import SynonymGroup
from app.kit import fulltext
from app.kit.db import db
from app.kit.decisions import require
from app.kit.fulltext import Synonyms, Term
from app.kit.problems import NotFound

# What tells one state of all groups from another: how many there are, and what changed last.
_Mark = tuple[Any, ...]


@dataclass(frozen=True)
class GroupRow:
    """One group of words, and who changed it last."""

    id: int
    language: str
    words: list[str]
    changed_at: datetime
    changed_by: Face | None


# Made once in a process for each state of the groups; of each database, the last.
_made: dict[str, tuple[_Mark, Synonyms]] = {}
_making = Lock()


def synonyms_in_force() -> Synonyms:
    """Return all synonyms, ready for searches. One small statement, unless a group changed."""
    base = db.engine.url.render_as_string(hide_password=True)
    mark = _mark()
    kept = _made.get(base)
    if kept is not None and kept[0] == mark:
        return kept[1]
    rows = db.session.execute(
        select(SynonymGroup.language, SynonymGroup.words).order_by(SynonymGroup.id)
    )
    prepared = fulltext.prepared([(row.language, row.words) for row in rows])
    with _making:
        _made[base] = (mark, prepared)
    return prepared


_MARK = select(
    func.count(),
    func.max(SynonymGroup.id),
    func.max(SynonymGroup.changed_at),
    func.sum(SynonymGroup.edition),
)


def _mark() -> _Mark:
    return tuple(db.session.execute(_MARK).one())


def synonym_groups(*, actor: Actor, language: str = "") -> list[GroupRow]:
    """Return the groups of one language, or all, by their first words. Two statements."""
    require(may(actor, Permission.KEEP_ARTICLES))
    statement = select(SynonymGroup)
    if language:
        statement = statement.where(SynonymGroup.language == language)
    found: Sequence[SynonymGroup] = db.session.scalars(statement).all()
    known = faces(group.changed_by_id for group in found)
    rows = [
        GroupRow(
            id=group.id,
            language=group.language,
            words=group.words,
            changed_at=group.changed_at,
            changed_by=known.get(group.changed_by_id or 0),
        )
        for group in found
    ]
    return sorted(rows, key=lambda row: [word.casefold() for word in row.words])


def group_counts(*, actor: Actor) -> dict[str, int]:
    """Return how many groups each language has, those that have any."""
    require(may(actor, Permission.KEEP_ARTICLES))
    rows = db.session.execute(
        select(SynonymGroup.language, func.count()).group_by(SynonymGroup.language)
    )
    return dict(sorted((language, count) for language, count in rows))


def find_group(group_id: int, *, actor: Actor) -> SynonymGroup:
    """Return one group, for editors.

    :raises NotFound: when there is none.
    """
    require(may(actor, Permission.KEEP_ARTICLES))
    group = db.session.get(SynonymGroup, group_id)
    if group is None:
        raise NotFound
    return group


# -- what a search becomes ----------------------------------------------------------------------


@dataclass(frozen=True)
class Meaning:
    """One thing that a search asks for: how it was typed, and what is found besides."""

    typed: str
    others: list[str]
    in_title: bool = False
    is_phrase: bool = False
    is_excluded: bool = False


def meanings_of(typed: str, *, actor: Actor, language: str = "en") -> list[Meaning]:
    """Return what a search asks for with the synonyms of one language, in words. Two statements."""
    require(may(actor, Permission.KEEP_ARTICLES))
    sought = fulltext.understand(typed, languages=(language,), synonyms=synonyms_in_force())
    spoken = _Spoken(typed, language)
    found = [
        *(_meaning(terms, spoken) for terms in _joined(sought.terms)),
        *(_meaning([term], spoken, is_phrase=True) for term in sought.phrases),
    ]
    return [
        *found,
        *(Meaning(spoken.of(way.stems), [], is_excluded=True) for way in sought.excluded),
    ]


def _joined(terms: Sequence[Term]) -> list[list[Term]]:
    """Return terms in groups: those of one wording, of which each may be met by its synonyms."""
    found: list[list[Term]] = []
    for term in terms:
        others = [way.stems for way in term.ways[1:]]
        if found and others and others == [way.stems for way in found[-1][-1].ways[1:]]:
            found[-1].append(term)
        else:
            found.append([term])
    return found


def _meaning(terms: Sequence[Term], spoken: _Spoken, *, is_phrase: bool = False) -> Meaning:
    own = [stem for term in terms for stem in term.ways[0].stems]
    return Meaning(
        typed=spoken.of(own),
        others=list(dict.fromkeys(spoken.of(way.stems) for way in terms[0].ways[1:])),
        in_title=terms[0].zone == "title",
        is_phrase=is_phrase and len(own) > 1,
    )


class _Spoken:
    """Gives stems back as words: those of a group, those that were typed, else the stems."""

    def __init__(self, typed: str, language: str) -> None:
        groups = db.session.scalars(
            select(SynonymGroup.words).where(SynonymGroup.language == language)
        )
        wordings = [wording for words in groups for wording in words]
        self._wordings = {
            frozenset(fulltext.stems_of(wording, language)): wording for wording in wordings
        }
        self._typed = {
            stem: word for word in typed.split() for stem in fulltext.stems_of(word, language)
        }

    def of(self, stems: Sequence[str]) -> str:
        """Return the words of these stems."""
        wording = self._wordings.get(frozenset(stems))
        if wording and len(stems) > 1:
            return wording
        if all(stem in self._typed for stem in stems):
            words = (self._typed[stem].strip("\"'-,.;:?!()") for stem in stems)
            return " ".join(dict.fromkeys(words))
        return wording or " ".join(stems)
