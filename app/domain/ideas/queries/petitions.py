"""How far those who voted are with asking for an archived idea, or against a refusal."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Select, func, select

from app.domain.accounts.models import Actor
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import IdeaVote, Petition
from app.domain.ideas.policy import PETITION_AT, may_petition
from app.kit.db import db
from app.kit.decisions import Decision, no, yes
from app.kit.i18n import lazy_gettext as _l

# What those who voted can ask for, by the status an idea has.
KINDS = {"declined": "appeal", "archived": "revival"}


@dataclass(frozen=True, slots=True)
class PetitionState:
    """What is asked for, how many do, and how many it takes."""

    kind: str
    count: int
    needed: int
    # Whether the reader is one of them.
    signed: bool
    may: Decision


def petition_of(idea: Idea, actor: Actor) -> PetitionState | None:
    """Return how the petition stands; None while there is nothing to ask for. Three statements."""
    kind = KINDS.get(idea.status)
    if kind is None or idea.merged_into_id is not None:
        return None
    signers, voters, signed, voted = db.session.execute(
        select(
            _signers(idea, kind).scalar_subquery(),
            _voters(idea).scalar_subquery(),
            _signers(idea, kind).where(Petition.user_id == actor.id).scalar_subquery(),
            _voters(idea).where(IdeaVote.voter_id == actor.id).scalar_subquery(),
        )
    ).one()
    if kind == "revival" and not voters:
        # Votes that came from another board are a sum: nobody is there to ask.
        return None
    needed = needed_for(kind, voters)
    allowed = may_petition(actor, idea)
    if allowed:
        allowed = _may_sign(voters, needed, has_voted=bool(voted))
    return PetitionState(kind, signers, needed, bool(signed), allowed)


def needed_for(kind: str, voters: int) -> int:
    """Return how many it takes: as many as the site says.

    What is archived had few votes for the most part, so there it takes no more than voted.
    """
    most = max(1, PETITION_AT.get())
    return max(1, min(most, voters)) if kind == "revival" else most


def count_signers(idea: Idea, kind: str) -> int:
    """Return how many ask for it."""
    return db.session.scalar(_signers(idea, kind)) or 0


def count_voters(idea: Idea) -> int:
    """Return how many members voted for it: customers without account cannot ask."""
    return db.session.scalar(_voters(idea)) or 0


def _may_sign(voters: int, needed: int, *, has_voted: bool) -> Decision:
    if not has_voted:
        return no(_l("Those who voted for it can ask for this."))
    if voters < needed:
        return no(
            _l(
                "This takes %(needed)s of those who voted, and %(voters)s did.",
                needed=needed,
                voters=voters,
            )
        )
    return yes


def _signers(idea: Idea, kind: str) -> Select[int]:
    return select(func.count()).where(Petition.idea_id == idea.id, Petition.kind == kind)


def _voters(idea: Idea) -> Select[int]:
    return select(func.count()).where(IdeaVote.idea_id == idea.id)
