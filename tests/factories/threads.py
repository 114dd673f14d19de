"""Threads as people write them: through the verbs, so that everything they cause happens, too."""

from __future__ import annotations

import itertools
import re
from typing import Any

from sqlalchemy import delete

from app.domain.accounts.models import User
from app.domain.accounts.texts import Text
from app.domain.forum.actions.answering import answer
from app.domain.forum.actions.asking import ask
from app.domain.forum.actions.replying import reply
from app.domain.forum.models.posts import Answer, Reply
from app.domain.forum.models.questions import Question
from app.domain.notifications.models import Follow
from app.domain.notifications.queries import follow_of
from app.kit.db import db
from app.kit.jobs import run_all
from app.kit.limits import LimitCount
from app.kit.work import write

_numbers = itertools.count(1)


def words(source: str, *mentions: User) -> Text:
    """Return a text without the parser: one paragraph, then who is named."""
    parts: list[Any] = [f"<p>{source}</p>"]
    parts += [{"mention": member.id} for member in mentions]
    return Text(source, parts, 1, tuple(member.id for member in mentions), source[:240])


def asked(by: User, title: str = "", body: str = "", **more: Any) -> Question:
    """Somebody asks."""
    number = next(_numbers)
    title = title or f"Why does lamp number {number} flicker at night?"
    body = body or "It flickers every night at three, and the neighbours wonder."
    write(_without_hurry)
    return write(ask, by=by, title=title, body=words(body), **more)


def answered(question: Question, by: User, *mentions: User, body: str = "") -> Answer:
    """Somebody answers."""
    body = body or f"Turn it off and on again, slowly. Try {next(_numbers)} of many."
    write(_without_hurry)
    return write(answer, question, by=by, body=words(body, *mentions))


def replied(question: Question, by: User, *mentions: User, body: str = "", **more: Any) -> Reply:
    """Somebody replies, under the question unless told where."""
    body = body or f"That did not help, number {next(_numbers)}."
    write(_without_hurry)
    return write(reply, question, by=by, body=words(body, *mentions), **more)


def followed(question: Question, by: User) -> Follow:
    """Return how somebody follows; a test that asks knows that they said so."""
    row = follow_of(by, question.id)
    assert row is not None
    return row


def path_in(text: str, pattern: str) -> str:
    """Return the path of this site that stands in a mail."""
    found = re.search(r"http://localhost(" + pattern + ")", text)
    assert found is not None
    return found.group(1)


def let_happen() -> None:
    """Let the worker do everything that is due now."""
    run_all()


def _without_hurry() -> None:
    """Threads of tests are written faster than people write; limits have tests of their own."""
    db.session.execute(delete(LimitCount))
