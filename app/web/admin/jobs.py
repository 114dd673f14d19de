"""The queue: what failed for good, with its error, and 'try again'."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash
from sqlalchemy import desc, select

from app.domain.accounts.permissions import Permission
from app.kit.db import db
from app.kit.i18n import gettext
from app.kit.jobs import Job, ScheduledRun, backlog, try_again
from app.kit.work import write
from app.web.guards import demands
from app.web.partials import done, page

bp = Blueprint("admin_jobs", __name__, url_prefix="/admin/jobs")

SHOWN = 100


@bp.get("")
@demands(Permission.MANAGE_SITE)
def index() -> Any:
    """Show parked jobs, and when scheduled work last ran."""
    parked = db.session.scalars(
        select(Job).where(Job.parked_at.is_not(None)).order_by(desc(Job.parked_at)).limit(SHOWN)
    ).all()
    runs = db.session.scalars(select(ScheduledRun).order_by(ScheduledRun.name)).all()
    return page("admin/jobs.html", parked=parked, runs=runs, backlog=backlog())


@bp.post("/<int:job_id>/retrial")
@demands(Permission.MANAGE_SITE)
def update(job_id: int) -> Any:
    """Take a parked job back into the queue."""
    write(try_again, job_id)
    flash(gettext("It will be tried again."))
    return done(to="/admin/jobs")
