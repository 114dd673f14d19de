"""Files of articles: sent while one writes, and given to whoever may read the article."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request, send_file

from app.domain.knowledge.queries.attachments import find_attachment, is_open
from app.kit import files
from app.kit.i18n import lazy_gettext as _l
from app.kit.problems import Invalid
from app.web.accounts import limits
from app.web.guards import public
from app.web.knowledge.uploads import markdown_of, upload, url_of
from app.web.shell import actor

bp = Blueprint("article_files", __name__)

# Seconds a public file is kept by others before they ask again: an archived article's is gone then.
KEPT = 600


@bp.post("/knowledge/attachments")
@public("guests are told to sign in first, in words their script can show")
@limits.limited("60/minute")
def create() -> Any:
    """Keep a file for the article that is being written."""
    sent = request.files.get("file")
    if sent is None:
        raise Invalid("file", _l("Choose a file first."))
    kept = upload(sent, by=actor())
    return jsonify(markdown=markdown_of(kept), url=url_of(kept)), 201


@bp.get("/attachments/<name>")
@public("a file is given to whoever may read its article; to others it is not there")
def show(name: str) -> Response:
    """Send a file: a picture to be shown, anything else to be saved."""
    path = files.current().path(name)  # names that are none of ours end here
    kept = find_attachment(name, actor())
    response = send_file(
        path,
        mimetype=kept.media_type,
        conditional=True,
        etag=kept.name,
        as_attachment=not kept.is_picture,
        download_name=kept.title,
    )
    if kept.is_picture:
        response.headers["Content-Disposition"] = "inline"
    # Whatever it holds, it runs nothing and is taken for nothing else.
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    shared = f"public, max-age={KEPT}" if is_open(kept) else "private, no-store"
    response.headers["Cache-Control"] = shared
    return response
