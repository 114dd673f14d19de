"""Files beside articles: kept when they arrive, tied to the article that uses them, else swept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import delete, select, update

from app.domain.accounts.models import Actor
from app.domain.knowledge.models.articles import ArticleRevision, Attachment
from app.domain.knowledge.policy import may_attach
from app.domain.knowledge.queries.attachments import names_in
from app.domain.knowledge.rules.attachments import (
    A_DAY,
    MOST_BYTES,
    ORPHANED_AFTER,
    download_name,
)
from app.kit import clock, files
from app.kit.db import db
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.limits import Limit, hit
from app.kit.problems import Invalid
from app.kit.work import write

SWEPT_AT_ONCE = 500
ATTACHMENTS = Limit(
    "attachments",
    A_DAY,
    timedelta(days=1),
    _l("That is enough files for a day. Try again tomorrow."),
)


def keep_attachment(
    *, by: Actor, name: str, title: str, media_type: str, size: int, is_picture: bool = False
) -> Attachment:
    """Note a file whose bytes ``kit.files`` keeps under ``name``; no article uses it yet.

    :raises Invalid: on ``file``, when it is too big.
    """
    require(may_attach(by))
    if size > MOST_BYTES:
        raise Invalid("file", _l("A file has at most 8 MB."))
    hit(ATTACHMENTS, f"m:{by.id}")
    kept = Attachment(
        name=name,
        owner_id=by.id,
        title=download_name(title, name.rpartition(".")[2]),
        media_type=media_type,
        size=size,
        is_picture=is_picture,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def tie_attachments(revision: ArticleRevision, by: Actor) -> None:
    """Tie the files that a revision names to its article, when whoever writes it sent them.

    Somebody else's file, or one tied already, stays where it is: naming its address opens it to
    nobody.
    """
    names = names_in(revision.body)
    if names:
        db.session.execute(
            update(Attachment)
            .where(
                Attachment.name.in_(names),
                Attachment.owner_id == by.id,
                Attachment.article_id.is_(None),
            )
            .values(article_id=revision.article_id)
            .execution_options(synchronize_session=False)
        )


def sweep_attachments(typed_by: Callable[[set[int]], str]) -> int:
    """Drop files that no article and no draft uses, a day after they came; how many is returned.

    Opens its own unit: the rows go first, then the files, so that no article ever ties one whose
    bytes are gone.

    :param typed_by: what these members typed and did not send, as one text to look for names in.
    """
    dropped = write(_forget_orphans, typed_by)
    for name in dropped:
        files.current().drop(name)
    return len(dropped)


def _forget_orphans(typed_by: Callable[[set[int]], str]) -> list[str]:
    old = (Attachment.article_id.is_(None), Attachment.at < clock.now() - ORPHANED_AFTER)
    found = db.session.execute(
        select(Attachment.name, Attachment.owner_id)
        .where(*old)
        .order_by(Attachment.at)
        .limit(SWEPT_AT_ONCE)
    ).all()
    in_drafts = names_in(typed_by({row.owner_id for row in found}))
    orphans = [row.name for row in found if row.name not in in_drafts]
    if not orphans:
        return []
    # Asked again in the statement that deletes: an article may have tied one meanwhile.
    gone = delete(Attachment).where(Attachment.name.in_(orphans), *old).returning(Attachment.name)
    return list(db.session.scalars(gone.execution_options(synchronize_session=False)))
