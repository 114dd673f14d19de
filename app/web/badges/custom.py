"""Badges that are made here: the list, the form with its preview, retiring."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, request, url_for

from app.domain.accounts.permissions import Permission
from app.domain.badges.actions.making import (
    BadgeDraft,
    add_badge,
    edit_badge,
    preview,
    retire_badge,
    revive_badge,
)
from app.domain.badges.catalogue import CATALOGUE, SPARE_ICONS
from app.domain.badges.models import CustomBadge
from app.domain.badges.queries import all_badges, custom_badge
from app.domain.badges.rules import COUNTABLES, TIERS, Criterion, criterion_from
from app.kit.i18n import gettext, ngettext
from app.kit.problems import Invalid, NotFound
from app.kit.work import write
from app.web.accounts.forms import NothingForm
from app.web.badges.forms import BadgeForm
from app.web.badges.shown import holders_words
from app.web.guards import demands
from app.web.listing import product_choices
from app.web.medals import TIER_WORDS, kept_rarity, shown_badge
from app.web.partials import page
from app.web.shell import actor

bp = Blueprint("custom_badges", __name__, url_prefix="/admin/badges")


@bp.get("")
@demands(Permission.SET_ECONOMY)
def index() -> Any:
    """List the badges that were made here."""
    rare = kept_rarity()
    made = [row for row in all_badges(retired=True) if row.is_custom]
    rows = [(shown_badge(row, rare), rule_words(row.criterion), row) for row in made]
    counts = {row.key: holders_words(row.key, rare) for row in made}
    return page("badges/custom.html", rows=rows, counts=counts)


@bp.route("/new", methods=["GET", "POST"])
@demands(Permission.SET_ECONOMY)
def new() -> Any:
    """Make a badge, or see first who would hold it."""
    form, found = _form({}), None
    if form.validate_on_submit():
        if request.form.get("preview"):
            found = _previewed(form)
        elif form.attempt(_added, form) is not None:
            return _kept()
    return page("badges/form.html", form.status, form=form, made=None, found=found)


@bp.route("/<key>", methods=["GET", "POST"])
@demands(Permission.SET_ECONOMY)
def edit(key: str) -> Any:
    """Change a badge."""
    made, found = _found(key), None
    form = _form(_values(made))
    if form.validate_on_submit():
        if request.form.get("preview"):
            found = _previewed(form)
        elif form.attempt(_changed, made, form) is not None:
            return _kept()
    return page("badges/form.html", form.status, form=form, made=made, found=found)


@bp.post("/<key>/retirement")
@demands(Permission.SET_ECONOMY)
def retire(key: str) -> Any:
    """Give it to nobody any more."""
    made = _found(key)
    if NothingForm().validate_on_submit():
        write(retire_badge, made, by=actor())
        flash(gettext("Nobody gets this badge any more. Who holds it keeps it."))
    return redirect(url_for("custom_badges.index"), 303)


@bp.post("/<key>/retirement/withdrawal")
@demands(Permission.SET_ECONOMY)
def revive(key: str) -> Any:
    """Let it be earned again."""
    made = _found(key)
    if NothingForm().validate_on_submit():
        write(revive_badge, made, by=actor())
        flash(gettext("The badge can be earned again."))
    return redirect(url_for("custom_badges.index"), 303)


def rule_words(criterion: Criterion | None) -> str:
    """Return a rule in words."""
    if criterion is None:
        return gettext("By hand")
    words = f"{criterion.at_least} {criterion.countable.label}"
    if criterion.days:
        days = ngettext("in the last day", "in the last %(num)s days", criterion.days)
        words = f"{words} {days}"
    about = [part for part in (criterion.tag, criterion.product) if part]
    return f"{words} ({', '.join(about)})" if about else words


# -- the form ---------------------------------------------------------------------------------


def _form(shown: dict[str, Any]) -> BadgeForm:
    form = BadgeForm(data=shown)
    form.tier.choices = [(tier, TIER_WORDS[tier]) for tier in TIERS]
    form.icon.choices = [
        *SPARE_ICONS.items(),
        *((badge.icon, badge.name) for badge in CATALOGUE.values()),
    ]
    form.how.choices = [
        ("rule", gettext("By a rule: whoever has what it asks for")),
        ("hand", gettext("By hand: staff give it, with a reason")),
    ]
    form.count.choices = [(name, it.label) for name, it in COUNTABLES.items()]
    form.product.choices = product_choices()
    return form


def _values(made: CustomBadge) -> dict[str, Any]:
    values = {name: getattr(made, name) for name in ("name", "about", "tier", "icon")}
    rule = criterion_from(made.criterion)
    values |= {"is_repeatable": made.is_repeatable, "how": "rule" if rule else "hand"}
    return values | (rule.plain() if rule else {})


def _draft(form: BadgeForm) -> BadgeDraft:
    return BadgeDraft(
        name=form.name.data or "",
        about=form.about.data or "",
        icon=form.icon.data,
        tier=form.tier.data,
        is_repeatable=bool(form.is_repeatable.data),
        criterion=_criterion(form) if form.how.data == "rule" else None,
    )


def _criterion(form: BadgeForm) -> Criterion:
    return Criterion(
        count=form.count.data,
        at_least=form.at_least.data or 0,
        days=form.days.data,
        tag=(form.tag.data or "").strip() or None,
        product=form.product.data or None,
    )


def _added(form: BadgeForm) -> CustomBadge:
    return add_badge(_draft(form), by=actor())


def _changed(made: CustomBadge, form: BadgeForm) -> CustomBadge:
    return edit_badge(made, _draft(form), by=actor())


def _previewed(form: BadgeForm) -> str | None:
    """Say how many would hold it now; what does not fit lands on its field."""
    if form.how.data != "rule":
        return gettext("Nobody holds it until staff give it.")
    try:
        count = preview(_criterion(form))
    except Invalid as problem:
        form.refuse(problem.field, problem.message)
        return None
    return ngettext(
        "%(num)s member has what it asks for now.", "%(num)s members have what it asks for now.",
        count,
    )  # fmt: skip


def _kept() -> Any:
    flash(gettext("Saved. Who has what it asks for gets it within a day."))
    return redirect(url_for("custom_badges.index"), 303)


def _found(key: str) -> CustomBadge:
    made = custom_badge(key)
    if made is None:
        raise NotFound
    return made
