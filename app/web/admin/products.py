"""Products: added, changed, given a picture."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash
from flask_wtf.file import FileField
from wtforms import BooleanField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.catalog.actions import add_product, edit_product
from app.domain.catalog.models import Product
from app.domain.catalog.queries import product_by_slug, product_tree
from app.domain.catalog.rules import ABOUT_LONGEST, NAME_LONGEST
from app.kit import files, pictures
from app.kit.i18n import gettext, lazy_gettext
from app.web.forms import Form
from app.web.guards import demands
from app.web.listing import product_choices
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("admin_products", __name__, url_prefix="/admin/products")

PICTURE_EDGE = 512


class ProductForm(Form):
    """A product."""

    name = StringField(lazy_gettext("Name"), [DataRequired(), Length(max=NAME_LONGEST)])
    about = StringField(lazy_gettext("In one line"), [Length(max=ABOUT_LONGEST)])
    parent = SelectField(lazy_gettext("Part of"))
    position = IntegerField(lazy_gettext("Place among its neighbours"), [Optional()], default=0)
    fields_text = TextAreaField(
        lazy_gettext("What the ask form asks for"),
        description=lazy_gettext("One field a line. End a line with * to make it required."),
    )
    picture = FileField(lazy_gettext("Picture"))
    stages_first = BooleanField(
        lazy_gettext("Look over first questions"),
        description=lazy_gettext(
            "A new member’s first question about it, or what is part of it, is read in private by "
            "a trusted member before it is published."
        ),
    )

    def extra_fields(self) -> list[dict[str, Any]]:
        """Read the fields, one a line."""
        lines = [line.strip() for line in (self.fields_text.data or "").splitlines()]
        return [
            {"label": line.rstrip("* "), "required": line.endswith("*")} for line in lines if line
        ]


@bp.route("/new", methods=["GET", "POST"])
@demands(Permission.EDIT_CATALOG)
def new() -> Any:
    """Add a product."""
    form = _form()
    if form.validate_on_submit():
        picture = _picture(form)
        made = None
        if not form.is_refused:
            made = form.attempt(
                add_product, by=actor(), parent=_parent(form), picture=picture, **_words(form)
            )
        if made is not None:
            flash(gettext("%(name)s was added.", name=made.name))
            return done(to=links.product_url(made.slug))
    return page("admin/product_form.html", form.status, form=form, product=None)


@bp.route("/<slug>", methods=["GET", "POST"])
@demands(Permission.EDIT_CATALOG)
def edit(slug: str) -> Any:
    """Change a product."""
    product = product_by_slug(slug)
    form = _form(product)
    if form.validate_on_submit():
        picture = _picture(form) or product.picture
        if not form.is_refused:
            form.attempt(
                edit_product,
                product,
                by=actor(),
                parent=_parent(form),
                picture=picture,
                **_words(form),
            )
        if not form.is_refused:
            flash(gettext("Saved."))
            return done(to=links.product_url(slug))
    return page("admin/product_form.html", form.status, form=form, product=product)


def _form(product: Product | None = None) -> ProductForm:
    shown: dict[str, Any] = {}
    if product is not None:
        above = product_tree().by_id.get(product.parent_id or 0)
        shown = {
            "name": product.name,
            "about": product.about,
            "position": product.position,
            "stages_first": product.stages_first,
            "parent": above.slug if above else "",
            "fields_text": "\n".join(
                field["label"] + (" *" if field.get("required") else "") for field in product.fields
            ),
        }
    form = ProductForm(data=shown)
    form.parent.choices = [("", gettext("Nothing: it stands on its own")), *product_choices()[1:]]
    return form


def _parent(form: ProductForm) -> Product | None:
    return product_by_slug(form.parent.data) if form.parent.data else None


def _words(form: ProductForm) -> dict[str, Any]:
    return {
        "name": form.name.data or "",
        "about": form.about.data or "",
        "fields": form.extra_fields(),
        "position": form.position.data or 0,
        "stages_first": bool(form.stages_first.data),
    }


def _picture(form: ProductForm) -> str | None:
    """Store the picture that came with the form, if one did; a bad one is told on its field."""
    given = form.picture.data
    if not given or not given.filename:
        return None
    try:
        made = pictures.reencode(given.read(), max_edge=PICTURE_EDGE, square=True)
    except pictures.BadPicture as problem:
        form.refuse("picture", str(problem))
        return None
    return files.current().put(made.data, made.suffix)
