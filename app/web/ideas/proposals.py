"""Suggesting an idea: first what there is already, then one's own; its text outlives signing in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request
from sqlalchemy import select

from app import links
from app.domain.accounts.models import Actor
from app.domain.catalog.models import Product, Space
from app.domain.catalog.queries import product_tree, spaces
from app.domain.ideas import rules
from app.domain.ideas.actions.proposing import propose
from app.domain.ideas.models.ideas import Idea, Theme
from app.domain.ideas.policy import HOLD_FIRST, is_held_at_first, may_propose
from app.domain.ideas.queries.themes import themes
from app.domain.ideas.queries.viewers import backing
from app.kit.db import db
from app.kit.i18n import gettext
from app.web.forum.forms import refuses_space, tag_names
from app.web.forum.keeping import forget_kept, keep_and_sign_in, kept_at
from app.web.guards import public
from app.web.ideas.acting import place_of
from app.web.ideas.clocks import promise
from app.web.ideas.forms import IdeaForm
from app.web.ideas.similar import found_similar
from app.web.listing import product_choices
from app.web.partials import done, page
from app.web.search.wanted import says_enough
from app.web.shell import actor

bp = Blueprint("proposals", __name__)

PLACE = "idea"
# What an address may fill in.
PREFILLED = {"product", "theme", "title", "space"}


@bp.get("/ideas/new")
@public("visitors write first and sign in afterwards")
def new() -> Response:
    """Show the form, filled with what was typed before and what the address says."""
    kept = kept_at(PLACE)
    given = kept | {name: said for name, said in request.args.items() if name in PREFILLED}
    return _shown(IdeaForm(data=given), kept=bool(kept))


@bp.post("/ideas/new")
@public("a visitor's idea is kept as a draft; the verb refuses visitors")
def create() -> Any:
    """Suggest it; without scripts the same form also looks for others, previews, keeps a draft."""
    form = IdeaForm()
    if not form.is_submitted() or "look" in request.form:
        return _shown(form)
    if actor().is_guest and not {"preview", "save_draft"} & request.form.keys():
        return keep_and_sign_in(PLACE, f"{links.ideas_url()}/new")
    if form.is_sent(PLACE) and (made := _proposed(form)) is not None:
        forget_kept(PLACE)
        return _arrived(made)
    return _shown(form)


def _proposed(form: IdeaForm) -> Idea | None:
    who = actor()
    if refuses_space(form, who):
        return None
    return form.attempt(
        propose,
        by=who,
        title=form.title.data or "",
        body=form.text(),
        space=_space(form, who),
        product=_product(form),
        theme=_theme(form),
        tags=tag_names(form.tags.data),
        nonce=form.number,
    )


def _arrived(idea: Idea) -> Any:
    if not idea.is_held:
        flash(gettext("Thank you. Your idea is on the board, and you hear what becomes of it."))
    return done(to=place_of(idea))


def _product(form: IdeaForm) -> Product | None:
    node = product_tree().by_slug.get(form.product.data or "")
    return db.session.get(Product, node.id) if node else None


def _space(form: IdeaForm, who: Actor) -> Space | None:
    """Return the space that was chosen of those the member sees; None is the usual one."""
    ids = {row.slug: row.id for row in spaces(who)}
    return db.session.get(Space, ids[form.space.data]) if form.space.data in ids else None


def _theme(form: IdeaForm) -> Theme | None:
    slug = form.theme.data or ""
    return db.session.scalar(select(Theme).where(Theme.slug == slug)) if slug else None


def _shown(form: IdeaForm, *, kept: bool = False) -> Response:
    who = actor()
    seen = spaces(who)
    looks = bool({"look", "preview"} & request.form.keys() or request.args.get("title"))
    response = page(
        "ideas/new.html",
        form.status,
        form=form,
        products=[("", gettext("No product in particular")), *product_choices()[1:]],
        themes=[(row.slug, row.name) for row in themes(who) if not row.is_closed],
        spaces=seen,
        space_choices=[(row.slug, row.name) for row in seen],
        similar=found_similar(form.title.data or "", form.space.data or "") if looks else (),
        looked=looks and says_enough(form.title.data or ""),
        kept=kept,
        allowed=may_propose(who),
        is_held_first=is_held_at_first(who),
        hold_hours=HOLD_FIRST.get(),
        backing=None if who.is_guest else backing(who),
        promise=promise(),
        rules=rules,
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
