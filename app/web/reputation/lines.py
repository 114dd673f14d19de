"""Lines of the ledger as pages show them: what says the same on one day stands together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app import links
from app.domain.reputation.queries.entries import EntryLine
from app.domain.reputation.rules import day_of
from app.kit.i18n import gettext, ngettext
from app.web.people import person


@dataclass(frozen=True)
class PointsLine:
    """One line: what for, where, when, how many. ``giver`` is who awarded, never who voted."""

    words: str
    title: str
    url: str
    note: str
    giver: str
    giver_url: str
    at: datetime
    points: int


def points_lines(entries: Iterable[EntryLine]) -> list[PointsLine]:
    """Return the lines of these entries, newest first; what says the same on one day is one line.

    Points add up to those of the entries, whatever page of the ledger they are from.
    """
    together: dict[tuple[Any, ...], list[EntryLine]] = {}
    for entry in entries:
        together.setdefault(_alike(entry), []).append(entry)
    return [_line(same) for same in together.values()]


def _alike(entry: EntryLine) -> tuple[Any, ...]:
    """What two entries must share to stand on one line; an award stands alone."""
    alone = entry.id if entry.reason not in _COUNTED else 0
    place = (entry.subject_kind, entry.subject_id, day_of(entry.at))
    return (alone, entry.reason, entry.is_reversal, entry.is_cap, *place)


def _line(same: list[EntryLine]) -> PointsLine:
    first = same[0]
    # The asker's acceptance needs no signature; what the staff decided does.
    signer = first.by if first.reason != "answer-accepted" else None
    giver = person(signer) if signer else None
    return PointsLine(
        words=_words(first, len(same)),
        title=_title(first),
        url=_url(first),
        note=_note(first),
        giver=giver.name if giver else "",
        giver_url=giver.url if giver else "",
        at=first.at,
        points=sum(entry.delta for entry in same),
    )


def _words(entry: EntryLine, count: int) -> str:
    what = _counted(entry.reason, count) if count > 1 else str(entry.label)
    return gettext("%(what)s, taken back", what=what) if entry.is_reversal else what


def _counted(reason: str, count: int) -> str:
    one, many = _COUNTED[reason]
    return ngettext(one, many, count)


_POSTS = ("question", "answer", "reply")
# What comes from many people's clicks, so that several may stand on one line.
_COUNTED = {
    "answer-upvoted": ("%(num)s vote on an answer", "%(num)s votes on an answer"),
    "answer-downvoted": ("%(num)s vote against an answer", "%(num)s votes against an answer"),
    "question-upvoted": ("%(num)s vote on a question", "%(num)s votes on a question"),
    "question-shared": (
        "%(num)s person has this question too",
        "%(num)s people have this question too",
    ),
    "article-helped": ("Article helped %(num)s member", "Article helped %(num)s members"),
    "article-reused": ("Article solved %(num)s question", "Article solved %(num)s questions"),
}


def _title(entry: EntryLine) -> str:
    if entry.title is not None:
        return entry.title
    if entry.subject_kind == "article":
        return gettext("An article you cannot read")
    # The ledger keeps its lines when a thread goes where this reader may not follow.
    return gettext("In a thread you cannot see") if entry.subject_kind in _POSTS else ""


def _url(entry: EntryLine) -> str:
    slug = entry.slug or ""
    if entry.subject_kind == "article":
        return links.article_url(slug) if slug else ""
    if entry.question_id is None or entry.subject_id is None:
        return ""
    if entry.subject_kind == "answer":
        return links.answer_url(entry.question_id, slug, entry.subject_id)
    return links.question_url(entry.question_id, slug)


def _note(entry: EntryLine) -> str:
    if not entry.is_cap:
        return entry.note
    if entry.delta < 0:
        return gettext("Beyond what a post or a day may bring")
    return gettext("Within what a post or a day may bring, again")
