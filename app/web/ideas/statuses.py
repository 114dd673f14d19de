"""Deciding about an idea: the steps that lead on from here, each with its public reason."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.ideas.actions.deciding import set_status
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import may_merge
from app.domain.ideas.queries.machine import Step, steps_for
from app.domain.ideas.queries.pages import find_idea
from app.domain.ideas.rules.machine import REASON_LONGEST, REASON_SHORTEST, TERMINAL
from app.domain.ideas.rules.reasons import WORDS_LEAST
from app.kit.i18n import gettext
from app.web.guards import demands
from app.web.ideas.clocks import shown_clock
from app.web.ideas.deciding_forms import DecisionForm
from app.web.ideas.finding import follows_merges
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("idea_statuses", __name__, url_prefix="/ideas/<int:idea_id>/status")


@bp.get("")
@demands(Permission.KEEP_IDEAS)
@follows_merges
def edit(idea_id: int) -> Response:
    """Show where it may go from here."""
    idea = find_idea(idea_id, actor())
    return _shown(DecisionForm(after=request.args.get("after"), seen=idea.status), idea)


@bp.post("")
@demands(Permission.KEEP_IDEAS)
@follows_merges
def update(idea_id: int) -> Any:
    """Take it one step on."""
    idea = find_idea(idea_id, actor())
    form = DecisionForm()
    steps = [(step.after, step.label) for step in offered(idea)]
    # Where it stands already: the second click of the same decision, which the verb knows.
    form.offer([*steps, (idea.status, idea.status)])
    if not _is_one_of(form) or not form.validate_on_submit():
        return _shown(form, idea)
    form.attempt(
        set_status,
        idea,
        form.after.data or "",
        by=actor(),
        reason=form.reason.data or "",
        code=form.code.data or "",
        seen=form.seen.data or None,
    )
    if form.is_refused:
        return _shown(form, idea)
    flash(gettext("Said. Everybody who voted is told."))
    return done(to=f"{links.idea_url(idea.id, idea.slug)}#history")


def offered(idea: Idea) -> list[Step]:
    """Return the steps that the reader may take; a duplicate has a page of its own."""
    steps = steps_for(idea, actor())
    return [step for step in steps if step.may and step.after != "duplicate"]


def _is_one_of(form: DecisionForm) -> bool:
    """Say so in words when the step that was chosen is no longer one: somebody was faster."""
    chosen = form.after.data
    if not chosen or chosen in {value for value, _ in form.after.choices}:
        return True
    form.refuse("after", gettext("This step is no longer open. Look where the idea stands now."))
    return False


def _shown(form: DecisionForm, idea: Idea) -> Response:
    steps = offered(idea)
    form.offer([(step.after, step.label) for step in steps])
    # Whoever sends it again has seen where the idea stands by now.
    form.seen.data, form.seen.raw_data = idea.status, None
    return page(
        "ideas/status.html",
        form.status,
        form=form,
        idea=idea,
        url=links.idea_url(idea.id, idea.slug),
        steps=steps,
        ends=TERMINAL,
        may_merge=may_merge(actor(), idea, idea),
        clock=shown_clock(idea),
        least=REASON_SHORTEST,
        most=REASON_LONGEST,
        words_least=WORDS_LEAST,
    )
