"""Comments on ideas: two levels, edited by their authors, agreed with by others."""

from __future__ import annotations

from sqlalchemy import select, update

from app.domain.accounts.models import Actor
from app.domain.accounts.texts import Text
from app.domain.ideas.actions.editing import keep_first, take_edit
from app.domain.ideas.actions.limits import COMMENTS, EDITS, VOTES, count
from app.domain.ideas.actions.locks import id_of, lock
from app.domain.ideas.actions.wording import (
    POSTED_ALREADY,
    check_body,
    check_edition,
    checked_nonce,
    take_text,
)
from app.domain.ideas.events import IdeaCommented, IdeaCommentEdited
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.models.voices import CommentVote, IdeaComment
from app.domain.ideas.policy import may_agree, may_comment, may_edit_comment, may_see_comment
from app.domain.ideas.rules import COMMENT_LONGEST, COMMENT_SHORTEST
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid


def comment(
    idea: Idea,
    *,
    by: Actor,
    body: Text,
    parent: IdeaComment | None = None,
    nonce: str | None = None,
) -> IdeaComment:
    """A member says something about an idea, or about a comment there.

    Under a comment that stands under another it goes beside that one: two levels, no more.

    :raises Invalid: on ``body``, or on ``parent`` when it stands somewhere else.
    """
    made = _made_by_form(by, checked_nonce(nonce), body)
    if made is not None:
        return made
    lock(idea)
    require(may_comment(by, idea))
    above = _above(idea, by, parent)
    check_body(by, body, shortest=COMMENT_SHORTEST, longest=COMMENT_LONGEST)
    count(COMMENTS, by)
    posted = IdeaComment(
        idea=idea, parent_id=above, author_id=by.id, nonce=nonce or None, posted_at=clock.now()
    )
    take_text(posted, body)
    db.session.add(posted)
    idea.comment_count += 1
    idea.active_at = posted.posted_at
    db.session.flush()
    if above is not None:
        _add(above, reply_count=1)
    named = tuple(member_id for member_id in body.mentions if member_id != by.id)
    publish(IdeaCommented(posted.id, idea.id, id_of(by), named))
    return posted


def edit_comment(comment: IdeaComment, *, by: Actor, body: Text, edition: int) -> None:
    """Change a comment's words.

    :raises Conflict: when somebody edited it since ``edition``; both texts are its details.
    """
    lock(comment)
    require(may_edit_comment(by, comment))
    check_edition(comment, edition, body)
    check_body(by, body, shortest=COMMENT_SHORTEST, longest=COMMENT_LONGEST)
    if comment.body == body.source:
        return
    count(EDITS, by)
    keep_first(comment)
    take_edit(comment, by, body)
    publish(IdeaCommentEdited(comment.id, comment.idea_id, id_of(by)))


def agree(comment: IdeaComment, *, by: Actor) -> int:
    """A member agrees with a comment; how many do is returned. Twice changes nothing."""
    lock(comment)
    require(may_agree(by, comment))
    if db.session.get(CommentVote, (by.id, comment.id)) is not None:
        return comment.score
    count(VOTES, by)
    db.session.add(CommentVote(voter_id=by.id, comment_id=comment.id))
    comment.score += 1
    db.session.flush()
    return comment.score


def take_back_agreement(comment: IdeaComment, *, by: Actor) -> int:
    """A member does not agree any more; how many do is returned."""
    lock(comment)
    require(may_agree(by, comment))
    cast = db.session.get(CommentVote, (by.id, comment.id))
    if cast is None:
        return comment.score
    count(VOTES, by)
    db.session.delete(cast)
    comment.score -= 1
    db.session.flush()
    return comment.score


def _above(idea: Idea, by: Actor, parent: IdeaComment | None) -> int | None:
    """Return the comment of the first level that this goes under."""
    if parent is None:
        return None
    if parent.idea_id != idea.id or not may_see_comment(by, parent):
        raise Invalid("parent", _l("This comment belongs to another idea."))
    if parent.is_hidden:
        raise Invalid("parent", _l("This comment is hidden. Reply to the idea instead."))
    return parent.parent_id or parent.id


def _made_by_form(by: Actor, nonce: str | None, body: Text) -> IdeaComment | None:
    if nonce is None or by.is_guest:
        return None
    made = db.session.scalar(
        select(IdeaComment).where(IdeaComment.author_id == by.id, IdeaComment.nonce == nonce)
    )
    if made is None:
        return None
    if made.edition == 1 and made.body != body.source:
        raise Invalid("body", POSTED_ALREADY)
    return made


def _add(comment_id: int, *, reply_count: int) -> None:
    db.session.execute(
        update(IdeaComment)
        .where(IdeaComment.id == comment_id)
        .values(reply_count=IdeaComment.reply_count + reply_count)
    )
