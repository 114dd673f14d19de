"""What the team says to everybody about an idea, and putting it right later."""

from __future__ import annotations

from sqlalchemy import select

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.actions.stepping import answered
from app.domain.ideas.actions.wording import (
    POSTED_ALREADY,
    check_body,
    check_edition,
    checked_nonce,
    take_text,
)
from app.domain.ideas.events import OfficialReplyEdited, OfficialReplyPosted
from app.domain.ideas.models.ideas import Idea, OfficialReply
from app.domain.ideas.models.voices import IdeaRevision
from app.domain.ideas.policy import may_edit_reply, may_reply
from app.domain.ideas.rules import BODY_LONGEST, COMMENT_SHORTEST
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.problems import Invalid


def reply_officially(
    idea: Idea, *, by: Actor, body: Text, nonce: str | None = None
) -> OfficialReply:
    """Say to everybody where an idea stands. The first reply stops the clock.

    :raises Invalid: on ``body`` or ``nonce``.
    """
    lock(idea)
    require(may_reply(by, idea))
    nonce = checked_nonce(nonce)
    if made := _made_by_form(by, idea, nonce):
        return made
    check_body(by, body, shortest=COMMENT_SHORTEST, longest=BODY_LONGEST)
    moment = clock.now()
    is_first = answered(idea, moment)
    idea.active_at = moment
    reply = OfficialReply(idea_id=idea.id, author_id=id_of(by), at=moment, nonce=nonce)
    take_text(reply, body)
    db.session.add(reply)
    db.session.flush()
    publish(OfficialReplyPosted(reply.id, idea.id, id_of(by), is_first))
    return reply


def edit_reply(reply: OfficialReply, *, by: Actor, body: Text, edition: int) -> None:
    """Put an official reply right; what it said before is kept.

    :raises Conflict: when somebody edited it since ``edition``; both texts are its details.
    """
    lock(reply)
    require(may_edit_reply(by, reply))
    if reply.body == body.source:
        return
    check_edition(reply, edition, body)
    check_body(by, body, shortest=COMMENT_SHORTEST, longest=BODY_LONGEST)
    if reply.edition == 1:
        _keep(reply, reply.author_id).at = reply.at
    take_text(reply, body)
    reply.edited_at = clock.now()
    reply.edition += 1
    _keep(reply, id_of(by))
    db.session.flush()
    publish(OfficialReplyEdited(reply.id, reply.idea_id, id_of(by)))


def _keep(reply: OfficialReply, editor_id: int) -> IdeaRevision:
    revision = IdeaRevision(
        subject_kind="official",
        subject_id=reply.id,
        number=reply.edition,
        body=reply.body,
        editor_id=editor_id,
        at=clock.now(),
    )
    db.session.add(revision)
    return revision


def _made_by_form(by: Actor, idea: Idea, nonce: str | None) -> OfficialReply | None:
    if not nonce:
        return None
    made = db.session.scalar(
        select(OfficialReply).where(OfficialReply.author_id == by.id, OfficialReply.nonce == nonce)
    )
    if made is not None and made.idea_id != idea.id:
        raise Invalid("body", POSTED_ALREADY)
    return made
