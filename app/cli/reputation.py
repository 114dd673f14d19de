"""``flask reputation``: every total proved from the ledger and the facts, and repaired."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.cli.terminal import Fault, counted, progress
from app.domain.reputation.actions import recounting
from app.domain.reputation.actions.cutoffs import find_cutoffs
from app.domain.reputation.actions.standings import check_standings, rebuild_standings

# How many of those that differ are named.
NAMED = 10


@click.group("reputation")
def reputation() -> None:
    """Points: the ledger, and what it adds up to."""


@reputation.command("check")
@with_appcontext
def check() -> None:
    """Prove all points from ledger and facts; changes nothing, exit 1 where they differ."""
    named: list[str] = []
    with counted() as counts:
        members = recounting.member_count()
        with progress(members, "Checking") as bar:
            wrong = recounting.check(bar.update, named.append)
        wrong["standings"] = sum(check_standings().values())
        counts["members"] = members
        counts.update({f"wrong {kind}": count for kind, count in wrong.items()})
    for words in named[:NAMED]:
        click.echo(words, err=True)
    if any(wrong.values()):
        raise Fault(
            "Points differ from what they come from; “flask reputation recount” repairs it."
        )


@reputation.command("recount")
@with_appcontext
def recount() -> None:
    """Settle everybody anew from the facts: adds lines to the ledger, sets totals and boards."""
    with counted() as counts:
        with progress(recounting.member_count(), "Counting") as bar:
            counts.update(recounting.recount_all(bar.update))
        rebuild_standings()
        find_cutoffs()


commands = [reputation]
