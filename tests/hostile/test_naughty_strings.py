"""The Big List of Naughty Strings through every form and every address: never a fault of ours.

Each field of each form is sent strings from the list while the other fields are in order, so that
what is naughty reaches the verb. The strings are dealt out over the fields; what is nastiest goes
into each of them, and free text gets the whole list.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import hypothesis
import pytest
from hypothesis import HealthCheck, example
from hypothesis import strategies as st

from app.application import Community
from app.kit.db import db
from tests.house import stage as stages
from tests.house.bodies import BODIES
from tests.house.stage import Browser, Stage, kinds_of, routes, undone

LIST = Path(__file__).parents[1] / "data" / "naughty-strings" / "blns.json"
NAUGHTY: list[str] = [one for one in json.loads(LIST.read_text("utf-8")) if one]
NASTIEST = [
    "\x00", "a\x00b", "\u202eevil\u202c", "\ufeff", "\u0301" * 300, "\U0001d49c" * 70,
    "<script>alert(1)</script>", "../../etc/passwd", "{{ 7*7 }}", "%s%n%(x)s{0}", "-1", "1e309",
    "9" * 40, "' OR 1=1 --", "a" * 70_000, "[" * 5000, "> " * 2000, "a\r\nBcc: x@y", "İ", "ﬀ",
    "\u2028", "😀" * 200, " ",
]  # fmt: skip
# Of these, what a database may take or refuse in its own way; what lies before it and after it
# (templates, Markdown, headers) is the same with each.
FOR_DATABASES = [
    "\x00", "a\x00b", "\ufeff", "\u0301" * 300, "\U0001d49c" * 70, "%s%n%(x)s{0}", "-1", "1e309",
    "9" * 40, "' OR 1=1 --", "a" * 70_000, "İ", "ﬀ", "😀" * 200, " ",
]  # fmt: skip
# Bytes that are no text at all, as no browser would send them: a lone surrogate, a broken sequence.
BROKEN = ["%ED%A0%80", "%FF%FE", "%C0%AF", "%F4%90%80%80", "%00", "%"]
# Fields that no body of the access table has: what pages send besides.
MORE_FIELDS: dict[str, dict[str, str]] = {
    "POST /signin": {"email": "a@example.com", "password": "long enough words", "next": "/"},
    "POST /signin/again": {"password": "long enough words", "next": "/"},
    "POST /signin/persona": {"handle": "vera", "next": "/"},
    "POST /settings/password": {"present": "words", "password": "long enough words"},
    "POST /settings/address": {"address": "a@example.com", "present": "words"},
    "POST /settings/notices": {"bell-answer": "1"},
    "POST /language": {"lang": "en"},
}
MORE_OF_EACH = {
    "comment": "",
    "nonce": "abc",
    "note": "",
    "next": "/",
    "place": "ask",
    "tags": "wifi",
}
QUERY = (
    "q", "tab", "product", "tag", "state", "sort", "limit", "title", "body", "type", "solved",
    "next", "answer", "reply", "asked", "page", "what", "space", "part",
)  # fmt: skip
KEYS = ("after", "before")
EACH = 4


@pytest.fixture
def stage(session: Any) -> Stage:
    return stages.make_stage()


@pytest.fixture
def ada(app: Community, stage: Stage) -> Browser:
    """An admin's browser: no right keeps a string from reaching the verb."""
    return stages.open_browsers(app, stage)["ada"]


on_sqlite = pytest.mark.parametrize("app", ["sqlite"], indirect=True)


def fault(browser: Browser, method: str, path: str, **more: Any) -> str:
    """Say what broke, if the program did."""
    with undone():
        try:
            response = browser.send(method, path, **more)
        except Exception as error:  # noqa: BLE001 - tests let faults through; each one is a finding
            return f"{method} {path[:80]}: {error!r}"[:400]
        response.close()
        return "" if response.status_code < 500 else f"{method} {path[:80]}: {response.status_code}"


def forms(app: Community, stage: Stage) -> Iterator[tuple[str, dict[str, str]]]:
    """Every form: where it is sent, and a body that would be taken."""
    thread = stage.threads["public"]
    for route, rule in routes(app):
        if route.startswith("GET"):
            continue
        for kind in kinds_of(rule):
            path = stages.path_of(app, rule, stage.arguments(rule, thread, kind))
            body = BODIES.get(route, {}) | MORE_FIELDS.get(route, {}) | MORE_OF_EACH
            known = {"twin": thread.twin, "revision": stage.shelf.revision}
            known |= stage.pinboard.numbers
            yield path, {key: value.format(**known) for key, value in body.items()}


@on_sqlite
@pytest.mark.parametrize("part", range(2))
def test_no_string_in_any_field_breaks_a_form(
    app: Community, stage: Stage, ada: Browser, part: int
) -> None:
    dealt = itertools.cycle(NAUGHTY[part::2])
    faults = []
    for path, body in list(forms(app, stage))[part::2]:
        for name in body:
            for given in itertools.islice(dealt, EACH):
                found = fault(ada, "POST", path, data=body | {name: given})
                faults += [f"{found}\n  {name}={given!r}"] if found else []
    assert not faults, "\n".join(faults[:20])


def test_the_nastiest_strings_break_no_form(app: Community, stage: Stage, ada: Browser) -> None:
    """All fields at once: on both databases, for they take characters differently."""
    faults, nasty = [], NASTIEST if db.engine.dialect.name == "sqlite" else FOR_DATABASES
    for path, body in forms(app, stage):
        for given in nasty[:: 1 if len(body) > len(MORE_OF_EACH) else 5]:
            found = fault(ada, "POST", path, data=dict.fromkeys(body, given))
            faults += [f"{found}\n  everywhere={given[:60]!r}"] if found else []
    assert not faults, "\n".join(faults[:20])


@on_sqlite
def test_bytes_that_are_no_text_break_no_form(app: Community, stage: Stage, ada: Browser) -> None:
    faults = []
    for path, body in forms(app, stage):
        for given in BROKEN:
            sent = "&".join(f"{name}={given}" for name in body)
            form = "application/x-www-form-urlencoded"
            found = fault(ada, "POST", path, data=sent, content_type=form)
            faults += [f"{found}\n  everywhere={given}"] if found else []
    assert not faults, "\n".join(faults[:20])


@on_sqlite
@pytest.mark.parametrize("field", ["title", "body"])
def test_the_whole_list_may_be_asked(
    app: Community, stage: Stage, ada: Browser, field: str
) -> None:
    body = BODIES["POST /questions/ask"]
    faults = [
        found
        for given in NAUGHTY
        if (
            found := fault(
                ada, "POST", "/questions/ask", data=body | {field: f"Lamp {given} lamp lamp lamp"}
            )
        )
    ]
    assert not faults, "\n".join(faults[:20])


@on_sqlite
def test_no_string_in_any_address_breaks_a_page(app: Community, stage: Stage, ada: Browser) -> None:
    dealt, faults = itertools.cycle([*NAUGHTY, *NASTIEST[:-1]]), []
    for route, rule in routes(app):
        if not route.startswith("GET"):
            continue
        path = stages.path_of(
            app, rule, stage.arguments(rule, stage.threads["public"], kinds_of(rule)[0])
        )
        for names in (QUERY, (*QUERY, *KEYS), *((key,) for key in KEYS)):
            for given in itertools.islice(dealt, 4):
                query = urlencode(dict.fromkeys(names, given[:2000]), errors="surrogatepass")
                found = fault(ada, "GET", f"{path}?{query}")
                faults += [f"{found}\n  {names[-1]}={given[:60]!r}"] if found else []
    assert not faults, "\n".join(faults[:20])


@on_sqlite
def test_no_string_breaks_a_path_or_a_header(app: Community, stage: Stage, ada: Browser) -> None:
    faults = []
    for given in [*NAUGHTY[::6], *NASTIEST[:-1]]:
        word = quote(given[:300], safe="", errors="surrogatepass")
        for place in (
            "members",
            "tags",
            "products",
            "spaces",
            "files",
            "stop",
            "questions",
            "api/v1/tags",
        ):
            faults += [fault(ada, "GET", f"/{place}/{word}")]
        plain = given.encode("ascii", "ignore").decode().replace("\n", "").replace("\r", "")[:500]
        headers = {
            "X-Fragment": plain,
            "Accept-Language": plain,
            "Referer": plain,
            "User-Agent": plain,
        }
        faults.append(fault(ada, "GET", "/questions", headers=headers))
        cookie = f"theme={word[:200]}; lang={word[:200]}; sid={word[:200]}"
        faults.append(fault(ada, "GET", "/", headers={"Cookie": cookie}))
    faults = [one for one in faults if one]
    assert not faults, "\n".join(faults[:20])


@on_sqlite
@hypothesis.settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
@hypothesis.given(st.text(max_size=300))
@example('"' * 300)
@example("a* b~ ^(")
@example("tag: product: [ TO ]")
@example("AND OR NOT ( ) AND")
def test_any_text_may_be_searched_for(app: Community, ada: Browser, words: str) -> None:
    query = urlencode({"q": words, "title": words, "after": words}, errors="surrogatepass")
    for path in (
        "/search",
        "/search/suggest",
        "/questions/matches",
        "/questions",
        "/api/v1/search",
    ):
        assert not fault(ada, "GET", f"{path}?{query}")
    typed = dict.fromkeys(("title", "body", "tags", "product", "part", "ask"), words)
    assert not fault(ada, "POST", "/questions/matches", data=typed)
