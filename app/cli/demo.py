"""``flask demo``: a believable community, or one of a given size."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.cli.terminal import Unusable, counted, progress
from app.demo import loading
from app.demo.growing import growth, history
from app.demo.growing.articles import grow_articles
from app.demo.growing.ideas import grow_ideas
from app.domain.accounts.models import User
from app.domain.search import actions as search
from app.domain.search.documents import expected_count
from app.kit import jobs
from app.kit.db import db


@click.group("demo")
def demo() -> None:
    """Communities to look at and to measure with."""


@demo.command("load")
@click.option("--if-empty", is_flag=True, help="Do nothing when the site has members already.")
@with_appcontext
def load(*, if_empty: bool) -> None:
    """Bring in the demo community; a second run adds nothing."""
    settings = current_app.settings  # type: ignore[attr-defined]
    if if_empty and db.session.scalar(select(User.id).limit(1)) is not None:
        click.echo("The site has members already: nothing loaded.")
        return
    with counted() as counts:
        try:
            with progress(loading.thread_count(), "Threads") as bar:
                counts.update(loading.load_demo(bar.update, with_passwords=settings.demo))
        except loading.BadContent as problem:
            raise Unusable(str(problem)) from problem
        jobs.run_all()  # the search index, above all
    if settings.demo:
        click.echo(f"Everybody of the cast signs in with the password {loading.PASSWORD}")


@demo.command("grow")
@click.option("--members", type=click.IntRange(0), required=True, help="How many join.")
@click.option("--questions", type=click.IntRange(0), required=True, help="How many they ask.")
@click.option(
    "--replies",
    type=click.IntRange(0),
    required=True,
    help="How many answers and replies together; two thirds are answers.",
)
@click.option("--articles", type=click.IntRange(0), default=0, help="How many articles they write.")
@click.option("--ideas", type=click.IntRange(0), default=0, help="How many ideas they suggest.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same gives the same.")
@click.option("--index", is_flag=True, help="Build the search index anew afterwards.")
@with_appcontext
def grow(
    *,
    members: int,
    questions: int,
    replies: int,
    articles: int,
    ideas: int,
    seed: int,
    index: bool,
) -> None:
    """Add a synthetic community of this size, for benchmarks."""
    rows = members + questions + replies
    with counted() as counts:
        try:
            with progress(rows, "Growing") as bar:
                grown = growth.grow(
                    members=members,
                    questions=questions,
                    replies=replies,
                    seed=seed,
                    progress=bar.update,
                )
        except growth.Impossible as problem:
            raise Unusable(str(problem)) from problem
        counts.update(grown)
        if articles:
            with progress(articles, "Articles") as bar:
                counts.update(grow_articles(articles, seed, bar.update))
        if ideas:
            with progress(ideas, "Ideas") as bar:
                counts.update(grow_ideas(ideas, seed, bar.update))
        with progress(history.earners(), "Points") as bar:
            counts.update(history.tell_history(bar.update))
        if index:
            with progress(expected_count(), "Indexing") as bar:
                counts["documents"] = search.rebuild(bar.update)
    if not index:
        click.echo("Search does not know them yet: run `flask search rebuild`.")


commands = [demo]
