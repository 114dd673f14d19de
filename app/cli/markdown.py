"""``flask import markdown``: a help centre's folder of Markdown files."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import click
from flask.cli import with_appcontext
from sqlalchemy import select

from app.cli.terminal import Unusable, counted, progress
from app.domain.accounts.models import User
from app.domain.accounts.queries import member_by_handle
from app.domain.catalog.actions import ensure_default_space
from app.domain.catalog.models import Product, Space
from app.domain.knowledge.policy import may_draft
from app.imports.markdown.closing import index, show_embeds
from app.imports.markdown.faults import FolderError
from app.imports.markdown.folder import Folder
from app.imports.markdown.plan import Plan, check
from app.imports.markdown.report import render_report
from app.imports.markdown.writing import Target, import_folder
from app.kit.db import db
from app.kit.work import write

_HOST = re.compile(r"(?:[a-z0-9-]{1,63}\.)+[a-z]{2,20}")
_SOURCE_LONGEST = 80
_CREDIT_LONGEST = 500


@click.command("markdown")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--by", "handle", help="Who answers for the articles; the first admin if not given.")
@click.option("--space", "space_slug", help="Where they stand, which is who may read them.")
@click.option("--product", "product_slug", help="The product that all of them are about.")
@click.option("--site", help="The host they come from; links to its articles lead here then.")
@click.option("--credit", default="", help="Whose words these are: added to every text.")
@with_appcontext
def markdown(
    *,
    path: Path,
    handle: str | None,
    space_slug: str | None,
    product_slug: str | None,
    site: str | None,
    credit: str,
) -> None:
    """Bring in a folder of Markdown files as articles; its folders become topics.

    Everything is read before anything is written. Running it again adds nothing, and brings along
    the articles whose file changed.
    """
    host = _host(site)
    owner = _owner(handle)
    with counted() as counts:
        plan = _checked(path)
        target = Target(
            plan,
            f"markdown:{host or plan.folder.name}"[:_SOURCE_LONGEST],
            _id_of(Space, space_slug, "--space") or write(ensure_default_space).id,
            owner.id,
            product_id=_id_of(Product, product_slug, "--product"),
            site=host,
            credit=_credit(credit),
        )
        with progress(len(plan.pages), "Articles") as bar:
            touched = import_folder(target, bar)
        show_embeds(touched)
        left = index(touched)
        click.echo(render_report(plan.report))
        if left:
            click.echo(f"The worker will index {left:,} articles.")
        _count(plan, counts)


def _checked(path: Path) -> Plan:
    try:
        plan = check(Folder.open(path))
    except FolderError as problem:
        raise Unusable(str(problem)) from problem
    if not plan.pages:
        click.echo(render_report(plan.report))
        raise Unusable(f"{path}: there is no article in this folder")
    return plan


def _count(plan: Plan, counts: dict[str, int]) -> None:
    for kind, line in plan.report.lines.items():
        if line.created:
            counts[f"{kind} created"] = line.created
        if line.updated:
            counts[f"{kind} updated"] = line.updated


def _host(site: str | None) -> str | None:
    if site is None:
        return None
    host = site.strip().lower()
    if not _HOST.fullmatch(host) or len(host) > _SOURCE_LONGEST - len("markdown:"):
        raise Unusable(f"--site: {site!r} is no host name; expected is support.example.com")
    return host


def _owner(handle: str | None) -> User:
    found = member_by_handle(handle) if handle else _first_admin()
    if found is None:
        raise Unusable(
            f"--by: there is no member {handle!r}"
            if handle
            else "--by: say who answers for the articles, for this site has no admin"
        )
    allowed = may_draft(found)
    if not allowed:
        raise Unusable(f"--by: {found.handle} may not write articles ({allowed.reason})")
    return found


def _first_admin() -> User | None:
    admins = select(User).where(User.staff_roles != []).order_by(User.id)
    return next((each for each in db.session.scalars(admins) if "admin" in each.staff_roles), None)


def _id_of(kind: Any, slug: str | None, option: str) -> int | None:
    if slug is None:
        return None
    found: int | None = db.session.scalar(select(kind.id).where(kind.slug == slug))
    if found is None:
        raise Unusable(f"{option}: there is no {kind.__name__.lower()} {slug!r}")
    return found


def _credit(words: str) -> str:
    plain = " ".join(words.split())
    if len(plain) > _CREDIT_LONGEST:
        raise Unusable(f"--credit: at most {_CREDIT_LONGEST} characters")
    return plain


commands = [markdown]
