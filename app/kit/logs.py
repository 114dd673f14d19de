"""The log: one line for each thing that happened, on standard error, never a forged one."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

# Libraries that tell every step of theirs are heard from here on only.
QUIET = {"alembic": logging.WARNING, "PIL": logging.WARNING, "asyncio": logging.WARNING}


class Plain(logging.Formatter):
    """A line for people: time, level, who, what; a fault's trace below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(name)s  %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging's name for it
        return one_line(super().formatMessage(record))


class Structured(logging.Formatter):
    """A JSON object for machines: what somebody typed cannot end the line or add a field."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.casefold(),
            "name": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["error"] = self.formatException(record.exc_info)
        return json.dumps(told, ensure_ascii=True)


def configure(level: str, *, structured: bool, out: TextIO | None = None) -> None:
    """Send everything of at least this level to standard error, in one of the two forms."""
    handler = logging.StreamHandler(out or sys.stderr)
    handler.setFormatter(Structured() if structured else Plain())
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name, least in QUIET.items():
        logging.getLogger(name).setLevel(max(least, root.level))


def one_line(text: str) -> str:
    """Return text with everything that would break the line written out."""
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )
