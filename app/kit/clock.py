"""What time it is: the only caller of ``datetime.now`` in the program."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_shift = timedelta(0)
_frozen: datetime | None = None


def now() -> datetime:
    """Return the present moment, aware and in UTC, as this program sees it."""
    if _frozen is not None:
        return _frozen
    return datetime.now(UTC) + _shift


def shift(by: timedelta) -> None:
    """Move the program's clock by ``by`` from real time; a demo site's admin may do so."""
    global _shift  # noqa: PLW0603 - a clock is process-wide by nature
    _shift = by


def freeze(at: datetime | None) -> None:
    """Stop the clock at ``at`` (aware), or let it run again with ``None``. For tests."""
    global _frozen  # noqa: PLW0603 - see shift
    _frozen = at
