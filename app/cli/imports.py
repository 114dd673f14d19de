"""``flask import``: what other systems wrote, and what ``flask export`` wrote."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import func, select

from app.cli.ideas_import import ideas
from app.cli.markdown import markdown
from app.cli.terminal import Fault, Unusable, counted, progress
from app.domain.catalog.actions import ensure_default_space
from app.domain.catalog.models import Product
from app.domain.forum.models.posts import Answer
from app.domain.forum.models.questions import Question
from app.domain.notifications.models import Letter
from app.domain.search.actions import rebuild
from app.imports.export.faults import ExportError, NotEmptyError
from app.imports.export.reading import checked_export, fill_site, refuse_content
from app.imports.stackexchange.check import check
from app.imports.stackexchange.dump import Dump
from app.imports.stackexchange.faults import DumpError
from app.imports.stackexchange.plan import Plan
from app.imports.stackexchange.reconciliation import render_table
from app.imports.stackexchange.rowstream import Progress
from app.imports.stackexchange.write import MANY_POSTS, import_site
from app.imports.stackexchange.writing.target import Bar, Target
from app.kit.db import db
from app.kit.fulltext import IndexBusy
from app.kit.work import write

_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,20}")
# What we keep of a site's name beside every imported thing.
_HOST_LONGEST = 80


@click.group("import")
def imports() -> None:
    """Bring in what other systems wrote."""


@imports.command("stackexchange")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--product", "product_slug", help="The product that the questions are about.")
@click.option("--site", help="The site's host name, if neither file nor folder is named by it.")
@with_appcontext
def stackexchange(*, path: Path, product_slug: str | None, site: str | None) -> None:
    """Bring in a Stack Exchange site dump: a folder or zip of its XML files.

    The whole dump is checked before anything is written. Running it again adds what is missing.
    """
    product_id = _product_id(product_slug)
    with counted() as counts, _refusing(), Dump.open(path, _host(site)) as dump:
        if dump.site is None:
            raise Unusable("--site: say which site it is, for example --site iot.stackexchange.com")
        for name in dump.unknown_files:
            click.echo(f"Not read: {name}")
        with _reading(dump) as read:
            plan = check(dump, read)
        space = write(ensure_default_space)
        target = Target(plan, dump.site, space.id, product_id, _processes(plan), _bar)
        outcome = import_site(dump, target)
        click.echo(render_table(plan.table))
        if outcome.left_to_worker:
            click.echo(f"The worker will index {outcome.left_to_worker:,} questions.")
        for kind, line in plan.table.lines.items():
            if line.created:
                counts[f"{kind} created"] = line.created


@imports.command("export")
@click.argument("path", type=click.Path(path_type=Path))
@with_appcontext
def from_export(*, path: Path) -> None:
    """Fill this empty site with what `flask export` wrote to PATH.

    Everything is checked first, and kept as a whole or not at all.
    """
    with counted() as counts:
        try:
            refuse_content()
            with checked_export(path) as found, progress(found.rows, "Importing") as bar:
                filled = fill_site(found, bar.update)
        except (ExportError, NotEmptyError) as problem:
            raise Unusable(str(problem)) from problem
        counts.update({name.replace("_", " "): count for name, count in filled.items() if count})
    _index()
    unsent = select(func.count(Letter.id)).where(Letter.sent_at.is_(None), Letter.dropped.is_(None))
    if waiting := db.session.scalar(unsent):
        click.echo(f"{waiting:,} letters had not gone out yet: this site's worker will send them.")


def _index() -> None:
    expected = sum(
        db.session.scalar(select(func.count(kind.id))) or 0 for kind in (Question, Answer)
    )
    try:
        with progress(expected, "Indexing") as bar:
            rebuild(bar.update)
    except IndexBusy as problem:
        message = "Everything is imported, but another process keeps the index: "
        raise Fault(f"{message}run `flask search rebuild` later.") from problem


def _bar(label: str, length: int) -> AbstractContextManager[Bar]:
    return progress(length, label)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except DumpError as problem:
        raise Unusable(str(problem)) from problem


@contextmanager
def _reading(dump: Dump) -> Iterator[Progress]:
    """Show how many bytes of the whole dump were read."""
    done = dict.fromkeys((file.name for file in dump.files), 0)
    with click.progressbar(length=sum(file.size for file in dump.files), label="Checking") as bar:

        def note(name: str, so_far: int, _size: int) -> None:
            bar.update(so_far - done[name])
            done[name] = so_far

        yield note


def _host(site: str | None) -> str | None:
    if site is None:
        return None
    host = site.strip().lower()
    if not _HOST.fullmatch(host) or len(host) > _HOST_LONGEST:
        raise Unusable(f"--site: {site!r} is no host name; expected is iot.stackexchange.com")
    return host


def _product_id(slug: str | None) -> int | None:
    if slug is None:
        return None
    found = db.session.scalar(select(Product.id).where(Product.slug == slug))
    if found is None:
        raise Unusable(f"--product: there is no product {slug!r}")
    return found


def _processes(plan: Plan) -> int:
    return 2 if len(plan.questions) + len(plan.answers) >= MANY_POSTS else 1


imports.add_command(markdown)
imports.add_command(ideas)
commands = [imports]
