"""``flask search``: the index built anew, compared and repaired."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.cli.terminal import Fault, Unusable, counted, progress
from app.domain.search import actions
from app.domain.search.documents import expected_count
from app.kit.fulltext import IndexBusy

BUSY = "Another process builds the index or writes it; try again when it has finished."


@click.group("search")
def search() -> None:
    """The search index."""


@search.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Build the index anew while the site serves, then switch."""
    with counted() as counts, progress(expected_count(), "Indexing") as bar:
        try:
            counts["documents"] = actions.rebuild(bar.update)
        except IndexBusy as problem:
            raise Unusable(BUSY) from problem


@search.command("check")
@with_appcontext
def check() -> None:
    """Compare the index with the database, report and repair; exit 1 when they differed."""
    with counted() as counts:
        try:
            found = actions.check()
        except IndexBusy as problem:
            raise Unusable(BUSY) from problem
        counts.update(missing=found.missing, stale=found.stale, surplus=found.surplus)
    if not found.is_none:
        raise Fault("The index differed from the database; it was repaired.")


commands = [search]
