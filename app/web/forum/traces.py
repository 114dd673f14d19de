"""A ruling as a line of the thread's history: what, by whom, why. Never the moderator's note."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from app.domain.moderation.queries import RulingRow
from app.kit.i18n import gettext


@dataclass(frozen=True)
class Line:
    """What ``ui/timeline.html`` draws."""

    kind: str
    words: str
    note: str
    at: datetime


def ruling_line(row: RulingRow) -> Line:
    """Return the line of one ruling."""
    who = row.by.name if row.by else gettext("A moderator")
    sentence = {
        "hide": gettext("%(name)s hid a post", name=who),
        "restore": gettext("%(name)s restored a post", name=who),
        "lock": gettext("%(name)s locked this question", name=who),
        "unlock": gettext("%(name)s unlocked this question", name=who),
        "archive": gettext("%(name)s archived this question", name=who),
        "unarchive": gettext("%(name)s took this question out of the archive", name=who),
        "move": gettext("%(name)s moved this question", name=who),
        "merge": gettext("%(name)s merged this question", name=who),
        "duplicate": gettext("%(name)s marked this question as a duplicate", name=who),
        "not-duplicate": gettext("%(name)s said that this is no duplicate", name=who),
        "looked-over": gettext("%(name)s looked over it before it was published", name=who),
    }[row.kind]
    kind = {"hide": "hidden", "lock": "locked", "archive": "archived", "duplicate": "duplicate"}
    return Line(kind.get(row.kind, "official"), sentence, str(row.reason_label), row.at)
