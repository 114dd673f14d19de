"""Announcements: read, published, withdrawn."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from app.domain.accounts.permissions import Permission
from app.domain.accounts.texts import prepare
from app.domain.catalog.actions import publish_announcement, withdraw_announcement
from app.domain.catalog.queries import (
    announcement_by_id,
    announcement_row,
    announcements,
    product_by_slug,
    product_tree,
)  # fmt: skip
from app.domain.catalog.rules import TITLE_LONGEST
from app.kit.i18n import gettext, lazy_gettext
from app.kit.work import write
from app.web.catalog.shown import kind_words, shown_announcement
from app.web.forms import Form
from app.web.guards import demands, public
from app.web.listing import product_choices
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("announcements", __name__, url_prefix="/announcements")

SHOWN = 50


class AnnouncementForm(Form):
    """Something to say to everybody, or to a product's people."""

    title = StringField(lazy_gettext("Title"), [DataRequired(), Length(max=TITLE_LONGEST)])
    kind = SelectField(lazy_gettext("Kind"))
    product = SelectField(lazy_gettext("About"))
    body = TextAreaField(lazy_gettext("Text"), [DataRequired()])
    pinned = BooleanField(lazy_gettext("Keep it on top"))
    on_ask_form = BooleanField(lazy_gettext("Show it to people who are about to ask"))


@bp.get("")
@public("announcements are for everybody")
def index() -> Response:
    """Show what was announced."""
    rows = announcements(n=SHOWN)
    return page("catalog/announcements.html", news=[shown_announcement(row) for row in rows])


@bp.get("/<int:announcement_id>")
@public("announcements are for everybody")
def show(announcement_id: int) -> Response:
    """Show one announcement."""
    row = announcement_row(announcement_id)
    product = product_tree().by_id.get(row.product_id) if row.product_id else None
    return page("catalog/announcement.html", one=shown_announcement(row), product=product)


@bp.route("/new", methods=["GET", "POST"])
@demands(Permission.ANNOUNCE)
def new() -> Any:
    """Announce something."""
    form = AnnouncementForm()
    form.kind.choices = list(kind_words().items())
    form.product.choices = [("", gettext("Everything")), *product_choices()[1:]]
    if form.validate_on_submit():
        made = form.attempt(
            publish_announcement,
            by=actor(),
            title=form.title.data or "",
            kind=form.kind.data,
            body=prepare(form.body.data or ""),
            product=product_by_slug(form.product.data) if form.product.data else None,
            pinned=bool(form.pinned.data),
            on_ask_form=bool(form.on_ask_form.data),
        )
        if made is not None:
            flash(gettext("Announced."))
            return done(to=f"/announcements/{made.id}")
    return page("catalog/announcement_form.html", form.status, form=form)


@bp.post("/<int:announcement_id>/withdrawal")
@demands(Permission.ANNOUNCE)
def delete(announcement_id: int) -> Response:
    """Take an announcement off all pages."""
    write(withdraw_announcement, announcement_by_id(announcement_id), by=actor())
    flash(gettext("Withdrawn."))
    return done(to="/announcements")
