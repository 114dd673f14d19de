"""Keeping a filter of the desk under a name, and forgetting it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, request

from app.domain.accounts.permissions import Permission
from app.domain.ideas.actions.views import drop_view, save_view
from app.domain.ideas.queries.views import find_view
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.guards import demands
from app.web.ideas.desk import desk_page
from app.web.ideas.desk_filter import DeskFilter
from app.web.ideas.saved_views import ViewForm
from app.web.partials import done
from app.web.shell import actor

bp = Blueprint("desk_views", __name__, url_prefix="/ideas/desk/views")


@bp.post("")
@demands(Permission.DECIDE_IDEA)
def create() -> Any:
    """Keep the filter that is on the desk; the same name again replaces what it stood for."""
    form, chosen = ViewForm(), DeskFilter.parse(request.form)
    if form.validate_on_submit():
        form.attempt(
            save_view,
            by=actor(),
            name=form.name.data or "",
            values=chosen.query(),
            shared=bool(form.shared.data),
        )
    if form.is_refused:
        return desk_page(form)
    flash(gettext("The view is saved."))
    return done(to=chosen.url())


@bp.post("/<int:view_id>/withdrawal")
@demands(Permission.DECIDE_IDEA)
def delete(view_id: int) -> Any:
    """Forget a view of one's own."""
    view = find_view(view_id, actor())
    write(drop_view, view, by=actor())
    flash(gettext("The view is gone. The ideas are still there."))
    return done(to="/ideas/desk")
