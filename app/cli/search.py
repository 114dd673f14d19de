"""``flask search``: the index built anew, compared and repaired; synonyms brought in."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.terminal import Fault, Unusable, counted, progress
from app.domain.search import actions
from app.domain.search.actions.synonyms import bring_groups
from app.domain.search.documents import expected_count
from app.domain.search.wordlists import read_groups
from app.kit.fulltext import IndexBusy, IndexUnavailable
from app.kit.problems import Invalid
from app.kit.work import write

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
        except (IndexUnavailable, OSError) as problem:
            raise Unusable(_unwritten(problem)) from problem


@search.command("check")
@with_appcontext
def check() -> None:
    """Compare the index with the database, report and repair; exit 1 when they differed."""
    with counted() as counts:
        try:
            found = actions.check()
        except IndexBusy as problem:
            raise Unusable(BUSY) from problem
        except (IndexUnavailable, OSError) as problem:
            raise Unusable(_unwritten(problem)) from problem
        counts.update(missing=found.missing, stale=found.stale, surplus=found.surplus)
    if not found.is_none:
        raise Fault("The index differed from the database; it was repaired.")


@search.command("synonyms")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--language", default="en", help="Of groups that name none, such as lines.")
@with_appcontext
def synonyms(path: Path, language: str) -> None:
    """Bring in groups of words that mean the same: YAML, or one group a line.

    Groups that are there already stay as they are, so the same file may be brought in again.
    """
    try:
        groups = read_groups(path.read_text("utf-8-sig"), language=language)
        with counted() as counts:
            brought = write(bring_groups, groups)
            counts.update(added=brought.added, known=brought.known)
    except (OSError, UnicodeDecodeError) as problem:
        raise Unusable(f"{path} cannot be read: {problem}") from problem
    except Invalid as problem:
        raise Unusable(f"{path}: {problem.message}") from problem
    for words, why in brought.refused:
        click.echo(f"Not kept: {', '.join(words)}: {why}", err=True)
    if brought.refused:
        raise Fault(f"{len(brought.refused)} groups were not kept.")


def _unwritten(problem: Exception) -> str:
    """Say in a sentence what is the matter with the index, or with the disk it lies on."""
    if isinstance(problem, OSError):
        where = f" ({problem.filename})" if problem.filename else ""
        return f"The index cannot be written: {problem.strerror or problem}{where}. Searches go on."
    return str(problem)


commands = [search]
