"""Whether an article helped: one word from each reader about each revision, changeable."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, select

from app.domain.accounts.models import Actor
from app.domain.knowledge.actions.signs import count_sign, teller
from app.domain.knowledge.actions.wording import locked
from app.domain.knowledge.events import HelpVoted
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.use import HelpVote
from app.domain.knowledge.policy import may_say_whether_it_helped
from app.domain.knowledge.rules import DID_NOT_HELP, HELPED
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid

COMMENT_LONGEST = 500


def say_whether_it_helped(
    article: Article,
    *,
    by: Actor,
    who: str,
    is_helpful: bool,
    reason: str = "",
    comment: str = "",
    address: str = "",
) -> HelpVote:
    """Somebody says whether the text in force helped them, and perhaps why; said again, it changes.

    :param who: as ``signs.teller`` reads it; ``address`` bounds guests.
    :raises Invalid: on ``reason`` or ``comment``.
    """
    locked(article)
    require(may_say_whether_it_helped(by, article))
    _check(reason, comment, is_helpful=is_helpful)
    voter_id, guest = teller(by, who)
    vote = _vote_of(article, voter_id, guest)
    if vote is not None and _says(vote) == (is_helpful, reason, comment):
        return vote
    count_sign(by, who, address)
    if vote is None:
        vote = HelpVote(
            article_id=article.id, revision_id=article.revision_id, voter_id=voter_id, guest=guest
        )
        db.session.add(vote)
        _count(article, is_helpful, 1)
    elif vote.is_helpful is not is_helpful:
        _count(article, vote.is_helpful, -1)
        _count(article, is_helpful, 1)
    vote.is_helpful, vote.reason, vote.comment = is_helpful, reason, comment
    vote.at = clock.now()
    db.session.flush()
    publish(HelpVoted(article.id, voter_id))
    return vote


def take_back_help(article: Article, *, by: Actor, who: str) -> None:
    """Somebody takes back what they said about the text in force."""
    locked(article)
    require(may_say_whether_it_helped(by, article))
    voter_id, guest = teller(by, who)
    vote = _vote_of(article, voter_id, guest)
    if vote is None:
        return
    db.session.delete(vote)
    _count(article, vote.is_helpful, -1)
    db.session.flush()
    publish(HelpVoted(article.id, voter_id))


def _check(reason: str, comment: str, *, is_helpful: bool) -> None:
    if reason and reason not in (HELPED if is_helpful else DID_NOT_HELP):
        raise Invalid("reason", _l("Choose one of these."))
    if len(comment) > COMMENT_LONGEST:
        raise Invalid("comment", _l("Use at most 500 characters."))


def _vote_of(article: Article, voter_id: int | None, guest: str | None) -> HelpVote | None:
    return db.session.scalar(
        select(HelpVote).where(
            HelpVote.revision_id == article.revision_id, _is_from(voter_id, guest)
        )
    )


def _is_from(voter_id: int | None, guest: str | None) -> ColumnElement[bool]:
    if guest is not None:
        return HelpVote.guest == guest
    return and_(HelpVote.voter_id.is_not(None), HelpVote.voter_id == voter_id)


def _says(vote: HelpVote) -> tuple[Any, ...]:
    return vote.is_helpful, vote.reason, vote.comment


def _count(article: Article, is_helpful: bool, n: int) -> None:  # noqa: FBT001 - which of the two
    if is_helpful:
        article.helpful_count += n
    else:
        article.unhelpful_count += n
