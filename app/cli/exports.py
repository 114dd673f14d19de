"""``flask export``: the whole site as JSON lines and files."""

from __future__ import annotations

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli.terminal import Unusable, counted, progress
from app.imports.export.faults import ExportError
from app.imports.export.tables import LEFT_OUT
from app.imports.export.writing import count_rows, one_moment, write_export
from app.kit import jobs


@click.command("export")
@click.argument("path", type=click.Path(path_type=Path))
@with_appcontext
def export(*, path: Path) -> None:
    """Write everything to PATH: a new folder, or a zip if it is named so.

    The site goes on meanwhile; what is written is the site as it was when this began. It holds
    addresses and password hashes, so only its owner can read it.
    """
    waiting = jobs.backlog()["waiting"]
    with counted() as counts:
        try:
            with one_moment() as connection, progress(count_rows(connection), "Exporting") as bar:
                found = write_export(connection, path, _site(), bar.update)
        except ExportError as problem:
            raise Unusable(str(problem)) from problem
        counts.update({name.replace("_", " "): count for name, count in found.items() if count})
    click.echo(f"Left out: {', '.join(name.replace('_', ' ') for name in LEFT_OUT)}.")
    if waiting:
        click.echo(
            f"{waiting:,} jobs were still waiting. Before moving a site, stop it, run "
            "`flask worker --once` and export again."
        )


def _site() -> str:
    return current_app.settings.base_url  # type: ignore[attr-defined]


commands = [export]
