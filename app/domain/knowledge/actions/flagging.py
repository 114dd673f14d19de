"""Flags on articles and their blocks: set by anybody, settled with an outcome and a word why."""

from __future__ import annotations

from sqlalchemy import func, select

from app.domain.accounts.models import Actor
from app.domain.knowledge.actions.signs import count_flag, teller
from app.domain.knowledge.actions.wording import locked
from app.domain.knowledge.events import ArticlePublished, BlockFlagged, FlagSettled
from app.domain.knowledge.models.articles import Article, ArticleRevision
from app.domain.knowledge.models.blocks import Block
from app.domain.knowledge.models.use import ArticleFlag
from app.domain.knowledge.policy import may_flag, may_settle_flags
from app.domain.knowledge.rules import FLAG_OUTCOMES, FLAG_REASONS
from app.kit import clock
from app.kit.db import db
from app.kit.decisions import require
from app.kit.events import publish
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Conflict, Invalid

WORDS_LONGEST = 1000


def flag_block(
    article: Article,
    *,
    by: Actor,
    who: str,
    reason: str,
    words: str = "",
    block_key: str | None = None,
    address: str = "",
) -> ArticleFlag:
    """Somebody says that a block, or the whole article, is not right.

    Said again by the same person while it waits, the flag changes and stays one.

    :raises Invalid: on ``reason``, ``words`` or ``block``.
    """
    locked(article)
    require(may_flag(by, article))
    if reason not in FLAG_REASONS:
        raise Invalid("reason", _l("Choose one of these."))
    if len(words) > WORDS_LONGEST:
        raise Invalid("words", _l("Use at most 1,000 characters."))
    block = _block(article, block_key) if block_key else None
    voter_id, guest = teller(by, who)
    waiting = _waiting_from(article, block, voter_id, guest)
    if waiting is not None:
        waiting.reason, waiting.words = reason, words.strip()
        return waiting
    count_flag(by, who, address)
    assert article.revision_id is not None  # noqa: S101 - may_flag asked
    flag = ArticleFlag(
        article_id=article.id,
        block_id=block.id if block else None,
        revision_id=article.revision_id,
        flagger_id=voter_id,
        guest=guest,
        reason=reason,
        words=words.strip(),
    )
    db.session.add(flag)
    _recount(article)
    publish(BlockFlagged(flag.id, article.id))
    return flag


def settle_flag(flag: ArticleFlag, *, by: Actor, outcome: str, answer: str = "") -> None:
    """Somebody who may decide says what became of a flag; who declines one says why.

    :raises Invalid: on ``outcome`` or ``answer``.
    :raises Conflict: when somebody settled it before.
    """
    article = locked(flag.article)
    require(may_settle_flags(by, article))
    if outcome not in FLAG_OUTCOMES:
        raise Invalid("outcome", _l("Choose one of these."))
    if outcome == "declined" and not answer.strip():
        raise Invalid("answer", _l("Say why, in a sentence: whoever flagged it reads it."))
    if len(answer) > WORDS_LONGEST:
        raise Invalid("answer", _l("Use at most 1,000 characters."))
    db.session.refresh(flag)
    if flag.settled_at is not None:
        raise Conflict(_l("Somebody settled this flag meanwhile."))
    _settle(flag, article, by_id=by.id, outcome=outcome, answer=answer.strip())


def settle_mended(event: ArticlePublished) -> None:
    """A revision went live that a flag had set off: the flag is settled as fixed by it."""
    revision = db.session.get_one(ArticleRevision, event.revision_id)
    if revision.trigger_kind != "flag" or revision.trigger_id is None:
        return
    flag = db.session.get(ArticleFlag, revision.trigger_id)
    if flag is None or flag.article_id != event.article_id or flag.settled_at is not None:
        return
    flag.fixed_by_id = revision.id
    article = locked(flag.article)
    _settle(flag, article, by_id=event.reviewer_id, outcome="fixed", answer=revision.comment)


def _settle(
    flag: ArticleFlag, article: Article, *, by_id: int | None, outcome: str, answer: str
) -> None:
    flag.settled_at, flag.settled_by_id = clock.now(), by_id
    flag.outcome, flag.answer = outcome, answer
    _recount(article)
    publish(FlagSettled(flag.id, article.id, by_id or 0, outcome))


def _recount(article: Article) -> None:
    """Count the open flags of a held article."""
    db.session.flush()
    article.open_flag_count = (
        db.session.scalar(
            select(func.count()).where(
                ArticleFlag.article_id == article.id, ArticleFlag.settled_at.is_(None)
            )
        )
        or 0
    )


def _block(article: Article, key: str) -> Block:
    block = db.session.scalar(
        select(Block).where(
            Block.article_id == article.id, Block.key == key, Block.removed_at.is_(None)
        )
    )
    if block is None:
        raise Invalid("block", _l("This part of the article is gone. Flag the whole article."))
    return block


def _waiting_from(
    article: Article, block: Block | None, flagger_id: int | None, guest: str | None
) -> ArticleFlag | None:
    who = ArticleFlag.guest == guest if guest else ArticleFlag.flagger_id == flagger_id
    return db.session.scalar(
        select(ArticleFlag)
        .where(
            ArticleFlag.article_id == article.id,
            ArticleFlag.block_id == (block.id if block else None),
            ArticleFlag.settled_at.is_(None),
            who,
        )
        .limit(1)
    )
