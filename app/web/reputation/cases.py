"""Suspicious votes, for staff: the cases, each with its evidence, and what is decided."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, flash, request
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.reputation.actions.cases import clear_case, reverse_case
from app.domain.reputation.models.cases import CASE_STATES, Case
from app.domain.reputation.policy import may_judge_case
from app.domain.reputation.queries.cases import case_list, case_page, find_case
from app.domain.reputation.rules import NOTE_LONGEST, NOTE_SHORTEST
from app.kit.i18n import gettext, lazy_gettext
from app.web.forms import Form
from app.web.guards import demands
from app.web.partials import done, page
from app.web.reputation.evidence import shown_case, shown_line, shown_vote, state_word
from app.web.shell import actor

bp = Blueprint("cases", __name__, url_prefix=links.cases_url())

# Lines of "who voted for whom" on one page; the largest ring has more.
LINES_SHOWN = 100


class DecisionForm(Form):
    """Why it was decided so."""

    note = TextAreaField(
        lazy_gettext("Why"),
        [DataRequired(), Length(min=NOTE_SHORTEST, max=NOTE_LONGEST)],
        description=lazy_gettext("For staff. Those concerned are told what happened, not this."),
    )


@bp.get("")
@demands(Permission.JUDGE_VOTES)
def index() -> Response:
    """List the cases of one state."""
    asked = request.args.get("state", "")
    state = asked if asked in CASE_STATES else CASE_STATES[0]
    found = case_list(state, after=request.args.get("after"), before=request.args.get("before"))
    return page(
        "reputation/cases.html",
        cases=[shown_case(row) for row in found.items],
        tabs=[(state_word(it), _address(it), it == state) for it in CASE_STATES],
        state=state,
        newer=_address(state, before=found.previous) if found.previous else "",
        older=_address(state, after=found.next) if found.next else "",
    )


@bp.get("/<int:case_id>")
@demands(Permission.JUDGE_VOTES)
def show(case_id: int) -> Response:
    """Show one case, with everything that speaks for it."""
    return _shown(find_case(case_id), DecisionForm())


@bp.post("/<int:case_id>/reversal")
@demands(Permission.JUDGE_VOTES)
def create(case_id: int) -> Any:
    """Strike the votes out."""
    return _decided(case_id, reverse_case, gettext("The votes are struck out."))


@bp.post("/<int:case_id>/clearance")
@demands(Permission.JUDGE_VOTES)
def update(case_id: int) -> Any:
    """Find the votes honest."""
    return _decided(case_id, clear_case, gettext("The votes count."))


def _decided(case_id: int, verb: Callable[..., None], words: str) -> Any:
    case, form = find_case(case_id), DecisionForm()
    if form.validate_on_submit():
        form.attempt(verb, case, by=actor(), note=form.note.data or "")
    if form.is_refused:
        return _shown(case, form)
    flash(words)
    return done(to=links.case_url(case_id))


def _shown(case: Case, form: DecisionForm) -> Response:
    decision = may_judge_case(actor(), case)
    found = case_page(case.id, after=request.args.get("after"), before=request.args.get("before"))
    here = links.case_url(case.id)
    back = {(line.voter.id, line.author.id): line.votes for line in found.lines}
    votes = found.votes
    return page(
        "reputation/case.html",
        form.status,
        form=form,
        case=shown_case(found.case),
        refusal="" if decision else decision.reason,
        lines=[shown_line(line, back) for line in found.lines[:LINES_SHOWN]],
        more_lines=max(0, len(found.lines) - LINES_SHOWN),
        votes=[shown_vote(row) for row in votes.items],
        vote_count=found.vote_count,
        newer=f"{here}?before={votes.previous}#votes" if votes.previous else "",
        older=f"{here}?after={votes.next}#votes" if votes.next else "",
    )


def _address(state: str, **more: str) -> str:
    return f"{links.cases_url()}?{urlencode({'state': state} | more)}"
