"""Voting on behalf of a customer: by whoever of the brand spoke to them, in their own name."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from app.domain.accounts.models import Actor, User
from app.domain.accounts.queries import member_by_handle
from app.domain.ideas.actions.limits import VOTES, count
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.actions.voting import drop_vote, note_drop, note_vote, put_vote
from app.domain.ideas.events import VotedOnBehalf
from app.domain.ideas.models.ideas import Idea, IdeaNote
from app.domain.ideas.models.voices import CustomerVote, IdeaVote
from app.domain.ideas.policy import may_vote, may_vote_on_behalf
from app.domain.ideas.rules import CUSTOMER_LONGEST, CUSTOMER_NOTE_LONGEST
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.plain import checked_line
from app.kit.problems import Forbidden, Invalid


def vote_on_behalf(
    idea: Idea, *, by: Actor, customer: str, note: str = ""
) -> CustomerVote | IdeaVote:
    """Somebody of the brand votes for a customer. The same customer votes once.

    "@lena", or the handle of a member as it is, means that member: the vote is theirs, they are
    told, it costs them nothing, and they may take it back.

    :raises Invalid: on ``customer`` or ``note``.
    """
    lock(idea)
    require(may_vote_on_behalf(by, idea))
    name = checked_line("customer", customer, CUSTOMER_LONGEST)
    words = checked_line("note", note, CUSTOMER_NOTE_LONGEST)
    if not any(char.isalnum() for char in name):
        raise Invalid("customer", _l("Say who the customer is."))
    member = member_by_handle(name.removeprefix("@"))
    if member is not None:
        return _for_member(idea, by, member, words)
    if name.startswith("@"):
        raise Invalid("customer", _l("There is no member %(handle)s.", handle=name))
    return _for_stranger(idea, by, name, words)


def take_back_on_behalf(vote: CustomerVote | IdeaVote, *, by: Actor) -> None:
    """Somebody of the brand takes back what one of them cast, never a member's own vote."""
    idea = lock(db.session.get_one(Idea, vote.idea_id))
    require(may_vote_on_behalf(by, idea))
    if isinstance(vote, IdeaVote):
        if vote.cast_by_id is None:
            raise Forbidden(_l("This member voted themselves. Only they can take it back."))
        count(VOTES, by)
        drop_vote(idea, vote)
        return
    count(VOTES, by)
    db.session.delete(vote)
    note_drop(idea)


def customer_key(customer: str) -> str:
    """Return what two spellings of one customer have in common."""
    return " ".join(customer.casefold().split())[:CUSTOMER_LONGEST]


def _for_member(idea: Idea, by: Actor, member: User, words: str) -> IdeaVote:
    cast = db.session.get(IdeaVote, (member.id, idea.id))
    if cast is not None:
        return cast
    if not may_vote(member, idea):
        raise Invalid("customer", _l("This member cannot vote for this idea themselves."))
    count(VOTES, by)
    cast = put_vote(idea, member.id, cast_by_id=id_of(by))
    if words:
        # What somebody said in private is for the team: a vote is public.
        db.session.add(
            IdeaNote(idea_id=idea.id, author_id=by.id, body=f"@{member.handle}: {words}")
        )
        db.session.flush()
    publish(VotedOnBehalf(idea.id, id_of(by), member.id))
    return cast


def _for_stranger(idea: Idea, by: Actor, name: str, words: str) -> CustomerVote:
    key = customer_key(name)
    same: Any = select(CustomerVote).where(
        CustomerVote.idea_id == idea.id, CustomerVote.customer_key == key
    )
    cast: CustomerVote | None = db.session.scalar(same)
    if cast is not None:
        return cast
    count(VOTES, by)
    cast = CustomerVote(
        idea_id=idea.id, by_id=by.id, customer=name, customer_key=key, note=words, at=clock.now()
    )
    db.session.add(cast)
    note_vote(idea, cast.at)
    publish(VotedOnBehalf(idea.id, id_of(by), None))
    return cast
