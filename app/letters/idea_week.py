"""The weekly letter to the product team: what moved, one line an idea."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from app import links
from app.domain.accounts.permissions import Permission
from app.domain.accounts.policy import grants
from app.domain.ideas.queries.desk import desk_figures
from app.domain.ideas.queries.machine import machine
from app.domain.ideas.queries.moved import MovedRow, moved_between
from app.domain.ideas.rules.machine import Machine
from app.domain.notifications.models import Letter
from app.domain.notifications.rules import IDEAS_WEEK, LETTER_LINES
from app.kit.i18n import gettext, ngettext
from app.letters.idea_sheets import Outcome
from app.letters.readers import Reader, here, idea_stops, stop_of_idea, why_not_personal
from app.letters.sheets import Act, Line, Sheet, day_in


def week_sheet(letter: Letter, reader: Reader) -> Outcome:
    """Tell a member of the product team what moved, as far as they may read it now."""
    reason = why_not_personal(reader, IDEAS_WEEK)
    if reason or not grants(reader.actor, Permission.DECIDE_IDEA):
        return None, reason or "not visible"
    start = datetime.fromisoformat(letter.data["start"])
    end = datetime.fromisoformat(letter.data["end"])
    rows = moved_between(start, end, reader.actor)
    if not rows:
        return None, "nothing moved"
    by_idea: dict[int, list[MovedRow]] = {}
    for row in reversed(rows):
        by_idea.setdefault(row.idea_id, []).append(row)
    # What most wait for comes first.
    groups = sorted(by_idea.values(), key=lambda group: (-group[0].vote_count, group[0].idea_id))
    more = len(groups) - LETTER_LINES
    heading = ngettext("%(num)s idea moved", "%(num)s ideas moved", len(groups))
    first = day_in(start, reader.language)
    last = day_in(end - timedelta(days=1), reader.language)
    table = machine()
    return Sheet(
        subject=gettext("The week of ideas: %(what)s", what=heading),
        heading=heading,
        preheader=groups[0][0].title,
        words=[gettext("From %(first)s to %(last)s.", first=first, last=last), *_waiting(reader)],
        lines=[_line(group, table) for group in groups[:LETTER_LINES]],
        acts=[Act("filled", gettext("Open the desk"), here(f"{links.ideas_url()}/desk"))],
        note=ngettext("And %(num)s more.", "And %(num)s more.", more) if more > 0 else "",
        why=gettext("You get this once a week because you decide about ideas."),
        stops=idea_stops(reader, None, IDEAS_WEEK),
        unsubscribe=stop_of_idea(reader, "kind", None, IDEAS_WEEK),
    ), ""


def _waiting(reader: Reader) -> list[str]:
    """Return what waits for the team now, where something does."""
    figures = desk_figures(reader.actor)
    late, alone = figures["late"], figures["nobody"]
    words = []
    if late:
        words.append(
            ngettext("%(num)s first reply is late.", "%(num)s first replies are late.", late)
        )
    if alone:
        words.append(
            ngettext("%(num)s open idea has no owner.", "%(num)s open ideas have no owner.", alone)
        )
    return words


def _line(group: Sequence[MovedRow], table: Machine) -> Line:
    """Return one idea's way through the week: where it was before, and each step since."""
    steps = [row for row in group if row.kind == "status"]
    words = []
    if steps:
        names = [str(table.label(steps[0].before))] if steps[0].before else []
        words.append(" → ".join([*names, *(str(table.label(row.after)) for row in steps)]))
    replies = len(group) - len(steps)
    if replies:
        words.append(ngettext("%(num)s official reply", "%(num)s official replies", replies))
    votes = ngettext("%(num)s vote", "%(num)s votes", group[0].vote_count)
    url = here(links.idea_url(group[0].idea_id, group[0].slug))
    return Line(words=", ".join(words), title=group[0].title, url=url, excerpt=votes)
