"""Spaces: opened and changed, with their audience."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash
from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length, Optional

from app.domain.accounts.permissions import Permission
from app.domain.accounts.queries import group_by_slug, groups
from app.domain.catalog.actions import add_space, edit_space
from app.domain.catalog.queries import product_by_slug, product_tree, space_by_slug
from app.domain.catalog.rules import ABOUT_LONGEST, NAME_LONGEST, OTHER_LANGUAGE
from app.kit.fulltext import LANGUAGES
from app.kit.i18n import gettext, lazy_gettext
from app.web.forms import Form
from app.web.guards import demands
from app.web.listing import product_choices
from app.web.partials import done, page
from app.web.shell import actor
from app.web.words import language_word

bp = Blueprint("admin_spaces", __name__, url_prefix="/admin/spaces")


class SpaceForm(Form):
    """A space and who may see it."""

    name = StringField(lazy_gettext("Name"), [DataRequired(), Length(max=NAME_LONGEST)])
    about = StringField(lazy_gettext("In one line"), [Length(max=ABOUT_LONGEST)])
    visibility = SelectField(lazy_gettext("Who sees it"))
    group = SelectField(lazy_gettext("Group"))
    product = SelectField(lazy_gettext("Product"))
    language = SelectField(
        lazy_gettext("Language"),
        description=lazy_gettext("What is written here: search takes words apart accordingly."),
        default="en",
    )
    position = IntegerField(lazy_gettext("Place among the spaces"), [Optional()], default=0)


@bp.route("/new", methods=["GET", "POST"])
@demands(Permission.EDIT_CATALOG)
def new() -> Any:
    """Open a space."""
    form = _form({})
    if form.validate_on_submit():
        made = form.attempt(add_space, by=actor(), **_values(form))
        if made is not None:
            flash(gettext("The space is open."))
            return done(to=f"/spaces/{made.slug}")
    return page("admin/space_form.html", form.status, form=form, space=None)


@bp.route("/<slug>", methods=["GET", "POST"])
@demands(Permission.EDIT_CATALOG)
def edit(slug: str) -> Any:
    """Change a space or its audience."""
    space = space_by_slug(slug, actor=actor())
    group = next((g for g in groups() if g.id == space.group_id), None)
    product = product_tree().by_id.get(space.product_id or 0)
    form = _form(
        {
            "name": space.name,
            "about": space.about,
            "visibility": space.visibility,
            "group": group.slug if group else "",
            "product": product.slug if product else "",
            "language": space.language,
            "position": space.position,
        }
    )
    if form.validate_on_submit():
        form.attempt(edit_space, space, by=actor(), **_values(form))
        if not form.is_refused:
            flash(gettext("Saved."))
            return done(to=f"/spaces/{space.slug}")
    return page("admin/space_form.html", form.status, form=form, space=space)


def _form(shown: dict[str, Any]) -> SpaceForm:
    form = SpaceForm(data=shown)
    form.visibility.choices = [
        ("public", gettext("Everybody")),
        ("members", gettext("Members")),
        ("group", gettext("A group")),
        ("owners", gettext("Owners of a product")),
    ]
    form.language.choices = [
        *((code, language_word(code)) for code in LANGUAGES),
        (OTHER_LANGUAGE, gettext("Another language")),
    ]
    form.group.choices = [("", gettext("None")), *((g.slug, g.name) for g in groups())]
    form.product.choices = [("", gettext("None")), *product_choices()[1:]]
    return form


def _values(form: SpaceForm) -> dict[str, Any]:
    return {
        "name": form.name.data or "",
        "about": form.about.data or "",
        "visibility": form.visibility.data,
        "group": group_by_slug(form.group.data) if form.group.data else None,
        "product": product_by_slug(form.product.data) if form.product.data else None,
        "language": form.language.data,
        "position": form.position.data or 0,
    }
