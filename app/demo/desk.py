"""What waits on the demo's editors' desk: flags, proposals, words from readers."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from app.demo.articles import SIGNIFICANCE, replaced
from app.demo.people import SOURCE
from app.demo.reading import BadContent, Entry
from app.demo.stage import Stage
from app.domain.accounts.models import User
from app.domain.accounts.texts import Text, prepare_many
from app.domain.forum.models.questions import Question
from app.domain.knowledge.actions.drafting import revision_by_nonce
from app.domain.knowledge.actions.wording import Wording, new_revision
from app.domain.knowledge.models.articles import Article
from app.domain.knowledge.models.blocks import Block
from app.domain.knowledge.models.use import (
    ArticleDay,
    ArticleFlag,
    ArticleValidation,
    FollowUp,
    HelpVote,
)
from app.kit.db import db
from app.kit.work import write

# How many days readings are told, one more or less each time.
DAYS = 60


def bring_desk(stage: Stage, knowledge: Entry) -> dict[str, int]:
    """Store what is missing of all this; return how many of each. Opens its own units."""
    if not knowledge:
        return {}
    proposals = knowledge.get("proposals", [])
    bodies = [_proposed(entry) for entry in proposals]
    texts = prepare_many(bodies, outline=True)
    return {
        "article flags": write(_add_all, _add_flag, stage, knowledge.get("flags", [])),
        "proposals": write(_add_proposals, stage, proposals, texts),
        "article votes": write(_add_all, _add_vote, stage, knowledge.get("votes", [])),
        "validations": write(_add_all, _add_validation, stage, knowledge.get("validations", [])),
        "follow-ups": write(_add_all, _add_follow_up, stage, knowledge.get("follow_ups", [])),
        "readings": write(_add_readings, stage, knowledge.get("readings", {})),
    }


def _add_all(add: Any, stage: Stage, entries: list[Entry]) -> int:
    return sum(bool(add(stage, entry)) for entry in entries)


def named(slug: str) -> Article:
    """Return an article of the demo."""
    found = db.session.scalar(
        select(Article).where(Article.external_source == SOURCE, Article.external_id == slug)
    )
    if found is None:
        raise BadContent(f"knowledge.yaml: there is no article {slug}")
    return found


# -- flags and proposals ----------------------------------------------------------------------


def _add_flag(stage: Stage, entry: Entry) -> bool:
    article, flagger = named(entry["article"]), stage.member(entry["by"])
    known = select(ArticleFlag.id).where(
        ArticleFlag.article_id == article.id, ArticleFlag.flagger_id == flagger
    )
    if db.session.scalar(known.limit(1)) is not None or article.revision_id is None:
        return False
    flag = ArticleFlag(
        article_id=article.id,
        block_id=_block(article, entry["block"]) if "block" in entry else None,
        revision_id=article.revision_id,
        flagger_id=flagger,
        reason=entry["reason"],
        words=entry["words"],
        at=stage.at(entry["ago"]),
    )
    if settled := entry.get("settled"):
        flag.settled_at = stage.at(settled["ago"])
        flag.settled_by_id = stage.member(settled["by"])
        flag.outcome, flag.answer = settled["outcome"], settled["answer"]
        flag.fixed_by_id = article.revision_id if settled.get("by_edit") else None
    db.session.add(flag)
    db.session.flush()
    if settled and settled.get("by_edit") and article.revision is not None:
        article.revision.trigger_kind, article.revision.trigger_id = "flag", flag.id
    if not settled:
        article.open_flag_count += 1
    return True


def _block(article: Article, key: str) -> int:
    found = db.session.scalar(
        select(Block.id).where(Block.article_id == article.id, Block.key == key)
    )
    if found is None:
        raise BadContent(f"knowledge.yaml: {article.slug} has no part {key}")
    return found


def _proposed(entry: Entry) -> str:
    article = named(entry["article"])
    body = article.revision.body if article.revision else ""
    # Loaded before and approved meanwhile: the text says something else, and is not looked at.
    is_there = all(now in body for now, _other in entry["text"])
    return replaced(article.slug, entry, body) if is_there else body


def _add_proposals(stage: Stage, entries: list[Entry], texts: list[Text]) -> int:
    pairs = zip(entries, texts, strict=True)
    return sum(_add_proposal(stage, entry, text) for entry, text in pairs)


def _add_proposal(stage: Stage, entry: Entry, text: Text) -> bool:
    article = named(entry["article"])
    by = db.session.get_one(User, stage.member(entry["by"]))
    nonce = f"demo {entry['article']}"
    revision = article.revision
    if revision is None or revision_by_nonce(by, nonce) is not None or text.source == revision.body:
        return False
    wording = Wording(
        revision.title,
        revision.summary,
        text,
        entry["comment"],
        SIGNIFICANCE[entry["significance"]],
    )
    made = new_revision(article, wording, by, state="proposed", base_id=revision.id, nonce=nonce)
    made.at, made.block_key = stage.at(entry["ago"]), entry.get("block")
    if "flag" in entry:
        made.trigger_kind, made.trigger_id = "flag", _open_flag(article)
    return True


def _open_flag(article: Article) -> int | None:
    return db.session.scalar(
        select(ArticleFlag.id)
        .where(ArticleFlag.article_id == article.id, ArticleFlag.settled_at.is_(None))
        .order_by(ArticleFlag.id)
        .limit(1)
    )


# -- readers ----------------------------------------------------------------------------------


def _add_vote(stage: Stage, entry: Entry) -> bool:
    """Let one of the cast say whether an article helped: one of those its sums count already."""
    article, voter = named(entry["article"]), stage.member(entry["by"])
    known = select(HelpVote.id).where(HelpVote.article_id == article.id, HelpVote.voter_id == voter)
    if db.session.scalar(known.limit(1)) is not None or article.revision_id is None:
        return False
    is_helpful = bool(entry["helpful"])
    db.session.add(
        HelpVote(
            article_id=article.id,
            revision_id=article.revision_id,
            voter_id=voter,
            is_helpful=is_helpful,
            reason=entry["reason"],
            comment=entry.get("comment", ""),
            at=stage.at(entry["ago"]),
        )
    )
    name = "imported_helpful" if is_helpful else "imported_unhelpful"
    setattr(article, name, getattr(article, name) - 1)
    return True


def _add_validation(stage: Stage, entry: Entry) -> bool:
    article, by_id = named(entry["article"]), stage.member(entry["by"])
    known = select(ArticleValidation.id).where(
        ArticleValidation.article_id == article.id, ArticleValidation.by_id == by_id
    )
    if db.session.scalar(known.limit(1)) is not None:
        return False
    db.session.add(
        ArticleValidation(
            article_id=article.id,
            revision_id=article.revision_id,
            by_id=by_id,
            at=stage.at(entry["ago"]),
        )
    )
    return True


def _add_follow_up(stage: Stage, entry: Entry) -> bool:
    article = named(entry["article"])
    question = db.session.scalar(
        select(Question).where(
            Question.external_source == SOURCE, Question.external_id == entry["thread"]
        )
    )
    if question is None:
        raise BadContent(f"knowledge.yaml: there is no thread {entry['thread']}")
    if db.session.get(FollowUp, (article.id, question.id)) is not None:
        return False
    by_stuck = bool(entry.get("stuck", False))
    at = max(question.asked_at, stage.now - timedelta(days=DAYS))
    db.session.add(
        FollowUp(article_id=article.id, question_id=question.id, by_stuck=by_stuck, at=at)
    )
    return True


def _add_readings(stage: Stage, readings: dict[str, Entry]) -> int:
    added = 0
    for slug, entry in readings.items():
        article = named(slug)
        known = select(func.count()).where(ArticleDay.article_id == article.id)
        if db.session.scalar(known):
            continue
        draw = random.Random(f"readings {slug}")  # noqa: S311 - guards nothing
        for ago in range(DAYS):
            views = round(entry["views"] * (0.5 + draw.random()))
            stuck = sum(draw.random() * 100 < entry["stuck"] for _ in range(views))
            day = (stage.now - timedelta(days=ago)).date()
            db.session.add(ArticleDay(article_id=article.id, day=day, views=views, stuck=stuck))
        added += DAYS
    return added
