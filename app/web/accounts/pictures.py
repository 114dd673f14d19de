"""Pictures of members and products: served to everybody, changed by their member."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, flash, redirect, url_for
from sqlalchemy import exists, or_, select

from app.domain.accounts.actions.profiles import set_picture
from app.domain.accounts.models import User
from app.domain.catalog.models import Product
from app.kit import files, pictures
from app.kit.db import db
from app.kit.i18n import gettext
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.accounts import limits
from app.web.accounts.forms import NothingForm, PictureForm
from app.web.guards import public, signed_in
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("pictures", __name__)

EDGE = 256
KEPT = 31_536_000  # seconds: another picture has another name


@bp.get("/pictures/<name>")
@public("faces and products are public; other uploads have an address of their own")
def show(name: str) -> Response:
    """Send a picture that a member or a product shows; no other file is found here."""
    shown = exists().where(or_(User.picture == name)), exists().where(Product.picture == name)
    if not db.session.scalar(select(or_(*shown))):
        raise NotFound
    try:
        response = Response(files.current().get(name), mimetype="image/webp")
    except files.NoSuchFile as error:
        raise NotFound from error
    response.headers["Cache-Control"] = f"public, max-age={KEPT}, immutable"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@bp.post("/settings/picture")
@signed_in
@limits.limited("20/hour")
def create() -> Any:
    """Take a picture: drawn anew, square, without anything that was written into the file."""
    member = cast("User", actor())
    form = PictureForm()
    if form.validate_on_submit() and form.picture.data:
        try:
            drawn = pictures.reencode(form.picture.data.read(), max_edge=EDGE, square=True)
        except pictures.BadPicture as problem:
            form.refuse("picture", problem.message)
        else:
            change_to(member, files.current().put(drawn.data, drawn.suffix))
            flash(gettext("Your picture is changed."))
            return redirect(url_for("profile.edit"), 303)
    elif not form.errors:
        form.refuse("picture", gettext("Choose a picture first."))
    return page("accounts/picture.html", form.status, picture_form=form, member=member)


@bp.post("/settings/picture/removal")
@signed_in
def delete() -> Any:
    """Show initials instead of a picture."""
    if NothingForm().validate_on_submit():
        change_to(cast("User", actor()), None)
        flash(gettext("Your picture is taken off."))
    return redirect(url_for("profile.edit"), 303)


def change_to(member: User, name: str | None) -> None:
    """Show another picture, and drop the file that nobody shows any more."""
    try:
        former = write(set_picture, member, name, by=member)
    except BaseException:
        if name:
            files.current().drop(name)
        raise
    if former:
        files.current().drop(former)
