"""``flask serve`` and ``flask start``: the site on granian, with its worker."""

from __future__ import annotations

import http.client
import logging
import multiprocessing
import socket
import threading
import time

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy import select

from app.cli.terminal import Unusable
from app.config import Settings
from app.demo import loading
from app.domain.accounts.models import User
from app.domain.search import actions as search
from app.kit import fulltext, jobs
from app.kit.db import db

# Threads that run requests in one process: enough that one which waits (for the disk, for another's
# write, for a password's hash) does not hold up the others, few enough that they do not fight over
# Python's lock. The server's own measure of "many" is two for each core and one.
# Its `backpressure` stays as it is: it counts connections, and a proxy keeps many of them open.
THREADS = min(8, 2 * multiprocessing.cpu_count() + 1)
# Seconds a stopping process may take to finish what it began.
PATIENCE = 30
# Seconds after which nobody is told any more that the site answers, and the pause between looks.
_ANNOUNCED_WITHIN, _PAUSE = 120, 0.3


@click.command("serve")
@click.option("--no-worker", is_flag=True, help="Leave queued work to `flask worker` processes.")
@with_appcontext
def serve(*, no_worker: bool) -> None:
    """Serve the site until stopped."""
    settings = current_app.settings  # type: ignore[attr-defined]
    run_server(settings, f"{settings.site_name} is at {settings.base_url}", no_worker=no_worker)


@click.command("start")
@with_appcontext
def start() -> None:
    """Migrate, fill an empty development site with the demo community, and serve."""
    settings = current_app.settings  # type: ignore[attr-defined]
    _refuse_taken(settings)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
    try:
        if fulltext.current().health() is not fulltext.Health.READY:
            search.rebuild()
    except (fulltext.IndexBusy, fulltext.IndexUnavailable, OSError) as fault:
        # The site serves without it; `flask doctor` and the worker go on about it.
        click.echo(f"The search index was not built: {fault}", err=True)
    if settings.demo and db.session.scalar(select(User.id).limit(1)) is None:
        click.echo("An empty site: bringing in the demo community…")
        loading.load_demo(with_passwords=True)
        jobs.run_all()
    run_server(settings, welcome(settings))


def welcome(settings: Settings) -> str:
    """Return what somebody who starts the site for the first time wants to know."""
    lines = ["", f"  {settings.site_name} is at  {settings.base_url}"]
    if settings.demo:
        lines += [
            f"  Sign in at {settings.base_url}/signin as anyone of the demo community:",
            f"  ada_admin, ed_morgan, old_sparky, amelie_d … password {loading.PASSWORD}",
        ]
    return "\n".join([*lines, "  Ctrl-C stops.", ""])


def run_server(settings: Settings, words: str, *, no_worker: bool = False) -> None:
    """Serve until stopped; say the words as soon as the site answers.

    :raises Unusable: when the port belongs to another program.
    """
    _refuse_taken(settings)
    db.session.remove()
    db.engine.dispose()  # connections do not survive into the serving processes
    fulltext.current().close()
    server = Granian(
        f"app.serving:{'bare_application' if no_worker else 'application'}",
        address=settings.host,
        port=settings.port,
        interface=Interfaces.WSGI,
        workers=settings.web_workers,
        blocking_threads=THREADS,
        factory=True,
        websockets=False,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
    )
    announcer = threading.Thread(target=_announce, args=(settings, words), daemon=True)
    server.on_startup(announcer.start)
    server.serve()


def _refuse_taken(settings: Settings) -> None:
    # The server shares its port with whoever else does: a second site would answer in turns.
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        place = f"HOST {settings.host}, PORT {settings.port}"
        reason = str(error.strerror).partition(" (")[0]
        raise Unusable(f"{place}: {reason}. Stop what runs there, or set PORT.") from error


def _announce(settings: Settings, words: str) -> None:
    until = time.monotonic() + _ANNOUNCED_WITHIN
    while time.monotonic() < until:
        # Sleeping comes first: the serving processes are forked now, and what another thread holds
        # in that moment would stay locked in them.
        time.sleep(_PAUSE)
        if _answers(settings):
            click.echo(words)
            return


def _answers(settings: Settings) -> bool:
    """Say whether the site answers, with whatever it says."""
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104 - asked, not bound
    connection = http.client.HTTPConnection(here, settings.port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


commands = [serve, start]
