"""Community settings: every declared one on one page."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from app.domain.accounts.permissions import Permission
from app.kit import settings
from app.kit.i18n import gettext
from app.kit.problems import Invalid
from app.kit.work import write
from app.web.guards import demands
from app.web.partials import done, page

bp = Blueprint("admin_settings", __name__, url_prefix="/admin/settings")


@bp.get("")
@demands(Permission.MANAGE_SITE)
def index() -> Any:
    """Show every setting with its value."""
    return page("admin/settings.html", settings=_shown({}), errors={})


@bp.post("")
@demands(Permission.MANAGE_SITE)
def update() -> Any:
    """Store what was changed; all of it or nothing."""
    values, errors = {}, {}
    for name, setting in settings.declared.items():
        # Only a box that is not ticked is not sent; what else is missing was not on the page.
        if name not in request.form and not isinstance(setting.default, bool):
            continue
        try:
            values[name] = setting.parse(request.form.get(name, ""))
        except Invalid as problem:
            errors[name] = str(problem.message)
    if errors:
        return page("admin/settings.html", 422, settings=_shown(request.form), errors=errors)
    write(_store, values)
    flash(gettext("Saved."))
    return done(to="/admin/settings")


def _store(values: dict[str, Any]) -> None:
    for name, value in values.items():
        if settings.declared[name].get() != value:
            settings.declared[name].put(value)


def _shown(typed: Any) -> list[tuple[settings.Setting[Any], Any]]:
    return [
        (setting, typed.get(name, setting.get()))
        for name, setting in sorted(settings.declared.items())
    ]
