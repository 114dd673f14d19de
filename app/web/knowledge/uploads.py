"""Taking a file in for an article: pictures drawn anew, the rest told by what it holds."""

from __future__ import annotations

import re

from werkzeug.datastructures import FileStorage

from app.domain.accounts.models import Actor
from app.domain.knowledge.actions.attachments import keep_attachment
from app.domain.knowledge.models.articles import Attachment
from app.domain.knowledge.policy import may_attach
from app.domain.knowledge.rules.attachments import (
    MOST_BYTES,
    PICTURE_EDGE,
    FileKind,
    is_picture,
    kind_of,
)
from app.kit import files, pictures
from app.kit.decisions import require
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Forbidden, Invalid
from app.kit.work import write

# What would end a description in Markdown, or mean something there.
_MARKS = re.compile(r"[^\w .,'-]+")
_DESCRIBED = 60


def upload(sent: FileStorage, *, by: Actor) -> Attachment:
    """Keep a file; a refused one leaves nothing behind."""
    if by.is_guest:
        raise Forbidden(_l("Sign in to add files. What you typed is kept."))
    require(may_attach(by))
    data, kind, drawn = _told(sent.read(MOST_BYTES + 1))
    name = files.current().put(data, kind.suffix)
    try:
        return write(
            keep_attachment,
            by=by,
            name=name,
            title=sent.filename or "",
            media_type=kind.media_type,
            size=len(data),
            is_picture=drawn,
        )
    except BaseException:
        files.current().drop(name)
        raise


def _told(data: bytes) -> tuple[bytes, FileKind, bool]:
    """Return what is kept of a file, what it is, and whether it is a picture."""
    if len(data) > MOST_BYTES:
        raise Invalid("file", _l("A file has at most 8 MB."))
    if is_picture(data):
        drawn = pictures.reencode(data, max_edge=PICTURE_EDGE)
        return drawn.data, FileKind(drawn.media_type, drawn.suffix), True
    kind = kind_of(data)
    if kind is None:
        raise Invalid("file", _l("Choose a picture, a PDF, a text, a CSV table or a ZIP file."))
    return data, kind, False


def url_of(kept: Attachment) -> str:
    return f"/attachments/{kept.name}"


def markdown_of(kept: Attachment) -> str:
    """Return how a text shows or links a file; its name describes it until somebody does."""
    if kept.is_picture:
        stem = kept.title.rpartition(".")[0]
        words = " ".join(_MARKS.sub(" ", stem).split())[:_DESCRIBED].strip()
        return f"![{words}]({url_of(kept)})"
    words = " ".join(_MARKS.sub(" ", kept.title).split())
    return f"[{words}]({url_of(kept)})"
