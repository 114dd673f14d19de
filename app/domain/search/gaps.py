"""Searches in vain become work: counted by their words, claimed, settled.

In vain is what found nothing, and what found things that hardly anybody opened.

Kept are words alone. What could name a person or a thing of theirs is taken out before: addresses
of mail and web, and runs of digits as in telephone, order and serial numbers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.models import Actor
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import may
from app.domain.search.models import FailedSearch
from app.kit import clock, limits
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, NotFound

WORDS_MOST = 8
_LONGEST = 120
_WORD_LONGEST = 30
# One searcher counts once a day for the same words, and for so many different ones.
_DAY = timedelta(days=1)
_A_DAY = 30
# Beyond so many nobody reads them; new words wait until some were settled or swept.
GAPS_MOST = 5000
# What was settled and is searched for again after this long is open again.
_QUIET = timedelta(days=60)
_FORGOTTEN = timedelta(days=180)
_OFTEN = 3

# Addresses of mail and web, and digits in runs as people type numbers of theirs.
_PRIVATE = re.compile(r"\S*@\S*|\S*://\S*|\bwww\.\S*|\+?\d(?:[\s()./-]?\d){5,}\S*")
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def words_of(typed: str) -> list[str]:
    """Return the words of a search that may be kept, folded, in the order they were typed."""
    plain = unicodedata.normalize("NFKC", _PRIVATE.sub(" ", typed)).casefold()
    found = dict.fromkeys(match.group() for match in _WORD.finditer(plain))
    return [word for word in found if len(word) > 1 and _may_be_kept(word)][:WORDS_MOST]


def _may_be_kept(word: str) -> bool:
    # Long mixtures of letters and digits are keys, tokens and serial numbers.
    return len(word) <= _WORD_LONGEST and sum(sign.isdigit() for sign in word) < 6  # noqa: PLR2004


def note_nothing_found(typed: str, *, searcher: str) -> None:
    """Somebody searched and found nothing.

    :param searcher: a network address or a member; bounds the counting and is not kept.
    """
    found = words_of(typed)
    words = " ".join(sorted(found))
    if not words or len(words) > _LONGEST or not _counts(words, searcher):
        return
    now = clock.now()
    _note(words, " ".join(found)[:_LONGEST], "nothing", (now, now), FailedSearch.times + 1)


def note_unopened(
    words: str, typed: str, times: int, *, first_at: datetime, last_at: datetime
) -> None:
    """Words find something, and hardly anybody opens it.

    Where they wait already because they found nothing, that stays the reason.

    :param words: as the log has them, in order of the alphabet.
    """
    waits = select(FailedSearch.id).where(
        FailedSearch.words == words,
        FailedSearch.reason == "nothing",
        FailedSearch.settled_at.is_(None),
    )
    if db.session.scalar(waits) is not None:
        return
    _note(words, typed, "unopened", (first_at, last_at), times)


def settle_opened(unopened: Collection[str]) -> None:
    """Settle what nobody took on because hardly anybody opened it, but those of these words."""
    waiting = db.session.scalars(
        select(FailedSearch).where(
            FailedSearch.reason == "unopened",
            FailedSearch.settled_at.is_(None),
            FailedSearch.claimed_by_id.is_(None),
        )
    )
    for gap in waiting:
        if gap.words not in unopened:
            gap.settled_at = clock.now()


def _note(
    words: str, typed: str, reason: str, moments: tuple[datetime, datetime], again: Any
) -> None:
    known = db.session.scalar(select(FailedSearch.id).where(FailedSearch.words == words))
    if known is None and _is_full():
        return
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    # The first time is once, whatever "again" makes of it later.
    times = again if isinstance(again, int) else 1
    first_at, last_at = moments
    values = {"typed": typed, "last_at": last_at, "reason": reason}
    db.session.execute(
        insert(FailedSearch)
        .values(words=words, times=times, first_at=first_at, **values)
        .on_conflict_do_update(index_elements=["words"], set_={**values, "times": again})
    )
    _open_again(words)


def claim_gap(gap: FailedSearch, *, by: Actor) -> None:
    """An editor takes it: they will see to it that these words find something."""
    _require_right(by)
    db.session.refresh(gap, with_for_update=True)
    if gap.claimed_by_id not in (None, by.id):
        raise Conflict(_l("Somebody else works on this already."))
    gap.claimed_by_id, gap.claimed_at = by.id, clock.now()


def release_gap(gap: FailedSearch, *, by: Actor) -> None:
    """Nobody works on it any more."""
    _require_right(by)
    gap.claimed_by_id = gap.claimed_at = None


def settle_gap(gap: FailedSearch, *, by: Actor) -> None:
    """These words find something by now, or are not worth an article."""
    _require_right(by)
    gap.settled_at = clock.now()


def find_gap(gap_id: int, *, actor: Actor) -> FailedSearch:
    """Return a search without result, for editors.

    :raises NotFound: when there is none.
    """
    _require_right(actor)
    gap = db.session.get(FailedSearch, gap_id)
    if gap is None:
        raise NotFound
    return gap


def sweep_gaps() -> None:
    """Forget what hardly anybody searched for and nobody did for half a year."""
    db.session.execute(
        delete(FailedSearch)
        .where(
            FailedSearch.last_at < clock.now() - _FORGOTTEN,
            or_(FailedSearch.times < _OFTEN, FailedSearch.settled_at.is_not(None)),
        )
        .execution_options(synchronize_session=False)
    )


def _require_right(by: Actor) -> None:
    require(may(by, Permission.KEEP_ARTICLES))


def _counts(words: str, searcher: str) -> bool:
    if limits.count_for(f"gap:{searcher}:{words}", _DAY) > 1:
        return False
    return limits.count_for(f"gaps:{searcher}", _DAY) <= _A_DAY


def _is_full() -> bool:
    return (db.session.scalar(select(func.count()).select_from(FailedSearch)) or 0) >= GAPS_MOST


def _open_again(words: str) -> None:
    gap = db.session.scalars(
        select(FailedSearch)
        .where(FailedSearch.words == words)
        .execution_options(populate_existing=True)
    ).one()
    if gap.settled_at is not None and gap.settled_at < clock.now() - _QUIET:
        gap.settled_at = gap.claimed_by_id = gap.claimed_at = None
