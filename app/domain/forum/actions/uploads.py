"""Pictures beside posts: kept when they arrive, tied to the post that uses them, else swept."""

from __future__ import annotations

import json
import re
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update

from app.domain.accounts.models import Actor
from app.domain.forum.actions.limits import count_upload
from app.domain.forum.models.posts import Post
from app.domain.forum.models.staging import StagedQuestion
from app.domain.forum.models.writing import Draft, Upload
from app.domain.forum.queries.posts import kind_of, question_of
from app.domain.forum.rules import UPLOAD_BYTES, UPLOAD_ORPHANED
from app.kit import clock, files
from app.kit.db import db
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid
from app.kit.work import write

# How the text of a post names a picture that was uploaded here.
_NAMED = re.compile(r"/files/([A-Za-z0-9._-]{1,80})")
SWEPT_AT_ONCE = 500


def keep_upload(
    *, by: Actor, owner: str, name: str, media_type: str, size: int, width: int, height: int
) -> Upload:
    """Note a picture whose bytes ``kit.files`` keeps under ``name``; no post uses it yet.

    :raises Invalid: on ``file``, when it is too big.
    """
    if size > UPLOAD_BYTES:
        raise Invalid("file", _l("A picture has at most 8 MB."))
    count_upload(by, owner)
    upload = Upload(
        name=name, owner=owner, media_type=media_type, size=size, width=width, height=height
    )
    db.session.add(upload)
    db.session.flush()
    return upload


def attach_uploads(post: Post, by: Actor) -> None:
    """Tie the writer's own pictures that a post's text uses to it: its readers may see them.

    A picture of somebody else, or one tied already, stays with its own post: naming its address
    opens it to nobody.
    """
    names = names_in(post.body_parts)
    if names and by.id is not None:
        db.session.execute(
            update(Upload)
            .where(
                Upload.name.in_(names),
                Upload.owner == f"m:{by.id}",
                Upload.question_id.is_(None),
            )
            .values(
                question_id=question_of(post).id, subject_kind=kind_of(post), subject_id=post.id
            )
            .execution_options(synchronize_session=False)
        )


def attach_staged(staged: StagedQuestion) -> None:
    """Tie the asker's own pictures to a first question: its reviewers may see them."""
    names = names_in(staged.body_parts)
    mine = [Upload.owner == f"m:{staged.author_id}", Upload.question_id.is_(None)]
    tied = {"subject_kind": "staged", "subject_id": staged.id}
    _change(Upload.name.in_(names), Upload.subject_kind.is_(None), *mine, to=tied)


def release_staged(staged: StagedQuestion) -> None:
    """Nobody looks over it any more: its pictures are the asker's alone again, and swept later."""
    tied = [Upload.subject_kind == "staged", Upload.subject_id == staged.id]
    # They wait another day, as new ones do: the asker may ask anew with them.
    _change(*tied, to={"subject_kind": None, "subject_id": None, "at": clock.now()})


def _change(*which: ColumnElement[bool], to: dict[str, Any]) -> None:
    changed = update(Upload).where(*which).values(to)
    db.session.execute(changed.execution_options(synchronize_session=False))


def names_in(parts: list[Any]) -> set[str]:
    """Return the names of the files that a rendered text shows or links."""
    html = "".join(part for part in parts if isinstance(part, str))
    return set(_NAMED.findall(html))


def sweep_uploads() -> int:
    """Drop pictures that no post and no draft uses, a day after they came; how many is returned.

    Opens its own unit: the rows go first, then the files, so that no post ever ties a picture
    whose file is gone.
    """
    dropped = write(_forget_orphans)
    for name in dropped:
        files.current().drop(name)
    return len(dropped)


def _forget_orphans() -> list[str]:
    old = (
        Upload.question_id.is_(None),
        Upload.subject_kind.is_(None),
        Upload.at < clock.now() - UPLOAD_ORPHANED,
    )
    rows = db.session.execute(
        select(Upload.name, Upload.owner).where(*old).order_by(Upload.at).limit(SWEPT_AT_ONCE)
    ).all()
    in_drafts = _used_by_drafts({row.owner for row in rows})
    orphans = [row.name for row in rows if row.name not in in_drafts]
    if not orphans:
        return []
    # Asked again in the statement that deletes: a post may have tied one meanwhile.
    gone = delete(Upload).where(Upload.name.in_(orphans), *old).returning(Upload.name)
    return list(db.session.scalars(gone.execution_options(synchronize_session=False)))


def _used_by_drafts(owners: set[str]) -> set[str]:
    texts = db.session.scalars(select(Draft.values).where(Draft.owner.in_(owners)))
    return {name for values in texts for name in _NAMED.findall(json.dumps(values))}
