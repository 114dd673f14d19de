"""``flask ideas``: every counter of ideas proved from what it counts, and repaired."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from app.cli.terminal import Fault, counted
from app.domain.ideas.actions import coin_counts, counting
from app.domain.loop.actions import paining


@click.group("ideas")
def ideas() -> None:
    """Ideas: their votes, comments, budgets, trends, coins, and the need behind them."""


@ideas.command("check")
@with_appcontext
def check() -> None:
    """Prove all counters from what they count; changes nothing, exit 1 if one is wrong."""
    with counted() as counts:
        wrong = counting.miscounts() | {
            "needs": len(paining.wrong_counts()),
            "coins": coin_counts.miscounted_coins(),
        }
        counts.update({f"{table} miscounted": count for table, count in wrong.items()})
    if any(wrong.values()):
        raise Fault("Counters differ from what they count; “flask ideas recount” repairs them.")


@ideas.command("recount")
@with_appcontext
def recount() -> None:
    """Set all counters to what they count."""
    with counted() as counts:
        wrong = counting.recount_all() | {
            "needs": paining.reckon_all(),
            "coins": coin_counts.recount_coins(),
        }
        counts.update({f"{table} set right": count for table, count in wrong.items() if count})


commands = [ideas]
