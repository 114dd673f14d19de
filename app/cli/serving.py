"""``flask serve`` and ``flask start``: the site on granian, with its worker."""

from __future__ import annotations

import logging

import click
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import upgrade
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy import select

from app.demo import loading
from app.domain.accounts.models import User
from app.kit import jobs
from app.kit.db import db

# Threads that run requests in one process: enough that a slow reader of the disk does not hold up
# the others, few enough that they do not fight over Python's lock.
THREADS = 8
# Seconds a stopping process may take to finish what it began.
PATIENCE = 10


@click.command("serve")
@click.option("--no-worker", is_flag=True, help="Leave queued work to `flask worker` processes.")
@with_appcontext
def serve(*, no_worker: bool) -> None:
    """Serve the site until stopped."""
    settings = current_app.settings  # type: ignore[attr-defined]
    db.session.remove()
    db.engine.dispose()  # connections do not survive into the serving processes
    target = "bare_application" if no_worker else "application"
    Granian(
        f"app.serving:{target}",
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
    ).serve()


@click.command("start")
@click.pass_context
@with_appcontext
def start(context: click.Context) -> None:
    """Migrate, fill an empty development site with the demo community, and serve."""
    logging.getLogger("alembic").setLevel(logging.WARNING)
    upgrade()
    settings = current_app.settings  # type: ignore[attr-defined]
    if settings.demo and db.session.scalar(select(User.id).limit(1)) is None:
        click.echo("An empty site: bringing in the demo community…")
        loading.load_demo(with_passwords=True)
        jobs.run_all()
    click.echo(f"\n  {settings.site_name} is at  {settings.base_url}")
    if settings.demo:
        click.echo(f"  Sign in at {settings.base_url}/signin as anyone of the demo community:")
        click.echo(f"  ada_admin, ed_morgan, old_sparky, amelie_d … password {loading.PASSWORD}")
    click.echo("  Ctrl-C stops.\n", nl=True)
    context.invoke(serve)


commands = [serve, start]
