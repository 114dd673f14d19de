"""Coins: placed and taken back, one press for each; what is left is said with the answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request

from app import links
from app.domain.ideas.actions.coins import place_coins
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.rounds import Round
from app.domain.ideas.policy.rounds import may_open_round
from app.domain.ideas.queries.rounds import find_round
from app.domain.ideas.rules import STAKES
from app.kit.db import db
from app.kit.i18n import gettext
from app.kit.problems import Invalid, NotFound
from app.kit.work import write
from app.web.guards import signed_in
from app.web.ideas.rounds import FRAGMENTS, ConclusionForm
from app.web.ideas.rounds_shown import round_context
from app.web.numbers import row_named
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("round_coins", __name__, url_prefix="/ideas/rounds/<int:round_id>/coins")

AMOUNTS = {str(coins): coins for coins in (0, *STAKES)}
# No amount that is offered: the verb says which are.
UNKNOWN = -1


@bp.post("")
@signed_in
def create(round_id: int) -> Any:
    """Place so many coins on an idea, instead of those there; 0 takes them back."""
    round_, idea = find_round(round_id, actor()), _idea()
    coins = AMOUNTS.get(request.form.get("coins", ""), UNKNOWN)
    try:
        left = write(place_coins, round_, idea, by=actor(), coins=coins)
    except Invalid as problem:
        return _refused(round_, idea, problem.message)
    if request.headers.get("X-Fragment") not in FRAGMENTS:
        flash(gettext("You have %(left)s coins left.", left=left))
    place = f"{links.round_url(round_.id, round_.slug)}#idea-{idea.id}"
    return done(to=place, fragments=FRAGMENTS, **round_context(round_, actor()))


def _idea() -> Idea:
    number = row_named(request.form.get("idea"))
    idea = db.session.get(Idea, number) if number else None
    if idea is None:
        raise NotFound
    return idea


def _refused(round_: Round, idea: Idea, said: Any) -> Response:
    return page(
        "ideas/round.html",
        422,
        fragments=FRAGMENTS,
        form=ConclusionForm(formdata=None, data={"words": round_.conclusion}),
        may_decide=may_open_round(actor()),
        refused=said,
        refused_id=idea.id,
        **round_context(round_, actor()),
    )
