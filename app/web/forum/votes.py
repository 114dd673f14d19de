"""Votes on questions, answers and replies: cast, changed, withdrawn."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from app.domain.forum.actions.voting import vote
from app.domain.forum.policy import may_vote
from app.domain.forum.queries.posts import find_post, kind_of, question_of
from app.kit.problems import NotFound
from app.kit.work import write
from app.web.forum.acting import place_of
from app.web.guards import signed_in
from app.web.partials import done, page
from app.web.shell import actor

bp = Blueprint("votes", __name__)

KINDS = {"questions": "question", "answers": "answer", "replies": "reply"}


@bp.get("/<any(questions, answers, replies):kind>/<int:post_id>/vote")
@signed_in
def new(kind: str, post_id: int) -> Response:
    """Show the page that finishes a vote begun before signing in, or without scripts."""
    post = find_post(KINDS[kind], post_id, actor())
    value = _value(request.args)
    decision = may_vote(actor(), post, question_of(post), value or 1)
    return page("forum/vote.html", **_shown(kind, post), value=value, decision=decision)


@bp.post("/<any(questions, answers, replies):kind>/<int:post_id>/vote")
@signed_in
def create(kind: str, post_id: int) -> Response:
    """Cast, change or withdraw a vote: value 1, -1 or 0."""
    post = find_post(KINDS[kind], post_id, actor())
    value = _value(request.form)
    score = write(vote, post, by=actor(), value=value)
    down = may_vote(actor(), post, question_of(post), -1)
    shown = _shown(kind, post) | {"score": score, "mine": value, "why_down": down.reason}
    fragment = f"vote-{shown['kind']}-{post_id}"
    return done(to=place_of(post), fragments={fragment: "forum/_vote.html"}, **shown)


def _shown(kind: str, post: Any) -> dict[str, Any]:
    return {
        "kind": kind_of(post),
        "post_id": post.id,
        "vote_url": f"/{kind}/{post.id}/vote",
        "back": place_of(post),
        "title": question_of(post).title,
        "score": post.score,
        "mine": 0,
    }


def _value(given: Any) -> int:
    try:
        return {"1": 1, "-1": -1, "0": 0}[given.get("value", "1")]
    except KeyError:
        raise NotFound from None
