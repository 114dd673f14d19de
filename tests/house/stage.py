"""A small community in which every state of a thread occurs once, and a browser for each person.

The house tests that walk the URL map share it: each route gets plausible arguments from here, and
each probe is undone, so that the next finds the same community.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.application import Community
from app.domain.accounts.models import Group, RoleGrant, User
from app.domain.catalog.models import Space
from app.domain.forum.models.staging import StagedNote, StagedQuestion
from app.domain.forum.models.writing import Draft, Upload
from app.domain.notifications.models import Notice
from app.kit import clock, files
from app.kit.db import db
from app.kit.jobs import Job
from app.kit.work import unit_of_work
from tests.conftest import Visitor, signed_in
from tests.factories.badges import a_badge, an_award
from tests.factories.cases import make_case
from tests.factories.catalog import (
    make_announcement,
    make_group,
    make_owner,
    make_product,
    make_space,
    make_tag,
)  # fmt: skip
from tests.factories.forum import make_answer, make_question, make_reply
from tests.house.pinboard import Pinboard, make_pinboard
from tests.house.shelf import Shelf, make_shelf
from tests.people import make_member

# Everybody of tests/people.py, with what sets them apart.
CAST: dict[str, dict[str, Any]] = {
    "ulla": {"trust": "new", "confirmed": False},
    "nora": {"trust": "new"},
    "alice": {},
    "bob": {},
    "mallory": {},
    "gina": {},
    "olga": {},
    "tess": {"trust": "trusted"},
    "sue": {"trust": "super-user"},
    "hanna": {"trust": "trusted", "staff_roles": ["product team"]},
    "erin": {"trust": "trusted", "staff_roles": ["editor"]},
    "max": {"trust": "trusted", "staff_roles": ["partner manager"]},
    "morgan": {"trust": "trusted", "staff_roles": ["moderator"]},
    "ada": {"trust": "trusted", "staff_roles": ["admin"]},
}
GUEST = "guest"
EVERYBODY = (GUEST, *CAST)
MISSING = 999_999
# Every state in which a thread can be, and one that was never there.
STATES = (
    *("public", "members", "group", "owners", "hidden", "hidden answer"),
    *("locked", "archived", "merged", "missing"),
)
KINDS = {"question": "questions", "answer": "answers", "reply": "replies"}


@dataclass(frozen=True)
class Thread:
    """The numbers of one thread: Alice asks and replies, Bob answers."""

    question: int
    slug: str
    answer: int
    reply: int
    picture: str
    # Another question for the same audience.
    twin: int

    def of(self, kind: str) -> int:
        """The number of its post of this kind."""
        return {"question": self.question, "answer": self.answer, "reply": self.reply}[kind]


@dataclass(frozen=True)
class Stage:
    """Who is there, and what stands there."""

    members: dict[str, int]
    threads: dict[str, Thread]
    product: str
    group: str
    lounge: str
    space: str
    case: int
    announcement: int
    job: int
    notice: int
    draft: int
    # A newcomer's first question that is looked over, and a text that a reviewer suggested.
    staged: int
    staged_note: int
    # An article, and one of each thing about it that an address names.
    shelf: Shelf
    # Ideas, likewise.
    pinboard: Pinboard

    def arguments(self, rule: Rule, thread: Thread, kind: str = "") -> dict[str, Any]:
        """Plausible arguments for a route, about this thread where it is about one."""
        kind = kind or "question"
        ruling = "lock" if kind == "question" else "hide"
        known = {
            "question_id": thread.question,
            "slug": self._slug(rule.rule, thread),
            "answer_id": thread.answer,
            "reply_id": thread.reply,
            "post_id": thread.of(kind),
            "subject": kind,
            "kind": ruling if "rulings" in rule.rule else KINDS[kind],
            "worked": "yes",
            "name": thread.picture if rule.rule.startswith("/files") else "wifi",
            "handle": "gina" if "groups" in rule.rule else "mallory",
            "announcement_id": self.announcement,
            "job_id": self.job,
            "case_id": self.case,
            "notice_id": self.notice,
            "draft_id": self.draft,
            "staged_id": self.staged,
            "note_id": self.staged_note,
            "token_id": MISSING,
            "id_hash": "0" * 64,
            "key": "fair",
            "token": "made-up",
            "path": "site.css",
        }
        known |= self.shelf.arguments(rule) | self.pinboard.arguments(rule)
        return {name: known[name] for name in rule.arguments}

    def _slug(self, rule: str, thread: Thread) -> str:
        rooms = (("groups", self.group), ("lounge", self.lounge), ("spaces", self.space))
        for part, slug in rooms:
            if part in rule:
                return slug
        return self.product if "products" in rule else thread.slug


def make_stage() -> Stage:
    """Build it, through the factories."""
    people = {name: make_member(name, **about) for name, about in CAST.items()}
    glow, group = make_product("Glow"), make_group(people["gina"])
    make_owner(people["olga"], glow)
    homes = {
        "members": make_space("members"),
        "group": make_space("group", group=group),
        "owners": make_space("owners", product=glow),
    }
    now = clock.now()
    facts = {
        "hidden": {"hidden_at": now},
        "locked": {"locked_at": now},
        "archived": {"archived_at": now},
    }
    threads = {
        state: _thread(people, state, product=glow, space=homes.get(state), **facts.get(state, {}))
        for state in STATES[:-2]
    }
    merged = {"merged_into_id": threads["public"].question}
    threads["merged"] = _thread(people, "merged", **merged)
    threads["missing"] = Thread(MISSING, "nothing", MISSING, MISSING, "none.webp", MISSING)
    news = make_announcement(author=people["morgan"])
    with unit_of_work():
        job = Job(name="nothing", event="none", payload={}, parked_at=now, error="It failed.")
        draft = Draft(owner=f"m:{people['alice'].id}", place="ask", values={"title": "Lamp"})
        notice = Notice(
            user_id=people["alice"].id,
            kind="answer",
            subject_kind="answer",
            subject_id=threads["public"].answer,
            question_id=threads["public"].question,
        )
        staged = StagedQuestion(
            author_id=people["nora"].id,
            space_id=home_of_all(),
            title="The staged lamp",
            body="It hums at night, and I do not know why.",
            body_parts=["<p>It hums at night, and I do not know why.</p>"],
        )
        db.session.add_all([job, draft, notice, staged])
        db.session.flush()
        note = StagedNote(
            staged_id=staged.id,
            author_id=people["sue"].id,
            note="Which lamp is it?",
            title="The staged lamp hums at night",
        )
        db.session.add(note)
        db.session.flush()
        made = (news.id, job.id, notice.id, draft.id, staged.id, note.id)
    a_badge("Fair")
    an_award(people["mallory"], "fair")
    members = {name: member.id for name, member in people.items()}
    public = threads["public"].question, threads["public"].answer
    return Stage(
        members,
        threads,
        glow.slug,
        group.slug,
        _lounge(people),
        homes["members"].slug,
        make_case(people["mallory"], people["bob"], threads["public"].answer).id,
        *made,
        make_shelf(people, *public, _home()),
        make_pinboard(people, *public, _home()),
    )


def _home() -> Space:
    return db.session.get_one(Space, home_of_all())


def _lounge(people: Mapping[str, User]) -> str:
    """Open a lounge; and let Mallory's trust be given by hand, so that it can be released."""
    with unit_of_work():
        db.session.add(Group(slug="lounge", name="Lounge", is_lounge=True))
        db.session.add(RoleGrant(user_id=people["mallory"].id, role="trust: member"))
    return "lounge"


def home_of_all() -> int:
    return db.session.scalars(select(Space.id).where(Space.is_default)).one()


def _thread(people: Mapping[str, User], state: str, **values: Any) -> Thread:
    question = make_question(
        f"The {state} lamp", author=people["alice"], tags=(make_tag(),), **values
    )
    answer = make_answer(question, author=people["bob"])
    if state == "hidden answer":
        with unit_of_work():
            answer.hidden_at = clock.now()
    # Under a hidden answer the replies are hidden with it.
    under = answer if state == "hidden answer" else None
    reply = make_reply(question, answer=under, author=people["alice"])
    picture = _picture(people, question.id)
    same = {key: values[key] for key in ("space", "hidden_at") if key in values}
    twin = make_question(author=people["bob"], **same)
    return Thread(question.id, question.slug, answer.id, reply.id, picture, twin.id)


def _picture(people: Mapping[str, User], question_id: int) -> str:
    name = files.current().put(b"not really a picture", "webp")
    with unit_of_work():
        db.session.add(
            Upload(
                name=name,
                owner=f"m:{people['alice'].id}",
                media_type="image/webp",
                size=20,
                width=1,
                height=1,
                question_id=question_id,
                subject_kind="question",
                subject_id=question_id,
            )
        )
    return name


class Browser:
    """One person's browser, that forgets what a probe did to it."""

    def __init__(self, app: Community, member: User | None) -> None:
        app.test_client_class = Visitor
        client = app.test_client()
        client.sends_token = False  # type: ignore[attr-defined]
        if member is not None:
            signed_in(client, member)
        token = client.get("/token").get_json()["token"]
        cookie = client.get_cookie("sid")
        assert cookie is not None
        self.cookie = f"sid={cookie.value}"
        self.token = token
        self.client = app.test_client(use_cookies=False)
        self.client.sends_token = False  # type: ignore[attr-defined]

    def send(self, method: str, path: str, *, token: bool = True, **more: Any) -> TestResponse:
        """Send one request as this person's page would."""
        headers = {"Cookie": self.cookie, **more.pop("headers", {})}
        if token and method not in {"GET", "HEAD"}:
            headers["X-CSRFToken"] = self.token
        response: TestResponse = self.client.open(path, method=method, headers=headers, **more)
        return response


def open_browsers(app: Community, stage: Stage) -> dict[str, Browser]:
    """A browser for everybody, signed in."""
    found = {name: db.session.get(User, number) for name, number in stage.members.items()}
    return {name: Browser(app, found.get(name)) for name in EVERYBODY}


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever happens inside."""
    db.session.commit()
    connection = db.session.get_bind()
    assert isinstance(connection, Connection)
    before = connection.begin_nested()
    try:
        yield
    finally:
        db.session.remove()
        before.rollback()


def routes(app: Community) -> list[tuple[str, Rule]]:
    """Every method of every route: ("POST /answers/<int:answer_id>/acceptance", its rule)."""
    return [
        (f"{method} {rule.rule}", rule)
        for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule)
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


def kinds_of(rule: Rule) -> tuple[str, ...]:
    """The kinds of post that an address can name, when it names one."""
    if "post_id" not in rule.arguments:
        return ("",)
    words = set(re.findall(r"\w+", " ".join(re.findall(r"any\(([^)]*)\)", rule.rule))))
    return tuple(kind for kind, plural in KINDS.items() if {kind, plural} & words)


def path_of(app: Community, rule: Rule, arguments: dict[str, Any]) -> str:
    """The path of one rule; others of the same endpoint may have another shape."""
    built = rule.build({**(rule.defaults or {}), **arguments}, append_unknown=False)
    assert built is not None, f"{rule} takes other arguments than {arguments}"
    return built[1]
