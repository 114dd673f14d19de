"""How every command speaks: progress, counts, time, and exit codes that scripts can rely on."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click

# 0 is success; a check found a fault; the arguments cannot be used.
FAULT, UNUSABLE = 1, 2


class Unusable(click.ClickException):
    """The arguments, a file or a record cannot be used: the message names it."""

    exit_code = UNUSABLE


class Fault(click.ClickException):
    """A check found something wrong."""

    exit_code = FAULT


@contextmanager
def counted() -> Iterator[dict[str, int]]:
    """Collect counts; print them with the time taken when the work ends well."""
    counts: dict[str, int] = {}
    began = time.monotonic()
    yield counts
    words = ", ".join(f"{count:,} {name}" for name, count in counts.items()) or "nothing to do"
    click.echo(f"{words} in {time.monotonic() - began:.1f} s")


def progress(length: int | None, label: str) -> click._termui_impl.ProgressBar[int]:
    """Return a progress bar that counts records; silent when nobody watches."""
    return click.progressbar(length=length, label=label, show_pos=True, width=30)
