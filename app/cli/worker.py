"""``flask worker``: queued and scheduled work, until stopped."""

from __future__ import annotations

import signal
import threading

import click
from flask import current_app
from flask.cli import with_appcontext

from app.kit import jobs
from app.kit.schedule import run_connected
from app.kit.working import work_until


@click.command("worker")
@click.option("--once", is_flag=True, help="Run what is due, then stop.")
@with_appcontext
def run(*, once: bool) -> None:
    """Run queued and scheduled work until stopped; finish the current batch on SIGTERM."""
    if once:
        ran = run_connected()
        click.echo(f"{jobs.run_all():,} jobs, {len(ran):,} scheduled")
        return
    stop = threading.Event()

    def finish(*_: object) -> None:
        stop.set()
        jobs.wake()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, finish)
    click.echo(f"Working for {current_app.settings.site_name}. Ctrl-C stops.")  # type: ignore[attr-defined]
    work_until(stop, current_app._get_current_object().app_context)  # type: ignore[attr-defined] # noqa: SLF001 - threads need the application itself
    click.echo("Stopped; nothing was left half done.")


commands = [run]
