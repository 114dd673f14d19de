"""Asks: what was shown while somebody wrote a question, and whether that made it needless.

An ask is found by the hash of a random number that only the form that was opened knows. Whatever
it says is a count: nothing here is worth refusing anybody a page for.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.catalog.queries import product_tree
from app.domain.forum.models.staging import StagedQuestion
from app.domain.search.models import Ask, AskMatch
from app.domain.search.rules import (
    ASK_MATCHES_KEPT,
    ASK_MATCHES_MOST,
    ASKS_A_DAY,
    ASKS_KEPT,
    DAY,
    VOIDED_WITHIN,
)
from app.kit import clock, limits
from app.kit.db import db

# What a match is: ("article", 7), ("question", 42).
Subject = tuple[str, int]

KINDS = ("article", "question")
_KEY = re.compile(r"[A-Za-z0-9_-]{16,64}")


def hash_of(key: str) -> str | None:
    """Return what an ask is found by; None for what no form of ours ever sent."""
    return hashlib.sha256(key.encode()).hexdigest() if _KEY.fullmatch(key) else None


def note_shown(
    key: str, matches: Sequence[Subject], *, product_id: int | None = None, searcher: str = ""
) -> None:
    """A form of asking shows these matches now; the first time, an ask begins with it.

    :param searcher: a member, or a network address; bounds what is begun, and is not kept.
    """
    key_hash = hash_of(key)
    if key_hash is None or not matches:
        return
    ask = _found(key_hash) or _begun(key_hash, searcher)
    if ask is None or ask.asked_at is not None:
        return
    ask.product_id = product_id
    shown = dict.fromkeys(matches[:ASK_MATCHES_MOST])
    known = {(row.kind, row.subject_id): row for row in _matches(ask.id)}
    for place, subject in enumerate(shown):
        if subject in known:
            known[subject].place = place
        else:
            kind, subject_id = subject
            row = AskMatch(ask_id=ask.id, kind=kind, subject_id=subject_id, place=place)
            db.session.add(row)
    # What was opened stays: it was read, and did not do.
    for subject, row in known.items():
        if subject not in shown and row.opened_at is None:
            db.session.delete(row)


def note_opened(key: str, subject: Subject) -> bool:
    """A match was opened in place; say whether it counts."""
    return _opened(key, subject) is not None


def note_fixed(key: str, subject: Subject) -> bool:
    """Somebody says that a match fixed it; say whether it counts. A second click changes nothing.

    Whoever says it of another match means that one now.
    """
    ask = _opened(key, subject)
    if ask is None:
        return False
    if (ask.fixed_kind, ask.fixed_id) != subject:
        ask.fixed_kind, ask.fixed_id = subject
        ask.fixed_at = ask.fixed_at or clock.now()
    return True


def take_back_fixed(key_hash: str) -> None:
    """It did not fix it after all."""
    ask = _found(key_hash)
    if ask is not None:
        ask.fixed_at = ask.fixed_kind = ask.fixed_id = ask.voided_at = None


def note_followed(key: str, question_id: int) -> bool:
    """Somebody has the same problem and follows that question instead; say whether it counts."""
    ask = _opened(key, ("question", question_id))
    if ask is None:
        return False
    ask.followed_at = ask.followed_at or clock.now()
    return True


def note_asked(
    key: str,
    question_id: int | None,
    *,
    staged_id: int | None = None,
    product_id: int | None = None,
    fixed_before: Collection[str] = (),
) -> None:
    """A question was posted all the same; what was called fixed about its product was not.

    :param question_id: None for a first question that is looked over before it is published.
    :param staged_id: that first question.
    :param fixed_before: the hashes of asks that this browser called fixed lately.
    """
    moment = clock.now()
    key_hash = hash_of(key)
    ask = _found(key_hash) if key_hash else None
    if ask is not None and ask.asked_at is None and not _is_known(question_id, staged_id):
        ask.question_id = question_id or _published(staged_id)
        ask.staged_id, ask.asked_at, ask.product_id = staged_id, moment, product_id
        if ask.fixed_at is not None:
            ask.voided_at = moment
    _void(set(fixed_before) - {key_hash}, product_id, moment)


def note_published(staged_id: int, question_id: int) -> None:
    """A first question was looked over and is a question now: what was shown before is its own."""
    db.session.execute(
        update(Ask).where(Ask.staged_id == staged_id).values(question_id=question_id)
    )


def sweep_asks() -> None:
    """Forget what asks showed that led to no question, and in the end the asks themselves."""
    moment = clock.now()
    unasked = select(Ask.id).where(
        Ask.begun_at < moment - ASK_MATCHES_KEPT, Ask.question_id.is_(None)
    )
    old = select(Ask.id).where(Ask.begun_at < moment - ASKS_KEPT)
    for statement in (
        delete(AskMatch).where(or_(AskMatch.ask_id.in_(unasked), AskMatch.ask_id.in_(old))),
        delete(Ask).where(Ask.begun_at < moment - ASKS_KEPT),
    ):
        db.session.execute(statement.execution_options(synchronize_session=False))


def _found(key_hash: str) -> Ask | None:
    """Return an ask, and let nobody else change it meanwhile."""
    return db.session.scalar(
        select(Ask)
        .where(Ask.key_hash == key_hash)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def _begun(key_hash: str, searcher: str) -> Ask | None:
    if limits.count_for(f"asks:{searcher}", DAY) > ASKS_A_DAY:
        return None
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    db.session.execute(
        insert(Ask)
        .values(key_hash=key_hash, begun_at=clock.now())
        .on_conflict_do_nothing(index_elements=["key_hash"])
    )
    return _found(key_hash)


def _opened(key: str, subject: Subject) -> Ask | None:
    """Return the ask that showed a match, which counts as opened now; None if none did."""
    key_hash = hash_of(key)
    ask = _found(key_hash) if key_hash else None
    match = db.session.get(AskMatch, (ask.id, *subject)) if ask is not None else None
    if ask is None or match is None:
        return None
    moment = clock.now()
    match.opened_at = match.opened_at or moment
    ask.opened_at = ask.opened_at or moment
    return ask


def _matches(ask_id: int) -> Sequence[AskMatch]:
    return db.session.scalars(select(AskMatch).where(AskMatch.ask_id == ask_id)).all()


def _is_known(question_id: int | None, staged_id: int | None) -> bool:
    # A form that is sent twice posts one question, and it belongs to the ask that was first.
    if question_id is None and staged_id is None:
        return False
    is_it = Ask.question_id == question_id if question_id else Ask.staged_id == staged_id
    return db.session.scalar(select(Ask.id).where(is_it)) is not None


def _published(staged_id: int | None) -> int | None:
    """Return the question that a first question became, if somebody was quicker than the count."""
    if staged_id is None:
        return None
    return db.session.scalar(
        select(StagedQuestion.question_id).where(StagedQuestion.id == staged_id)
    )


def _void(key_hashes: Collection[str], product_id: int | None, moment: datetime) -> None:
    """Void what was called fixed not long ago and is about the same product, as far as known."""
    if not key_hashes:
        return
    fixed = select(Ask).where(
        Ask.key_hash.in_(sorted(key_hashes)),
        Ask.fixed_at >= moment - VOIDED_WITHIN,
        Ask.voided_at.is_(None),
    )
    for ask in db.session.scalars(fixed.with_for_update()):
        if not _are_apart(ask.product_id, product_id):
            ask.voided_at = moment


def _are_apart(one: int | None, other: int | None) -> bool:
    """Say whether two products have nothing to do with each other; unknown ones might."""
    by_id = product_tree().by_id
    if one not in by_id or other not in by_id:
        return False
    return one not in by_id[other].descendant_ids and other not in by_id[one].descendant_ids
