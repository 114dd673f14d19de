"""Settling: bringing the ledger to what the facts say, after each thing that changes them.

Everything here is called inside a unit of work, after the change itself was written. The rows of
posts are held before those of members, by everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from app.domain.reputation.actions.booking import (
    Change,
    add_points,
    credits_where,
    hold_members,
    keep,
    tell,
    without,
)
from app.domain.reputation.actions.pricing import (
    CLICKS,
    FAMILIES,
    Caps,
    Line,
    finish,
    line_of,
    price,
)
from app.domain.reputation.models.ledger import Credit
from app.domain.reputation.queries.article_facts import (
    facts_of_help,
    facts_of_reuse,
    help_key,
    makers_of,
    reuse_key,
)
from app.domain.reputation.queries.economies import versions
from app.domain.reputation.queries.facts import (
    facts_of_answer,
    facts_of_members,
    facts_of_share,
    facts_of_vote,
    first_facts,
    keys_of_answer,
    people_of_threads,
    share_key,
    vote_key,
)
from app.domain.reputation.queries.shapes import Fact
from app.kit.db import db

_c = Credit.__table__.c

# -- what happened --------------------------------------------------------------------------------


def settle_vote(kind: str, subject_id: int, *, author_id: int, voter_id: int) -> None:
    """A vote was cast, changed, withdrawn, struck out or reinstated. Replies earn nothing."""
    if kind != "reply" and author_id != voter_id:
        key = vote_key(voter_id, kind, subject_id)
        settle_facts([key], [author_id], lambda: facts_of_vote(kind, subject_id, voter_id))


def settle_share(question_id: int, *, asker_id: int, member_id: int) -> None:
    """A member has a question too, or no longer."""
    key = share_key(question_id, member_id)
    settle_facts([key], [asker_id], lambda: facts_of_share(question_id, member_id))


def settle_answer(answer_id: int, people: Collection[int]) -> None:
    """An answer was accepted, marked or recommended, or no longer; ``people``: author, asker."""
    settle_facts(keys_of_answer(answer_id), people, lambda: facts_of_answer(answer_id))


def settle_help(article_id: int, voter_id: int) -> None:
    """Somebody said that an article helped them, or no longer."""
    makers = makers_of(article_id)
    keys = [help_key(article_id, voter_id, maker) for maker in makers]
    settle_facts(keys, makers, lambda: facts_of_help(article_id, voter_id))


def settle_reuse(article_id: int, question_id: int) -> None:
    """An article solved a thread, or does so no longer."""
    makers = makers_of(article_id)
    keys = [reuse_key(article_id, question_id, maker) for maker in makers]
    settle_facts(keys, makers, lambda: facts_of_reuse(article_id, question_id))


def settle_article(article_id: int) -> None:
    """An article was published or has other readers: whoever made it is settled anew."""
    settle_members(makers_of(article_id))


def settle_first(kind: str, member_id: int) -> None:
    """Somebody posted: if it is their first, it pays once."""
    key = f"first-{kind}:{member_id}"
    if not db.session.scalar(select(_c.stands).where(_c.fact == key)):
        settle_facts([key], [member_id], lambda: list(first_facts(kind, [member_id])))


def settle_threads(question_ids: Collection[int]) -> None:
    """Threads were hidden, restored, merged or moved: everybody in them is settled anew."""
    settle_members(people_of_threads(question_ids))


# -- everything of some members -------------------------------------------------------------------


def settle_members(ids: Collection[int], *, quiet: bool = False) -> int:
    """Bring all points of these members to what the facts say; how many facts changed is returned.

    Reads their whole history in a few statements. ``quiet`` announces nothing: for bulk.
    """
    had = hold_members(ids)
    changes = differences(list(had))
    won = keep(changes)
    add_points(won)
    if not quiet:
        tell(had, won)
    return len(changes)


def differences(
    ids: Collection[int], held: Iterable[Line] | None = None, wrong: Collection[str] = ()
) -> list[Change]:
    """Return what settling these members would change. Changes nothing.

    ``held`` are their credits, when somebody read them already; ``wrong`` are the keys of those
    whose rows are to be written anew in any case.
    """
    if held is None:
        held = credits_where(_c.user_id.in_(list(ids)))
    before = {line.fact: line for line in held}
    priced = price(facts_of_members(ids), versions())
    changes = []
    for key, line in priced.items():
        old = before.get(key)
        line.entry_count = old.entry_count if old is not None else 0
        changes.append(Change(old, line, key in wrong))
    changes += [
        Change(old, without(old), key in wrong)
        for key, old in before.items()
        if key not in priced and (old.stands or old.amount or key in wrong)
    ]
    return [change for change in changes if change.is_any]


# -- one fact, without reading a member's history ----------------------------------------------


def settle_facts(
    keys: Sequence[str], members: Collection[int], found: Callable[[], list[Fact]]
) -> None:
    """Bring what these facts are worth to what they are now, and what their caps touch.

    ``found`` reads those that stand, after the members are held.
    """
    had = hold_members(members)
    work = Work(keys, found())
    won = keep(work.changes())
    add_points(won)
    tell(had, won)


class Work:
    """A few facts that changed, and the lines that their coming or going changes, too.

    ``before`` is what the database held of all that was looked at, ``now`` what is to be kept.
    """

    def __init__(self, keys: Sequence[str], facts: Sequence[Fact]) -> None:
        known = versions()
        self.caps = Caps(known)
        self.before: dict[str, Line] = {}
        self.now: dict[str, Line] = {}
        new = [line_of(fact, known) for fact in facts]
        self._look_at(_c.fact.in_(keys), *map(_pair_rows, _pairs(new)))
        self._take(keys, new)
        self._bound_pairs(set(_pairs(new)))
        self._bound(lambda line: line.post, _post_rows, self.caps.bound_post)
        self._bound(lambda line: line.today, _day_rows, self.caps.bound_day)

    def changes(self) -> list[Change]:
        """Return what is to be kept."""
        for line in self.now.values():
            if line.stands:
                finish(line)
        return [Change(self.before.get(key), line) for key, line in self.now.items()]

    def _look_at(self, *wanted: ColumnElement[bool]) -> None:
        for line in credits_where(or_(*wanted)):
            self.before.setdefault(line.fact, line)

    def _take(self, keys: Sequence[str], new: Sequence[Line]) -> None:
        for line in new:
            old = self.before.get(line.fact)
            line.entry_count = old.entry_count if old is not None else 0
            self.now[line.fact] = line
        for key in keys:
            old = self.before.get(key)
            if key not in self.now and old is not None and old.stands:
                self.now[key] = without(old)

    def _bound_pairs(self, seen: set[Any]) -> None:
        """Say anew which of a pair's day count; one that goes may let another in."""
        gone = _pairs(self.before[key] for key in self.now if key in self.before)
        unseen = [group for group in gone if group not in seen]
        if unseen:
            self._look_at(*map(_pair_rows, unseen))
        for group in {*seen, *gone}:
            self._run(group, lambda line: line.pair, self.caps.bound_pair)

    def _bound(
        self,
        key_of: Callable[[Line], Any],
        rows_of: Callable[[Any, datetime], ColumnElement[bool]],
        bound: Callable[[Iterable[Line]], None],
    ) -> None:
        """Bound anew each group that something came to or went from, from that moment on."""
        since: dict[Any, datetime] = {}
        for key, now in self.now.items():
            for line in (self.before.get(key), now):
                group = key_of(line) if line is not None and line.stands else None
                if line is not None and group is not None:
                    since[group] = min(since.get(group, line.at), line.at)
        if since:
            self._look_at(*(rows_of(group, moment) for group, moment in since.items()))
        for group in since:
            self._run(group, key_of, bound)

    def _run(
        self, group: Any, key_of: Callable[[Line], Any], bound: Callable[[Iterable[Line]], None]
    ) -> None:
        others = [
            line.copy()
            for key, line in self.before.items()
            if key not in self.now and line.stands and key_of(line) == group
        ]
        mine = [line for line in self.now.values() if line.stands and key_of(line) == group]
        bound([*others, *mine])
        self.now |= {line.fact: line for line in others if line != self.before[line.fact]}


def _pairs(lines: Iterable[Line]) -> list[Any]:
    return [line.pair for line in lines if line.stands and line.pair is not None]


def _pair_rows(group: tuple[int, int, date, bool]) -> ColumnElement[bool]:
    user_id, actor_id, day, _ = group
    return and_(_c.user_id == user_id, _c.actor_id == actor_id, _c.day == day, _c.stands)


def _post_rows(group: tuple[int, str, int, str, bool], since: datetime) -> ColumnElement[bool]:
    user_id, kind, subject_id, family, _ = group
    # Earlier lines that the bound left nothing of are left nothing of now.
    return and_(
        _c.subject_kind == kind,
        _c.subject_id == subject_id,
        _c.user_id == user_id,
        _c.reason.in_(FAMILIES[family]),
        _c.stands,
        or_(_c.worth != 0, _c.at >= since),
    )


def _day_rows(group: tuple[int, date], since: datetime) -> ColumnElement[bool]:
    user_id, day = group
    return and_(
        _c.user_id == user_id,
        _c.day == day,
        _c.reason.in_(CLICKS),
        _c.stands,
        or_(_c.amount != 0, _c.at >= since),
    )
