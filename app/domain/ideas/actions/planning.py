"""Who answers for an idea, when it is expected, and what the team thinks of it among themselves."""

from __future__ import annotations

from app.domain.accounts.models import Actor, User
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.events import IdeaAssigned, IdeaExpected
from app.domain.ideas.models.ideas import Idea, IdeaNote
from app.domain.ideas.policy import may_be_partner, may_decide, may_see
from app.domain.ideas.rules import ESTIMATES, EXPECTED_LONGEST
from app.domain.ideas.rules.reasons import checked_note
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.plain import checked_line
from app.kit.problems import Invalid


def assign(idea: Idea, *, by: Actor, owner: User | None) -> None:
    """Let somebody of the team answer for an idea, or nobody.

    :raises Invalid: on ``owner``, when they do not decide about ideas, or cannot read this one.
    """
    lock(idea)
    require(may_decide(by, idea))
    if owner is not None and not (may_be_partner(owner) and may_see(owner, idea)):
        raise Invalid("owner", _l("Choose somebody of the team who can read this idea."))
    owner_id = owner.id if owner else None
    if idea.owner_id == owner_id:
        return
    idea.owner = owner
    db.session.flush()
    publish(IdeaAssigned(idea.id, owner_id, id_of(by)))


def expect(idea: Idea, *, by: Actor, expected: str) -> None:
    """Say when an idea is expected: an intention, and followers hear when it moves.

    :raises Invalid: on ``expected``.
    """
    lock(idea)
    require(may_decide(by, idea))
    words, before = checked_line("expected", expected, EXPECTED_LONGEST), idea.expected
    if words == before:
        return
    idea.expected = words
    db.session.flush()
    publish(IdeaExpected(idea.id, before, words, id_of(by)))


def estimate(idea: Idea, *, by: Actor, effort: int | None, value: int | None) -> None:
    """Say what an idea takes and brings, from 1 to 5 each; seen by the team alone.

    :raises Invalid: on ``effort`` or ``value``.
    """
    lock(idea)
    require(may_decide(by, idea))
    for field, given in (("effort", effort), ("value", value)):
        if given is not None and given not in ESTIMATES:
            raise Invalid(field, _l("Choose 1 to 5, or nothing."))
    idea.effort, idea.value = effort, value
    db.session.flush()


def note(idea: Idea, *, by: Actor, body: str) -> IdeaNote:
    """Write down something for the team alone.

    :raises Invalid: on ``body``.
    """
    require(may_decide(by, idea))
    kept = IdeaNote(idea_id=idea.id, author_id=id_of(by), body=checked_note(body), at=clock.now())
    db.session.add(kept)
    db.session.flush()
    return kept
