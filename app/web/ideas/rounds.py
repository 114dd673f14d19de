"""Rounds: opened by the team, read by everybody, ended, concluded."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, flash, redirect, request
from wtforms import IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, NumberRange

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.catalog.models import Product, Space
from app.domain.catalog.queries import default_space, product_tree, spaces
from app.domain.ideas import rules
from app.domain.ideas.actions.rounds import conclude, end_round, open_round
from app.domain.ideas.models.rounds import Round
from app.domain.ideas.policy.rounds import may_open_round
from app.domain.ideas.queries.rounds import closed_rounds, counted_rounds, find_round, open_rounds
from app.kit import clock
from app.kit.db import db
from app.kit.i18n import gettext, lazy_gettext
from app.kit.problems import Invalid
from app.kit.work import write
from app.web.forms import Form
from app.web.guards import demands, public
from app.web.ideas.candidates import candidates
from app.web.ideas.naming import named_ideas, numbers_in
from app.web.ideas.rounds_shown import round_context, shown_round
from app.web.listing import product_choices
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("rounds", __name__, url_prefix="/ideas/rounds")

FRAGMENTS = {"coins": "ideas/_round_coins.html"}


class RoundForm(Form):
    """A list of ideas, and how long coins can be placed on them."""

    title = StringField(
        lazy_gettext("What do you want to know?"),
        [InputRequired(lazy_gettext("Ask the question that this round answers."))],
        description=lazy_gettext("As a question: “What should come first for locks?”"),
    )
    about = TextAreaField(
        lazy_gettext("What will you do with the result?"),
        description=lazy_gettext("Members read this before they place a coin."),
    )
    days = IntegerField(
        lazy_gettext("How many days is it open?"),
        [
            InputRequired(lazy_gettext("Say for how many days.")),
            NumberRange(1, rules.ROUND_LONGEST.days, lazy_gettext("Choose 1 to 60 days.")),
        ],
        default=rules.ROUND_USUAL_DAYS,
    )
    product = StringField(lazy_gettext("Product"))
    space = StringField(lazy_gettext("Who takes part"))
    ideas = StringField(
        lazy_gettext("Further ideas, by number or address"),
        description=lazy_gettext("With a space or a comma between them."),
    )
    find = StringField(lazy_gettext("Find ideas"))
    nonce = StringField()


class ConclusionForm(Form):
    """What the team takes from a result."""

    words = TextAreaField(
        lazy_gettext("What you take from it"),
        [InputRequired(lazy_gettext("Tell what you take from it."))],
        description=lazy_gettext("What happens next, and with which of these ideas."),
    )


@bp.get("")
@public("what is listed is filtered by policy")
def index() -> Response:
    """Show the open rounds, then those with a result."""
    who, given = actor(), request.args
    closed = closed_rounds(who, after=given.get("after"), before=given.get("before"))
    is_first = not closed.previous
    return page(
        "ideas/rounds.html",
        rounds=[shown_round(row) for row in open_rounds(who)] if is_first else [],
        counted=[shown_round(row) for row in counted_rounds(who)] if is_first else [],
        closed=[shown_round(row) for row in closed.items],
        newer=f"/ideas/rounds?before={closed.previous}" if closed.previous else "",
        older=f"/ideas/rounds?after={closed.next}" if closed.next else "",
        may_open=may_open_round(who),
    )


@bp.get("/<int:round_id>", defaults={"slug": ""})
@bp.get("/<int:round_id>-<slug>")
@public("404 for those to whom its space is not open")
def show(round_id: int, slug: str) -> Any:
    """Show a round: one's own coins while it is open, the result when it is closed."""
    round_ = find_round(round_id, actor())
    if slug != round_.slug:
        return redirect(links.round_url(round_.id, round_.slug), 301)
    return _shown(round_, ConclusionForm(data={"words": round_.conclusion}))


@bp.get("/new")
@demands(Permission.DECIDE_IDEA)
def new() -> Response:
    """Show the form, with the ideas that the address names ticked."""
    return _form(RoundForm(data=request.args.to_dict()), request.args.getlist("idea"))


@bp.post("/new")
@demands(Permission.DECIDE_IDEA)
def create() -> Any:
    """Open it; the same form also looks for ideas to put on the list."""
    form, ticked = RoundForm(), request.form.getlist("idea")
    if "look" not in request.form and form.validate_on_submit():
        opened = _opened(form, ticked)
        if opened is not None:
            flash(gettext("The round is open. Members can place their coins."))
            return done(to=links.round_url(opened.id, opened.slug))
    return _form(form, ticked)


@bp.post("/<int:round_id>/end")
@demands(Permission.DECIDE_IDEA)
def end(round_id: int) -> Any:
    """Close it before its time."""
    round_ = find_round(round_id, actor())
    write(end_round, round_, by=actor())
    flash(gettext("The round is closed. Everybody sees the result."))
    return done(to=links.round_url(round_.id, round_.slug))


@bp.post("/<int:round_id>/conclusion")
@demands(Permission.DECIDE_IDEA)
def update(round_id: int) -> Any:
    """Tell what the team takes from the result."""
    round_, form = find_round(round_id, actor()), ConclusionForm()
    if form.validate_on_submit():
        form.attempt(conclude, round_, by=actor(), words=form.words.data or "")
    if form.is_refused:
        return _shown(round_, form)
    flash(gettext("Everybody reads it above the result."))
    return done(to=links.round_url(round_.id, round_.slug))


def _shown(round_: Round, form: ConclusionForm) -> Response:
    return page(
        "ideas/round.html",
        form.status,
        fragments=FRAGMENTS,
        form=form,
        may_decide=may_open_round(actor()),
        **round_context(round_, actor()),
    )


def _opened(form: RoundForm, ticked: list[str]) -> Round | None:
    try:
        chosen = named_ideas(ticked, form.ideas.data or "", actor())
    except Invalid as problem:
        form.refuse("ideas", problem.message)
        return None
    return form.attempt(
        open_round,
        by=actor(),
        title=form.title.data or "",
        about=form.about.data or "",
        ideas=chosen,
        closes_at=clock.now() + timedelta(days=form.days.data or rules.ROUND_USUAL_DAYS),
        space=_space(form.space.data or ""),
        product=_product(form.product.data or ""),
        nonce=form.nonce.data or None,
    )


def _space(slug: str) -> Space:
    ids = {row.slug: row.id for row in spaces(actor())}
    return db.session.get_one(Space, ids[slug]) if slug in ids else default_space()


def _product(slug: str) -> Product | None:
    node = product_tree().by_slug.get(slug)
    return db.session.get(Product, node.id) if node else None


def _form(form: RoundForm, ticked: list[str]) -> Response:
    who = actor()
    seen = spaces(who)
    return page(
        "ideas/round_new.html",
        form.status,
        form=form,
        rows=candidates(who, numbers_in(ticked), form.find.data or "", form.product.data or ""),
        ticked=set(numbers_in(ticked)),
        products=[("", gettext("All products")), *product_choices()[1:]],
        spaces=[(row.slug, row.name) for row in seen],
        space=form.space.data or next((row.slug for row in seen if row.is_default), ""),
        least=rules.ROUND_IDEAS_LEAST,
        most=rules.ROUND_IDEAS_MOST,
    )
