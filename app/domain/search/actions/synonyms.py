"""Synonyms, kept by editors: a search for one word of a group finds the others, too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, inspect, select

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may
from app.domain.search.models import SynonymGroup
from app.domain.search.rules import GROUPS_MOST
from app.domain.search.wordlists import WordGroup, checked_group, key_of
from app.kit import clock, fulltext
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid, NotFound


@dataclass(frozen=True)
class Brought:
    """What became of many groups: new ones, those that were there, those that cannot be kept."""

    added: int
    known: int
    refused: list[tuple[tuple[str, ...], str]]


def add_group(language: str, words: Iterable[str], *, by: Actor) -> SynonymGroup:
    """Let these words mean the same.

    :raises Invalid: on ``language`` or ``words``.
    """
    _require_right(by)
    code, kept = _checked_language(language), checked_group(words)
    _require_room(1)
    _require_new(code, kept)
    return _store(code, kept, by)


def change_group(
    group: SynonymGroup, *, language: str, words: Iterable[str], edition: int, by: Actor
) -> None:
    """Put other words in place of a group's.

    :raises Conflict: when somebody changed it since; both lists are its details.
    :raises Invalid: on ``language`` or ``words``.
    """
    _require_right(by)
    _lock(group)
    yours = list(words)
    if group.edition != edition:
        raise Conflict(
            _l("Somebody changed these words while you did. Both lists are below."),
            edition=group.edition,
            theirs=list(group.words),
            yours=yours,
        )
    code, kept = _checked_language(language), checked_group(yours)
    _require_new(code, kept, but=group.id)
    group.language, group.words = code, kept
    group.edition += 1
    group.changed_at, group.changed_by_id = clock.now(), by.id
    db.session.flush()


def remove_group(group: SynonymGroup, *, by: Actor) -> None:
    """Let these words mean what each of them says, as before."""
    _require_right(by)
    _lock(group)
    db.session.delete(group)
    db.session.flush()


def add_groups(groups: Sequence[WordGroup], *, by: Actor) -> Brought:
    """Add many groups; those that are there already stay as they are.

    :raises Invalid: on ``text``, when there is no room for all of them.
    """
    _require_right(by)
    return bring_groups(groups, by_id=by.id)


def bring_groups(groups: Sequence[WordGroup], *, by_id: int | None = None) -> Brought:
    """Add many groups for nobody in particular, as an administrator at the terminal does.

    :raises Invalid: on ``text``, when there is no room for all of them.
    """
    known = {_key(row.language, row.words) for row in db.session.scalars(select(SynonymGroup))}
    new: list[tuple[str, list[str]]] = []
    was_there, refused = 0, []
    for group in groups:
        try:
            code, kept = _checked_language(group.language), checked_group(group.words)
        except Invalid as problem:
            refused.append((group.words, str(problem.message)))
            continue
        if _key(code, kept) in known:
            was_there += 1
            continue
        known.add(_key(code, kept))
        new.append((code, kept))
    _require_room(len(new), field="text")
    moment = clock.now()
    db.session.add_all(
        SynonymGroup(language=code, words=kept, changed_at=moment, changed_by_id=by_id)
        for code, kept in new
    )
    db.session.flush()
    return Brought(len(new), was_there, refused)


def _store(language: str, words: list[str], by: Actor) -> SynonymGroup:
    group = SynonymGroup(
        language=language, words=words, changed_at=clock.now(), changed_by_id=by.id
    )
    db.session.add(group)
    db.session.flush()
    return group


def _lock(group: SynonymGroup) -> None:
    """Hold a group, as it is now; somebody may have removed it meanwhile."""
    number = inspect(group).identity
    if (
        number is None
        or db.session.get(SynonymGroup, number, populate_existing=True, with_for_update=True)
        is None
    ):
        raise NotFound


def _require_right(by: Actor) -> None:
    require(may(by, Permission.KEEP_ARTICLES))


def _checked_language(language: str) -> str:
    code = language.strip().casefold()
    if code not in fulltext.LANGUAGES:
        raise Invalid("language", _l("Choose one of these."))
    return code


def _require_room(count: int, *, field: str = "words") -> None:
    there = db.session.scalar(select(func.count()).select_from(SynonymGroup)) or 0
    if there + count > GROUPS_MOST:
        raise Invalid(
            field,
            _l("There is room for %(most)s groups. Remove some first.", most=f"{GROUPS_MOST:,}"),
        )


def _require_new(language: str, words: list[str], *, but: int | None = None) -> None:
    """Refuse a group that says nothing new: another one has all of its words."""
    keys = {key_of(word) for word in words}
    for other in db.session.scalars(
        select(SynonymGroup).where(SynonymGroup.language == language, SynonymGroup.id != (but or 0))
    ):
        if keys <= {key_of(word) for word in other.words}:
            raise Invalid(
                "words",
                _l("Another group has these words: %(words)s.", words=", ".join(other.words)),
            )


def _key(language: str, words: Iterable[str]) -> tuple[str, frozenset[str]]:
    return language, frozenset(key_of(word) for word in words)
