"""What the demo's visitors searched for, and the words that mean the same to them."""

from __future__ import annotations

import random
from datetime import timedelta

from sqlalchemy import func, select

from app.demo.reading import Entry
from app.demo.stage import Stage
from app.domain.search.actions.synonyms import bring_groups
from app.domain.search.gaps import words_of
from app.domain.search.models import FailedSearch, SearchDay, SearchTerm, SynonymGroup
from app.domain.search.terms import find_unopened
from app.domain.search.wordlists import WordGroup
from app.kit.db import db
from app.kit.work import write

# How far back searches are told: the longest report, and most of the one before it.
DAYS = 150
# Who keeps synonyms, and how long ago the first of them were written.
_EDITOR = "kb_kim"
_WRITTEN = 210.0
# From Monday to Sunday: what came at the weekend is set up at the weekend and on Monday.
_WEEKDAYS = (1.2, 1.0, 0.9, 0.9, 0.8, 1.1, 1.1)


def bring_searches(
    stage: Stage, synonyms: list[list[str]], searches: list[Entry]
) -> dict[str, int]:
    """Store what is missing of all this; return how many of each. Opens its own units."""
    counts = {
        "synonyms": write(_add_synonyms, stage, synonyms),
        "searches": write(_add_searches, stage, searches),
    }
    if counts["searches"]:
        write(find_unopened)
        write(_claim, stage, searches)
    return counts


def _add_synonyms(stage: Stage, groups: list[list[str]]) -> int:
    if not groups or db.session.scalar(select(func.count()).select_from(SynonymGroup)):
        return 0
    found = [WordGroup("en", tuple(words)) for words in groups]
    brought = bring_groups(found, by_id=stage.member(_EDITOR))
    rows = db.session.scalars(select(SynonymGroup).order_by(SynonymGroup.id)).all()
    for number, row in enumerate(rows):
        row.changed_at = stage.at(_WRITTEN * (1 - number / len(rows)))
    return brought.added


def _add_searches(stage: Stage, entries: list[Entry]) -> int:
    return sum(_add_search(stage, entry) for entry in entries)


def _add_search(stage: Stage, entry: Entry) -> bool:
    """Store how often some words were searched for, day by day, and that nothing was found."""
    words = _key(entry)
    if db.session.scalar(select(SearchTerm.id).where(SearchTerm.words == words)) is not None:
        return False
    days = _days(stage, entry)
    if not days:
        return False
    first, last = days[0].day, days[-1].day
    ago = {day: (stage.now.date() - day).days for day in (first, last)}
    draw = random.Random(f"moments {entry['words']}")  # noqa: S311 - guards nothing
    moments = {
        "first_at": stage.at(ago[first] + draw.random() / 3),
        "last_at": stage.at(ago[last] + draw.random() / 3),
    }
    term = SearchTerm(words=words, typed=entry["words"], **moments)
    db.session.add(term)
    db.session.flush()
    for day in days:
        day.term_id = term.id
    db.session.add_all(days)
    if entry.get("nothing"):
        times = sum(day.times for day in days)
        db.session.add(FailedSearch(words=words, typed=entry["words"], times=times, **moments))
    return True


def _days(stage: Stage, entry: Entry) -> list[SearchDay]:
    draw = random.Random(f"searches {entry['words']}")  # noqa: S311 - guards nothing
    length, grows = int(entry.get("days", DAYS)), float(entry.get("grows", 1.0))
    found = []
    for ago in reversed(range(length)):
        day = (stage.now - timedelta(days=ago)).date()
        rate = entry["week"] / 7 * _WEEKDAYS[day.weekday()] * grows ** (-ago / length)
        tries = 4 * int(rate) + 4
        times = sum(draw.random() < rate / tries for _ in range(tries))
        if times:
            opened = sum(draw.randrange(100) < entry.get("opened", 0) for _ in range(times))
            none = times if entry.get("nothing") else 0
            found.append(SearchDay(day=day, times=times, found_none=none, opened=opened))
    return found


def _claim(stage: Stage, entries: list[Entry]) -> None:
    for entry in entries:
        claim = entry.get("claimed")
        gap = claim and db.session.scalar(
            select(FailedSearch).where(FailedSearch.words == _key(entry))
        )
        if gap is not None and claim:
            gap.claimed_by_id = stage.member(claim["by"])
            gap.claimed_at = stage.at(claim["ago"])


def _key(entry: Entry) -> str:
    return " ".join(sorted(words_of(entry["words"])))
