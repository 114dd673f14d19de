"""Pictures in posts: sent by script while one writes, and seen by whoever may read the post."""

from __future__ import annotations

from typing import Any, cast

from flask import Blueprint, Response, jsonify, request, send_file

from app.domain.accounts.models import Guest
from app.domain.forum.models.posts import Post
from app.domain.forum.models.writing import Upload
from app.domain.forum.policy import may_see, may_see_post
from app.domain.forum.queries.posts import KINDS, find_upload, question_of
from app.kit import files
from app.kit.db import db
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid
from app.web.accounts import limits
from app.web.forum.acting import known_key
from app.web.forum.uploads import markdown_of, upload, url_of
from app.web.guards import public
from app.web.shell import actor

bp = Blueprint("files", __name__, url_prefix="/files")

# Seconds a public picture is kept by others before they ask again: a hidden post's is gone then.
KEPT = 600


@bp.post("")
@public("guests are told to sign in first, in words their script can show")
@limits.limited("60/minute")
def create() -> Any:
    """Keep a picture for the text that is being written."""
    sent = request.files.get("file")
    if sent is None:
        raise Invalid("file", _l("Choose a picture first."))
    kept = upload(sent, by=actor())
    return jsonify(markdown=markdown_of(kept, sent), url=url_of(kept)), 201


@bp.get("/<name>")
@public("a picture is seen by whoever may read its post; to others it is not there")
def show(name: str) -> Response:
    """Send a picture."""
    who = actor()
    path = files.current().path(name)  # names that are none of ours end here
    kept = find_upload(name, actor=who, owner=known_key(who))
    response = send_file(path, mimetype=kept.media_type, conditional=True, etag=kept.name)
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    shared = f"public, max-age={KEPT}" if is_public(kept) else "private, no-store"
    response.headers["Cache-Control"] = shared
    return response


def is_public(kept: Upload) -> bool:
    """Say whether a visitor may read the post that a picture belongs to."""
    if kept.subject_kind not in KINDS or kept.subject_id is None:
        return False
    post = cast("Post | None", db.session.get(KINDS[kept.subject_kind], kept.subject_id))
    return post is not None and _is_open(post)


def _is_open(post: Post) -> bool:
    guest, question = Guest(), question_of(post)
    if post is question:
        return may_see(guest, question)
    above = getattr(post, "answer", None)
    if above is not None and above.is_hidden:
        return False
    return may_see_post(guest, post, question)  # type: ignore[arg-type]
