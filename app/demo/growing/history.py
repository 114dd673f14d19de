"""What a grown community earned: the ledger of years, its boards and badges. Nobody is told."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.badges.actions.earning import sweep
from app.domain.reputation.actions.cutoffs import find_cutoffs
from app.domain.reputation.actions.recounting import member_count, recount_all
from app.domain.reputation.actions.standings import count_entries
from app.kit.db import learn_sizes
from app.kit.work import write

Progress = Callable[[int], object]


def tell_history(progress: Progress = lambda _: None) -> dict[str, int]:
    """Settle everybody from the facts, a few hundred at a time; return how much was written.

    :param progress: is told how many members were settled since it was told last.
    """
    # The database knows how large the tables became, and chooses its ways by it.
    write(learn_sizes)
    settled = recount_all(progress)["facts"]
    counted = count_entries()
    find_cutoffs()
    badges = sweep(quiet=True)
    return {"facts settled": settled, "lines of the ledger": counted, "badges": badges}


def earners() -> int:
    """Return how many members have something to settle: the length of a progress bar."""
    return member_count()
