"""How every small act on a thread ends: the thread as it stands now, or back to it."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any

from flask import Response, request, session
from flask_babel import gettext

from app import links
from app.domain.accounts.models import Actor
from app.domain.forum.models.posts import Post
from app.domain.forum.queries.posts import kind_of, question_of
from app.web.forum.threads import FRAGMENTS, thread_context
from app.web.partials import done
from app.web.shell import actor

# The session's name for the random key that stands for a guest's browser.
GUEST_KEY = "guest"


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
    if not who.is_guest:
        return f"m:{who.id}"
    if GUEST_KEY not in session:
        session[GUEST_KEY] = secrets.token_urlsafe(16)
    return "g:" + hashlib.sha256(session[GUEST_KEY].encode()).hexdigest()[:40]


def address() -> str:
    """Return the network address that a guest's limits count by; never stored as it is."""
    return request.remote_addr or ""


def thanks() -> str:
    return gettext("Thank you.")
