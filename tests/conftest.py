"""One application and one schema a run and database; each test inside a transaction that ends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import g
from flask.testing import FlaskClient
from flask_sqlalchemy.session import Session as BoundSession
from sqlalchemy import Connection, event
from sqlalchemy.orm import scoped_session, sessionmaker

from app import create_app
from app.application import Community, head_for
from app.config import Settings
from app.domain.accounts.models import User
from app.domain.catalog.models import Space
from app.kit import clock, fulltext, mail
from app.kit.db import db
from app.kit.markup import pool
from app.kit.work import unit_of_work
from app.letters import head

pytest_plugins = [
    "tests.services.rubbish",
    "tests.services.missing",
    "tests.services.data",
    "tests.services.postgresql",
    "tests.services.racing",
    "tests.services.redis",
    "tests.services.smtp",
    "tests.services.chromium",
    "tests.services.nu",
    "tests.services.site",
    "tests.people",
]

SECRET = "tests-only-tests-only-tests-only-tests-only"


def settings_for(folder: Path, database_url: str, **changes: Any) -> Settings:
    """Return settings for a site in ``folder``, with mail and index in memory."""
    values: dict[str, Any] = {
        "mode": "development",
        "secret_key": SECRET,
        "base_url": "http://localhost",
        "site_name": "Lumen Home",
        "brand_color": "#8a2a5f",
        "database_url": database_url,
        "redis_url": "",
        "search_url": "memory:",
        "mail_url": "memory:",
        "mail_from": "community@lumen.example",
        "uploads": folder / "uploads",
        "instance": folder,
        "host": "127.0.0.1",
        "port": 8000,
        "web_workers": 1,
        "log_level": "warning",
        "demo": False,
        "testing": True,
    }
    return Settings(**(values | changes))


@pytest.fixture(
    scope="session",
    params=["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))],
)
def app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Community]:
    """The site with an empty schema, on SQLite and then on PostgreSQL."""
    folder = tmp_path_factory.mktemp("site")
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'pukka.db'}"
    else:
        url = request.getfixturevalue("postgresql_url")
    made = create_app(settings_for(folder, url))
    with made.app_context():
        db.drop_all()
        db.create_all()
        with unit_of_work():
            db.session.add(Space(slug="community", name="Community", is_default=True))
        db.session.remove()
    yield made
    with made.app_context():
        db.engine.dispose()


class TestSession(BoundSession):
    """A session that stays on the test's connection; the library's would pick its own engine."""

    __test__ = False
    connection_of_test: Connection

    def get_bind(self, *_args: Any, **_kwargs: Any) -> Connection:
        return self.connection_of_test


@pytest.fixture
def session(app: Community) -> Iterator[scoped_session[Any]]:
    """The database, inside a transaction that is rolled back; an app context is open."""
    with app.app_context():
        connection = db.engine.connect()
        transaction = connection.begin()
        kind = type("ThisTestSession", (TestSession,), {"connection_of_test": connection})
        usual = db.session
        db.session = scoped_session(
            sessionmaker(class_=kind, db=db, join_transaction_mode="create_savepoint"),
            scopefunc=usual.registry.scopefunc,
        )
        outbox = mail.MemoryMailer()
        mail.use(outbox)
        # Another site that a test made may have told letters of another address.
        head.use(head_for(app.settings))
        fulltext.use(fulltext.open_engine("memory:", app.settings.instance))
        for kept in ("figures", "nearby", "rarity", "search_log", "searches"):
            app.extensions.pop(kept, None)
        try:
            yield db.session
        finally:
            db.session.remove()
            db.session = usual
            transaction.rollback()
            connection.close()
            clock.freeze(None)


class Visitor(FlaskClient):
    """A browser for tests: sends the form token that a page would have held."""

    sends_token = True

    def open(self, *args: Any, **kwargs: Any) -> Any:
        # What the test has read so far must not be rolled back over what the request writes.
        if not db.session.info.get("writing"):
            db.session.commit()
        if self.sends_token and kwargs.get("method", "GET") not in {"GET", "HEAD", "OPTIONS"}:
            token = self._open("/token", method="GET").get_json()["token"]
            kwargs["headers"] = {"X-CSRFToken": token, **dict(kwargs.get("headers") or {})}
        return self._open(*args, **kwargs)

    def _open(self, *args: Any, **kwargs: Any) -> Any:
        # The test's app context outlives its requests: what one noted must not reach the next.
        for noted in list(g):
            g.pop(noted)
        return super().open(*args, **kwargs)


@pytest.fixture
def client(app: Community, session: Any) -> Visitor:
    """A visitor's browser."""
    app.test_client_class = Visitor
    return app.test_client()  # type: ignore[return-value]


SignIn = Callable[[FlaskClient, User], None]


@pytest.fixture
def sign_in() -> SignIn:
    """Signs a member in without the form: ``sign_in(client, alice)``."""
    return signed_in


def signed_in(client: FlaskClient, member: User) -> None:
    """Put the member into the browser's session, as a sign-in would."""
    with client.session_transaction() as kept:
        kept["_user_id"] = member.get_id()
        kept["_fresh"] = True
        kept["fs_paa"] = int(clock.now().timestamp())  # just now: rights may be changed


@pytest.fixture
def as_member(app: Community, session: Any) -> Callable[[User], Visitor]:
    """Gives a browser in which the member is signed in: ``as_member(alice).get("/")``."""
    app.test_client_class = Visitor

    def browser(member: User) -> Visitor:
        client = app.test_client()
        signed_in(client, member)
        return client  # type: ignore[return-value]

    return browser


@pytest.fixture(autouse=True)
def _patient_renderer(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let texts be rendered however slow the machine is today.

    The real limits are wall time, so that no reader waits; on a machine that pauses they would
    show plain text where a test expects a list. Tests of the limits themselves say ``hurried``.
    """
    if request.node.get_closest_marker("hurried") is None:
        for limit in ("RENDER_LIMIT", "TOTAL_LIMIT", "LEAST_LIMIT", "START_LIMIT", "BUSY_LIMIT"):
            monkeypatch.setattr(pool, limit, 30.0)


@dataclass
class Statements:
    """The SQL statements that ran in a block."""

    all: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.all)

    def __str__(self) -> str:
        return "\n".join(self.all)


@pytest.fixture
def statements(session: Any) -> Callable[[], AbstractContextManager[Statements]]:
    """Counts statements: ``with statements() as ran: …; assert len(ran) <= 8``."""

    @contextmanager
    def counting() -> Iterator[Statements]:
        ran = Statements()

        def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "PRAGMA")):
                ran.all.append(statement)

        engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            yield ran
        finally:
            event.remove(engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def outbox(session: Any) -> list[mail.Mail]:
    """The mails sent in this test."""
    mailer = mail.current()
    assert isinstance(mailer, mail.MemoryMailer)
    return mailer.sent
