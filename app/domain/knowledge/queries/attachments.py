"""Files of articles: which one a reader may have, and which an article lists."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from app.domain.accounts.models import Actor, Guest
from app.domain.knowledge.models.articles import Article, ArticleRevision, Attachment
from app.domain.knowledge.policy import may_see, may_see_revision
from app.kit.db import db
from app.kit.problems import NotFound

_NAMED = re.compile(r"/attachments/([A-Za-z0-9._-]{1,80})")


@dataclass(frozen=True)
class AttachmentRow:
    """A file as an article lists it."""

    name: str
    title: str
    media_type: str
    size: int


def names_in(source: str) -> set[str]:
    """Return the names of the attachments that a text shows or links."""
    return set(_NAMED.findall(source))


def find_attachment(name: str, actor: Actor) -> Attachment:
    """Return a file that the actor may have.

    Whoever sent it sees it; others once a revision that they may see names it. So what nobody
    approved is served to nobody but its sender and those who judge it.

    :raises NotFound: when there is none, or none that they may know of.
    """
    kept = db.session.get(Attachment, name)
    if kept is None:
        raise NotFound
    if not actor.is_guest and kept.owner_id == actor.id:
        return kept
    if not any(may_see_revision(actor, revision) for revision in _naming(kept)):
        raise NotFound
    return kept


def is_open(kept: Attachment) -> bool:
    """Say whether a visitor may have it, too: then others may keep copies."""
    guest = Guest()
    return any(may_see_revision(guest, revision) for revision in _naming(kept))


def attachments_of(article: Article) -> list[AttachmentRow]:
    """Return the files that the text in force names, pictures left out, in one statement.

    Ask only for an article that the reader may see.
    """
    names = names_in(article.revision.body) if article.revision else set()
    return _rows(article, names)


def attachments_of_revision(revision: ArticleRevision, actor: Actor) -> list[AttachmentRow]:
    """Return the files that one revision names, for whoever may see it."""
    if not (may_see(actor, revision.article) and may_see_revision(actor, revision)):
        return []
    return _rows(revision.article, names_in(revision.body))


def _rows(article: Article, names: set[str]) -> list[AttachmentRow]:
    if not names:
        return []
    found = db.session.execute(
        select(Attachment.name, Attachment.title, Attachment.media_type, Attachment.size)
        .where(
            Attachment.article_id == article.id,
            Attachment.name.in_(names),
            Attachment.is_picture.is_(False),
        )
        .order_by(Attachment.title, Attachment.name)
    )
    return [AttachmentRow(*row) for row in found]


def _naming(kept: Attachment) -> list[ArticleRevision]:
    """Return the revisions of its article that name a file, those in force first."""
    if kept.article_id is None:
        return []
    return list(
        db.session.scalars(
            select(ArticleRevision)
            .where(
                ArticleRevision.article_id == kept.article_id,
                ArticleRevision.body.contains(kept.name, autoescape=True),
            )
            .order_by((ArticleRevision.state == "published").desc(), ArticleRevision.id.desc())
        )
    )
