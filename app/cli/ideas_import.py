"""``flask import ideas``: what another board's ideas were, as JSON lines."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.cli.terminal import Unusable, counted, progress
from app.domain.catalog.actions import ensure_default_space
from app.domain.catalog.models import Product, Space
from app.imports.ideas.closing import index
from app.imports.ideas.records import BadRecord, Record, read
from app.imports.ideas.writing import Target, import_ideas
from app.kit.db import db
from app.kit.work import write


@click.command("ideas")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--product", "product_slug", help="The product that all of them are about.")
@click.option("--space", "space_slug", help="Where they stand, which is who may read them.")
@click.option("--without-bugs", is_flag=True, help="Leave reports of bugs out.")
@with_appcontext
def ideas(
    *, path: Path, product_slug: str | None, space_slug: str | None, without_bugs: bool
) -> None:
    """Bring in ideas from PATH, one JSON object a line: title, body, votes, status, comments.

    Everything is read before anything is written. Running it again adds what is missing.
    """
    with counted() as counts:
        records = _checked(path)
        kept = [each for each in records if not (without_bugs and each.kind == "bug")]
        target = Target(
            _id_of(Space, space_slug, "--space") or write(ensure_default_space).id,
            _id_of(Product, product_slug, "--product"),
        )
        with progress(len(kept), "Ideas") as bar:
            made = import_ideas(target, kept, bar)
        if left := index(made):
            click.echo(f"The worker will index {left:,} ideas.")
        counts.update({name: count for name, count in target.counts.items() if count})
        if len(kept) < len(records):
            click.echo(f"{len(records) - len(kept):,} reports of bugs were left out.")


def _checked(path: Path) -> list[Record]:
    seen: dict[tuple[str, str], int] = {}
    records: list[Record] = []
    twice: list[str] = []
    try:
        for number, record in read(path):
            first = seen.setdefault((record.site, record.key), number)
            if first == number:
                records.append(record)
            else:
                twice.append(f"line {number}: the same idea stands in line {first}")
    except BadRecord as problem:
        raise Unusable(str(problem)) from problem
    if twice:
        raise Unusable("\n".join(twice[:10]))
    if not records:
        raise Unusable(f"{path}: there is no idea in this file")
    return records


def _id_of(kind: type[Product | Space], slug: str | None, option: str) -> int | None:
    if slug is None:
        return None
    found: int | None = db.session.scalar(select(kind.id).where(kind.slug == slug))
    if found is None:
        raise Unusable(f"{option}: there is no {kind.__name__.lower()} {slug!r}")
    return found
