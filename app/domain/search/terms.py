"""The log of searches: which words, how often each day, and what came of it. Nobody's name.

One searcher counts once a day for the same words, and so does what they opened. Where somebody
is told apart for that, it is by a keyed count that is swept within a day; no row of the log points
at it.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Actor
from app.domain.search import gaps
from app.domain.search.gaps import words_of
from app.domain.search.models import FailedSearch, SearchDay, SearchTerm
from app.domain.search.models.gaps import REASONS
from app.domain.search.queries.terms import find_term, hardly_opened
from app.domain.search.rules import (
    DAYS_KEPT,
    RARE_FORGOTTEN,
    TERM_LONGEST,
    TERMS_A_DAY,
    TERMS_MOST,
    UNOPENED_DAYS,
)
from app.kit import clock, fulltext, limits
from app.kit.db import db
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid

_DAY = timedelta(days=1)
# What narrows a search is not what was looked for; of "title:word" the word is.
_EXCLUDED = re.compile(r'(?<!\S)-(?:"[^"]*"?|\S+)')
_OPERATOR = re.compile(
    r"(?<!\S)(?:title:|(?:tag|product|by|is|type|in|after|before):\S+)", re.IGNORECASE
)


def note_search(typed: str, found: int, *, searcher: str) -> None:
    """Somebody searched for words, and so many things were found.

    :param searcher: a network address or a member; bounds the counting and is not kept.
    """
    words, shown = _kept(typed)
    if not words or fulltext.understand(words).is_empty or not _counts("searched", words, searcher):
        return
    if not found:
        gaps.note_nothing_found(typed, searcher=searcher)
    term_id = _term(words, shown)
    if term_id is not None:
        _add(term_id, times=1, found_none=int(not found))


def note_opened(typed: str, *, searcher: str) -> None:
    """Somebody opened something of what a search for these words had found."""
    words, _ = _kept(typed)
    term_id = words and db.session.scalar(select(SearchTerm.id).where(SearchTerm.words == words))
    if term_id and _counts("opened", words, searcher):
        _add(term_id, opened=1)


def claim_term(term_id: int, reason: str, *, by: Actor) -> FailedSearch:
    """An editor takes it on that these words find something, or something worth opening.

    :raises NotFound: when nobody searched for such words.
    """
    term = find_term(term_id, actor=by)
    if reason not in REASONS:
        raise Invalid("reason", _l("Choose one of these."))
    gap = db.session.scalars(select(FailedSearch).where(FailedSearch.words == term.words)).first()
    if gap is None:
        times = db.session.scalar(
            select(func.sum(SearchDay.times)).where(SearchDay.term_id == term.id)
        )
        gap = FailedSearch(
            words=term.words,
            typed=term.typed,
            times=max(1, times or 0),
            reason=reason,
            first_at=term.first_at,
            last_at=term.last_at,
        )
        db.session.add(gap)
        db.session.flush()
    elif gap.settled_at is not None:
        gap.settled_at = gap.claimed_by_id = gap.claimed_at = None
        gap.reason = reason
        db.session.flush()
    gaps.claim_gap(gap, by=by)
    return gap


def find_unopened() -> None:
    """Make work of words that find something which hardly anybody opens; settle what got better."""
    found = hardly_opened(UNOPENED_DAYS)
    for row in found:
        gaps.note_unopened(
            row.words, row.typed, row.found, first_at=row.first_at, last_at=row.last_at
        )
    gaps.settle_opened({row.words for row in found})


def sweep_terms() -> None:
    """Forget days that no report looks back to, and words that one person used once."""
    today = clock.now().date()
    plainly = {"synchronize_session": False}
    old = delete(SearchDay).where(SearchDay.day < today - DAYS_KEPT)
    db.session.execute(old.execution_options(**plainly))
    seldom = (
        select(SearchDay.term_id).group_by(SearchDay.term_id).having(func.sum(SearchDay.times) < 2)  # noqa: PLR2004 - once
    )
    with_days = select(SearchDay.term_id)
    quiet = SearchTerm.last_at < clock.now() - RARE_FORGOTTEN
    for gone in (quiet & SearchTerm.id.in_(seldom), SearchTerm.id.not_in(with_days)):
        db.session.execute(delete(SearchTerm).where(gone).execution_options(**plainly))


def _kept(typed: str) -> tuple[str, str]:
    """Return the words under which it is counted, and as they are shown; nothing for none."""
    found = words_of(_OPERATOR.sub(" ", _EXCLUDED.sub(" ", typed)))
    words = " ".join(sorted(found))
    return ("", "") if len(words) > TERM_LONGEST else (words, " ".join(found))


def _counts(what: str, words: str, searcher: str) -> bool:
    today = clock.now().date()
    if limits.count_for(f"{what}:{searcher}:{words}:{today}", _DAY) > 1:
        return False
    return limits.count_for(f"{what}:{searcher}:{today}", _DAY) <= TERMS_A_DAY


def _term(words: str, typed: str) -> int | None:
    """Return the term of these words, new where it must be; none where the log is full."""
    known = db.session.scalar(select(SearchTerm.id).where(SearchTerm.words == words))
    if known is None and _is_full():
        return None
    moment = clock.now()
    values = {"typed": typed, "last_at": moment}
    term_id: int | None = db.session.scalar(
        _insert()(SearchTerm)
        .values(words=words, first_at=moment, **values)
        .on_conflict_do_update(index_elements=["words"], set_=values)
        .returning(SearchTerm.id)
    )
    return term_id


def _is_full() -> bool:
    return (db.session.scalar(select(func.count()).select_from(SearchTerm)) or 0) >= TERMS_MOST


def _add(term_id: int, *, times: int = 0, found_none: int = 0, opened: int = 0) -> None:
    counts = {"times": times, "found_none": found_none, "opened": opened}
    db.session.execute(
        _insert()(SearchDay)
        .values(term_id=term_id, day=clock.now().date(), **counts)
        .on_conflict_do_update(
            index_elements=["term_id", "day"],
            set_={name: getattr(SearchDay, name) + count for name, count in counts.items()},
        )
    )


def _insert() -> Any:
    return pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
