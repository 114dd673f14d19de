"""Who and what stands around content: found by name once something of theirs is to be read."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import select, union

from app.domain.accounts.models import User
from app.domain.catalog.models import Tag
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question, question_tags
from app.domain.ideas.models.ideas import Idea
from app.domain.knowledge.models.articles import Article
from app.domain.search.rules import WELL_KNOWN
from app.kit.db import db

_u = User.__table__.c
_q = Question.__table__.c
_n = Answer.__table__.c
_a = Article.__table__.c
_i = Idea.__table__.c


def writers_in(question_ids: Collection[int]) -> set[int]:
    """Return who asked and answered there and may be found, or not found, because of it.

    Whoever wrote much elsewhere is found all the same. One statement.
    """
    if not question_ids:
        return set()
    wrote = union(
        select(_q.author_id).where(_q.id.in_(question_ids)),
        select(_n.author_id).where(_n.question_id.in_(question_ids)),
    )
    return set(
        db.session.scalars(
            select(_u.id).where(_u.id.in_(wrote), _u.question_count + _u.answer_count <= WELL_KNOWN)
        )
    )


def tags_worn_by(question_ids: Collection[int]) -> set[int]:
    """Return the tags of these questions that few others wear. One statement."""
    if not question_ids:
        return set()
    return set(
        db.session.scalars(
            select(question_tags.c.tag_id)
            .join(Tag.__table__, Tag.__table__.c.id == question_tags.c.tag_id)
            .where(
                question_tags.c.question_id.in_(question_ids),
                Tag.__table__.c.question_count <= WELL_KNOWN,
            )
            .distinct()
        )
    )


def authors_of_articles(article_ids: Collection[int]) -> set[int]:
    """Return who began these articles. One statement."""
    if not article_ids:
        return set()
    return set(db.session.scalars(select(_a.created_by_id).where(_a.id.in_(article_ids))))


def authors_of_ideas(idea_ids: Collection[int]) -> set[int]:
    """Return who proposed these ideas. One statement."""
    if not idea_ids:
        return set()
    return set(db.session.scalars(select(_i.author_id).where(_i.id.in_(idea_ids))))
