"""Tags: what they mean and what carries them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, jsonify, redirect, request
from wtforms import TextAreaField
from wtforms.validators import Length

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.catalog.actions import describe_tag
from app.domain.catalog.queries import popular_tags, tag_by_name, tags_like
from app.domain.catalog.rules import ABOUT_LONGEST
from app.domain.ideas.queries.lists import Wanted, ideas
from app.domain.ideas.rules.machine import OPEN
from app.kit.i18n import gettext, lazy_gettext
from app.web.boards import best_helpers
from app.web.forms import Form
from app.web.guards import demands, public
from app.web.ideas.shown import shown_idea
from app.web.listing import listing
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("tags", __name__, url_prefix="/tags")

SHOWN = 120
# Open ideas above the questions that carry the same tag.
IDEAS = 4


class TagForm(Form):
    """What a tag is for."""

    about = TextAreaField(lazy_gettext("What is it for?"), [Length(max=ABOUT_LONGEST)])


@bp.get("")
@public("tags hold only words; their questions are filtered by policy")
def index() -> Response:
    """Show the tags that are used most."""
    return page("catalog/tags.html", tags=popular_tags(SHOWN))


@bp.get("/complete")
@public("completion while typing on the ask form")
def complete() -> Response:
    """Complete a tag's name."""
    found = tags_like(request.args.get("q", "")[:40])
    return jsonify(items=[{"name": t.name, "about": t.about} for t in found])


@bp.get("/<name>")
@public("tags hold only words; their questions are filtered by policy")
def show(name: str) -> Any:
    """Show a tag's questions; another spelling of its name leads here."""
    tag = tag_by_name(name)
    if tag.name != name:
        return redirect(links.tag_url(tag.name), 301)
    found = ideas(actor(), Wanted(statuses=OPEN, tag=tag.name), size=IDEAS)
    return page(
        "catalog/tag.html",
        tag=tag,
        ideas=[shown_idea(row) for row in found.items],
        helpers=best_helpers("tag", tag.id, tag.name),
        **listing(links.tag_url(tag.name), tag=tag.name),
    )


@bp.route("/<name>/edit", methods=["GET", "POST"])
@demands(Permission.EDIT_TAGS)
def edit(name: str) -> Any:
    """Describe a tag."""
    tag = tag_by_name(name)
    form = TagForm(about=tag.about)
    if form.validate_on_submit():
        form.attempt(describe_tag, tag, by=actor(), about=form.about.data or "")
        if not form.is_refused:
            flash(gettext("Saved."))
            return done(to=links.tag_url(tag.name))
    return page("catalog/tag_form.html", form.status, form=form, tag=tag)
