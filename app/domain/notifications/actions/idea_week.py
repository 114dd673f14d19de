"""The weekly letter to the product team: of what moved, on Monday morning, once a week."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import ColumnElement, and_, exists, or_, select

from app.domain.accounts.permissions import Permission
from app.domain.accounts.queries import staff_who_may
from app.domain.ideas.models.ideas import OfficialReply, StatusChange
from app.domain.notifications.actions.outbox import write_weekly
from app.domain.notifications.rules import IDEAS_WEEK, WEEK_HOUR, WEEK_LATE
from app.kit import clock
from app.kit.db import db
from app.kit.i18n import lazy_gettext as _l
from app.kit.settings import declare
from app.kit.work import write

SITE_ZONE = declare(
    "notices.time_zone",
    default="UTC",
    help=_l("By which clock weekly letters go out, as “Europe/Berlin”. They go Monday at seven."),
)


def write_week() -> int:
    """Write to the product team what moved in the week before, and return to how many.

    Runs often and writes once: only on Monday from seven on, only when something moved, and a
    letter's key names the week.
    """
    moment = clock.now().astimezone(zone_of_site())
    today = datetime.combine(moment.date(), time(), moment.tzinfo)
    monday = today - timedelta(days=moment.weekday())
    opens = monday.replace(hour=WEEK_HOUR)
    start = monday - timedelta(days=7)
    if not opens <= moment < opens + WEEK_LATE or not _moved(start, monday):
        return 0
    week = start.isocalendar()
    data = {"start": start.isoformat(), "end": monday.isoformat(), "week": week.week}
    members = [face.id for face in staff_who_may(Permission.DECIDE_IDEA)]
    write(write_weekly, IDEAS_WEEK, f"{week.year}-W{week.week:02}", data, members)
    return len(members)


def zone_of_site() -> ZoneInfo:
    """Return the site's time zone; one that this machine does not know is UTC."""
    try:
        return ZoneInfo(SITE_ZONE.get())
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def _moved(start: datetime, end: datetime) -> bool:
    def within(at: Any) -> ColumnElement[bool]:
        return and_(at >= start, at < end)

    moved = or_(exists().where(within(StatusChange.at)), exists().where(within(OfficialReply.at)))
    return bool(db.session.scalar(select(moved)))
