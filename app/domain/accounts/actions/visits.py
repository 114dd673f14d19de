"""Days on the site, and what was read there: noted in passing, since trust comes from them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import delete, tuple_, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.domain.accounts.events import MemberVisited
from app.domain.accounts.models import User, Visit
from app.domain.accounts.rules import VISITS_KEPT
from app.kit import clock, limits
from app.kit.db import db
from app.kit.events import publish
from app.kit.work import write

# Rows dropped in one unit of work.
_BATCH = 2000
# A page that is opened again on the same day was read once.
_READ_AGAIN = timedelta(days=1)


def day_of(moment: datetime) -> date:
    """Return the day (UTC) of a moment: the same for everybody, wherever they are."""
    return moment.astimezone(UTC).date()


def note_seen(member: User) -> None:
    """The member is here: their last moment, and once a day that they came."""
    before, member.seen_at = member.seen_at, clock.now()
    if before is None or day_of(before) != day_of(member.seen_at):
        note_visit(member.id)


def note_visit(member_id: int) -> None:
    """The member is here today; said twice, it is still one day."""
    insert = pg_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    came = db.session.execute(
        insert(Visit)
        .values(user_id=member_id, day=day_of(clock.now()), threads_read=0)
        .on_conflict_do_nothing(index_elements=["user_id", "day"])
        .returning(Visit.user_id)
    ).first()
    if came is not None:
        publish(MemberVisited(member_id))


def note_reading(member_id: int, thread: str) -> None:
    """The member looked at a thread; the same one counts once a day."""
    today = day_of(clock.now())
    if limits.count_for(f"read:{member_id}:{thread}:{today}", _READ_AGAIN) > 1:
        return
    one_more = (
        update(Visit)
        .where(Visit.user_id == member_id, Visit.day == today)
        .values(threads_read=Visit.threads_read + 1)
        .execution_options(synchronize_session=False)
    )
    if not db.session.execute(one_more).rowcount:  # type: ignore[attr-defined]
        note_visit(member_id)
        db.session.execute(one_more)


def sweep_visits() -> None:
    """Forget days that no rule looks back to."""
    while write(_sweep_some):
        pass


def _sweep_some() -> bool:
    oldest = day_of(clock.now() - VISITS_KEPT)
    key = tuple_(Visit.user_id, Visit.day)
    over = db.select(Visit.user_id, Visit.day).where(Visit.day < oldest).limit(_BATCH)
    swept = db.session.execute(
        delete(Visit).where(key.in_(over)).execution_options(synchronize_session=False)
    )
    return bool(swept.rowcount == _BATCH)  # type: ignore[attr-defined]
