"""``flask demo``: a believable community, or one of a given size."""

from __future__ import annotations

import click

from app.cli.terminal import counted
from app.demo import loading


@click.group("demo")
def demo() -> None:
    """Communities to look at and to measure with."""


@demo.command("load")
def load() -> None:
    """Bring in the demo community; a second run adds nothing."""
    with counted() as counts:
        counts.update(loading.load_demo())


commands = [demo]
