"""``flask doctor``: is everything that the site needs in place? One line each."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Callable

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select, text

from app.cli.terminal import Fault
from app.domain.accounts.models import User
from app.domain.search.queries.upkeep import index_state
from app.kit import jobs, mail, markup
from app.kit.db import db
from app.kit.jobs import ScheduledRun

# Below this share of free disk, writes may soon fail.
FREE_LEAST = 0.10
# SQLite before this has a rare fault when the write-ahead log is reset (see docs/operating.md).
SQLITE_SOUND = (3, 51, 3)


class Warn(Exception):
    """Something that works but should be known."""


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Check database, index, cache, mail, queue, file rights and settings."""
    faults = 0
    for name, check in CHECKS.items():
        try:
            mark, words = "ok  ", check()
        except Warn as warning:
            mark, words = "note", str(warning)
        except Exception as error:  # noqa: BLE001 - each check may fail in its own way
            mark, words, faults = "BAD ", f"{type(error).__name__}: {error}", faults + 1
        finally:
            db.session.rollback()
        click.echo(f"{mark}  {name:<10} {' '.join(words.split())[:300]}")
    if faults:
        raise Fault(f"{faults} of {len(CHECKS)} checks found a fault.")


def _settings() -> str:
    settings = current_app.settings  # type: ignore[attr-defined]
    if settings.is_production and not settings.is_secure:
        raise Warn(f"{settings.mode}, but BASE_URL is plain http: {settings.base_url}")
    return f"{settings.mode}, {settings.base_url}"


def _database() -> str:
    folder = current_app.extensions["migrate"].directory
    wanted = set(ScriptDirectory(folder).get_heads())
    with db.engine.connect() as connection:
        heads = set(MigrationContext.configure(connection).get_current_heads())
        if heads != wanted:
            raise RuntimeError("the schema is not the program's: run `flask db upgrade`")
        connection.execute(select(User.id).limit(1))
        if db.engine.dialect.name == "sqlite":
            found = connection.execute(text("PRAGMA quick_check(1)")).scalar()
            if found != "ok":
                raise RuntimeError(found)
    if db.engine.dialect.name == "sqlite" and sqlite3.sqlite_version_info < SQLITE_SOUND:
        raise Warn(f"SQLite {sqlite3.sqlite_version}: sound, but 3.51.3 or newer is better")
    return f"{db.engine.dialect.name}, schema {', '.join(sorted(heads))}"


def _index() -> str:
    state = index_state(current_app.settings.search_engine)  # type: ignore[attr-defined]
    if state.is_away:
        raise RuntimeError(f"{state.engine}, away: {state.trouble} Searches find by titles.")
    if not state.is_ready:
        raise RuntimeError(f"{state.engine}, {state.health.value}: run `flask search rebuild`")
    if state.is_behind:
        raise RuntimeError(
            f"{state.engine} was not told of all that happened: run `flask search check`"
        )
    if state.is_outgrown:
        raise Warn(
            f"{state.engine} with {state.post_count:,} posts grows slow: set SEARCH_URL=postgresql:"
            " (or tantivy:), then run `flask search rebuild` and restart"
        )
    return f"{state.engine}, {state.document_count:,} documents"


def _cache() -> str:
    url = current_app.settings.redis_url  # type: ignore[attr-defined]
    if not url:
        return "none set; limits live in the database"
    import redis  # noqa: PLC0415 - only where one is set

    redis.Redis.from_url(url, socket_timeout=5).ping()
    return "redis answers"


def _mail() -> str:
    return mail.current().check()


def _queue() -> str:
    backlog = jobs.backlog()
    failed = db.session.scalars(
        select(ScheduledRun.name).where(ScheduledRun.error.is_not(None))
    ).all()
    if backlog["parked"] or failed:
        parked = f"{backlog['parked']} parked jobs"
        raise RuntimeError(f"{parked}; scheduled work that failed: {', '.join(failed) or 'none'}")
    return f"{backlog['waiting']} waiting, none parked"


def _files() -> str:
    settings = current_app.settings  # type: ignore[attr-defined]
    for folder in (settings.instance, settings.uploads):
        folder.mkdir(parents=True, exist_ok=True)
        # Rights say little where root looks or a disk is mounted to be read: so write something.
        try:
            tempfile.TemporaryFile(dir=folder).close()
        except OSError as error:
            raise PermissionError(f"cannot write in {folder}: {error.strerror}") from error
    disk = shutil.disk_usage(settings.instance)
    if disk.free < disk.total * FREE_LEAST:
        raise RuntimeError(f"only {disk.free // 2**20:,} MiB free")
    return f"writable, {disk.free // 2**20:,} MiB free"


def _text() -> str:
    if "<strong>" not in markup.render("**works**"):
        raise RuntimeError("the renderer fell back to plain text")
    return f"renders, version {markup.VERSION}"


CHECKS: dict[str, Callable[[], str]] = {
    "settings": _settings,
    "database": _database,
    "index": _index,
    "cache": _cache,
    "mail": _mail,
    "queue": _queue,
    "files": _files,
    "text": _text,
}
commands = [doctor]
