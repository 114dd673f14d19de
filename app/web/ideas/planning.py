"""Where an idea belongs, who answers for it, when it is expected, what it costs and brings."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app import links
from app.domain.accounts.models import User
from app.domain.accounts.permissions import Permission
from app.domain.accounts.queries import staff_who_may
from app.domain.catalog.models import Product, Space
from app.domain.catalog.queries import product_tree, spaces
from app.domain.ideas.actions.editing import place
from app.domain.ideas.actions.planning import assign, estimate, expect
from app.domain.ideas.models.ideas import Idea, Theme
from app.domain.ideas.policy import may_decide
from app.domain.ideas.queries.pages import find_idea
from app.domain.ideas.queries.themes import themes
from app.kit.db import db
from app.kit.i18n import gettext
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import NotFound
from app.web.accounts.returning import HOME, safe_path
from app.web.forum.forms import tag_names
from app.web.guards import demands
from app.web.ideas import deciding_forms
from app.web.ideas.deciding_forms import PlanForm
from app.web.ideas.finding import follows_merges
from app.web.listing import product_choices
from app.web.numbers import row_named
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("idea_planning", __name__, url_prefix="/ideas/<int:idea_id>/planning")


@bp.get("")
@demands(Permission.KEEP_IDEAS)
@follows_merges
def edit(idea_id: int) -> Response:
    """Show how it is planned."""
    idea = find_idea(idea_id, actor())
    return _shown(PlanForm(data=_given(idea)), idea)


@bp.post("")
@demands(Permission.KEEP_IDEAS)
@follows_merges
def update(idea_id: int) -> Any:
    """Change one thing at a time."""
    idea = find_idea(idea_id, actor())
    change = CHANGES.get(request.form.get("what", ""))
    if change is None:
        raise NotFound
    form = PlanForm(data=_given(idea))
    change(form, idea)
    if form.is_refused:
        return _shown(form, idea)
    return _saved(idea)


def _saved(idea: Idea) -> Any:
    """Lead back to where it was changed: the page, or the one estimate on the desk."""
    back = safe_path(request.form.get("back"))
    to = f"{links.idea_url(idea.id)}/planning" if back == HOME else back
    name = request.form.get("part", "")
    if name not in ESTIMATED or not request.headers.get("X-Fragment"):
        flash(gettext("Saved."))
        return done(to=to)
    shown = {
        "id": idea.id,
        "name": name,
        "value": getattr(idea, name) or "",
        "word": str(ESTIMATED[name]),
        "title": idea.title,
    }
    return done(
        to=to,
        fragments={f"{name}-{idea.id}": "ideas/_estimate.html"},
        estimate=shown,
        estimates=deciding_forms.estimate_choices(),
        here=back,
    )


def _own(form: PlanForm, idea: Idea) -> None:
    owner_id = row_named(form.owner.data)
    owner = db.session.get(User, owner_id) if owner_id else None
    if form.owner.data and owner is None:
        form.refuse("owner", gettext("Choose somebody of the team."))
        return
    form.attempt(assign, idea, by=actor(), owner=owner)


def _expect(form: PlanForm, idea: Idea) -> None:
    form.attempt(expect, idea, by=actor(), expected=form.expected.data or "")


def _estimate(form: PlanForm, idea: Idea) -> None:
    effort, value = (deciding_forms.estimate(one.data) for one in (form.effort, form.value))
    for field, size in ((form.effort, effort), (form.value, value)):
        if field.data and size is None:
            form.refuse(field.name, gettext("Choose one of these."))
            return
    form.attempt(estimate, idea, by=actor(), effort=effort, value=value)


def _place(form: PlanForm, idea: Idea) -> None:
    space_id = {row.slug: row.id for row in spaces(actor())}.get(form.space.data or "")
    node = product_tree().by_slug.get(form.product.data or "")
    theme_id = row_named(form.theme.data)
    if space_id is None:
        form.refuse("space", gettext("Choose who may read it."))
        return
    theme = db.session.get(Theme, theme_id) if theme_id else None
    # What is gone meanwhile is not the same as none: nothing is taken away by the way.
    if form.product.data and node is None:
        form.refuse("product", gettext("This product is not there any more. Choose another."))
        return
    if form.theme.data and theme is None:
        form.refuse("theme", gettext("This theme is not there any more. Choose another."))
        return
    form.attempt(
        place,
        idea,
        by=actor(),
        space=db.session.get_one(Space, space_id),
        product=db.session.get(Product, node.id) if node else None,
        theme=theme,
        tags=tag_names(form.tags.data),
    )


ESTIMATED = {"effort": _l("Effort"), "value": _l("Value")}
CHANGES = {"owner": _own, "expected": _expect, "estimate": _estimate, "place": _place}


def _given(idea: Idea) -> dict[str, Any]:
    return {
        "owner": str(idea.owner_id or ""),
        "expected": idea.expected,
        "space": idea.space.slug,
        "product": idea.product.slug if idea.product else "",
        "theme": str(idea.theme_id or ""),
        "tags": ", ".join(tag.name for tag in idea.tags),
        "effort": str(idea.effort or ""),
        "value": str(idea.value or ""),
    }


def _shown(form: PlanForm, idea: Idea) -> Response:
    may = may_decide(actor(), idea)
    return page(
        "ideas/planning.html",
        form.status,
        form=form,
        idea=idea,
        url=links.idea_url(idea.id, idea.slug),
        may_decide=may,
        owners=owner_choices() if may else [],
        themes=theme_choices(idea.theme_id),
        spaces=[(row.slug, row.name) for row in spaces(actor())],
        products=[("", gettext("No product")), *product_choices(form.product.data)[1:]],
        estimates=deciding_forms.estimate_choices(),
    )


def owner_choices() -> list[tuple[str, str]]:
    """Return who of the team can answer for an idea, and nobody. One statement."""
    team = staff_who_may(Permission.DECIDE_IDEA)
    return [("", gettext("Nobody")), *((str(face.id), face.name or face.handle) for face in team)]


def theme_choices(kept: int | None = None) -> list[tuple[str, str]]:
    """Return the themes that take ideas, the one kept so far among them. One statement."""
    known = [row for row in themes(actor()) if not row.is_closed or row.id == kept]
    return [("", gettext("No theme")), *((str(row.id), row.name) for row in known)]
