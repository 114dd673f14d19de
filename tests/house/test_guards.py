"""Every endpoint says who may enter, no GET writes, and no form of another site is taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask.views import View
from sqlalchemy import event

from app.application import Community
from app.kit.db import db
from tests.house import stage as stages
from tests.house.stage import GUEST, Browser, Stage, kinds_of, routes, undone
from tests.people import make_member

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)

# What needs no form token, and why that does no harm.
WITHOUT_TOKEN = {
    "POST /theme": "a theme forced on somebody does no harm, and a visitor's page has no token",
    "POST /language": "likewise",
    "POST /questions/<int:question_id>/view": "a count that another site may raise",
    "POST /knowledge/<slug>/view": "the same, of an article",
    "POST /ideas/<int:idea_id>/solved/<int:asked_id>/<token>": "the signed token in the address",
    "POST /stop/<token>": "the signed token in the address; mail programs post to it (RFC 8058)",
    "POST /follows/confirm/<token>": "the signed token in the address",
    "POST /answers/<int:answer_id>/solved/<token>": "the signed token in the address",
}
# Tables that a GET may write: the session that a form needs.
OF_SESSIONS = {"sessions"}


@pytest.fixture
def stage(session: Any) -> Stage:
    return stages.make_stage()


@pytest.fixture
def browsers(app: Community, stage: Stage) -> dict[str, Browser]:
    return stages.open_browsers(app, stage)


def test_every_endpoint_carries_a_guard(app: Community) -> None:
    bare = [name for name, view in app.view_functions.items() if not getattr(view, "guard", "")]
    assert not bare, f"say who may enter: {bare}"


def test_an_open_door_says_why(app: Community) -> None:
    for name, view in app.view_functions.items():
        assert not isinstance(view, View)
        guard: str = view.guard
        assert guard == "signed in" or guard.startswith(("public: ", "demands: ")), (
            f"{name}: {guard}"
        )
        assert len(guard.split()) > 2 or not guard.startswith("public"), f"{name} gives no reason"


def test_a_form_without_its_token_is_refused(
    app: Community, stage: Stage, browsers: dict[str, Browser]
) -> None:
    thread, surprises = stage.threads["public"], []
    for route, rule in routes(app):
        if route.startswith("GET"):
            continue
        for kind in kinds_of(rule):
            path = stages.path_of(app, rule, stage.arguments(rule, thread, kind))
            for who in (GUEST, "alice", "ada"):
                with undone():
                    status = browsers[who].send("POST", path, token=False).status_code
                if (status == 400) is (route in WITHOUT_TOKEN):
                    surprises.append(f"{route}: {who} got {status} without a token")
    assert not surprises, "\n".join(surprises)


def test_a_form_of_another_site_is_refused(
    app: Community, stage: Stage, browsers: dict[str, Browser]
) -> None:
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    for route, rule in routes(app):
        if route.startswith("GET") or route in WITHOUT_TOKEN:
            continue
        path = stages.path_of(
            app, rule, stage.arguments(rule, stage.threads["public"], kinds_of(rule)[0])
        )
        with undone():
            status = browsers[GUEST].send("POST", path, token=False, headers=foreign).status_code
        assert status == 400, f"{route}: another site's form got {status}"


def test_no_get_writes(app: Community, stage: Stage, browsers: dict[str, Browser]) -> None:
    surprises = []
    for route, rule in routes(app):
        if not route.startswith("GET"):
            continue
        for kind in kinds_of(rule):
            path = stages.path_of(app, rule, stage.arguments(rule, stage.threads["public"], kind))
            for who in (GUEST, "alice", "ada"):
                with undone(), writes() as written:
                    browsers[who].send("GET", path).close()
                surprises += [f"{route} as {who}: {line[:120]}" for line in written]
    assert not surprises, "\n".join(surprises)


@contextmanager
def writes() -> Iterator[list[str]]:
    """Collect the statements that change anything but a session's row."""
    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        verb, *words = statement.replace('"', " ").split()
        if verb.upper() not in {"INSERT", "UPDATE", "DELETE", "REPLACE"}:
            return
        table = next(word for word in words if word.upper() not in {"INTO", "FROM", "OR", "IGNORE"})
        if table not in OF_SESSIONS:
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)


def test_the_watch_on_writes_would_notice_one(session: Any, app: Community) -> None:
    with undone(), writes() as written:
        make_member("vera")
    assert any("users" in line for line in written)
