"""The clock of a demo site: an admin moves it forward to see what time does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Flask, flash, request

from app.domain.accounts.permissions import Permission
from app.kit import clock
from app.kit.i18n import gettext, ngettext
from app.kit.problems import Invalid
from app.kit.settings import Setting
from app.kit.work import write
from app.web.guards import demands
from app.web.partials import done, page

bp = Blueprint("admin_clock", __name__, url_prefix="/admin/clock")

# Not declared as a community setting: it exists on demo sites only, on a page of its own.
DAYS = Setting("demo.clock_days", 0, "Days that the demo's clock is ahead")
FARTHEST = 3650


def install(app: Flask) -> None:
    """Let every process of a demo site follow the clock that an admin set."""
    app.before_request(follow)


def follow() -> None:
    """Bring this process's clock to where the site's stands."""
    # Probes and assets ask no database.
    if request.blueprint not in {"health", "assets"}:
        clock.shift(timedelta(days=DAYS.get()))


@bp.get("")
@demands(Permission.MANAGE_SITE)
def index() -> Any:
    """Show what time it is on this site."""
    return page("admin/clock.html", days=DAYS.get(), now=clock.now())


@bp.post("")
@demands(Permission.MANAGE_SITE)
def update() -> Any:
    """Move the clock; never back, because what happened has happened."""
    days = DAYS.parse(request.form.get("days", ""))
    if not DAYS.get() <= days <= FARTHEST:
        raise Invalid("days", gettext("The clock only goes forward, ten years at most."))
    write(DAYS.put, days)
    follow()
    flash(ngettext("%(num)s day ahead now.", "%(num)s days ahead now.", days))
    return done(to="/admin/clock")
