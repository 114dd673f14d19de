"""A post as a Markdown quote, for the box where one answers."""

from __future__ import annotations

from flask import Blueprint, Response

from app.domain.forum.queries.posts import find_post
from app.kit import markup
from app.web.forum.votes import KINDS
from app.web.guards import public
from app.web.shell import actor

bp = Blueprint("quotes", __name__)


@bp.get("/<any(questions, answers, replies):kind>/<int:post_id>/quote")
@public("a quote shows what the post shows, to the same readers")
def show(kind: str, post_id: int) -> Response:
    """Quote a post."""
    post = find_post(KINDS[kind], post_id, actor())
    return Response(markup.quote(post.body, post.author.handle), mimetype="text/plain")
