"""The table at the end of an import: read, created, already there, skipped and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

KINDS = (
    "users",
    "questions",
    "answers",
    "other posts",
    "accepted answers",
    "comments",
    "votes",
    "tags",
    "links",
    "history entries",
    "badges",
)


@dataclass(slots=True)
class Line:
    """What became of one kind of row."""

    read: int = 0
    created: int = 0
    already_there: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    @property
    def skipped_count(self) -> int:
        """How many were left out, for whatever reason."""
        return self.skipped.total()

    @property
    def to_create(self) -> int:
        """What was read and not skipped."""
        return self.read - self.skipped_count

    @property
    def unexplained(self) -> int:
        """What neither arrived nor was skipped; zero after a complete import."""
        return self.to_create - self.created - self.already_there


class Reconciliation:
    """One line for each kind of row, and remarks about things that were kept but changed."""

    def __init__(self) -> None:
        self.lines = {kind: Line() for kind in KINDS}
        self.remarks: Counter[str] = Counter()

    def read(self, kind: str, count: int = 1) -> None:
        """Count what the dump holds."""
        self.lines[kind].read += count

    def skip(self, kind: str, reason: str, count: int = 1) -> None:
        """Count what is left out."""
        self.lines[kind].skipped[reason] += count

    def create(self, kind: str, count: int = 1) -> None:
        """Count what was written now."""
        self.lines[kind].created += count

    def keep(self, kind: str, count: int = 1) -> None:
        """Count what an earlier run had written."""
        self.lines[kind].already_there += count

    def remark(self, sentence: str, count: int = 1) -> None:
        """Count something that was kept, but not quite as it was."""
        self.remarks[sentence] += count

    def unexplained(self) -> dict[str, int]:
        """The kinds whose numbers do not add up; empty after a complete import."""
        return {kind: line.unexplained for kind, line in self.lines.items() if line.unexplained}


def render_table(table: Reconciliation) -> str:
    """Write the table as text of fixed width, reasons and remarks below it."""
    wide = max(len(kind) for kind in KINDS)
    heads = ("read", "created", "already there", "skipped")
    widths = [max(len(head), 11) for head in heads]
    titles = "  ".join(f"{head:>{w}}" for head, w in zip(heads, widths, strict=True))
    out = [f"{'':<{wide}}  {titles}"]
    for kind, line in table.lines.items():
        counts = (line.read, line.created, line.already_there, line.skipped_count)
        cells = "  ".join(f"{count:>{w},}" for count, w in zip(counts, widths, strict=True))
        out.append(f"{kind:<{wide}}  {cells}")
    reasons = [
        f"  {kind}: {count:,} {reason}"
        for kind, line in table.lines.items()
        for reason, count in line.skipped.most_common()
    ]
    remarks = [f"  {count:,} {sentence}" for sentence, count in table.remarks.most_common()]
    if reasons:
        out += ["", "skipped:", *reasons]
    if remarks:
        out += ["", "remarks:", *remarks]
    return "\n".join(out) + "\n"
