"""Taking a picture in: drawn anew, kept, noted with its owner."""

from __future__ import annotations

import re
from pathlib import PurePath

from werkzeug.datastructures import FileStorage

from app.domain.accounts.models import Actor
from app.domain.forum.actions.drafts import owner_of
from app.domain.forum.actions.uploads import keep_upload
from app.domain.forum.models.writing import Upload
from app.domain.forum.rules import PICTURE_EDGE
from app.kit import files, pictures
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Forbidden
from app.kit.work import write

# What would end the description in Markdown, or mean something there.
_MARKS = re.compile(r"[^\w .,'-]+")
_DESCRIBED = 60


def upload(sent: FileStorage, *, by: Actor) -> Upload:
    """Keep a picture; a refused one leaves nothing behind."""
    if by.is_guest:
        raise Forbidden(_l("Sign in to add pictures. What you typed is kept."))
    drawn = pictures.reencode(sent.read(), max_edge=PICTURE_EDGE)
    name = files.current().put(drawn.data, drawn.suffix)
    try:
        return write(
            keep_upload,
            by=by,
            owner=owner_of(by),
            name=name,
            media_type=drawn.media_type,
            size=len(drawn.data),
            width=drawn.width,
            height=drawn.height,
        )
    except BaseException:
        files.current().drop(name)
        raise


def url_of(kept: Upload) -> str:
    return f"/files/{kept.name}"


def markdown_of(kept: Upload, sent: FileStorage) -> str:
    """Return how a text shows the picture; its file's name describes it until somebody does."""
    stem = PurePath((sent.filename or "").replace("\\", "/")).stem
    described = " ".join(_MARKS.sub(" ", stem).split())[:_DESCRIBED].strip()
    return f"![{described}]({url_of(kept)})"
