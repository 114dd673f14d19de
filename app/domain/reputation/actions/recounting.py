"""Proving and repairing: what the facts say, what the ledger says, what members are shown."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from sqlalchemy import exists, func, insert, or_, select, update

from app.domain.accounts.models import User
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.reputation.actions.booking import credits_where, hold_members, keep
from app.domain.reputation.actions.settling import differences, settle_article, settle_threads
from app.domain.reputation.models.ledger import Credit, Entry
from app.domain.reputation.queries.article_facts import articles_in, has_made_any
from app.domain.reputation.rules import day_of
from app.kit.db import db
from app.kit.work import write

# Members looked at together, in one unit of work where they are settled.
AT_ONCE = 300
THREADS_AT_ONCE = 20

Progress = Callable[[int], object]
# Kind of difference → whose, in words.
Wrong = dict[str, dict[int, str]]

_u = User.__table__.c
_c = Credit.__table__.c
_e = Entry.__table__.c
_q = Question.__table__.c
_a = Answer.__table__.c

_TOTAL = select(func.coalesce(func.sum(_e.delta), 0)).where(_e.user_id == _u.id).scalar_subquery()
_HAS_ANY = or_(
    _u.points != 0,
    exists().where(_q.author_id == _u.id),
    exists().where(_a.author_id == _u.id),
    exists().where(_c.user_id == _u.id),
    exists().where(_e.user_id == _u.id),
    has_made_any(_u.id),
)


def _in_silence(_done: object) -> None:
    """Tell nobody how far it is."""


# -- proving --------------------------------------------------------------------------------------


def check(
    progress: Progress = _in_silence, tell: Callable[[str], object] = _in_silence
) -> dict[str, int]:
    """Return for how many members something differs, by what; zeros mean that all is proved.

    "totals": the points shown from the sum of the ledger; "entries": what a fact is taken to be
    worth from the ledger's lines of it; "facts": that from what the posts and votes say now.
    Changes nothing, and reads a few hundred members at a time. ``tell`` is told each by name.
    """
    found = {"totals": 0, "entries": 0, "facts": 0}
    for ids in _batches(progress):
        wrong = _wrong(ids)
        suspects = {member_id for members in wrong.values() for member_id in members}
        if suspects:
            # Somebody may have voted between two statements: what is wrong stays wrong.
            wrong = _wrong(sorted(suspects))
        for kind, members in wrong.items():
            found[kind] += len(members)
            for words in members.values():
                tell(words)
    return found


def _wrong(ids: Collection[int]) -> Wrong:
    return {"totals": _wrong_totals(ids), "entries": _wrong_entries(ids), "facts": _untrue(ids)}


def _wrong_totals(ids: Collection[int]) -> dict[int, str]:
    rows = db.session.execute(
        select(_u.id, _u.points, _TOTAL).where(_u.id.in_(ids), _u.points != _TOTAL)
    )
    return {
        member_id: f"member {member_id} is shown {points} points, the ledger says {total}"
        for member_id, points, total in rows
    }


def _wrong_entries(ids: Collection[int]) -> dict[int, str]:
    sums = _sums(ids)
    wrong = {}
    for line in credits_where(_c.user_id.in_(ids)):
        total, _ = sums.pop(line.fact, (0, 0))
        if total != line.amount:
            words = f"{line.fact} is worth {line.amount}, the ledger says {total}"
            wrong[line.user_id] = f"member {line.user_id}: {words}"
    if sums:
        lost = select(_e.user_id, func.min(_e.fact)).where(_e.fact.in_(list(sums)))
        for member_id, fact in db.session.execute(lost.group_by(_e.user_id)):
            wrong[member_id] = f"member {member_id}: {fact} is in the ledger alone"
    return wrong


def _untrue(ids: Collection[int]) -> dict[int, str]:
    wrong = {}
    for change in differences(ids):
        now, was = change.now, change.before.amount if change.before is not None else 0
        words = f"{now.fact} counts {was}, and should count {now.amount}"
        wrong[now.user_id] = f"member {now.user_id}: {words}"
    return wrong


# -- repairing ------------------------------------------------------------------------------------


def recount_all(progress: Progress = _in_silence) -> dict[str, int]:
    """Settle everybody anew, and set totals to the ledger's; how much changed is returned.

    Opens its own units, one for every few hundred members. Announces nothing: this is how history
    comes in, and how a fault is repaired.
    """
    done = {"members": 0, "facts": 0, "totals": 0}
    for ids in _batches(progress):
        facts, totals = write(recount_members, ids)
        done["members"] += len(ids)
        done["facts"] += facts
        done["totals"] += totals
    return done


def recount_members(ids: Collection[int]) -> tuple[int, int]:
    """Settle these members from the ledger up; how many facts and totals changed is returned.

    Call inside a unit of work. Repairs by adding lines to the ledger, never by changing any.
    """
    members = list(hold_members(ids))
    sums = _sums(members)
    _bring_back(set(sums), members)
    held = credits_where(_c.user_id.in_(members))
    wrong = set()
    for line in held:
        known = sums.get(line.fact, (0, 0))
        if known != (line.amount, line.entry_count):
            wrong.add(line.fact)
            line.amount, line.entry_count = known
    changes = differences(members, held, wrong)
    keep(changes)
    return len(changes), _set_totals(members)


def recount_space(space_id: int) -> None:
    """Settle everybody in the threads of a space, a few at a time. Opens its own units."""
    last = 0
    while True:
        found = db.session.scalars(
            select(_q.id)
            .where(_q.space_id == space_id, _q.id > last)
            .order_by(_q.id)
            .limit(THREADS_AT_ONCE)
        ).all()
        if not found:
            return
        write(settle_threads, found)
        last = found[-1]


def recount_articles(space_id: int) -> None:
    """Settle whoever made the articles of a space, one after the other. Opens its own units."""
    for article_id in articles_in(space_id):
        write(settle_article, article_id)


def _set_totals(ids: Collection[int]) -> int:
    changed = db.session.execute(
        update(User)
        .where(User.id.in_(ids), User.points != _total_of_user())
        .values(points=_total_of_user())
        .execution_options(synchronize_session=False)
    )
    return int(getattr(changed, "rowcount", 0))


def _total_of_user() -> Any:
    total = select(func.coalesce(func.sum(Entry.delta), 0)).where(Entry.user_id == User.id)
    return total.correlate(User).scalar_subquery()


def _bring_back(facts: set[str], ids: Collection[int]) -> None:
    """Write anew the credits of facts that only the ledger remembers."""
    known = set(db.session.scalars(select(_c.fact).where(_c.user_id.in_(ids))))
    lost = facts - known
    if not lost:
        return
    last = select(func.max(_e.id)).where(_e.fact.in_(lost)).group_by(_e.fact)
    rows = [
        {
            "fact": entry.fact,
            "user_id": entry.user_id,
            "reason": entry.reason,
            "actor_id": entry.actor_id,
            "subject_kind": entry.subject_kind,
            "subject_id": entry.subject_id,
            "question_id": entry.question_id,
            "at": entry.at,
            "day": day_of(entry.at),
            "version": entry.version,
            "price": 0,
            "stands": False,
        }
        for entry in db.session.scalars(select(Entry).where(Entry.id.in_(last)))
    ]
    db.session.execute(insert(Credit), rows)


def _sums(ids: Collection[int]) -> dict[str, tuple[int, int]]:
    """Return what the ledger's lines of each fact add up to, and how many they are."""
    rows = db.session.execute(
        select(_e.fact, func.sum(_e.delta), func.count())
        .where(_e.user_id.in_(ids), _e.fact.is_not(None))
        .group_by(_e.fact)
    )
    return {fact: (int(total), count) for fact, total, count in rows}


def _batches(progress: Progress) -> Iterator[list[int]]:
    """Return the ids of all who have points or could have, a few hundred at a time."""
    last = 0
    while True:
        ids = db.session.scalars(
            select(_u.id).where(_u.id > last, _HAS_ANY).order_by(_u.id).limit(AT_ONCE)
        ).all()
        if not ids:
            return
        yield list(ids)
        progress(len(ids))
        last = ids[-1]


def member_count() -> int:
    """Return how many members a check or recount looks at."""
    return db.session.scalar(select(func.count()).select_from(User).where(_HAS_ANY)) or 0
