"""'I have this product': created and withdrawn."""

from __future__ import annotations

from flask import Blueprint, Response, flash

from app import links
from app.domain.catalog.actions import register_ownership, withdraw_ownership
from app.domain.catalog.queries import product_by_slug
from app.kit.i18n import gettext
from app.kit.work import write
from app.web.guards import signed_in
from app.web.partials import done
from app.web.shell import actor

bp = Blueprint("ownerships", __name__, url_prefix="/products/<slug>/ownership")


@bp.post("")
@signed_in
def create(slug: str) -> Response:
    """Register the product as the member's."""
    product = product_by_slug(slug)
    write(register_ownership, product, by=actor())
    flash(gettext("%(name)s is among your products now.", name=product.name))
    return done(to=links.product_url(slug))


@bp.post("/withdrawal")
@signed_in
def delete(slug: str) -> Response:
    """Take the product off the member's list."""
    product = product_by_slug(slug)
    write(withdraw_ownership, product, by=actor())
    flash(gettext("%(name)s is no longer among your products.", name=product.name))
    return done(to=links.product_url(slug))
