"""Voting for an idea on behalf of customers: who of the brand did, and for whom."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.ideas.actions.customers import take_back_on_behalf, vote_on_behalf
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import may_vote_on_behalf
from app.domain.ideas.queries.customers import CastVote, cast_votes, find_cast_vote
from app.domain.ideas.queries.pages import find_idea
from app.kit.i18n import gettext
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.guards import demands
from app.web.ideas.deciding_forms import CustomerForm
from app.web.ideas.finding import follows_merges
from app.web.numbers import row_number
from app.web.partials import done, page
from app.web.people import person
from app.web.shell import actor

bp = Blueprint("idea_customers", __name__, url_prefix="/ideas/<int:idea_id>/customers")


@bp.get("")
@demands(Permission.VOTE_ON_BEHALF)
@follows_merges
def index(idea_id: int) -> Response:
    """Show the votes that were cast for others."""
    return _shown(CustomerForm(), find_idea(idea_id, actor()))


@bp.post("")
@demands(Permission.VOTE_ON_BEHALF)
@follows_merges
def create(idea_id: int) -> Any:
    """Vote for a customer; the same one counts once."""
    idea = find_idea(idea_id, actor())
    form = CustomerForm()
    if form.validate_on_submit():
        given = {"customer": form.customer.data or "", "note": form.note.data or ""}
        form.attempt(vote_on_behalf, idea, by=actor(), **given)
    if form.is_refused:
        return _shown(form, idea)
    flash(gettext("Their vote counts."))
    return done(to=f"/ideas/{idea_id}/customers")


@bp.post("/withdrawal")
@demands(Permission.VOTE_ON_BEHALF)
@follows_merges
def delete(idea_id: int) -> Any:
    """Take one of these votes back."""
    idea = find_idea(idea_id, actor())
    number = request.form.get("number", type=row_number)
    if number is None:
        raise NotFound
    vote = find_cast_vote(idea, request.form.get("kind", ""), number, actor())
    write(take_back_on_behalf, vote, by=actor())
    flash(gettext("The vote is taken back."))
    return done(to=f"/ideas/{idea_id}/customers")


def _shown(form: CustomerForm, idea: Idea) -> Response:
    who = actor()
    return page(
        "ideas/customers.html",
        form.status,
        form=form,
        idea=idea,
        url=links.idea_url(idea.id, idea.slug),
        may=may_vote_on_behalf(who, idea),
        rows=[_row(vote) for vote in cast_votes(idea, who)],
    )


def _row(vote: CastVote) -> dict[str, Any]:
    member = person(vote.member) if vote.member else None
    return {
        "id": vote.id,
        "kind": "member" if member else "customer",
        "member": member,
        "customer": vote.customer,
        "note": vote.note,
        "by": person(vote.by),
        "at": vote.at,
    }
