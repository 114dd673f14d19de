"""What became of a folder: read, created, updated, already there, left out and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

# Files are pictures, too.
KINDS = ("articles", "topics", "files", "links")
_HEADS = ("read", "created", "updated", "already there", "skipped")
_WIDTH = 13


@dataclass(slots=True)
class Line:
    """What became of one kind of thing."""

    read: int = 0
    created: int = 0
    updated: int = 0
    already_there: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def unexplained(self) -> int:
        """What neither arrived nor was skipped; zero after a complete import."""
        arrived = self.created + self.updated + self.already_there
        return self.read - arrived - self.skipped.total()


class Report:
    """One line for each kind, and names of what a person may want to look at."""

    def __init__(self) -> None:
        self.lines = {kind: Line() for kind in KINDS}
        self.remarks: dict[str, list[str]] = defaultdict(list)

    def skip(self, kind: str, reason: str, name: str) -> None:
        """Count what is left out, and name it."""
        self.lines[kind].skipped[reason] += 1
        self.remark(f"{kind} left out: {reason}", name)

    def remark(self, sentence: str, name: str) -> None:
        """Name something that a person may want to look at; each name once."""
        if name not in self.remarks[sentence]:
            self.remarks[sentence].append(name)

    def unexplained(self) -> dict[str, int]:
        """The kinds whose numbers do not add up; empty after a complete import."""
        return {kind: line.unexplained for kind, line in self.lines.items() if line.unexplained}


def render_report(report: Report) -> str:
    """Write the report as text of fixed width, with every name below."""
    wide = max(len(kind) for kind in KINDS)
    out = [" " * wide + "".join(f"{head:>{_WIDTH + 2}}" for head in _HEADS)]
    for kind, line in report.lines.items():
        counts = (
            *(line.read, line.created, line.updated, line.already_there),
            line.skipped.total(),
        )
        out.append(f"{kind:<{wide}}" + "".join(f"{count:>{_WIDTH + 2},}" for count in counts))
    for sentence, names in report.remarks.items():
        out += ["", f"{sentence} ({len(names):,}):", *(f"  {name}" for name in names)]
    return "\n".join(out) + "\n"
