"""What those who voted can do together: bring back what is archived, have a refusal looked at."""

from __future__ import annotations

from sqlalchemy import delete

from app.domain.accounts.models import Actor
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.actions.stepping import step
from app.domain.ideas.events import PetitionSigned
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import Petition
from app.domain.ideas.policy import may_petition
from app.domain.ideas.queries.petitions import KINDS, petition_of
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish


def sign(idea: Idea, *, by: Actor) -> None:
    """Somebody who voted asks for an archived idea, or against a refusal. Twice is once.

    The one that makes it enough takes the idea there at once, whoever else decides: once each.
    """
    lock(idea)
    require(may_petition(by, idea))
    state = petition_of(idea, by)
    if state is None or state.signed:
        return
    require(state.may)
    db.session.add(Petition(idea_id=idea.id, kind=state.kind, user_id=id_of(by), at=clock.now()))
    db.session.flush()
    publish(PetitionSigned(idea.id, state.kind, id_of(by)))
    if state.count + 1 >= state.needed:
        _grant(idea, state.kind)


def unsign(idea: Idea, *, by: Actor) -> None:
    """Somebody asks no more, as long as it was not enough yet."""
    lock(idea)
    require(may_petition(by, idea))
    db.session.execute(
        delete(Petition)
        .where(
            Petition.idea_id == idea.id,
            Petition.kind == KINDS[idea.status],
            Petition.user_id == by.id,
        )
        .execution_options(synchronize_session=False)
    )


def _grant(idea: Idea, kind: str) -> None:
    moment = clock.now()
    if kind == "appeal":
        idea.appealed_at = moment
        step(idea, "under-review", code="appeal")
        return
    idea.revived_at = moment
    step(idea, "needs-votes", code="revival")
