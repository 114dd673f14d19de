"""The community that is measured: grown once for each size, with people who are signed in."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import event, func, select, text

from app import create_app, links
from app.application import Community
from app.domain.accounts.models import Guest, User
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.ideas.models.ideas import Idea
from app.domain.ideas.policy import listed_for
from app.kit.db import db
from app.kit.slugs import slug
from bench.places import ROOT, Plan, environment
from bench.servers import parent_of

# Answers of a thread of about ten posts, as the figures of others were measured with.
_LIKE_OTHERS = 7
_SAMPLED = 100
_MET_ONCE = 5_000
_SIGNED_IN = 100


@dataclass(frozen=True)
class Sample:
    """Addresses to ask for, and the cookies of members who are signed in."""

    questions: list[str]
    searches: list[str]
    # What is asked for while somebody types into the search box, and into the title of a question.
    suggestions: list[str]
    matches: list[str]
    # So many searches and titles that a process meets most of them for the first time.
    new_searches: list[str]
    new_matches: list[str]
    # Those with most comments; none in a community that was grown before there were ideas.
    ideas: list[str]
    # Where answers are posted: not where they are read, or each run would read longer threads.
    quiet: list[int]
    cookies: list[str]
    # Those who have most points: their pages are the longest.
    members: list[str]
    counts: dict[str, int]


@dataclass(frozen=True)
class Cost:
    """What one page costs beside time."""

    statements: int
    raw: int
    squeezed: int


def prepare(chosen: Plan) -> Community:
    """Grow the community unless it is there already; return the program that reads it."""
    os.environ.update(environment(chosen))
    chosen.instance.mkdir(parents=True, exist_ok=True)
    _flask(chosen, "db", "upgrade")
    app = create_app()
    with app.app_context():
        known = db.session.scalar(select(func.count()).select_from(Question)) or 0
    size = chosen.size
    if known < size.questions:
        if known:
            raise SystemExit(f"This database holds {known} questions, not {size.questions}.")
        print(f"Growing a community of size {size.name} …", file=sys.stderr)
        numbers = {
            "members": size.members,
            "questions": size.questions,
            "replies": size.replies,
            "ideas": size.ideas,
        }
        given = [word for name, n in numbers.items() for word in (f"--{name}", str(n))]
        _flask(chosen, "demo", "grow", *given, "--index")
    return app


def sample(app: Community) -> Sample:
    """Choose what is asked for: the same in every run on the same community."""
    with app.app_context():
        threads = db.session.execute(
            select(Question.id, Question.title)
            .order_by(func.abs(Question.answer_count - _LIKE_OTHERS), Question.id)
            .limit(_SAMPLED)
        ).all()
        others = db.session.scalars(
            select(Question.title).order_by(Question.id.desc()).limit(_MET_ONCE)
        ).all()
        quiet = db.session.scalars(
            select(Question.id).order_by(Question.answer_count, Question.id).limit(_SAMPLED)
        ).all()
        members = db.session.scalars(
            select(User).where(User.trust == "member").order_by(User.id).limit(_SIGNED_IN)
        ).all()
        known = db.session.scalars(
            select(User.handle).order_by(User.points.desc(), User.id.desc()).limit(_SAMPLED)
        ).all()
        counts = {
            model.__tablename__: db.session.scalar(select(func.count()).select_from(model)) or 0
            for model in (User, Question, Answer, Idea)
        }
        return Sample(
            [links.question_url(row.id, slug(row.title, "question")) for row in threads],
            [f"/search?q={'+'.join(_common(row.title))}" for row in threads[:50]],
            [f"/search/suggest?q={_begun(row.title)}" for row in threads[:50]],
            [f"/questions/matches?title={'+'.join(row.title.split())}" for row in threads[50:]],
            [f"/search?q={'+'.join(_common(title))}" for title in others],
            [f"/questions/matches?title={'+'.join(title.split())}" for title in others],
            _ideas(),
            list(quiet),
            [_cookie_of(app, member) for member in members],
            [links.member_url(handle) for handle in known],
            counts,
        )


def _ideas() -> list[str]:
    rows = db.session.execute(
        select(Idea.id, Idea.title)
        .where(listed_for(Guest()))
        .order_by(Idea.comment_count.desc(), Idea.id)
        .limit(_SAMPLED)
    )
    return [links.idea_url(row.id, slug(row.title, "idea")) for row in rows]


def cost(app: Community, path: str, cookie: str = "") -> Cost:
    """Ask once in this process, warm, and count statements and bytes."""
    client = app.test_client()
    if cookie:
        client.set_cookie("sid", cookie)
    client.get(path)
    with counting(app) as ran:
        raw = client.get(path).data
    return Cost(len(ran), len(raw), len(gzip.compress(raw, 4)))


def database_process(app: Community) -> int | None:
    """Return the id of the PostgreSQL server, when it is one and runs on this machine."""
    with app.app_context():
        if db.engine.dialect.name != "postgresql":
            return None
        return parent_of(db.session.scalar(text("SELECT pg_backend_pid()")) or 0)


@contextmanager
def counting(app: Community) -> Iterator[list[str]]:
    """Give the statements that this process runs while the block does."""
    ran: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            ran.append(statement)

    with app.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(engine, "before_cursor_execute", note)


def _common(title: str) -> list[str]:
    words = sorted({word for word in title.casefold().split() if word.isalpha()}, key=len)
    return words[-2:]


def _begun(title: str) -> str:
    """Return two words of which the second is not finished yet."""
    first, last = (_common(title) * 2)[:2]
    return f"{first}+{last[:4]}"


def _cookie_of(app: Community, member: User) -> str:
    client: FlaskClient = app.test_client()
    with client.session_transaction() as kept:
        kept["_user_id"] = member.fs_uniquifier
        kept["_fresh"] = True
    cookie = client.get_cookie("sid")
    return cookie.value if cookie else ""


def _flask(chosen: Plan, *words: str) -> None:
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words]
    subprocess.run(command, cwd=ROOT, env=environment(chosen), check=True, stdout=sys.stderr)
