"""How every small act on a thread ends: the thread as it stands now, or back to it."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from app import links
from app.domain.accounts.models import Actor
from app.domain.forum.actions.drafts import owner_of
from app.domain.forum.models.posts import Post
from app.domain.forum.queries.posts import kind_of, question_of
from app.web import sessions
from app.web.forum.threads import FRAGMENTS, thread_context
from app.web.partials import done
from app.web.shell import actor


def thread_again(post: Post, **more: Any) -> Response:
    """Answer an act on a post: the thread's fragment, or a redirect to the post itself."""
    question = question_of(post)
    to = place_of(post)
    wanted = request.headers.get("X-Fragment", "")
    if wanted not in FRAGMENTS:
        return done(to=to)
    context = thread_context(question.id, request.args, actor())
    return done(to=to, fragments=FRAGMENTS, **(context | more))


def place_of(post: Post) -> str:
    """Return where a post stands on its question's page."""
    question = question_of(post)
    kind = kind_of(post)
    if kind == "answer":
        return links.answer_url(question.id, question.slug, post.id)
    if kind == "reply":
        return links.reply_url(question.id, question.slug, post.id)
    return links.question_url(question.id, question.slug)


def who_key(who: Actor) -> str:
    """Return who states a fact: a member, or this browser by a random key in its session."""
    return owner_of(who, sessions.guest_key() if who.is_guest else None)


def known_key(who: Actor) -> str:
    """Return the same for somebody who only reads: no session is opened; empty for strangers."""
    key = sessions.known_guest_key() if who.is_guest else None
    return "" if who.is_guest and not key else owner_of(who, key)


def address() -> str:
    """Return the network address that a guest's limits count by; never stored as it is."""
    return request.remote_addr or ""
