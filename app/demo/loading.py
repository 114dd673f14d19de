"""Bringing in the demo community: everything, once, relative to the day of loading."""

from __future__ import annotations

from collections.abc import Callable

# What every member of the cast signs in with, on a site with DEMO on.
PASSWORD = "lumen-home-demo"  # noqa: S105 - printed by `make run`; meant to be known

Progress = Callable[[int], None]


def load_demo(
    progress: Progress | None = None, *, with_passwords: bool = False
) -> dict[str, int]:
    """Bring in what is missing of the demo community; return how much of each was added."""
    return {}
