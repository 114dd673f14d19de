"""``flask knowledge``: every counter of articles proved from what it counts, and repaired."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.cli.terminal import Fault, counted
from app.domain.knowledge.actions import counting, reckoning

# How many of those that differ are named.
NAMED = 10


@click.group("knowledge")
def knowledge() -> None:
    """Articles: their counters, and how they do."""


@knowledge.command("check")
@with_appcontext
def check() -> None:
    """Prove all counters from votes, flags, uses and embeds; changes nothing, exit 1 if wrong."""
    named: list[str] = []
    with counted() as counts:
        wrong = counting.check_counters(named.append)
        counts.update({f"wrong {kind}": count for kind, count in wrong.items()})
    for words in named[:NAMED]:
        click.echo(words, err=True)
    if any(wrong.values()):
        raise Fault("Counters differ from what they count; “flask knowledge recount” repairs them.")


@knowledge.command("recount")
@with_appcontext
def recount() -> None:
    """Set all counters to what they count, and reckon every article's health anew."""
    with counted() as counts:
        wrong = counting.recount()
        counts.update({f"{kind} set right": count for kind, count in wrong.items() if count})
        reckoning.reckon_all()


commands = [knowledge]
