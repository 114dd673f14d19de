"""The terminal door: ``flask`` commands. Each prints counts and time at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli import (
    accounts,
    demo,
    doctor,
    exports,
    ideas,
    imports,
    knowledge,
    reputation,
    search,
    serving,
    worker,
)

if TYPE_CHECKING:
    from flask import Flask


def register(app: Flask) -> None:
    """Add every command group to ``flask``."""
    rooms = (
        *(serving, worker, doctor, demo, imports, exports, search, accounts, reputation),
        knowledge,
        ideas,
    )
    for room in rooms:
        for command in room.commands:
            app.cli.add_command(command)
