"""Who may what: the table of ``rights.py`` holds for every route, person and state of a thread.

A route without a row fails, and so does a row without a route. ``make_stage`` builds what is
asked about.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

import pytest
from werkzeug.routing import Rule

from app.application import Community
from app.domain.forum.models.questions import Question
from app.kit.db import db
from app.kit.work import unit_of_work
from tests.house import stage as stages
from tests.house.bodies import BODIES
from tests.house.groups import ALL, ASKER, GONE, Answer
from tests.house.rights import (
    ABOUT_ANSWER,
    ABOUT_THREAD,
    APART,
    ASKED_AGAIN,
    CLOSED,
    HIDDEN,
    HIDDEN_ANSWER,
    MOVED,
    PICTURE,
    SAID_ON_THE_FORM,
    SEEN_BY,
    TABLE,
    TO_VISITORS,
)
from tests.house.stage import EVERYBODY, GUEST, Browser, Stage, Thread, kinds_of, routes, undone

# What differs between any two pages of one member: the form token.
PERSONAL = re.compile(r'name="csrf_token" value="[^"]*"')

pytestmark = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


# -- what is expected -------------------------------------------------------------------------


def public_answer(route: str, kind: str, who: str) -> Answer:
    row = TABLE.get(f"{route} {kind}", TABLE.get(route))
    assert row is not None, f"{route} {kind} has no row in the table"
    if not isinstance(row, dict):
        return row
    return next((answer for group, answer in row.items() if who in group), 403)


def expected(route: str, kind: str, rule: Rule, view: Any, state: str, who: str) -> Answer:
    """What the table and the state make of a request."""
    usual = public_answer(route, kind, who)
    if usual == GONE or (usual == "in" and not view.guard.startswith("public")):
        return usual
    seers = SEEN_BY.get(state, ALL)
    if route.split()[1].startswith(TO_VISITORS) and GUEST not in seers:
        seers = frozenset()
    if route == PICTURE and state != "missing":
        seers |= ASKER  # it is her own, whatever became of the question
    if state == "hidden answer" and not (
        ABOUT_ANSWER & rule.arguments or kind in ("answer", "reply")
    ):
        seers = ALL
    if who not in seers:
        if state == "merged" and route in MOVED:
            return 301
        lacks_the_right = view.guard.startswith("demands") and usual == 403
        return 403 if lacks_the_right else 404
    if usual == 303 and (state, route) in SAID_ON_THE_FORM:
        return SAID_ON_THE_FORM[state, route]
    return usual if usual == "in" or who in allowed_in(state, route, kind) else 403


def allowed_in(state: str, route: str, kind: str) -> frozenset[str]:
    """Who is not refused because of the state."""
    if state in {"locked", "archived"}:
        return CLOSED.get(route, ALL)
    not_public = dict.fromkeys(("members", "group", "owners"), APART)
    refusing = {"hidden": HIDDEN, "hidden answer": HIDDEN_ANSWER, **not_public}.get(state, set())
    return frozenset() if {route, f"{route} {kind}"} & refusing else ALL


# -- the walk ---------------------------------------------------------------------------------


@pytest.fixture
def stage(session: Any) -> Stage:
    return stages.make_stage()


@pytest.fixture
def browsers(app: Community, stage: Stage) -> dict[str, Browser]:
    return stages.open_browsers(app, stage)


def body_of(route: str, stage: Stage, thread: Thread) -> dict[str, str] | None:
    if route.startswith("GET"):
        return None
    known = {"twin": thread.twin, "revision": stage.shelf.revision}
    known |= stage.pinboard.numbers
    return {key: value.format(**known) for key, value in BODIES.get(route, {}).items()}


def answered(browser: Browser, route: str, path: str, body: dict[str, str] | None) -> Answer:
    """What one request is answered; taken back at once."""
    with undone():
        response = browser.send(route.split(maxsplit=1)[0], path, data=body)
        response.close()
    headers = response.headers
    assert "default-src 'none'" in headers["Content-Security-Policy"], f"{path}: no policy"
    assert headers["X-Frame-Options"] == "DENY", f"{path}: may be framed"
    assert headers["X-Content-Type-Options"] == "nosniff", f"{path}: may be sniffed"
    to_sign_in = response.status_code == 303 and "/signin" in headers["Location"]
    return "in" if to_sign_in else response.status_code


def walk(
    app: Community, stage: Stage, browsers: dict[str, Browser], state: str, asked: Collection[str]
) -> list[str]:
    """Ask every route that the state bears on, as each of these people; return the surprises."""
    surprises = []
    for route, rule in routes(app):
        if state != "public" and not _is_about_thread(rule):
            continue
        view, body = app.view_functions[rule.endpoint], body_of(route, stage, stage.threads[state])
        for kind in kinds_of(rule):
            path = stages.path_of(app, rule, stage.arguments(rule, stage.threads[state], kind))
            for who in asked:
                wanted = expected(route, kind, rule, view, state, who)
                found = answered(browsers[who], route, path, body)
                if found != wanted:
                    surprises.append(f"{route} {kind}: {who} got {found}, expected {wanted}")
    return surprises


def _is_about_thread(rule: Rule) -> bool:
    return bool(ABOUT_THREAD & rule.arguments) or rule.rule == "/files/<name>"


def test_every_route_has_a_row_and_every_row_a_route(app: Community) -> None:
    known = {route for route, _ in routes(app)}
    rows = {route if route in known else route.rpartition(" ")[0] for route in TABLE}
    assert known - rows == set(), "routes without a row: say who may"
    assert rows - known == set(), "rows without a route"


@pytest.mark.parametrize("part", range(3))
def test_the_table_holds(
    app: Community, stage: Stage, browsers: dict[str, Browser], part: int
) -> None:
    surprises = walk(app, stage, browsers, "public", EVERYBODY[part::3])
    assert not surprises, "\n".join(surprises)


@pytest.mark.parametrize("state", ASKED_AGAIN)
def test_each_state_changes_what_it_should(
    app: Community, stage: Stage, browsers: dict[str, Browser], state: str
) -> None:
    surprises = walk(app, stage, browsers, state, ASKED_AGAIN[state])
    assert not surprises, "\n".join(surprises)


def test_what_may_not_be_seen_answers_word_for_word_like_what_is_not_there(
    app: Community, stage: Stage, browsers: dict[str, Browser]
) -> None:
    hidden, missing = stage.threads["group"], stage.threads["missing"]
    for route, rule in routes(app):
        if not _is_about_thread(rule) or view_is_for_rights(app, rule):
            continue
        for kind in kinds_of(rule):
            said = []
            for thread in (hidden, missing):
                path = stages.path_of(app, rule, stage.arguments(rule, thread, kind))
                with undone():
                    response = browsers["mallory"].send(
                        route.split()[0], path, data=body_of(route, stage, thread)
                    )
                    text = response.get_data(as_text=True)
                    response.close()
                    text = text.replace(path.replace("/", "%2F"), "…")
                said.append((response.status_code, PERSONAL.sub("…", text.replace(path, "…"))))
            assert said[0] == said[1], f"{route} tells what it should not"


def view_is_for_rights(app: Community, rule: Rule) -> bool:
    guard: str = app.view_functions[rule.endpoint].guard
    return guard.startswith("demands")


def test_a_merged_question_does_not_tell_of_one_that_may_not_be_seen(
    stage: Stage, browsers: dict[str, Browser]
) -> None:
    with undone():
        with unit_of_work():
            merged = db.session.get_one(Question, stage.threads["merged"].question)
            merged.merged_into_id = stage.threads["group"].question
        path = f"/questions/{stage.threads['merged'].question}"
        found = {
            who: browsers[who].send("GET", path).status_code for who in (GUEST, "mallory", "gina")
        }
    assert found == {GUEST: 404, "mallory": 404, "gina": 301}
