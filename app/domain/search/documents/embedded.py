"""What hosts show of articles: words they are found by, and who must be refreshed with a block."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from sqlalchemy import and_, or_, select

from app.domain.knowledge.models.blocks import Block, Embed
from app.domain.knowledge.queries.embeds import words_of
from app.domain.knowledge.rules import DEPTH
from app.domain.subjects import Subject
from app.kit.db import db

_e = Embed.__table__.c
_b = Block.__table__.c


@dataclass
class Hosts:
    """The threads and the articles that show something."""

    question_ids: set[int] = field(default_factory=set)
    article_ids: set[int] = field(default_factory=set)


def embedded_words(hosts: Sequence[Subject]) -> dict[Subject, str]:
    """Return the words of the blocks that these posts and articles show.

    A block that somebody of the host's audience may not read gives none. One statement where
    nothing is shown, as almost everywhere.
    """
    articles = [host.id for host in hosts if host.kind == "article"]
    posts = [host.id for host in hosts if host.kind != "article"]
    rows = db.session.execute(
        select(_e.host_kind, _e.host_id).where(
            or_(
                and_(_e.host_kind == "article", _e.host_id.in_(articles)),
                and_(_e.host_kind != "article", _e.host_id.in_(posts)),
            )
        )
    )
    showing = {Subject(kind, number) for kind, number in rows}.intersection(hosts)
    return words_of(sorted(showing, key=str)) if showing else {}


def hosts_showing(article_ids: Collection[int]) -> Hosts:
    """Return whatever shows a block of these articles, by itself or through other articles."""
    found = Hosts()
    edge = set(article_ids)
    for _ in range(DEPTH):
        rows = db.session.execute(
            select(_e.host_kind, _e.host_id, _e.question_id)
            .join(Block.__table__, _b.id == _e.block_id)
            .where(_b.article_id.in_(edge))
        ).all()
        found.question_ids |= {row.question_id for row in rows if row.question_id is not None}
        reached = {row.host_id for row in rows if row.host_kind == "article"}
        edge = reached - found.article_ids - set(article_ids)
        found.article_ids |= edge
        if not edge:
            break
    return found
